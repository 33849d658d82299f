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
        lt_verify *verify = NULL;
        make_corpus(&corpus, alphabets[round % 3], &seed);
        for (size_t i = 0; i < PARAGRAPHS; i++) {
            sets[i] = oracle_of(&corpus, i, n);
        }
        assert_int_equal(lt_verify_new(&corpus, n, 0, &verify, NULL), 0);
        for (uint32_t i = 0; i < PARAGRAPHS; i++) {
            for (uint32_t k = 0; k < PARAGRAPHS; k++) {
                lt_overlap expected = oracle_overlap(&sets[i], &sets[k]);
                lt_overlap overlap = {77, 77, 77};
                assert_int_equal(lt_verify_overlap(verify, i, k, &overlap, NULL), 0);
                assert_memory_equal(&overlap, &expected, sizeof overlap);
                uint64_t threshold = test_random(&seed) % 1000000001;
                if (test_random(&seed) % 2 == 0) { /* right at the border */
                    uint64_t whole = expected.a + expected.b - expected.shared;
                    threshold = expected.shared * UINT64_C(1000000000) / whole + test_random(&seed) % 2;
                }
                bool reaches = false;
                lt_overlap again = {77, 77, 77};
                lt_overlap untouched = again;
                assert_int_equal(lt_verify_reaches(verify, i, k, threshold, &reaches, &again, NULL), 0);
                assert_int_equal(reaches, oracle_reaches(&expected, threshold));
                assert_memory_equal(&again, reaches ? &expected : &untouched, sizeof again);
            }
        }
        lt_verify_free(verify);
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
    lt_verify *verify = NULL;
    make_corpus(&corpus, 2, &seed);
    assert_int_equal(lt_verify_new(&corpus, 5, 0, &verify, NULL), 0);
    for (uint32_t i = 0; i < PARAGRAPHS; i++) {
        for (uint32_t k = 0; k < PARAGRAPHS; k++) {
            size_t x_count = 0;
            size_t y_count = 0;
            const uint32_t *x = corpus_ids(&corpus, i, &x_count);
            const uint32_t *y = corpus_ids(&corpus, k, &y_count);
            bool expected = x_count == y_count && memcmp(x, y, x_count * sizeof *x) == 0;
            bool equal = !expected;
            assert_int_equal(lt_verify_equal(verify, i, k, &equal, NULL), 0);
            assert_int_equal(equal, expected);
        }
    }
    lt_verify_free(verify);
    lt_corpus_clear(&corpus);
}

#define W(n) (LT_TOKEN_WORD | (n))

/* Words whose ids collide, made by hand: fold gives others, but as many. */
static void words_with_one_id_are_told_apart(void **state)
{
    (void)state;
    lt_corpus corpus;
    lt_verify *verify = NULL;
    const uint32_t six[] = {W(1), W(2), W(3), W(4), W(5), W(6)};
    const uint32_t twice[] = {W(1), W(2), W(1), W(2), W(1), W(2)};
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    corpus_add(&corpus, "0", six, 6, "one two three four five six");
    corpus_add(&corpus, "1", six, 6, "one two three four five six");
    corpus_add(&corpus, "2", six, 6, "One TWO, three: four five six!");
    corpus_add(&corpus, "3", six, 6, "one two three four five other");
    corpus_add(&corpus, "4", twice, 6, "a b a b a b");
    corpus_add(&corpus, "5", twice, 6, "a b a c a b");
    assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
    assert_int_equal(lt_verify_new(&corpus, 2, 0, &verify, NULL), 0);
    const struct {
        uint32_t a, b;
        bool equal;
        lt_overlap overlap;
    } cases[] = {
        {0, 1, true, {5, 5, 5}}, {0, 2, true, {5, 5, 5}},  {0, 3, false, {4, 5, 5}}, {0, 4, false, {0, 5, 2}},
        {3, 3, true, {5, 5, 5}}, {4, 5, false, {2, 2, 4}}, {5, 4, false, {2, 4, 2}}, {5, 5, true, {4, 4, 4}},
        {0, 2, true, {5, 5, 5}}, {2, 3, false, {4, 5, 5}}, {1, 2, true, {5, 5, 5}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool equal = !cases[i].equal;
        lt_overlap overlap = {0, 0, 0};
        assert_int_equal(lt_verify_equal(verify, cases[i].a, cases[i].b, &equal, NULL), 0);
        assert_int_equal(equal, cases[i].equal);
        assert_int_equal(lt_verify_overlap(verify, cases[i].a, cases[i].b, &overlap, NULL), 0);
        assert_memory_equal(&overlap, &cases[i].overlap, sizeof overlap);
    }
    bool reaches = true; /* by ids 0 and 3 are equal, by words they are 4/6 */
    lt_overlap overlap = {0, 0, 0};
    assert_int_equal(lt_verify_reaches(verify, 0, 3, 700000000, &reaches, &overlap, NULL), 0);
    assert_false(reaches);
    assert_int_equal(lt_verify_reaches(verify, 0, 3, 666666666, &reaches, &overlap, NULL), 0);
    assert_true(reaches);
    lt_verify_free(verify);
    lt_corpus_clear(&corpus);
}

/* A text of words and ideographs with all sorts of things between them, or an edit of the one before. */
static void random_text(char *text, size_t room, uint64_t *seed)
{
    static const char *pieces[] = {"alpha", "beta", "gamma", "delta", "2026",   "3.14",      "x",   "Ωmega",
                                   "雷",    "同",   "识别",  "的",    "каждый", "e\xCC\x81", "한국"};
    static const char *joints[] = {" ", " ", " ", "", "", ", ", "。", "-", "  ", "'", "\xE2\x80\x8D"};
    size_t size = strlen(text);
    size_t keep = size > 0 && test_random(seed) % 3 > 0 ? size : 0;
    char tail[400] = "";
    if (keep > 0) { /* cut a part out, at borders of characters, and put something in its place */
        size_t from = test_random(seed) % size;
        size_t to = from + test_random(seed) % (size - from);
        while ((text[from] & 0xC0) == 0x80) {
            from--;
        }
        while ((text[to] & 0xC0) == 0x80) {
            to++;
        }
        snprintf(tail, sizeof tail, "%s", text + to);
        keep = from;
    }
    text[keep] = 0;
    for (size_t more = 1 + test_random(seed) % (keep + strlen(tail) > 60 ? 3 : 25); more > 0; more--) {
        if (keep + strlen(tail) + 40 < room) {
            keep += (size_t)snprintf(text + keep, room - keep, "%s%s",
                                     pieces[test_random(seed) % (sizeof pieces / sizeof pieces[0])],
                                     joints[test_random(seed) % (sizeof joints / sizeof joints[0])]);
        }
    }
    snprintf(text + keep, room - keep, "%s", tail);
}

/* Folded text whose words were given colliding ids, against the same text with its own ids. */
static void colliding_words_change_nothing(void **state)
{
    (void)state;
    uint64_t seed = test_seed(3);
    size_t differing = 0;
    for (int round = 0; round < 12; round++) {
        lt_corpus truth;
        lt_corpus corpus;
        lt_verify *verify = NULL;
        char text[400] = "";
        unsigned n = 1 + (unsigned)round % 4;
        assert_int_equal(lt_corpus_init(&truth, NULL, NULL), 0);
        assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
        for (int i = 0; i < PARAGRAPHS; i++) {
            char id[16];
            size_t count = 0;
            uint32_t ids[400];
            snprintf(id, sizeof id, "%03d", i);
            random_text(text, sizeof text, &seed);
            corpus_add_text(&truth, id, text);
            const uint32_t *tokens = corpus_ids(&truth, (size_t)i, &count);
            assert_true(count > 0 && count < sizeof ids / sizeof ids[0]);
            memcpy(ids, tokens, count * sizeof *ids);
            for (size_t k = 0; k < count; k++) { /* few ids for many words; in some rounds all are their own */
                ids[k] = (ids[k] & LT_TOKEN_WORD) != 0 && round % 3 > 0 ? LT_TOKEN_WORD | ids[k] % 3 : ids[k];
            }
            corpus_add(&corpus, id, ids, count, text);
        }
        assert_int_equal(lt_verify_new(&corpus, n, 0, &verify, NULL), 0);
        for (uint32_t i = 0; i < PARAGRAPHS; i++) {
            oracle_set a = oracle_of(&truth, i, n);
            for (uint32_t k = 0; k < PARAGRAPHS; k++) {
                oracle_set b = oracle_of(&truth, k, n);
                lt_overlap expected = oracle_overlap(&a, &b);
                lt_overlap overlap = {0, 0, 0};
                size_t x_count = 0;
                size_t y_count = 0;
                const uint32_t *x = corpus_ids(&truth, i, &x_count);
                const uint32_t *y = corpus_ids(&truth, k, &y_count);
                bool same = x_count == y_count && memcmp(x, y, x_count * sizeof *x) == 0;
                bool equal = !same;
                assert_int_equal(lt_verify_overlap(verify, i, k, &overlap, NULL), 0);
                assert_memory_equal(&overlap, &expected, sizeof overlap);
                assert_int_equal(lt_verify_equal(verify, i, k, &equal, NULL), 0);
                assert_int_equal(equal, same);
                x = corpus_ids(&corpus, i, &x_count);
                y = corpus_ids(&corpus, k, &y_count);
                differing += !same && x_count == y_count && memcmp(x, y, x_count * sizeof *x) == 0;
                free(b.grams);
            }
            free(a.grams);
        }
        lt_verify_free(verify);
        lt_corpus_clear(&corpus);
        lt_corpus_clear(&truth);
    }
    printf("%zu pairs with equal ids and different words\n", differing);
    assert_true(differing > 0);
}

static void text_that_is_not_its_tokens_is_damage(void **state)
{
    (void)state;
    lt_corpus corpus;
    lt_verify *verify = NULL;
    leitong_error error;
    const uint32_t three[] = {W(1), W(2), W(3)};
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    corpus_add(&corpus, "whole", three, 3, "one two three");
    corpus_add(&corpus, "torn", three, 3, "one two");
    assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
    assert_int_equal(lt_verify_new(&corpus, 2, 0, &verify, NULL), 0);
    lt_overlap overlap = {1, 2, 3};
    bool equal = true;
    assert_int_equal(lt_verify_overlap(verify, 1, 0, &overlap, &error), LEITONG_EDAMAGED);
    assert_string_equal(error.path, "torn");
    assert_int_equal(overlap.b, 3);
    assert_int_equal(lt_verify_equal(verify, 0, 1, &equal, &error), LEITONG_EDAMAGED);
    lt_verify_free(verify);
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
        cmocka_unit_test(overlaps_are_those_of_the_definition),  cmocka_unit_test(equal_is_equal_tokens),
        cmocka_unit_test(words_with_one_id_are_told_apart),      cmocka_unit_test(colliding_words_change_nothing),
        cmocka_unit_test(text_that_is_not_its_tokens_is_damage), cmocka_unit_test(thresholds_are_integers),
    };
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
