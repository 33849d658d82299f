/* The probe: what it says of a submission's passages is what a scan of all documents says of them, byte for byte: the
 * scan is the oracle. Its pairs are those of probe_oracle.h. The index is in memory (view_corpus.h). */
#include "test.h"

#include "probe.h"
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
        lt_probe_options probe = {.stock = options->stock, .passages = options->passages != 0};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_probe_says_what_a_scan_says),
        cmocka_unit_test(real_texts_too),
        cmocka_unit_test(what_has_no_tokens_is_an_error),
        cmocka_unit_test(what_cannot_be_decoded_is_an_error),
        cmocka_unit_test(an_empty_index_still_compares_a_text_with_itself),
    };
    return cmocka_run_group_tests_name("probe", tests, NULL, NULL);
}
