#include "match_corpus.h"

#include "pairs/bitmap_filter.h"

enum { COUNT = 300, SHINGLE = 5 };

/* Families of all lengths and degrees of likeness, short paragraphs and repetitive ones among them. */
static void make_corpus(lt_corpus *corpus, uint64_t *seed)
{
    static uint32_t tokens[3000];
    assert_int_equal(lt_corpus_init(corpus, NULL, NULL), 0);
    for (int i = 0; i < COUNT; i++) {
        static size_t count;
        if (i % 10 == 0) {
            count = i % 30 == 0 ? 1 + test_random(seed) % 12 : 20 + test_random(seed) % (i % 20 == 0 ? 2900 : 300);
            test_random_tokens(tokens, count, i % 50 == 0 ? 3 : 6000, seed);
        }
        for (size_t edits = test_random(seed) % (count / 20 + 1); edits > 0; edits--) {
            test_random_tokens(tokens + test_random(seed) % count, 1, 6000, seed);
        }
        char id[16];
        snprintf(id, sizeof id, "%03d", i);
        corpus_add(corpus, id, tokens, count, NULL);
    }
    assert_int_equal(lt_corpus_settle(corpus, NULL, NULL), 0);
}

static void who_reaches_passes(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    static oracle_set sets[COUNT];
    lt_corpus corpus;
    lt_bitmap_filter *screen = NULL;
    size_t reached = 0;
    size_t refused = 0;
    make_corpus(&corpus, &seed);
    assert_int_equal(lt_bitmap_filter_new(&corpus, SHINGLE, &screen, NULL), 0);
    for (size_t i = 0; i < COUNT; i++) {
        sets[i] = oracle_of(&corpus, i, SHINGLE);
    }
    for (uint32_t a = 0; a < COUNT; a++) {
        for (uint32_t b = 0; b < COUNT; b++) {
            lt_overlap overlap = oracle_overlap(&sets[a], &sets[b]);
            uint64_t threshold = test_random(&seed) % 1000000001;
            if (test_random(&seed) % 2 == 0) { /* what it reaches just so */
                threshold = overlap.shared * UINT64_C(1000000000) / (overlap.a + overlap.b - overlap.shared);
            }
            lt_overlap most = {0, 0, 0};
            uint32_t place = a % 2 == 0 ? b : b % 7; /* places that many share */
            assert_int_equal(lt_bitmap_filter_bound(screen, a, b, place, &most, NULL), 0);
            bool passes = lt_overlap_reaches(&most, threshold);
            assert_true(passes || !oracle_reaches(&overlap, threshold));
            reached += oracle_reaches(&overlap, threshold);
            refused += !passes;
        }
    }
    printf("%d pairs: %zu reach, %zu refused\n", COUNT * COUNT, reached, refused);
    assert_true(reached > COUNT * COUNT / 4);
    assert_true(refused > COUNT * COUNT / 4);
    for (size_t i = 0; i < COUNT; i++) {
        free(sets[i].grams);
    }
    lt_bitmap_filter_free(screen);
    lt_corpus_clear(&corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_reaches_passes),
    };
    return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
