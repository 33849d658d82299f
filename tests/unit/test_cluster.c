#include "clusters.h"

/* Every pair sorted, once, exact and at the threshold. */
static void check_pairs(const outcome *o, const oracle_set *sets, uint64_t threshold)
{
    for (size_t i = 0; i < o->clusters.pair_count; i++) {
        const lt_pair *pair = &o->clusters.pairs[i];
        lt_overlap expected = oracle_overlap(&sets[pair->a], &sets[pair->b]);
        assert_true(pair->a < pair->b);
        assert_true(i == 0 || pair[-1].a < pair->a || (pair[-1].a == pair->a && pair[-1].b < pair->b));
        assert_memory_equal(&pair->overlap, &expected, sizeof expected);
        assert_true(oracle_reaches(&expected, threshold));
    }
}

/* Every member is within the threshold of a medoid that is one, and that pair is listed. */
static void check_medoids(const outcome *o, const oracle_set *sets, uint64_t threshold)
{
    for (uint32_t i = 0; i < o->candidates.distinct_count; i++) {
        uint32_t medoid = o->clusters.medoid[i];
        assert_int_equal(o->clusters.medoid[medoid], medoid);
        if (medoid == i) {
            const lt_overlap one = {1, 1, 1};
            assert_memory_equal(&o->clusters.overlap[i], &one, sizeof one);
            continue;
        }
        lt_overlap expected = oracle_overlap(&sets[i], &sets[medoid]);
        assert_memory_equal(&o->clusters.overlap[i], &expected, sizeof expected);
        assert_true(oracle_reaches(&expected, threshold));
    }
}

static void all_pairs_are_those_of_brute_force(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    size_t true_pairs = 0;
    size_t found = 0;
    for (int round = 0; round < 3; round++) {
        outcome o = {.clusters = {0}};
        make_families(&o.corpus, 500, 40, NULL, test_random(&seed));
        cluster(&o, &usual, THRESHOLD, true);
        const lt_candidates *c = &o.candidates;
        oracle_set *sets = sets_of(&o);
        uint32_t *rank = ranks_of(c);
        check_pairs(&o, sets, THRESHOLD);
        check_medoids(&o, sets, THRESHOLD);
        assert_true(o.clusters.pair_count <= lt_cluster_count_all(c));
        size_t at = 0; /* pairs are sorted: one walk */
        for (uint32_t a = 0; a < c->distinct_count; a++) {
            for (uint32_t b = a + 1; b < c->distinct_count; b++) {
                lt_overlap expected = oracle_overlap(&sets[a], &sets[b]);
                const lt_pair *pair = at < o.clusters.pair_count ? &o.clusters.pairs[at] : NULL;
                bool listed = pair != NULL && pair->a == a && pair->b == b;
                bool reaches = oracle_reaches(&expected, THRESHOLD);
                assert_int_equal(listed, reaches && share_a_bucket(c, rank, a, b));
                at += listed;
                found += listed;
                true_pairs += reaches;
            }
        }
        assert_int_equal(at, o.clusters.pair_count);
        sets_free(sets, &o);
        free(rank);
        outcome_clear(&o);
    }
    printf("recall %zu / %zu\n", found, true_pairs);
    assert_true(true_pairs > 1000);
    assert_true((double)found >= 0.99 * (double)true_pairs);
}

static void every_paragraph_with_a_neighbour_stands_in_a_row(void **state)
{
    (void)state;
    uint64_t seed = test_seed(2);
    for (int round = 0; round < 3; round++) {
        outcome o = {.clusters = {0}};
        uint64_t threshold = round == 0 ? THRESHOLD : round == 1 ? 850000000 : 500000000;
        make_families(&o.corpus, 500, 60, NULL, test_random(&seed));
        cluster(&o, &usual, threshold, false);
        const lt_candidates *c = &o.candidates;
        oracle_set *sets = sets_of(&o);
        uint32_t *rank = ranks_of(c);
        bool *listed = calloc(c->distinct_count, sizeof *listed);
        size_t members = 0;
        check_pairs(&o, sets, threshold);
        check_medoids(&o, sets, threshold);
        for (size_t i = 0; i < o.clusters.pair_count; i++) {
            listed[o.clusters.pairs[i].a] = true;
            listed[o.clusters.pairs[i].b] = true;
        }
        for (uint32_t a = 0; a < c->distinct_count; a++) {
            uint32_t medoid = o.clusters.medoid[a];
            members += medoid != a;
            assert_true(medoid == a ||
                        find_pair(&o.clusters, a < medoid ? a : medoid, a < medoid ? medoid : a) != NULL);
            for (uint32_t b = 0; b < c->distinct_count; b++) {
                lt_overlap overlap = oracle_overlap(&sets[a], &sets[b]);
                if (a != b && oracle_reaches(&overlap, threshold) && share_a_bucket(c, rank, a, b)) {
                    assert_true(listed[a]);
                }
            }
        }
        printf("%u distinct, %zu members, %zu pairs, %llu comparisons\n", c->distinct_count, members,
               o.clusters.pair_count, (unsigned long long)o.clusters.verified);
        assert_true(members > 50);
        free(listed);
        free(rank);
        sets_free(sets, &o);
        outcome_clear(&o);
    }
}

/* A paragraph that no cluster took: listed with the nearest of those it shares a bucket with, here all within `reach`.
 */
static size_t check_lonely(const outcome *o, const oracle_set *sets, uint32_t reach)
{
    const lt_candidates *c = &o->candidates;
    uint32_t *rank = ranks_of(c);
    bool *joined = calloc(c->distinct_count, sizeof *joined);
    size_t lonely = 0;
    assert_non_null(joined);
    for (uint32_t i = 0; i < c->distinct_count; i++) {
        joined[o->clusters.medoid[i]] |= o->clusters.medoid[i] != i;
    }
    for (uint32_t i = 0; i < c->distinct_count; i++) {
        double most = 0;
        double listed = 0;
        for (uint32_t k = i < reach ? 0 : i - reach; k <= i + reach && k < c->distinct_count; k++) {
            lt_overlap overlap = oracle_overlap(&sets[i], &sets[k]);
            double jaccard = (double)overlap.shared / (overlap.a + overlap.b - overlap.shared);
            if (k == i || !oracle_reaches(&overlap, THRESHOLD) || !share_a_bucket(c, rank, i, k)) {
                continue;
            }
            bool is_listed = find_pair(&o->clusters, i < k ? i : k, i < k ? k : i) != NULL;
            most = jaccard > most ? jaccard : most;
            listed = is_listed && jaccard > listed ? jaccard : listed;
        }
        if (o->clusters.medoid[i] == i && !joined[i]) {
            assert_true(listed == most);
            lonely += most > 0;
        }
    }
    free(joined);
    free(rank);
    return lonely;
}

/* Each near only its neighbours: windows that slide over one text. */
static void a_chain_does_not_become_a_cluster(void **state)
{
    (void)state;
    enum { LINKS = 2000, LENGTH = 104 };
    const size_t steps[] = {10, 6}; /* near the next; near the next two */
    uint64_t seed = test_seed(5);
    for (uint32_t near = 1; near <= 2; near++) {
        size_t step = steps[near - 1];
        static uint32_t text[LINKS * 10 + LENGTH];
        outcome o = {.clusters = {0}};
        test_random_tokens(text, LINKS * 10 + LENGTH, 0x10000, &seed);
        assert_int_equal(lt_corpus_init(&o.corpus, NULL, NULL), 0);
        for (uint32_t i = 0; i < LINKS; i++) {
            char id[16];
            snprintf(id, sizeof id, "%07u", i);
            corpus_add(&o.corpus, id, text + i * step, LENGTH, NULL);
        }
        cluster(&o, &usual, THRESHOLD, false);
        oracle_set *sets = sets_of(&o);
        check_pairs(&o, sets, THRESHOLD);
        check_medoids(&o, sets, THRESHOLD);
        size_t lonely = check_lonely(&o, sets, 20);
        size_t listed = 0;
        for (uint32_t i = 0; i < LINKS; i++) {
            uint32_t medoid = o.clusters.medoid[i];
            assert_true((medoid > i ? medoid - i : i - medoid) <= near);
            listed += medoid != i;
            for (uint32_t k = i < near ? 0 : i - near; k <= i + near && medoid == i; k++) {
                if (k != i && find_pair(&o.clusters, i < k ? i : k, i < k ? k : i) != NULL) {
                    listed++;
                    break;
                }
            }
        }
        printf("%zu of %d links stand in a row, %zu of them left alone\n", listed, LINKS, lonely);
        assert_true(listed >= LINKS * 99 / 100);
        assert_true(lonely > 10);
        sets_free(sets, &o);
        outcome_clear(&o);
    }
}

static void repetitions_and_short_paragraphs(void **state)
{
    (void)state;
    outcome o = {.clusters = {0}};
    const uint32_t words[] = {0x4E00, 0x4E01, 0x4E02, 0x4E03, 0x4E04, 0x4E05, 0x4E06};
    const struct {
        size_t begin, count;
        uint32_t distinct;
    } given[] = {{0, 3, 0}, {0, 3, 0}, {0, 4, 1}, {1, 3, 2}, {0, 1, 3}, {0, 1, 3},
                 {0, 7, 4}, {0, 5, 5}, {0, 7, 4}, {0, 3, 0}, {0, 6, 6}};
    enum { GIVEN = sizeof given / sizeof given[0] };
    assert_int_equal(lt_corpus_init(&o.corpus, NULL, NULL), 0);
    for (int i = 0; i < GIVEN; i++) {
        char id[16];
        snprintf(id, sizeof id, "%02d", i);
        corpus_add(&o.corpus, id, words + given[i].begin, given[i].count, NULL);
    }
    test_sketch loose = {.bands = 40, .rows = 1, .shingle = SHINGLE, .jobs = 1};
    cluster(&o, &loose, THRESHOLD, true);
    assert_int_equal(o.candidates.distinct_count, 7);
    for (int i = 0; i < GIVEN; i++) {
        assert_int_equal(o.candidates.paragraph_distinct[i], given[i].distinct);
    }
    /* 6 tokens: 2 shingles, 7 tokens: 3 of which they are 2: below. A window of 5 is not a short paragraph. */
    assert_int_equal(o.clusters.pair_count, 0);
    for (uint32_t i = 0; i < 7; i++) {
        assert_int_equal(o.clusters.medoid[i], i);
    }
    outcome_clear(&o);
}

/* Words with colliding ids must not make a pair. */
static void jobs_memory_and_arrival_change_nothing(void **state)
{
    (void)state;
    enum { COUNT = 4000 };
    static uint32_t order[COUNT];
    uint64_t seed = test_seed(6);
    uint64_t families = test_random(&seed);
    const test_sketch settings[] = {{17, 4, SHINGLE, 1, 0},       {17, 4, SHINGLE, 2, 0}, {17, 4, SHINGLE, 8, 1 << 20},
                                    {17, 4, SHINGLE, 2, 1 << 20}, {17, 4, SHINGLE, 8, 0}, {17, 4, SHINGLE, 1, 100000}};
    for (int all = 0; all < 2; all++) {
        outcome first = {.clusters = {0}};
        for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
            outcome o = {.clusters = {0}};
            for (uint32_t k = 0; k < COUNT; k++) {
                uint32_t other = i % 2 == 1 ? (uint32_t)(test_random(&seed) % (k + 1)) : k;
                order[k] = k;
                order[k] = order[other];
                order[other] = k;
            }
            make_families(&o.corpus, COUNT, 150, order, families);
            cluster(&o, &settings[i], THRESHOLD, all != 0);
            if (i == 0) {
                first = o;
                continue;
            }
            const lt_clusters *x = &first.clusters;
            const lt_clusters *y = &o.clusters;
            size_t count = first.candidates.distinct_count;
            assert_int_equal(o.candidates.distinct_count, count);
            assert_memory_equal(x->medoid, y->medoid, count * sizeof *x->medoid);
            assert_memory_equal(x->overlap, y->overlap, count * sizeof *x->overlap);
            assert_int_equal(x->pair_count, y->pair_count);
            assert_memory_equal(x->pairs, y->pairs, x->pair_count * sizeof *x->pairs);
            assert_int_equal(x->verified, y->verified);
            assert_int_equal(x->unmatched_count, y->unmatched_count);
            outcome_clear(&o);
        }
        assert_true(first.clusters.pair_count > 1000);
        outcome_clear(&first);
    }
}

static int stop_at(void *context, uint64_t done, uint64_t total)
{
    int *left = context;
    assert_true(done <= total);
    return --*left <= 0;
}

static void progress_can_cancel(void **state)
{
    (void)state;
    uint64_t seed = test_seed(7);
    for (int all = 0; all < 2; all++) {
        for (int calls = 1; calls < 3; calls++) { /* while settling; while looking for pairs */
            outcome o = {.clusters = {0}};
            int left = calls;
            lt_workers *workers = NULL;
            lt_cluster_options options = {THRESHOLD, SHINGLE, LT_CLUSTER_FIRST, all != 0, stop_at, &left};
            assert_int_equal(lt_workers_new(2, &workers, NULL), 0);
            make_families(&o.corpus, 500, 400, NULL, test_random(&seed));
            test_candidates(&o.corpus, &usual, workers, &o.candidates);
            assert_int_equal(lt_cluster_run(&o.corpus, &o.candidates, &options, workers, &o.clusters, NULL),
                             LEITONG_ECANCELLED);
            assert_null(o.clusters.medoid);
            lt_workers_free(workers);
            outcome_clear(&o);
        }
    }
}

static void nothing_is_no_cluster(void **state)
{
    (void)state;
    outcome o = {.clusters = {0}};
    assert_int_equal(lt_corpus_init(&o.corpus, NULL, NULL), 0);
    cluster(&o, &usual, THRESHOLD, false);
    assert_int_equal(o.clusters.pair_count, 0);
    assert_int_equal(lt_cluster_count_all(&o.candidates), 0);
    outcome_clear(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_pairs_are_those_of_brute_force),
        cmocka_unit_test(every_paragraph_with_a_neighbour_stands_in_a_row),
        cmocka_unit_test(a_chain_does_not_become_a_cluster),
        cmocka_unit_test(repetitions_and_short_paragraphs),
        cmocka_unit_test(jobs_memory_and_arrival_change_nothing),
        cmocka_unit_test(progress_can_cancel),
        cmocka_unit_test(nothing_is_no_cluster),
    };
    return cmocka_run_group_tests_name("cluster", tests, NULL, NULL);
}
