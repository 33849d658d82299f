/* vocabulary: every word added is found, nothing else is, and the lengths told beforehand miss none. */
#include "test.h"

#include "names/vocabulary.h"

#define WORDS 3000
#define LONGEST 5

typedef struct known_word {
    size_t length;
    uint32_t tokens[LONGEST];
} known_word;

/* A small alphabet, so that words repeat and are each other's beginnings. */
static known_word random_word(uint64_t *seed)
{
    known_word word = {.length = 1 + test_random(seed) % LONGEST};
    for (size_t i = 0; i < word.length; i++) {
        word.tokens[i] = 0x4E00U + (uint32_t)(test_random(seed) % 7);
    }
    return word;
}

static size_t known_find(const known_word *known, size_t count, const known_word *word)
{
    size_t i = 0;
    while (i < count && (known[i].length != word->length ||
                         memcmp(known[i].tokens, word->tokens, word->length * sizeof *word->tokens) != 0)) {
        i++;
    }
    return i;
}

static void words_are_found_and_nothing_else(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    static known_word known[WORDS];
    size_t count = 0;
    lt_vocabulary v = {0};
    for (size_t i = 0; i < WORDS; i++) {
        known_word word = random_word(&seed);
        uint32_t number = 0;
        size_t at = known_find(known, count, &word);
        assert_int_equal(lt_vocabulary_add(&v, word.tokens, word.length, &number, NULL), 0);
        assert_int_equal(number, at);
        known[at] = word;
        count += at == count ? 1 : 0;
    }
    assert_int_equal(lt_vocabulary_finish(&v, NULL), 0);
    assert_int_equal(v.count, count);
    for (size_t i = 0; i < WORDS; i++) {
        known_word word = random_word(&seed);
        size_t at = known_find(known, count, &word);
        uint32_t found = lt_vocabulary_find(&v, word.tokens, word.length);
        assert_int_equal(found, at == count ? LT_VOCABULARY_NONE : at);
        if (at < count) {
            assert_true((lt_vocabulary_lengths(&v, word.tokens, word.length) >> word.length & 1) != 0);
        }
    }
    lt_vocabulary_clear(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_found_and_nothing_else)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
