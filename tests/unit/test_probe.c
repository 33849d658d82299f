/* The probe: what it says of a submission's passages is what a scan of all documents says of them, byte for byte: the
 * scan is the oracle. Its pairs are those of probe_oracle.h. The index is in memory (view_corpus.h). */
#include "test.h"

#include "engine/probe.h"
#include "probe_oracle.h"
#include "probe_texts.h"
#include "view_corpus.h"

/* Every document, held against an index of the others. `whole`: the index has it too, and leaves it out. */
static rows compare_all(const generated *g, size_t count, const leitong_scan_options *options, bool whole,
                        size_t *pairs)
{
    leitong_result *all = scan(g->documents, count, options);
    view_corpus v;
    view_corpus everything;
    rows sum = {0};
    view_open(&everything, g->documents, count, options);
    if (whole) {
        view_open(&v, g->documents, count, options);
    }
    for (size_t d = 0; d < count; d++) {
        leitong_document others[DOCUMENTS];
        lt_probe_options probe = {.stock = options->stock, .passages = options->passages != 0, .compared = 2};
        lt_probe_found found = {0};
        leitong_error error = {0};
        if (!whole) {
            memcpy(others, g->documents, d * sizeof *others);
            memcpy(others + d, g->documents + d + 1, (count - d - 1) * sizeof *others);
            view_open(&v, others, count - 1, options);
        }
        int code = lt_probe_run(&v.view, &g->documents[d], &probe, &found, &error);
        if (code != 0) {
            fail_msg("%d %s", code, error.message);
        }
        assert_int_equal(found.earlier != LT_VIEW_NONE, whole);
        rows wanted = rows_of(all, g->ids[d]);
        rows have = rows_of(found.result, g->ids[d]);
        size_t documents;
        assert_string_equal(leitong_result_documents(found.result, &documents)[found.submission].id, g->ids[d]);
        rows_assert_equal(&wanted, &have);
        *pairs += oracle_compare(&everything, found.result, g->ids[d]);
        sum.passages += have.passages;
        sum.phrases += have.phrases;
        sum.starred += have.starred;
        sum.stock += have.stock;
        free(wanted.text);
        free(have.text);
        leitong_result_free(found.result);
        if (!whole) {
            view_close(&v);
        }
    }
    if (whole) {
        view_close(&v);
    }
    view_close(&everything);
    leitong_result_free(all);
    return sum;
}

static void a_probe_says_what_a_scan_says(void **state)
{
    (void)state;
    uint64_t seed = test_seed(7);
    rows sum = {0};
    size_t pairs = 0;
    for (int round = 0; round < 6; round++) {
        generated g;
        leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
        options.jobs = 1;
        options.pairs = LEITONG_PAIRS_ALL;
        options.stock = round % 2 == 0 ? 8 : 3;
        options.run = round == 4 ? 8 : round == 5 ? 24 : 13;
        options.threshold = round == 3 ? 0.4 : 0.7;
        options.paragraph = LEITONG_PARAGRAPH_LINE;
        generate(&g, &seed);
        rows found = compare_all(&g, GENERATED, &options, round % 2 == 0, &pairs);
        generated_free(&g);
        sum.passages += found.passages;
        sum.phrases += found.phrases;
        sum.starred += found.starred;
        sum.stock += found.stock;
    }
    printf("%zu pairs, %zu passages (%zu with stock on the index's side), %zu phrases (%zu first in the submission)\n",
           pairs, sum.passages, sum.stock, sum.phrases, sum.starred);
    assert_true(pairs > 100 && sum.passages > 1000 && sum.stock > 100 && sum.phrases > 100 && sum.starred > 10);
}

static void what_cannot_be_decoded_is_an_error(void **state)
{
    (void)state;
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    view_corpus v;
    leitong_error error = {0};
    lt_probe_found found = {0};
    lt_probe_options probe = {.stock = 8, .passages = true};
    leitong_document bad = {
        .id = "bad", .path = "bad", .bytes = (const uint8_t *)"abc\xFF\xFE", .size = 5, .encoding = "utf-8"};
    view_open(&v, NULL, 0, &options);
    assert_int_equal(lt_probe_run(&v.view, &bad, &probe, &found, &error), LEITONG_EINPUT);
    assert_string_equal(error.path, "bad");
    assert_int_equal(error.offset, 3);
    assert_null(found.result);
    probe.stock = 1;
    assert_int_equal(lt_probe_run(&v.view, &bad, &probe, &found, &error), LEITONG_EUSAGE);
    view_close(&v);
}

static void an_empty_index_still_compares_a_text_with_itself(void **state)
{
    (void)state;
    const char *text =
        "安全生产责任重于泰山必须常抓不懈落实到位。\n另外一段。\n安全生产责任重于泰山必须常抓不懈落实到位。\n";
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    view_corpus v;
    size_t count;
    lt_probe_found found = {0};
    lt_probe_options probe = {.id = "named", .stock = 8, .passages = true};
    leitong_document document = {
        .id = "x", .path = "x", .bytes = (const uint8_t *)text, .size = strlen(text), .encoding = "utf-8"};
    view_open(&v, NULL, 0, &options);
    assert_int_equal(lt_probe_run(&v.view, &document, &probe, &found, NULL), 0);
    assert_string_equal(leitong_result_documents(found.result, &count)[0].id, "named");
    assert_int_equal(count, 1);
    (void)leitong_result_passages(found.result, &count);
    assert_int_equal(count, 1);
    (void)leitong_result_pairs(found.result, &count);
    assert_int_equal(count, 1);
    leitong_result_free(found.result);
    view_close(&v);
}

static void what_has_no_tokens_is_an_error(void **state)
{
    (void)state;
    const char *const texts[] = {"", " \n\n", "。——\n！"};
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    view_corpus v;
    view_open(&v, NULL, 0, &options);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        leitong_error error = {0};
        lt_probe_found found = {0};
        lt_probe_options probe = {.stock = 8, .passages = true};
        leitong_document document = {.id = "empty",
                                     .path = "empty",
                                     .bytes = (const uint8_t *)texts[i],
                                     .size = strlen(texts[i]),
                                     .encoding = "utf-8"};
        assert_int_equal(lt_probe_run(&v.view, &document, &probe, &found, &error), LEITONG_EINPUT);
        assert_string_equal(error.path, "empty");
    }
    view_close(&v);
}

/* The first `most` documents of a folder of real texts. */
static size_t read_folder(const char *name, generated *g, size_t most)
{
    char path[512];
    const char *paths[] = {path};
    leitong_input *input = NULL;
    leitong_document document;
    size_t count = 0;
    int more = 1;
    snprintf(path, sizeof path, "%s/dev/%s", LEITONG_CORPUS, name);
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    assert_int_equal(leitong_input_open(paths, 1, &options, &input, NULL), 0);
    memset(g, 0, sizeof *g);
    while (count < most) {
        assert_int_equal(leitong_input_next(input, &document, &more, NULL), 0);
        if (!more) {
            break;
        }
        g->ids[count] = strdup(document.id);
        g->bytes[count] = malloc(document.size + 1);
        memcpy(g->bytes[count], document.bytes, document.size);
        g->documents[count] = (leitong_document){
            .id = g->ids[count], .path = g->ids[count], .bytes = g->bytes[count], .size = document.size};
        count++;
    }
    leitong_input_close(input);
    return count;
}

static void real_texts_too(void **state)
{
    (void)state;
    if (LEITONG_CORPUS[0] == '\0') {
        skip();
    }
    const char *const folders[] = {"tw_law", "gwr_wikisource"};
    for (size_t i = 0; i < 2; i++) {
        generated g;
        leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
        options.jobs = 1;
        options.pairs = LEITONG_PAIRS_ALL;
        /* A long campaign takes them all. */
        size_t count = read_folder(folders[i], &g, getenv("LEITONG_LONG") != NULL ? DOCUMENTS : DOCUMENTS / 20);
        size_t pairs = 0;
        rows sum = compare_all(&g, count, &options, true, &pairs);
        printf("%s: %zu documents, %zu pairs, %zu passages (%zu with stock on the index's side), %zu phrases (%zu "
               "first)\n",
               folders[i], count, pairs, sum.passages, sum.stock, sum.phrases, sum.starred);
        generated_free(&g);
    }
}

/* ---- hostile kinds: the scan's rows again, and the view asked no more often than the text is long ---- */

enum { HOSTILE_HELD = 10, HOSTILE_TEXT = 1 << 19 };

typedef struct hostile {
    leitong_document documents[HOSTILE_HELD + 1]; /* the last is the submission */
    size_t count;
    char *texts[HOSTILE_HELD + 1];
    size_t sizes[HOSTILE_HELD + 1];
} hostile;

static void hostile_put(hostile *h, size_t document, uint32_t code)
{
    size_t *size = &h->sizes[document];
    char *text = h->texts[document];
    assert_true(*size + 4 < HOSTILE_TEXT);
    if (code < 0x80) {
        text[(*size)++] = (char)code;
        return;
    }
    text[(*size)++] = (char)(0xE0 | code >> 12);
    text[(*size)++] = (char)(0x80 | (code >> 6 & 0x3F));
    text[(*size)++] = (char)(0x80 | (code & 0x3F));
}

static void hostile_letters(hostile *h, size_t document, uint64_t seed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        hostile_put(h, document, 0x4E00 + (uint32_t)(test_random(&seed) % 3000));
    }
}

/* One letter n times, half of it submitted. */
static void hostile_letter(hostile *h, size_t n)
{
    h->count = 2;
    for (size_t i = 0; i < n; i++) {
        hostile_put(h, 0, 0x7684);
        if (i % 2 == 0) {
            hostile_put(h, 1, 0x7684);
        }
    }
}

/* Two words in turn. */
static void hostile_words(hostile *h, size_t n)
{
    h->count = 2;
    for (size_t i = 0; i < n; i++) {
        for (size_t d = 0; d < 2; d++) {
            hostile_put(h, d, i % 2 == 0 ? 'a' : 'b');
            hostile_put(h, d, '-');
        }
    }
}

/* A line of 40 letters n times, in both. */
static void hostile_line(hostile *h, size_t n)
{
    h->count = 2;
    for (size_t i = 0; i < n / 16; i++) {
        for (size_t d = 0; d < 2; d++) {
            hostile_letters(h, d, 5, 40);
            hostile_put(h, d, '\n');
        }
    }
}

/* Five letters, always with others around: few documents have each run, all have the seed. */
static void hostile_seed(hostile *h, size_t n)
{
    h->count = HOSTILE_HELD + 1;
    for (size_t i = 0; i < n / 8; i++) {
        for (size_t k = 0; k < 3; k++) {
            size_t d = k == 2 ? HOSTILE_HELD : (i + k) % HOSTILE_HELD;
            hostile_letters(h, d, 100 + i, 8);
            hostile_letters(h, d, 7, 5);
            hostile_letters(h, d, 100000 + i, 8);
            hostile_put(h, d, '\n');
        }
    }
}

/* Repeated paragraphs with near copies between them, in the submission and elsewhere. */
static void hostile_repeats(hostile *h, size_t n)
{
    h->count = 4;
    for (size_t i = 0; i < n / 8; i++) {
        size_t d = i % 4 == 0 ? i / 4 % 3 : 3;
        hostile_letters(h, d, i % 3, 20);
        hostile_letters(h, d, i % 7 == 0 ? i : 50, 1);
        hostile_letters(h, d, 60 + i % 3, 20);
        hostile_put(h, d, '\n');
    }
}

static uint64_t hostile_probe(void (*make)(hostile *h, size_t n), size_t n, unsigned stock)
{
    static const char *const ids[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a"};
    hostile h = {.count = 0};
    view_corpus v;
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    for (size_t d = 0; d <= HOSTILE_HELD; d++) {
        h.texts[d] = malloc(HOSTILE_TEXT);
        assert_non_null(h.texts[d]);
    }
    options.jobs = 1;
    options.stock = stock;
    options.paragraph = LEITONG_PARAGRAPH_LINE;
    make(&h, n);
    for (size_t d = 0; d < h.count; d++) {
        h.documents[d] = (leitong_document){.id = ids[d],
                                            .path = ids[d],
                                            .bytes = (const uint8_t *)h.texts[d],
                                            .size = h.sizes[d],
                                            .encoding = "utf-8"};
    }
    const leitong_document *submission = &h.documents[h.count - 1];
    leitong_result *all = scan(h.documents, h.count, &options);
    view_open(&v, h.documents, h.count - 1, &options);
    lt_probe_options probe = {.stock = options.stock, .passages = true};
    lt_probe_found found = {0};
    assert_int_equal(lt_probe_run(&v.view, submission, &probe, &found, NULL), 0);
    rows wanted = rows_of(all, submission->id);
    rows have = rows_of(found.result, submission->id);
    rows_assert_equal(&wanted, &have);
    assert_true(have.passages > 0);
    uint64_t questions = v.questions;
    free(wanted.text);
    free(have.text);
    leitong_result_free(found.result);
    leitong_result_free(all);
    view_close(&v);
    for (size_t d = 0; d <= HOSTILE_HELD; d++) {
        free(h.texts[d]);
    }
    return questions;
}

static void hostile_text_costs_its_length(void **state)
{
    (void)state;
    void (*const kinds[])(hostile * h, size_t n) = {hostile_letter, hostile_words, hostile_line, hostile_seed,
                                                    hostile_repeats};
    const size_t count = sizeof kinds / sizeof kinds[0];
    for (size_t k = 0; k < 2 * count; k++) {
        uint64_t questions[3];
        unsigned stock = k < count ? 2 : 8; /* found at once; never found */
        for (size_t i = 0; i < 3; i++) {
            questions[i] = hostile_probe(kinds[k % count], (size_t)1000 << i, stock);
        }
        printf("kind %zu, stock %u: %llu, %llu, %llu questions\n", k % count, stock, (unsigned long long)questions[0],
               (unsigned long long)questions[1], (unsigned long long)questions[2]);
        assert_true(questions[1] * 10 <= questions[0] * 23 && questions[2] * 10 <= questions[1] * 23);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_probe_says_what_a_scan_says),
        cmocka_unit_test(hostile_text_costs_its_length),
        cmocka_unit_test(real_texts_too),
        cmocka_unit_test(what_has_no_tokens_is_an_error),
        cmocka_unit_test(what_cannot_be_decoded_is_an_error),
        cmocka_unit_test(an_empty_index_still_compares_a_text_with_itself),
    };
    return cmocka_run_group_tests_name("probe", tests, NULL, NULL);
}
