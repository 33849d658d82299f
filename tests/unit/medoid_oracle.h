/* medoid_oracle: the medoid rule written twice from its definition, each time with all comparisons that it speaks of.
 *
 * plain: every edge there is, decisions in rank order. distributed: what machines would do that hold only their own
 * paragraphs: comparisons with the first of each bucket, then with those that remain, decisions in rounds. Both must
 * come to what pairs/bucket_medoids comes to. Paragraphs go by their rank here. */
#ifndef LEITONG_MEDOID_ORACLE_H
#define LEITONG_MEDOID_ORACLE_H

#include "clusters.h"

#define ORACLE_NONE UINT32_MAX

typedef struct oracle_list {
    uint32_t *items;
    size_t count, capacity;
} oracle_list;

static inline void oracle_push(oracle_list *list, uint32_t item)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity * 2 + 4;
        list->items = realloc(list->items, list->capacity * sizeof *list->items);
        assert_non_null(list->items);
    }
    list->items[list->count++] = item;
}

static inline int oracle_ascending(const void *left, const void *right)
{
    uint32_t x = *(const uint32_t *)left;
    uint32_t y = *(const uint32_t *)right;
    return (x > y) - (x < y);
}

static inline void oracle_unique(oracle_list *list)
{
    size_t kept = 0;
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, oracle_ascending);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || list->items[kept - 1] != list->items[i]) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

typedef struct oracle_member {
    uint64_t crowd;
    uint64_t hash[2];
    uint32_t distinct;
} oracle_member;

/* Ranks and buckets, from band keys and content hashes. */
typedef struct oracle_buckets {
    uint32_t count;         /* ranks */
    oracle_member *members; /* [rank] */
    oracle_list *buckets;   /* ranks, ascending */
    size_t bucket_count;
    oracle_set *sets; /* [rank] shingles */
    uint64_t threshold;
} oracle_buckets;

typedef struct oracle_key {
    uint64_t key; /* band << 32 | key */
    uint32_t distinct;
} oracle_key;

static inline int oracle_order_keys(const void *left, const void *right)
{
    const oracle_key *x = left;
    const oracle_key *y = right;
    return x->key != y->key ? (x->key > y->key) - (x->key < y->key)
                            : (x->distinct > y->distinct) - (x->distinct < y->distinct);
}

static inline int oracle_order_members(const void *left, const void *right)
{
    const oracle_member *x = left;
    const oracle_member *y = right;
    if (x->crowd != y->crowd) {
        return x->crowd > y->crowd ? -1 : 1;
    }
    return x->hash[0] != y->hash[0] ? (x->hash[0] > y->hash[0]) - (x->hash[0] < y->hash[0])
                                    : (x->hash[1] > y->hash[1]) - (x->hash[1] < y->hash[1]);
}

/* A bucket is a run of equal keys that more than one has. */
static inline oracle_buckets oracle_buckets_of(const outcome *o, const test_sketch *sketch, uint64_t threshold)
{
    const lt_candidates *c = &o->candidates;
    oracle_buckets all = {.threshold = threshold};
    test_sketches sketches = test_sketch_all(&o->corpus, sketch);
    size_t count = (size_t)c->distinct_count * sketch->bands;
    oracle_key *keys = malloc((count + 1) * sizeof *keys);
    uint32_t *rank = malloc((c->distinct_count + 1) * sizeof *rank);
    all.members = calloc(c->distinct_count + 1, sizeof *all.members);
    all.buckets = calloc(count + 1, sizeof *all.buckets);
    assert_true(keys != NULL && rank != NULL && all.members != NULL && all.buckets != NULL);
    for (uint32_t d = 0; d < c->distinct_count; d++) {
        size_t paragraph = c->distinct_paragraph[d];
        all.members[d].distinct = d;
        memcpy(all.members[d].hash, sketches.hashes[paragraph], sizeof all.members[d].hash);
        for (unsigned band = 0; band < sketch->bands; band++) {
            keys[d * sketch->bands + band] =
                (oracle_key){(uint64_t)band << 32 | sketches.keys[paragraph * sketch->bands + band], d};
        }
    }
    qsort(keys, count, sizeof *keys, oracle_order_keys);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && keys[end].key == keys[begin].key; end++) {
        }
        for (size_t i = begin; i < end && end - begin > 1; i++) {
            all.members[keys[i].distinct].crowd += end - begin;
            oracle_push(&all.buckets[all.bucket_count], keys[i].distinct);
        }
        all.bucket_count += end - begin > 1;
    }
    qsort(all.members, c->distinct_count, sizeof *all.members, oracle_order_members);
    while (all.count < c->distinct_count && all.members[all.count].crowd > 0) {
        rank[all.members[all.count].distinct] = all.count;
        all.count++;
    }
    for (size_t b = 0; b < all.bucket_count; b++) {
        for (size_t i = 0; i < all.buckets[b].count; i++) {
            all.buckets[b].items[i] = rank[all.buckets[b].items[i]];
        }
        oracle_unique(&all.buckets[b]);
    }
    all.sets = malloc((all.count + 1) * sizeof *all.sets);
    assert_non_null(all.sets);
    for (uint32_t r = 0; r < all.count; r++) {
        all.sets[r] = oracle_of(&o->corpus, c->distinct_paragraph[all.members[r].distinct], sketch->shingle);
    }
    test_sketches_clear(&sketches);
    free(keys);
    free(rank);
    return all;
}

static inline void oracle_buckets_clear(oracle_buckets *all)
{
    for (uint32_t r = 0; r < all->count; r++) {
        free(all->sets[r].grams);
    }
    for (size_t b = 0; b < all->bucket_count; b++) {
        free(all->buckets[b].items);
    }
    free(all->sets);
    free(all->buckets);
    free(all->members);
}

typedef struct oracle_edge {
    uint32_t from, to;  /* to ranks before from */
    lt_overlap overlap; /* a = from */
} oracle_edge;

typedef struct oracle_edges {
    oracle_edge *items;
    size_t count, capacity;
    uint64_t verified;
} oracle_edges;

static inline void oracle_verify(const oracle_buckets *all, uint32_t from, uint32_t to, oracle_edges *edges)
{
    lt_overlap overlap = oracle_overlap(&all->sets[from], &all->sets[to]);
    edges->verified++;
    if (!oracle_reaches(&overlap, all->threshold)) {
        return;
    }
    if (edges->count == edges->capacity) {
        edges->capacity = edges->capacity * 2 + 64;
        edges->items = realloc(edges->items, edges->capacity * sizeof *edges->items);
        assert_non_null(edges->items);
    }
    edges->items[edges->count++] = (oracle_edge){from, to, overlap};
}

/* Below, at or above 0 as x is less similar than y, as similar, or more. */
static inline int oracle_nearer(const lt_overlap *x, const lt_overlap *y)
{
    uint64_t left = (uint64_t)x->shared * (y->a + y->b - y->shared);
    uint64_t right = (uint64_t)y->shared * (x->a + x->b - x->shared);
    return (left > right) - (left < right);
}

/* What the rule leaves of each rank. */
typedef struct oracle_end {
    uint32_t *medoid; /* [rank]; its own: a medoid; ORACLE_NONE: not yet decided */
    uint32_t *row;    /* [rank] who it stands in a row with for its own sake, or ORACLE_NONE */
    lt_overlap *overlap;
    bool *joined, *behind;
    unsigned rounds;
    uint64_t verified;
} oracle_end;

static inline void oracle_end_clear(oracle_end *end)
{
    free(end->medoid);
    free(end->row);
    free(end->overlap);
    free(end->joined);
    free(end->behind);
}

static inline oracle_end oracle_end_new(const oracle_buckets *all, uint32_t first)
{
    oracle_end end = {.rounds = 0};
    size_t count = (size_t)all->count + 1;
    end.medoid = malloc(count * sizeof *end.medoid);
    end.row = malloc(count * sizeof *end.row);
    end.overlap = calloc(count, sizeof *end.overlap);
    end.joined = calloc(count, sizeof *end.joined);
    end.behind = calloc(count, sizeof *end.behind);
    assert_true(end.medoid != NULL && end.row != NULL && end.overlap != NULL && end.joined != NULL &&
                end.behind != NULL);
    memset(end.medoid, 0xFF, count * sizeof *end.medoid);
    memset(end.row, 0xFF, count * sizeof *end.row);
    for (size_t b = 0; b < all->bucket_count; b++) {
        for (size_t i = first; i < all->buckets[b].count; i++) {
            end.behind[all->buckets[b].items[i]] = true;
        }
    }
    return end;
}

/* [rank]: those before it among places [begin, end) of a bucket in which both stand. */
static inline oracle_list *oracle_targets(const oracle_buckets *all, size_t begin, size_t end)
{
    oracle_list *targets = calloc((size_t)all->count + 1, sizeof *targets);
    assert_non_null(targets);
    for (size_t b = 0; b < all->bucket_count; b++) {
        const oracle_list *bucket = &all->buckets[b];
        for (size_t i = 0; i < bucket->count; i++) {
            for (size_t k = begin; k < end && k < i; k++) {
                oracle_push(&targets[bucket->items[i]], bucket->items[k]);
            }
        }
    }
    for (uint32_t r = 0; r < all->count; r++) {
        oracle_unique(&targets[r]);
    }
    return targets;
}

static inline void oracle_targets_free(const oracle_buckets *all, oracle_list *targets)
{
    for (uint32_t r = 0; r < all->count; r++) {
        free(targets[r].items);
    }
    free(targets);
}

/* Decides p from its edges [begin, end), to ranks that are all decided. */
static inline void oracle_decide(const oracle_edges *edges, size_t begin, size_t end, uint32_t p, oracle_end *ret)
{
    ret->medoid[p] = p;
    for (size_t e = begin; e < end; e++) {
        const oracle_edge *edge = &edges->items[e];
        if (ret->medoid[edge->to] != edge->to) {
            continue;
        }
        int order = ret->medoid[p] == p ? 1 : oracle_nearer(&edge->overlap, &ret->overlap[p]);
        if (order > 0 || (order == 0 && edge->to < ret->medoid[p])) {
            ret->medoid[p] = edge->to;
            ret->overlap[p] = edge->overlap;
        }
    }
    if (ret->medoid[p] != p) {
        ret->row[p] = ret->medoid[p];
        ret->joined[ret->medoid[p]] = true;
    }
}

/* The row of each medoid that nobody joined, of all edges. */
static inline void oracle_rows(const oracle_buckets *all, const oracle_edges *edges, oracle_end *ret)
{
    (void)all;
    for (size_t e = 0; e < edges->count; e++) {
        const oracle_edge *edge = &edges->items[e];
        for (int side = 0; side < 2; side++) {
            uint32_t p = side == 0 ? edge->from : edge->to;
            uint32_t other = side == 0 ? edge->to : edge->from;
            lt_overlap overlap = edge->overlap;
            if (side == 1) {
                overlap = (lt_overlap){overlap.shared, overlap.b, overlap.a};
            }
            if (ret->medoid[p] != p || ret->joined[p]) {
                continue;
            }
            int order = ret->row[p] == ORACLE_NONE ? 1 : oracle_nearer(&overlap, &ret->overlap[p]);
            if (order > 0 || (order == 0 && other < ret->row[p])) {
                ret->row[p] = other;
                ret->overlap[p] = overlap;
            }
        }
    }
}

static inline oracle_end oracle_plain(const oracle_buckets *all, uint32_t first)
{
    oracle_end ret = oracle_end_new(all, first);
    oracle_list *targets = oracle_targets(all, 0, first);
    oracle_edges edges = {NULL, 0, 0, 0};
    for (uint32_t p = 0; p < all->count; p++) {
        size_t begin = edges.count;
        for (size_t i = 0; i < targets[p].count; i++) {
            oracle_verify(all, p, targets[p].items[i], &edges);
        }
        oracle_decide(&edges, begin, edges.count, p, &ret);
    }
    oracle_rows(all, &edges, &ret);
    ret.verified = edges.verified;
    oracle_targets_free(all, targets);
    free(edges.items);
    return ret;
}

static inline int oracle_order_edges(const void *left, const void *right)
{
    const oracle_edge *x = left;
    const oracle_edge *y = right;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from) : (x->to > y->to) - (x->to < y->to);
}

/* Who is first in every bucket is a medoid; who is near one of those is a member, of whomever. */
static inline bool *oracle_sure_members(const oracle_buckets *all, const oracle_list *firsts, oracle_edges *edges)
{
    bool *sure = calloc((size_t)all->count + 1, sizeof *sure);
    assert_non_null(sure);
    for (uint32_t p = 0; p < all->count; p++) {
        for (size_t i = 0; i < firsts[p].count; i++) {
            size_t before = edges->count;
            uint32_t target = firsts[p].items[i];
            oracle_verify(all, p, target, edges);
            sure[p] = sure[p] || (edges->count > before && firsts[target].count == 0);
        }
    }
    return sure;
}

/* Those who have edges to decided ranks alone are decided, round after round. */
static inline void oracle_rounds(const oracle_buckets *all, const oracle_edges *edges, oracle_end *ret)
{
    size_t left = all->count;
    bool *now = malloc((size_t)all->count + 1);
    assert_non_null(now);
    for (; left > 0; ret->rounds++) {
        size_t begin = 0;
        for (uint32_t p = 0; p < all->count; p++) {
            now[p] = ret->medoid[p] == ORACLE_NONE;
            for (; begin < edges->count && edges->items[begin].from == p; begin++) {
                now[p] = now[p] && ret->medoid[edges->items[begin].to] != ORACLE_NONE;
            }
        }
        begin = 0;
        for (uint32_t p = 0; p < all->count; p++) {
            size_t end = begin;
            while (end < edges->count && edges->items[end].from == p) {
                end++;
            }
            if (now[p]) {
                oracle_decide(edges, begin, end, p, ret);
                left--;
            }
            begin = end;
        }
    }
    free(now);
}

static inline oracle_end oracle_distributed(const oracle_buckets *all, uint32_t first)
{
    oracle_end ret = oracle_end_new(all, first);
    oracle_list *firsts = oracle_targets(all, 0, 1);
    oracle_list *targets = oracle_targets(all, 0, first);
    oracle_edges edges = {NULL, 0, 0, 0};
    bool *sure = oracle_sure_members(all, firsts, &edges);
    for (uint32_t p = 0; p < all->count; p++) {
        for (size_t i = 0; i < targets[p].count; i++) {
            uint32_t target = targets[p].items[i];
            if (!sure[target] && (firsts[p].count == 0 || bsearch(&target, firsts[p].items, firsts[p].count,
                                                                  sizeof target, oracle_ascending) == NULL)) {
                oracle_verify(all, p, target, &edges);
            }
        }
    }
    if (edges.count > 1) {
        qsort(edges.items, edges.count, sizeof *edges.items, oracle_order_edges);
    }
    oracle_rounds(all, &edges, &ret);
    for (uint32_t p = 0; p < all->count; p++) { /* what a medoid that nobody joined has skipped */
        for (size_t i = 0; i < targets[p].count && ret.medoid[p] == p && !ret.joined[p]; i++) {
            uint32_t target = targets[p].items[i];
            if (sure[target] && (firsts[p].count == 0 || bsearch(&target, firsts[p].items, firsts[p].count,
                                                                 sizeof target, oracle_ascending) == NULL)) {
                oracle_verify(all, p, target, &edges);
            }
        }
    }
    oracle_rows(all, &edges, &ret);
    ret.verified = edges.verified;
    oracle_targets_free(all, firsts);
    oracle_targets_free(all, targets);
    free(sure);
    free(edges.items);
    return ret;
}

#endif
