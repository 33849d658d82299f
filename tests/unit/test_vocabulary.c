/* vocabulary: every word added is found, nothing else is, and the lengths told beforehand miss none. */
#include "test.h"

#include "names/vocabulary.h"

#define WORDS 3000
#define LONGEST 5

/* A small alphabet, so that words repeat and are each other's beginnings. */
static size_t random_word(uint32_t *tokens, uint64_t *seed)
{
    size_t length = 1 + test_random(seed) % LONGEST;
    for (size_t i = 0; i < length; i++) {
        tokens[i] = 0x4E00U + (uint32_t)(test_random(seed) % 7);
    }
    return length;
}

typedef struct known_word {
    size_t length;
    uint32_t tokens[LONGEST];
    uint32_t certain;
    unsigned flags;
    int kind;
} known_word;

static known_word *known_find(known_word *known, size_t count, const uint32_t *tokens, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (known[i].length == length && memcmp(known[i].tokens, tokens, length * sizeof *tokens) == 0) {
            return &known[i];
        }
    }
    return NULL;
}

static void words_are_found_and_nothing_else(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    static known_word known[WORDS];
    size_t count = 0;
    lt_vocabulary half = {0};
    lt_vocabulary whole = {0};
    for (size_t i = 0; i < WORDS; i++) {
        known_word word = {.flags = (unsigned)(test_random(&seed) % 32), .kind = 3 + (int)(test_random(&seed) % 4)};
        word.length = random_word(word.tokens, &seed);
        word.certain = (word.flags & LT_NAME_CERTAIN) != 0;
        lt_vocabulary *to = i % 2 == 0 ? &half : &whole;
        assert_int_equal(lt_vocabulary_add(to, word.tokens, word.length, word.kind, word.flags, NULL), 0);
        known_word *old = known_find(known, count, word.tokens, word.length);
        if (old == NULL) {
            known[count++] = word;
        } else {
            old->flags |= word.flags;
            old->kind = word.kind < old->kind ? word.kind : old->kind;
            old->certain += word.certain;
        }
    }
    assert_int_equal(lt_vocabulary_join(&whole, &half, NULL, NULL), 0);
    uint32_t asked[LONGEST] = {0};
    assert_int_equal(lt_vocabulary_lengths(&whole, asked, LONGEST), 0); /* not yet finished */
    assert_int_equal(lt_vocabulary_finish(&whole, NULL), 0);
    assert_int_equal(whole.count, count);
    for (size_t i = 0; i < 4 * WORDS; i++) {
        size_t length = random_word(asked, &seed);
        const known_word *owed = known_find(known, count, asked, length);
        uint32_t found = lt_vocabulary_find(&whole, asked, length);
        assert_int_equal(found != LT_VOCABULARY_NONE, owed != NULL);
        if (owed != NULL) {
            assert_int_equal(whole.words[found].flags, owed->flags);
            assert_int_equal(whole.words[found].kind, owed->kind);
            assert_int_equal(whole.words[found].certain, owed->certain);
        }
        uint32_t lengths = lt_vocabulary_lengths(&whole, asked, length);
        for (size_t l = 1; l <= length; l++) {
            bool there = known_find(known, count, asked, l) != NULL;
            assert_true(!there || ((lengths >> l & 1) != 0 && lt_vocabulary_may(&whole, asked, length)));
        }
    }
    lt_vocabulary_clear(&half);
    lt_vocabulary_clear(&whole);
}

static void an_empty_vocabulary_knows_nothing(void **state)
{
    (void)state;
    const lt_vocabulary none = {0};
    uint32_t token = 0x4E00;
    assert_int_equal(lt_vocabulary_find(&none, &token, 1), LT_VOCABULARY_NONE);
    assert_int_equal(lt_vocabulary_lengths(&none, &token, 1), 0);
}

/* Of the wanted words each goes over, with all that is known of it, under a number of its own. */
static void wanted_words_alone_are_joined(void **state)
{
    (void)state;
    uint64_t seed = test_seed(2);
    lt_vocabulary all = {0};
    lt_vocabulary some = {0};
    uint8_t wanted[WORDS];
    for (size_t i = 0; i < WORDS; i++) {
        uint32_t tokens[LONGEST];
        size_t length = random_word(tokens, &seed);
        wanted[i] = test_random(&seed) % 2 != 0;
        assert_int_equal(lt_vocabulary_add(&all, tokens, length, 3 + (int)(test_random(&seed) % 4), 1, NULL), 0);
    }
    assert_int_equal(lt_vocabulary_join(&some, &all, wanted, NULL), 0);
    uint32_t next = 0;
    for (uint32_t i = 0; i < all.count; i++) {
        const lt_word *word = &all.words[i];
        uint32_t found = lt_vocabulary_find(&some, all.tokens + word->at, word->length);
        assert_int_equal(found, wanted[i] != 0 ? next : LT_VOCABULARY_NONE);
        if (wanted[i] != 0) {
            assert_int_equal(some.words[next].certain, word->certain);
            assert_int_equal(some.words[next++].kind, word->kind);
        }
    }
    assert_int_equal(some.count, next);
    lt_vocabulary_clear(&all);
    lt_vocabulary_clear(&some);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_and_nothing_else),
        cmocka_unit_test(wanted_words_alone_are_joined),
        cmocka_unit_test(an_empty_vocabulary_knows_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
