/* The promise of --recall, measured: of pairs at and above the threshold, found are at least so many. Pairs are made by
 * sprinkling edits until their Jaccard lies in the wanted range; the oracle says where it does lie. */
#include "match_corpus.h"

#include "pairs/cluster.h"

#include <math.h>

#define THRESHOLD UINT64_C(700000000)
enum { PAIRS = TEST_ADDRESS_SANITIZER ? 2000 : TEST_ROUNDS(20000, 1000) };
enum { SHINGLE = 5, LONGEST = 400 };

typedef struct band_of_jaccard {
    double from, to;
} band_of_jaccard;

static const band_of_jaccard ranges[] = {{.70, .72}, {.72, .75}, {.75, .80}, {.80, 1.0}};

static double jaccard(const lt_overlap *overlap)
{
    return (double)overlap->shared / (double)(overlap->a + overlap->b - overlap->shared);
}

/* Tokens of one paragraph and of its edited copy. */
typedef struct twins {
    uint32_t tokens[2][LONGEST];
    size_t count;
    lt_overlap overlap;
} twins;

static void twins_measure(twins *t)
{
    oracle_set a = oracle_grams(t->tokens[0], t->count, SHINGLE);
    oracle_set b = oracle_grams(t->tokens[1], t->count, SHINGLE);
    t->overlap = oracle_overlap(&a, &b);
    free(a.grams);
    free(b.grams);
}

static void twins_make(twins *t, const band_of_jaccard *range, uint64_t *seed)
{
    for (;;) {
        double wanted = range->from + (range->to - range->from) * (double)(test_random(seed) >> 11) * 0x1p-53;
        t->count = 60 + test_random(seed) % (LONGEST - 60);
        test_random_tokens(t->tokens[0], t->count, 20000, seed);
        memcpy(t->tokens[1], t->tokens[0], sizeof t->tokens[0]);
        bool lost[LONGEST] = {false};
        size_t windows = t->count - SHINGLE + 1;
        size_t gone = 0;
        do {
            size_t at = test_random(seed) % t->count;
            t->tokens[1][at] = 0x10000 + (uint32_t)(test_random(seed) % 20000);
            for (size_t i = at < SHINGLE ? 0 : at - SHINGLE + 1; i <= at && i < windows; i++) {
                gone += !lost[i];
                lost[i] = true;
            }
        } while ((double)(windows - gone) / (double)(windows + gone) > wanted);
        twins_measure(t);
        if (jaccard(&t->overlap) >= range->from && jaccard(&t->overlap) < range->to &&
            oracle_reaches(&t->overlap, THRESHOLD)) {
            return;
        }
    }
}

/* How many of PAIRS such pairs are found; every figure is compared with the oracle's. */
static size_t measure(const test_sketch *sketch, const band_of_jaccard *range, uint64_t *seed)
{
    lt_corpus corpus;
    lt_candidates candidates;
    lt_clusters clusters;
    lt_workers *workers = NULL;
    lt_overlap *expected = malloc(PAIRS * sizeof *expected);
    twins t;
    assert_non_null(expected);
    assert_int_equal(lt_workers_new(sketch->jobs, &workers, NULL), 0);
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    for (uint32_t i = 0; i < PAIRS; i++) {
        char id[32];
        twins_make(&t, range, seed);
        expected[i] = t.overlap;
        for (uint32_t k = 0; k < 2; k++) {
            snprintf(id, sizeof id, "%07u", 2 * i + k);
            corpus_add(&corpus, id, t.tokens[k], t.count, NULL);
        }
    }
    test_candidates(&corpus, sketch, workers, &candidates);
    lt_cluster_options options = {
        .threshold = THRESHOLD, .shingle = SHINGLE, .first = LT_CLUSTER_FIRST, .all_pairs = true};
    assert_int_equal(lt_cluster_run(&corpus, &candidates, &options, workers, &clusters, NULL), 0);
    assert_int_equal(candidates.distinct_count, 2 * PAIRS);
    for (size_t i = 0; i < clusters.pair_count; i++) {
        const lt_pair *pair = &clusters.pairs[i];
        assert_int_equal(pair->a % 2, 0);
        assert_int_equal(pair->b, pair->a + 1); /* strangers share no shingle to speak of */
        assert_memory_equal(&pair->overlap, &expected[pair->a / 2], sizeof pair->overlap);
    }
    size_t found = clusters.pair_count;
    lt_clusters_clear(&clusters);
    options.all_pairs = false; /* the default loses none of them */
    assert_int_equal(lt_cluster_run(&corpus, &candidates, &options, workers, &clusters, NULL), 0);
    assert_int_equal(clusters.pair_count, found);
    lt_clusters_clear(&clusters);
    lt_candidates_clear(&candidates);
    lt_corpus_clear(&corpus);
    lt_workers_free(workers);
    free(expected);
    return found;
}

static void campaign(double recall, uint64_t seed)
{
    test_sketch sketch = {.shingle = SHINGLE, .jobs = 2};
    assert_int_equal(lt_bands_derive((double)THRESHOLD / 1e9, recall, &sketch.bands, &sketch.rows, NULL), 0);
    double least = recall - 3 * sqrt(recall * (1 - recall) / PAIRS);
    printf("recall %.3f: %u bands of %u rows, %d pairs a range; promised - 3 sigma = %.5f\n", recall, sketch.bands,
           sketch.rows, PAIRS, least);
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        size_t found = measure(&sketch, &ranges[i], &seed);
        printf("  [%.2f, %.2f): %zu / %d = %.5f\n", ranges[i].from, ranges[i].to, found, PAIRS, (double)found / PAIRS);
        assert_true((double)found / PAIRS >= least);
    }
}

static void recall_of_99_is_kept(void **state)
{
    (void)state;
    campaign(0.99, test_seed(99));
}

static void recall_of_999_is_kept(void **state)
{
    (void)state;
    campaign(0.999, test_seed(999));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recall_of_99_is_kept),
        cmocka_unit_test(recall_of_999_is_kept),
    };
    return cmocka_run_group_tests_name("recall", tests, NULL, NULL);
}
