/* Every run that brute force finds is held by a passage or a phrase; every passage is what it says it is. */
#include "passage_oracle.h"

#include "text/fold.h"

#include <dirent.h>

static uint32_t letter(uint64_t *random, uint32_t letters)
{
    return (uint32_t)(test_random(random) % letters);
}

static void noise(streams *s, size_t count, uint32_t letters, uint64_t *random)
{
    for (size_t i = 0; i < count; i++) {
        streams_token(s, letter(random, letters));
    }
}

/* Copies tokens [from, from + count) of the streams, of each hundred `changed` otherwise. */
static void copy(streams *s, size_t from, size_t count, unsigned changed, uint32_t letters, uint64_t *random)
{
    for (size_t i = 0; i < count; i++) {
        if (test_random(random) % 100 >= changed) {
            streams_token(s, s->tokens[from + i]);
            continue;
        }
        switch (test_random(random) % 3) {
        case 0:
            streams_token(s, letter(random, letters));
            break;
        case 1:
            streams_token(s, letter(random, letters));
            streams_token(s, s->tokens[from + i]);
            break;
        default:
            break; /* left out */
        }
    }
}

static void tandem(streams *s, uint64_t *random, uint32_t letters)
{
    uint32_t unit[40];
    size_t period = 1 + test_random(random) % 40;
    size_t count = period * 2 + test_random(random) % (period * 20 + 30);
    for (size_t i = 0; i < period; i++) {
        unit[i] = letter(random, letters);
    }
    for (size_t i = 0; i < count; i++) {
        streams_token(s, unit[i % period]);
    }
}

/* Lines that differ in one number. */
static void lines(streams *s, uint64_t *random, uint32_t letters)
{
    uint32_t line[60];
    size_t length = 10 + test_random(random) % 50;
    size_t count = 2 + test_random(random) % 30;
    for (size_t i = 0; i < length; i++) {
        line[i] = letter(random, letters);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < length; k++) {
            streams_token(s, k == length / 2 ? 100000 + letter(random, 4) : line[k]);
        }
    }
}

/* One corpus of many kinds of reuse. */
static void mixture(streams *s, uint64_t *random)
{
    static const uint32_t alphabets[] = {2, 4, 50, 5000};
    uint32_t letters = alphabets[test_random(random) % 4];
    size_t documents = 1 + test_random(random) % (test_random(random) % 4 == 0 ? 40 : 6);
    size_t most = 60 + test_random(random) % (2400 / documents);
    uint32_t formula[30];
    for (size_t i = 0; i < 30; i++) {
        formula[i] = letter(random, letters);
    }
    for (size_t d = 0; d < documents; d++) {
        size_t goal = s->token_count + (test_random(random) % 10 == 0 ? test_random(random) % 20 : most);
        while (s->token_count < goal) {
            unsigned kind = (unsigned)(test_random(random) % 10);
            size_t count = 5 + test_random(random) % 80;
            if (kind < 4 && s->token_count > count) {
                copy(s, test_random(random) % (s->token_count - count), count, kind * 4, letters, random);
            } else if (kind == 4) {
                tandem(s, random, letters);
            } else if (kind == 5) {
                lines(s, random, letters);
            } else if (kind == 6) {
                for (size_t i = 0; i < 30; i++) {
                    streams_token(s, formula[i]);
                }
            } else {
                noise(s, count, letters, random);
            }
        }
        streams_document(s);
    }
}

static void check(const streams *s, const lt_passage_options *options, bool runs, size_t asked[2])
{
    lt_passage_result result = {0};
    oracle_run(s, options, 1, &result);
    spots windows;
    pairs sorted;
    spots_find(s, options->run, &windows);
    pairs_sort(&result, &sorted);
    oracle_passages(s, &result, &sorted, options);
    asked[0] += oracle_windows(&windows, &sorted, options);
    oracle_hot_windows(s, &windows, &result, options);
    if (runs) {
        asked[1] += oracle_runs(s, &windows, &sorted, options);
    }
    spots_clear(&windows);
    free(sorted.items);
    lt_passage_result_clear(&result);
}

static void no_run_escapes(void **state)
{
    (void)state;
    enum { ROUNDS = TEST_ROUNDS(120, 12) };
    uint64_t random = test_seed(11);
    size_t asked[2] = {0, 0};
    for (int round = 0; round < ROUNDS; round++) {
        streams s = {0};
        mixture(&s, &random);
        check(&s, oracle_options(), true, asked);
        streams_clear(&s);
    }
    printf("%zu pairs of windows, %zu runs\n", asked[0], asked[1]);
    assert_true(asked[0] > ROUNDS * 800 && asked[1] > ROUNDS * 80);
}

static void no_run_escapes_other_options(void **state)
{
    (void)state;
    static const lt_passage_options options[] = {
        {.run = 1, .hot = 3, .stock = 4},   {.run = 3, .hot = 5, .stock = 2},   {.run = 5, .hot = 16, .stock = 8},
        {.run = 8, .hot = 1, .stock = 3},   {.run = 13, .hot = 2, .stock = 40}, {.run = 20, .hot = 4, .stock = 3},
        {.run = 60, .hot = 16, .stock = 8},
    };
    enum { ROUNDS = TEST_ROUNDS(70, 14) };
    uint64_t random = test_seed(12);
    size_t asked[2] = {0, 0};
    for (int round = 0; round < ROUNDS; round++) {
        streams s = {0};
        mixture(&s, &random);
        if (s.token_count < 800 || options[round % 7].run >= 8) {
            check(&s, &options[round % 7], true, asked);
        }
        streams_clear(&s);
    }
    assert_true(asked[0] > ROUNDS * 140 && asked[1] > ROUNDS * 14);
}

static void write_result(const lt_passage_result *result, char **text, size_t *size)
{
    FILE *file = open_memstream(text, size);
    oracle_write(result, file);
    fclose(file);
}

static void jobs_and_memory_never_show(void **state)
{
    (void)state;
    static const unsigned jobs[] = {1, 2, 8};
    static const uint64_t memories[] = {0, 1 << 20, 1 << 14};
    uint64_t random = test_seed(13);
    for (int round = 0; round < TEST_ROUNDS(6, 2); round++) {
        streams s = {0};
        for (int i = 0; i < 12; i++) {
            mixture(&s, &random);
        }
        char *first = NULL;
        size_t first_size = 0;
        for (int i = 0; i < 9; i++) {
            lt_passage_options options = *oracle_options();
            options.memory = memories[i / 3];
            options.folder = "/tmp";
            lt_passage_result result = {0};
            oracle_run(&s, &options, jobs[i % 3], &result);
            char *text = NULL;
            size_t size = 0;
            write_result(&result, &text, &size);
            if (i == 0) {
                first = text;
                first_size = size;
            } else {
                assert_int_equal(size, first_size);
                assert_memory_equal(text, first, size);
                free(text);
            }
            lt_passage_result_clear(&result);
        }
        free(first);
        streams_clear(&s);
    }
}

/* A tandem repeat is one row with its period, however long, and no multiple of it another. */
static void a_tandem_repeat_is_one_row(void **state)
{
    (void)state;
    uint64_t random = test_seed(14);
    for (uint32_t period = 1; period <= 60; period++) {
        for (uint32_t times = 3; times <= 40; times += 37) {
            streams s = {0};
            noise(&s, 50, 5000, &random);
            for (uint32_t i = 0; i < period * times + 20; i++) {
                streams_token(&s, 10000 + i % period);
            }
            noise(&s, 50, 5000, &random);
            streams_document(&s);
            lt_passage_result result = {0};
            oracle_run(&s, oracle_options(), 1, &result);
            assert_int_equal(result.passages.count, 1);
            const lt_passage *p = &result.passages.items[0];
            assert_int_equal(p->period, period);
            assert_int_equal(p->a_begin, 50);
            assert_int_equal(p->b_end, 50 + period * times + 20);
            lt_passage_result_clear(&result);
            streams_clear(&s);
        }
    }
}

/* Cost is counted, not timed: what doubles with the input may do so, what squares may not. */
typedef struct cost {
    uint64_t seeds, windows, hits;
    size_t passages, places;
} cost;

static cost cost_of(const streams *s)
{
    lt_passage_result result = {0};
    oracle_run(s, oracle_options(), 2, &result);
    cost c = {result.seeds, result.windows, result.hits, result.passages.count, result.place_count};
    double tokens = (double)(s->token_count > 0 ? s->token_count : 1);
    printf("%zu documents, %zu tokens: a token %.3f seeds, %.3f windows, %.3f hits; %zu passages, %zu places\n",
           s->count, s->token_count, (double)c.seeds / tokens, (double)c.windows / tokens, (double)c.hits / tokens,
           c.passages, c.places);
    lt_passage_result_clear(&result);
    return c;
}

static void mandated_paragraphs_cost_linear(void **state)
{
    (void)state;
    uint64_t random = test_seed(15);
    cost costs[2];
    for (int k = 0; k < 2; k++) {
        streams s = {0};
        streams mandated = {0};
        noise(&mandated, 300, 3000, &random);
        for (int d = 0; d < (k == 0 ? 500 : 2000); d++) {
            for (int paragraph = 0; paragraph < 3; paragraph++) {
                noise(&s, 100, 1U << 30, &random);
                for (int i = 0; i < 100; i++) {
                    streams_token(&s, mandated.tokens[paragraph * 100 + i]);
                }
            }
            streams_document(&s);
        }
        costs[k] = cost_of(&s);
        streams_clear(&s);
        streams_clear(&mandated);
    }
    /* Each document but the first is linked to it, at most once a paragraph, and to no other. */
    assert_true(costs[0].passages >= 499 && costs[0].passages <= (size_t)3 * 499);
    assert_true(costs[1].passages >= 1999 && costs[1].passages <= 3 * 1999);
    assert_true(costs[1].hits < 5 * costs[0].hits);
    assert_int_equal(costs[1].places, 3 * 2000);
}

static void copies_of_one_text_cost_linear(void **state)
{
    (void)state;
    uint64_t random = test_seed(16);
    streams s = {0};
    streams speech = {0};
    noise(&speech, 300, 3000, &random);
    for (int d = 0; d < 2000; d++) {
        for (size_t i = 0; i < speech.token_count; i++) {
            streams_token(&s, speech.tokens[i]);
        }
        streams_document(&s);
    }
    cost c = cost_of(&s);
    assert_int_equal(c.passages, 1999);
    assert_int_equal(c.places, 2000);
    assert_true(c.hits < s.token_count / 4);
    streams_clear(&s);
    streams_clear(&speech);
}

static void one_token_over_and_over_costs_linear(void **state)
{
    (void)state;
    streams s = {0};
    for (int d = 0; d < 3; d++) {
        for (int i = 0; i < 50000 * (d + 1); i++) {
            streams_token(&s, 7);
        }
        streams_document(&s);
    }
    cost c = cost_of(&s);
    assert_true(c.passages < 40);
    streams_clear(&s);
}

static void a_long_log_costs_linear(void **state)
{
    (void)state;
    uint64_t random = test_seed(17);
    streams s = {0};
    uint32_t line[50];
    for (int i = 0; i < 50; i++) {
        line[i] = letter(&random, 5000);
    }
    for (int i = 0; i < 6000; i++) {
        for (int k = 0; k < 50; k++) {
            streams_token(&s, k == 25 ? 10000 + letter(&random, 5000) : line[k]);
        }
    }
    streams_document(&s);
    cost c = cost_of(&s);
    assert_true(c.hits < s.token_count);
    assert_true(c.passages < 2 * 6000);
    streams_clear(&s);
}

/* Items of a list: a number, words that all items have, three letters of a few. */
static void list(streams *s, uint32_t items, uint32_t letters, uint64_t *random)
{
    for (uint32_t i = 0; i < items; i++) {
        streams_token(s, 1000000 + i);
        for (uint32_t k = 0; k < 12; k++) {
            streams_token(s, k >= 4 && k < 7 ? 1000 + letter(random, letters) : 2000 + k);
        }
    }
    streams_document(s);
}

/* A form filled in again and again: labels, and after each a few letters. */
static void forms(streams *s, uint32_t count, uint32_t labels, uint32_t letters, uint64_t *random)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < labels; k++) {
            streams_token(s, 5000 + 3 * k);
            streams_token(s, 5001 + 3 * k);
            noise(s, 1 + k % 4, letters, random);
        }
    }
    streams_document(s);
}

/* Sentences of a few in any order. */
static void shuffled(streams *s, uint32_t count, uint32_t sentences, uint64_t *random)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t sentence = letter(random, sentences);
        for (uint32_t k = 0; k < 8 + sentence % 15; k++) {
            streams_token(s, 10000 + 100 * sentence + k);
        }
    }
    streams_document(s);
}

/* A unit over and over, in which now and then a token is another. */
static void nearly_periodic(streams *s, uint32_t tokens, uint32_t period, uint64_t *random)
{
    for (uint32_t i = 0; i < tokens; i++) {
        streams_token(s, test_random(random) % 60 == 0 ? letter(random, 50) : 200 + i % period);
    }
    streams_document(s);
}

static void no_two_passages_tell_of_the_same_stretches(void **state)
{
    (void)state;
    uint64_t random = test_seed(19);
    size_t asked[2] = {0, 0};
    for (int round = 0; round < 40; round++) {
        streams s = {0};
        for (int documents = 0; documents < 1 + round % 3; documents++) {
            uint32_t size = 1 + (uint32_t)(test_random(&random) % 60);
            switch (round / 3 % 4) {
            case 0:
                list(&s, size, 2 + letter(&random, 40), &random);
                break;
            case 1:
                forms(&s, 1 + size / 8, 10, 2 + letter(&random, 30), &random);
                break;
            case 2:
                shuffled(&s, size, 2 + letter(&random, 20), &random);
                break;
            default:
                nearly_periodic(&s, 10 * size, 1 + letter(&random, 30), &random);
                break;
            }
        }
        check(&s, oracle_options(), true, asked);
        streams_clear(&s);
    }
    assert_true(asked[0] > 10000);
}

/* No run of 13 tokens stands twice in a list: nothing but chance hits leads to its rows. Their edits are what a result
 * writes. */
static void a_list_has_few_rows(void **state)
{
    (void)state;
    for (uint32_t items = 2000; items <= 16000; items *= 2) {
        uint64_t random = test_seed(20);
        streams s = {0};
        list(&s, items, 50, &random);
        lt_passage_result result = {0};
        oracle_run(&s, oracle_options(), 2, &result);
        size_t tokens = 0;
        for (size_t i = 0; i < result.passages.count; i++) {
            const lt_passage *p = &result.passages.items[i];
            tokens += p->a_end - p->a_begin + p->b_end - p->b_begin;
        }
        assert_true(tokens <= 2 * s.token_count);
        assert_true(result.passages.edit_count <= 2 * (size_t)items);
        lt_passage_result_clear(&result);
        streams_clear(&s);
    }
}

static int cancel(void *context, uint64_t done, uint64_t total)
{
    unsigned *calls = context;
    assert_true(done <= total);
    return ++*calls == 3;
}

static void options_are_checked_and_cancelling_works(void **state)
{
    (void)state;
    uint64_t random = test_seed(18);
    streams s = {0};
    mixture(&s, &random);
    lt_corpus corpus;
    streams_corpus(&s, NULL, &corpus);
    lt_workers *workers = NULL;
    assert_int_equal(lt_workers_new(2, &workers, NULL), 0);
    static const lt_passage_options wrong[] = {
        {.run = 0, .hot = 16, .stock = 8},
        {.run = 1001, .hot = 16, .stock = 8},
        {.run = 13, .hot = 0, .stock = 8},
        {.run = 13, .hot = 16, .stock = 1},
    };
    lt_passage_result result;
    memset(&result, 0x5A, sizeof result);
    lt_passage_result untouched = result;
    for (size_t i = 0; i < 4; i++) {
        leitong_error error = {0};
        assert_int_equal(lt_passage_run(&corpus, &wrong[i], workers, &result, &error), LEITONG_EUSAGE);
        assert_memory_equal(&result, &untouched, sizeof result);
        assert_true(error.message[0] != '\0');
    }
    unsigned calls = 0;
    lt_passage_options options = *oracle_options();
    options.progress = cancel;
    options.progress_context = &calls;
    assert_int_equal(lt_passage_run(&corpus, &options, workers, &result, NULL), LEITONG_ECANCELLED);
    assert_memory_equal(&result, &untouched, sizeof result);
    assert_int_equal(calls, 3);
    lt_workers_free(workers);
    lt_corpus_clear(&corpus);
    streams_clear(&s);
}

/* Documents shorter than a run, of few different texts. */
static void short_documents(streams *s, uint64_t *random)
{
    for (int d = 0; d < 60; d++) {
        uint32_t length = letter(random, 13);
        uint32_t text = letter(random, 3);
        for (uint32_t i = 0; i < length; i++) {
            streams_token(s, text * 100 + i);
        }
        streams_document(s);
    }
}

/* Each is linked to the first that has its tokens, and to no other; a document without a token to none. */
static void short_documents_are_equal_as_wholes(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 20; round++) {
        uint64_t random = test_seed(21 + round);
        streams s = {0};
        lt_passage_result result = {0};
        short_documents(&s, &random);
        oracle_run(&s, oracle_options(), 2, &result);
        size_t rows = 0;
        for (uint32_t b = 0; b < s.count; b++) {
            size_t size = streams_size(&s, b);
            for (uint32_t a = 0; a < b; a++) {
                if (size == 0 || streams_size(&s, a) != size ||
                    memcmp(s.tokens + s.begins[a], s.tokens + s.begins[b], size * sizeof *s.tokens) != 0) {
                    continue;
                }
                const lt_passage *p = NULL;
                for (size_t i = 0; i < result.passages.count; i++) {
                    const lt_passage *row = &result.passages.items[i];
                    p = row->document_b == b ? row : p;
                }
                assert_non_null(p);
                assert_int_equal(p->document_a, a);
                assert_int_equal(p->a_begin + p->b_begin + p->edit_count, 0);
                assert_int_equal(p->a_end, size);
                assert_int_equal(p->b_end, size);
                assert_int_equal(p->matched, size);
                rows++;
                break;
            }
        }
        assert_int_equal(result.passages.count, rows);
        assert_true(rows > 10);
        lt_passage_result_clear(&result);
        streams_clear(&s);
    }
}

static void empty_documents_have_nothing(void **state)
{
    (void)state;
    streams s = {0};
    cost c = cost_of(&s);
    assert_int_equal(c.passages, 0);
    for (int d = 0; d < 40; d++) {
        streams_document(&s);
    }
    c = cost_of(&s);
    assert_int_equal(c.passages, 0);
    assert_int_equal(c.seeds, 0);
    streams_clear(&s);
}

/* ---- real text ---- */

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void read_document(const char *path, streams *s)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size + 1);
    assert_int_equal(fread(bytes, 1, size, file), size);
    fclose(file);
    size_t mark = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    assert_int_equal(lt_fold_new(0, test_lexicon(), &fold, NULL), 0);
    assert_int_equal(lt_fold_run(fold, bytes + mark, size - mark, 0, &tokens, NULL), 0);
    for (size_t i = 0; i < tokens.count; i++) {
        streams_token(s, tokens.ids[i]);
    }
    streams_document(s);
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    free(bytes);
}

static void read_folder(const char *folder, streams *s)
{
    char path[1200];
    char *names[4096];
    size_t count = 0;
    snprintf(path, sizeof path, "%s/%s", LEITONG_CORPUS, folder);
    DIR *directory = opendir(path);
    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        size_t length = strlen(entry->d_name);
        if (length > 4 && strcmp(entry->d_name + length - 4, ".txt") == 0 && count < 4096) {
            names[count++] = strdup(entry->d_name);
        }
    }
    closedir(directory);
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s/%s", LEITONG_CORPUS, folder, names[i]);
        read_document(path, s);
        free(names[i]);
    }
}

static void real_text(const char *folder)
{
    if (LEITONG_CORPUS[0] == '\0') {
        skip();
    }
    streams s = {0};
    size_t asked[2] = {0, 0};
    read_folder(folder, &s);
    if (s.count < 5 || s.begins == NULL || s.tokens == NULL) {
        streams_clear(&s);
        fail_msg("%s/%s has no texts", LEITONG_CORPUS, folder);
        return;
    }
    cost c = cost_of(&s);
    assert_true(c.seeds * 100 <= s.token_count * 21);
    check(&s, oracle_options(), false, asked);
    for (size_t a = 0; a < s.count; a++) {
        for (size_t b = a; b < s.count; b++) {
            streams two = {0};
            for (size_t d = a;; d = b) {
                for (size_t i = s.begins[d]; i < s.begins[d + 1]; i++) {
                    streams_token(&two, s.tokens[i]);
                }
                streams_document(&two);
                if (d == b) {
                    break;
                }
            }
            check(&two, oracle_options(), a == b || s.token_count < 100000, asked);
            streams_clear(&two);
        }
    }
    printf("%zu pairs of windows, %zu runs\n", asked[0], asked[1]);
    streams_clear(&s);
}

static void no_run_escapes_from_the_seeds(void **state)
{
    (void)state;
    real_text("seeds");
}

static void no_run_escapes_from_work_reports(void **state)
{
    (void)state;
    real_text("dev/gwr_wikisource");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_run_escapes),
        cmocka_unit_test(no_run_escapes_other_options),
        cmocka_unit_test(jobs_and_memory_never_show),
        cmocka_unit_test(a_tandem_repeat_is_one_row),
        cmocka_unit_test(mandated_paragraphs_cost_linear),
        cmocka_unit_test(copies_of_one_text_cost_linear),
        cmocka_unit_test(one_token_over_and_over_costs_linear),
        cmocka_unit_test(a_long_log_costs_linear),
        cmocka_unit_test(no_two_passages_tell_of_the_same_stretches),
        cmocka_unit_test(a_list_has_few_rows),
        cmocka_unit_test(options_are_checked_and_cancelling_works),
        cmocka_unit_test(short_documents_are_equal_as_wholes),
        cmocka_unit_test(empty_documents_have_nothing),
        cmocka_unit_test(no_run_escapes_from_the_seeds),
        cmocka_unit_test(no_run_escapes_from_work_reports),
    };
    return cmocka_run_group_tests_name("passage", tests, NULL, NULL);
}
