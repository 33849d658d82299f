/* clusters: what the tests of cluster and medoid share: corpora of near-duplicates, and their clusters. */
#ifndef LEITONG_CLUSTERS_H
#define LEITONG_CLUSTERS_H

#include "match_corpus.h"

#include "pairs/cluster.h"

#define THRESHOLD UINT64_C(700000000)
enum { SHINGLE = 5 };

static const test_sketch usual = {.bands = 17, .rows = 4, .shingle = SHINGLE, .jobs = 2};

typedef struct outcome {
    lt_corpus corpus;
    lt_candidates candidates;
    lt_clusters clusters;
} outcome;

static inline void outcome_clear(outcome *o)
{
    lt_clusters_clear(&o->clusters);
    lt_candidates_clear(&o->candidates);
    lt_corpus_clear(&o->corpus);
}

/* o->corpus is made, not settled. */
static inline void cluster_first(outcome *o, const test_sketch *sketch, uint64_t threshold, uint32_t first,
                                 bool all_pairs)
{
    lt_workers *workers = NULL;
    lt_cluster_options options = {.threshold = threshold, .shingle = SHINGLE, .first = first, .all_pairs = all_pairs};
    assert_int_equal(lt_workers_new(sketch->jobs, &workers, NULL), 0);
    test_candidates(&o->corpus, sketch, workers, &o->candidates);
    assert_int_equal(lt_cluster_run(&o->corpus, &o->candidates, &options, workers, &o->clusters, NULL), 0);
    lt_workers_free(workers);
}

static inline void cluster(outcome *o, const test_sketch *sketch, uint64_t threshold, bool all_pairs)
{
    cluster_first(o, sketch, threshold, LT_CLUSTER_FIRST, all_pairs);
}

typedef struct family {
    uint32_t tokens[300];
    size_t count;
} family;

/* `count` paragraphs: mutations of a few families, with repetitions and short ones; ids in the order given. */
static inline void make_families(lt_corpus *corpus, size_t count, size_t families, const uint32_t *order, uint64_t seed)
{
    family *base = malloc(families * sizeof *base);
    family *made = malloc(count * sizeof *made);
    assert_non_null(base);
    assert_non_null(made);
    for (size_t i = 0; i < families; i++) {
        base[i].count = i % 7 == 0 ? 1 + i % 6 : 30 + test_random(&seed) % 200;
        test_random_tokens(base[i].tokens, base[i].count, 5000, &seed);
    }
    for (size_t i = 0; i < count; i++) {
        made[i] = base[test_random(&seed) % families];
        size_t edits = test_random(&seed) % (made[i].count / 25 + 1);
        for (size_t k = 0; k < edits; k++) {
            test_random_tokens(made[i].tokens + test_random(&seed) % made[i].count, 1, 5000, &seed);
        }
    }
    assert_int_equal(lt_corpus_init(corpus, NULL, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        size_t k = order != NULL ? order[i] : i;
        char id[32];
        snprintf(id, sizeof id, "%07zu", k);
        corpus_add(corpus, id, made[k].tokens, made[k].count, NULL);
        lt_hash_128(made[k].tokens, made[k].count * sizeof(uint32_t), corpus->documents[i].hash);
    }
    free(base);
    free(made);
}

static inline bool share_a_bucket(const lt_candidates *c, const uint32_t *rank, uint32_t a, uint32_t b)
{
    if (rank[a] == UINT32_MAX || rank[b] == UINT32_MAX) {
        return false;
    }
    for (uint64_t i = c->bucket_begin[rank[a]]; i < c->bucket_begin[rank[a] + 1]; i++) {
        for (uint64_t k = c->bucket_begin[rank[b]]; k < c->bucket_begin[rank[b] + 1]; k++) {
            if (c->buckets.items[i] == c->buckets.items[k]) {
                return true;
            }
        }
    }
    return false;
}

static inline uint32_t *ranks_of(const lt_candidates *c)
{
    uint32_t *rank = malloc((c->distinct_count + 1) * sizeof *rank);
    assert_non_null(rank);
    memset(rank, 0xFF, c->distinct_count * sizeof *rank);
    for (uint32_t i = 0; i < c->ranked_count; i++) {
        rank[c->ranked[i]] = i;
    }
    return rank;
}

static inline oracle_set *sets_of(const outcome *o)
{
    oracle_set *sets = malloc((o->candidates.distinct_count + 1) * sizeof *sets);
    assert_non_null(sets);
    for (uint32_t i = 0; i < o->candidates.distinct_count; i++) {
        sets[i] = oracle_of(&o->corpus, o->candidates.distinct_paragraph[i], SHINGLE);
    }
    return sets;
}

static inline void sets_free(oracle_set *sets, const outcome *o)
{
    for (uint32_t i = 0; i < o->candidates.distinct_count; i++) {
        free(sets[i].grams);
    }
    free(sets);
}

static inline int order_pairs(const void *left, const void *right)
{
    const lt_pair *x = left;
    const lt_pair *y = right;
    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

static inline const lt_pair *find_pair(const lt_clusters *clusters, uint32_t a, uint32_t b)
{
    const lt_pair wanted = {a < b ? a : b, a < b ? b : a, {0, 0, 0}};
    return clusters->pair_count == 0
               ? NULL
               : bsearch(&wanted, clusters->pairs, clusters->pair_count, sizeof wanted, order_pairs);
}

#endif
