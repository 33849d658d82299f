/* Ids are equal where texts are, and nowhere else, whatever their hashes: held against the texts themselves. */
#include "lexicon.h"

#include "text/fold.h"

#include <pthread.h>

enum { WORDS = 20000, THREADS = 4 };

/* A word of one to six letters of an alphabet of four, so that many repeat. */
static size_t make_word(uint64_t *random, char *word)
{
    size_t size = 1 + test_random(random) % 6;
    for (size_t i = 0; i < size; i++) {
        word[i] = (char)('a' + test_random(random) % 4);
    }
    word[size] = '\0';
    return size;
}

static uint32_t add(lt_lexicon *lexicon, const char *word, uint64_t hash)
{
    uint32_t id = 0;
    assert_int_equal(lt_lexicon_add(lexicon, (const uint8_t *)word, strlen(word), hash, &id, NULL), 0);
    assert_true((id & LT_TOKEN_WORD) != 0);
    return id;
}

static uint64_t hash_of(const char *word)
{
    return lt_lexicon_word_hash((const uint8_t *)word, strlen(word));
}

static void check_text(const lt_lexicon *lexicon, uint32_t id, const char *word)
{
    size_t size = 0;
    const uint8_t *text = lt_lexicon_text(lexicon, id & ~LT_TOKEN_WORD, &size);
    assert_int_equal(size, strlen(word));
    assert_memory_equal(text, word, size);
}

static void ids_are_equal_where_texts_are(void **state)
{
    (void)state;
    uint64_t random = test_seed(11);
    lt_lexicon *lexicon = NULL;
    char(*words)[8] = calloc(WORDS, sizeof *words);
    uint32_t *ids = calloc(WORDS, sizeof *ids);
    assert_int_equal(lt_lexicon_new(&lexicon, NULL), 0);
    for (size_t i = 0; i < WORDS; i++) {
        (void)make_word(&random, words[i]);
        ids[i] = add(lexicon, words[i], hash_of(words[i]));
        check_text(lexicon, ids[i], words[i]);
    }
    size_t equal = 0;
    for (size_t i = 0; i < WORDS; i += 17) {
        for (size_t k = 0; k < WORDS; k += 13) {
            bool same = strcmp(words[i], words[k]) == 0;
            assert_int_equal(ids[i] == ids[k], same);
            equal += same;
        }
    }
    assert_true(equal > 100);
    lt_lexicon_free(lexicon);
    free(words);
    free(ids);
}

/* An adversary chose words of one hash. */
static void words_with_one_hash_are_two(void **state)
{
    (void)state;
    lt_lexicon *lexicon = NULL;
    uint32_t ids[3000];
    char word[16];
    assert_int_equal(lt_lexicon_new(&lexicon, NULL), 0);
    for (uint32_t i = 0; i < 3000; i++) {
        snprintf(word, sizeof word, "word%u", i);
        ids[i] = add(lexicon, word, 42);
    }
    for (uint32_t i = 0; i < 3000; i++) {
        snprintf(word, sizeof word, "word%u", i);
        assert_int_equal(add(lexicon, word, 42), ids[i]);
        assert_int_equal(lt_lexicon_find(lexicon, (const uint8_t *)word, strlen(word), 42), ids[i]);
        check_text(lexicon, ids[i], word);
        assert_true(lt_lexicon_token_hash(lexicon, ids[i]) == 42);
    }
    assert_int_equal(lt_lexicon_count(lexicon), 3000);
    assert_int_equal(lt_lexicon_find(lexicon, (const uint8_t *)"word", 4, 42), LT_TOKEN_UNKNOWN);
    assert_true(lt_lexicon_token_hash(lexicon, 0x4E00) == 0x4E00);
    lt_lexicon_free(lexicon);
}

/* Numbers after sorting are the same for every order of arrival, and lead to the same texts as before. */
static void sorted_numbers_know_no_arrival(void **state)
{
    (void)state;
    uint64_t random = test_seed(12);
    char(*words)[8] = calloc(WORDS, sizeof *words);
    uint32_t *after[2] = {calloc(WORDS, sizeof **after), calloc(WORDS, sizeof **after)};
    for (size_t i = 0; i < WORDS; i++) {
        (void)make_word(&random, words[i]);
    }
    for (int round = 0; round < 2; round++) {
        lt_lexicon *lexicon = NULL;
        uint32_t *before = calloc(WORDS, sizeof *before);
        uint32_t *numbers = NULL;
        assert_int_equal(lt_lexicon_new(&lexicon, NULL), 0);
        for (size_t i = 0; i < WORDS; i++) {
            size_t at = round == 0 ? i : WORDS - 1 - i;
            before[at] = add(lexicon, words[at], hash_of(words[at]) % 50); /* many have one hash */
        }
        assert_int_equal(lt_lexicon_sort(lexicon, &numbers, NULL), 0);
        for (size_t i = 0; i < WORDS; i++) {
            after[round][i] = LT_TOKEN_WORD | numbers[before[i] & ~LT_TOKEN_WORD];
            check_text(lexicon, after[round][i], words[i]);
            assert_int_equal(add(lexicon, words[i], hash_of(words[i]) % 50), after[round][i]);
        }
        for (uint32_t i = 1; i < lt_lexicon_count(lexicon); i++) {
            size_t size[2];
            const uint8_t *x = lt_lexicon_text(lexicon, i - 1, &size[0]);
            const uint8_t *y = lt_lexicon_text(lexicon, i, &size[1]);
            uint64_t hash[2] = {lt_lexicon_token_hash(lexicon, LT_TOKEN_WORD | (i - 1)),
                                lt_lexicon_token_hash(lexicon, LT_TOKEN_WORD | i)};
            int order = memcmp(x, y, size[0] < size[1] ? size[0] : size[1]);
            assert_true(hash[0] < hash[1] || (hash[0] == hash[1] && (order < 0 || (order == 0 && size[0] < size[1]))));
        }
        free(numbers);
        free(before);
        lt_lexicon_free(lexicon);
    }
    assert_memory_equal(after[0], after[1], WORDS * sizeof **after);
    free(after[0]);
    free(after[1]);
    free(words);
}

typedef struct adder {
    lt_lexicon *lexicon;
    uint64_t random;
    uint32_t ids[5461]; /* by word of up to six letters of four, as a number of base 4 */
} adder;

static void *add_many(void *context)
{
    adder *a = context;
    for (size_t i = 0; i < WORDS; i++) {
        char word[8];
        size_t size = make_word(&a->random, word);
        size_t number = 0;
        for (size_t k = 0; k < size; k++) {
            number = 4 * number + (size_t)(word[k] - 'a') + 1;
        }
        uint32_t id = 0;
        if (lt_lexicon_add(a->lexicon, (const uint8_t *)word, size, hash_of(word), &id, NULL) == 0) {
            a->ids[number] = id;
        }
    }
    return NULL;
}

static void threads_agree(void **state)
{
    (void)state;
    uint64_t seed = test_seed(13);
    lt_lexicon *lexicon = NULL;
    pthread_t threads[THREADS];
    adder *adders = calloc(THREADS, sizeof *adders);
    assert_int_equal(lt_lexicon_new(&lexicon, NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        adders[i].lexicon = lexicon;
        adders[i].random = seed + (uint64_t)i;
        assert_int_equal(pthread_create(&threads[i], NULL, add_many, &adders[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    size_t common = 0;
    for (size_t n = 0; n < sizeof adders->ids / sizeof *adders->ids; n++) {
        for (int i = 1; i < THREADS; i++) {
            common += adders[0].ids[n] != 0 && adders[i].ids[n] != 0;
            assert_true(adders[0].ids[n] == 0 || adders[i].ids[n] == 0 || adders[0].ids[n] == adders[i].ids[n]);
        }
    }
    assert_true(common > 1000);
    lt_lexicon_free(lexicon);
    free(adders);
}

/* Three million round sums, of which thousands share 31 bits of their hash: each has an id of its own. */
static void no_two_sums_are_one(void **state)
{
    (void)state;
    enum { SUMS = TEST_ROUNDS(3000000, 100000), PIECE = 1000 };
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    lt_lexicon *lexicon = NULL;
    char *text = malloc(PIECE * 16);
    assert_int_equal(lt_lexicon_new(&lexicon, NULL), 0);
    assert_int_equal(lt_fold_new(0, lexicon, &fold, NULL), 0);
    for (uint32_t first = 0; first < SUMS; first += PIECE) {
        size_t size = 0;
        for (uint32_t i = first; i < first + PIECE; i++) {
            size += (size_t)snprintf(text + size, 16, "%u00 ", i + 1);
        }
        tokens.count = 0;
        assert_int_equal(lt_fold_run(fold, (const uint8_t *)text, size, 0, &tokens, NULL), 0);
        assert_int_equal(tokens.count, PIECE);
    }
    assert_int_equal(lt_lexicon_count(lexicon), SUMS); /* all differ, so one id for two would leave fewer */
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    lt_lexicon_free(lexicon);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_equal_where_texts_are),
        cmocka_unit_test(words_with_one_hash_are_two),
        cmocka_unit_test(sorted_numbers_know_no_arrival),
        cmocka_unit_test(threads_agree),
        cmocka_unit_test(no_two_sums_are_one),
    };
    return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}
