#include "match_corpus.h"

enum { PARAGRAPHS = 60 };

/* Paragraphs that repeat themselves and share much: every short one, mutations of a few long ones. */
static void make_corpus(lt_corpus *corpus, uint32_t alphabet, uint64_t *seed)
{
    uint32_t tokens[400];
    test_random_tokens(tokens, 400, alphabet, seed);
    assert_int_equal(lt_corpus_init(corpus, NULL, NULL), 0);
    for (int i = 0; i < PARAGRAPHS; i++) {
        size_t count = i < 10 ? 1 + (size_t)i : 1 + test_random(seed) % 400;
        for (size_t edits = test_random(seed) % 8; edits > 0; edits--) {
            test_random_tokens(tokens + test_random(seed) % 400, 1, alphabet, seed);
        }
        char id[16];
        snprintf(id, sizeof id, "%03d", i);
        corpus_add(corpus, id, tokens, count, NULL);
    }
    assert_int_equal(lt_corpus_settle(corpus, NULL, NULL), 0);
}

static void overlaps_are_those_of_the_definition(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    const uint32_t alphabets[] = {2, 30, 20000};
    for (int round = 0; round < 9; round++) {
        unsigned n = 1 + (unsigned)(test_random(&seed) % 7);
        lt_corpus corpus;
        oracle_set sets[PARAGRAPHS];
        lt_jaccard *verify = NULL;
        make_corpus(&corpus, alphabets[round % 3], &seed);
        for (size_t i = 0; i < PARAGRAPHS; i++) {
            sets[i] = oracle_of(&corpus, i, n);
        }
        assert_int_equal(lt_jaccard_new(&corpus, n, &verify, NULL), 0);
        for (uint32_t i = 0; i < PARAGRAPHS; i++) {
            for (uint32_t k = 0; k < PARAGRAPHS; k++) {
                lt_overlap expected = oracle_overlap(&sets[i], &sets[k]);
                lt_overlap overlap = {77, 77, 77};
                assert_int_equal(lt_jaccard_overlap(verify, i, k, &overlap, NULL), 0);
                assert_memory_equal(&overlap, &expected, sizeof overlap);
                uint64_t threshold = test_random(&seed) % 1000000001;
                if (test_random(&seed) % 2 == 0) { /* right at the border */
                    uint64_t whole = expected.a + expected.b - expected.shared;
                    threshold = expected.shared * UINT64_C(1000000000) / whole + test_random(&seed) % 2;
                }
                lt_similarity similarity = {false, {77, 77, 77}};
                lt_overlap none = {0, 0, 0};
                assert_int_equal(lt_jaccard_reaches(verify, i, k, threshold, &similarity, NULL), 0);
                assert_int_equal(similarity.reaches, oracle_reaches(&expected, threshold));
                assert_memory_equal(&similarity.overlap, similarity.reaches ? &expected : &none, sizeof none);
            }
        }
        lt_jaccard_free(verify);
        for (size_t i = 0; i < PARAGRAPHS; i++) {
            free(sets[i].grams);
        }
        lt_corpus_clear(&corpus);
    }
}

static void equal_is_equal_tokens(void **state)
{
    (void)state;
    uint64_t seed = test_seed(2);
    lt_corpus corpus;
    lt_jaccard *verify = NULL;
    make_corpus(&corpus, 2, &seed);
    assert_int_equal(lt_jaccard_new(&corpus, 5, &verify, NULL), 0);
    for (uint32_t i = 0; i < PARAGRAPHS; i++) {
        for (uint32_t k = 0; k < PARAGRAPHS; k++) {
            size_t x_count = 0;
            size_t y_count = 0;
            const uint32_t *x = corpus_ids(&corpus, i, &x_count);
            const uint32_t *y = corpus_ids(&corpus, k, &y_count);
            bool expected = x_count == y_count && memcmp(x, y, x_count * sizeof *x) == 0;
            bool equal = !expected;
            assert_int_equal(lt_jaccard_equal(verify, i, k, &equal, NULL), 0);
            assert_int_equal(equal, expected);
        }
    }
    lt_jaccard_free(verify);
    lt_corpus_clear(&corpus);
}

/* Words whose 31-bit hashes are equal, which a lexicon parts: two sums of money, two paragraphs. */
static void words_are_told_apart_by_their_text(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "the budget of SUM yuan was approved by the council in its session of May",
        "The Budget, of SUM yuan: was approved by the council (in its session of May)",
        "the budget of OTHER yuan was approved by the council in its session of May",
    };
    lt_corpus corpus;
    lt_jaccard *verify = NULL;
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    for (size_t i = 0; i < 3; i++) {
        char text[200];
        char id[8];
        const char *slot = strstr(texts[i], i < 2 ? "SUM" : "OTHER");
        snprintf(text, sizeof text, "%.*s%s%s", (int)(slot - texts[i]), texts[i], i < 2 ? "86924900" : "259155400",
                 slot + (i < 2 ? 3 : 5));
        snprintf(id, sizeof id, "%zu", i);
        corpus_add_text(&corpus, id, text);
    }
    assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
    assert_int_equal(lt_jaccard_new(&corpus, 2, &verify, NULL), 0);
    bool equal = false;
    lt_overlap overlap = {0, 0, 0};
    assert_int_equal(lt_jaccard_equal(verify, 0, 1, &equal, NULL), 0);
    assert_true(equal);
    assert_int_equal(lt_jaccard_equal(verify, 0, 2, &equal, NULL), 0);
    assert_false(equal);
    assert_int_equal(lt_jaccard_overlap(verify, 0, 2, &overlap, NULL), 0);
    assert_true(overlap.shared == 12 && overlap.a == 14 && overlap.b == 14);
    lt_jaccard_free(verify);
    lt_corpus_clear(&corpus);
}

static void thresholds_are_integers(void **state)
{
    (void)state;
    const uint32_t most = UINT32_MAX;
    assert_true(lt_overlap_reaches(&(lt_overlap){7, 10, 7}, 700000000));
    assert_false(lt_overlap_reaches(&(lt_overlap){7, 10, 7}, 700000001));
    assert_true(lt_overlap_reaches(&(lt_overlap){1, 2, 2}, 333333333));
    assert_false(lt_overlap_reaches(&(lt_overlap){1, 2, 2}, 333333334));
    assert_true(lt_overlap_reaches(&(lt_overlap){most, most, most}, 1000000000));
    assert_false(lt_overlap_reaches(&(lt_overlap){most - 1, most, most}, 1000000000));
    assert_false(lt_overlap_reaches(&(lt_overlap){0, 0, 0}, 0));
    assert_true(lt_overlap_reaches(&(lt_overlap){0, 1, 1}, 0));
    assert_int_equal(lt_overlap_compare(&(lt_overlap){2, 4, 2}, &(lt_overlap){3, 3, 6}), 0);
    assert_true(lt_overlap_compare(&(lt_overlap){most - 1, most, most}, &(lt_overlap){most - 2, most, most}) > 0);
    assert_true(lt_overlap_compare(&(lt_overlap){1, 2, 2}, &(lt_overlap){1, 2, 1}) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlaps_are_those_of_the_definition),
        cmocka_unit_test(equal_is_equal_tokens),
        cmocka_unit_test(words_are_told_apart_by_their_text),
        cmocka_unit_test(thresholds_are_integers),
    };
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
