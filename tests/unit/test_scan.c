/* The public scan: what the header promises about ids, options, cancelling and order. */
#include "test.h"

#include "leitong/leitong.h"

#include <stdbool.h>
#include <unistd.h>

static leitong_document text_document(const char *id, const char *text)
{
    return (leitong_document){
        .id = id, .path = id, .bytes = (const uint8_t *)text, .size = strlen(text), .encoding = "utf-8"};
}

static const char *const speech = "同志们，今天召开这次会议，主要任务是总结去年工作，分析当前形势，安排部署今年的各项任"
                                  "务，动员全市上下统一思想、真抓实干。";

static leitong_scan *scan_open(void)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    options.jobs = 1;
    assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
    return scan;
}

static void one_id_twice_is_refused(void **state)
{
    (void)state;
    leitong_scan *scan = scan_open();
    leitong_result *result = NULL;
    leitong_error error = {0};
    leitong_document document = text_document("one", speech);
    assert_int_equal(leitong_scan_add(scan, &document, &error), 0);
    assert_int_equal(leitong_scan_add(scan, &document, &error), 0);
    assert_int_equal(leitong_scan_finish(scan, &result, &error), LEITONG_EUSAGE);
    assert_string_equal(error.path, "one");
    assert_null(result);
    assert_int_equal(leitong_scan_add(scan, &document, &error), LEITONG_EUSAGE);
    leitong_scan_free(scan);
}

static void a_document_without_id_or_bytes_is_refused(void **state)
{
    (void)state;
    const char *const ids[] = {NULL, "", "a\xFF", "one"};
    for (size_t i = 0; i < 4; i++) {
        leitong_scan *scan = scan_open();
        leitong_error error = {0};
        leitong_document document = text_document(ids[i], speech);
        document.bytes = i < 3 ? document.bytes : NULL;
        assert_int_equal(leitong_scan_add(scan, &document, &error), LEITONG_EUSAGE);
        assert_non_null(strstr(error.message, i < 3 ? "id" : "bytes"));
        leitong_scan_free(scan);
    }
}

static void a_copy_is_a_pair_a_passage_and_a_cluster(void **state)
{
    (void)state;
    leitong_scan *scan = scan_open();
    leitong_result *result = NULL;
    leitong_document second = text_document("b", speech);
    leitong_document first = text_document("a", speech);
    size_t count = 0;
    assert_int_equal(leitong_scan_add(scan, &second, NULL), 0);
    assert_int_equal(leitong_scan_add(scan, &first, NULL), 0);
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    leitong_scan_free(scan); /* the result lives on */
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    assert_int_equal(count, 2);
    assert_string_equal(documents[0].id, "a");
    assert_int_equal(documents[0].reused, documents[0].tokens);
    const leitong_result_pair *pairs = leitong_result_pairs(result, &count);
    assert_int_equal(count, 1);
    assert_int_equal(pairs[0].a.document, 0);
    assert_int_equal(pairs[0].shared, pairs[0].shingles_a);
    const leitong_result_passage *passages = leitong_result_passages(result, &count);
    assert_int_equal(count, 1);
    assert_int_equal(passages[0].matched, documents[0].tokens);
    assert_int_equal(passages[0].edit_count, 0);
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(leitong_result_utf8(result, &passages[0].b, &text, &size, NULL), 0);
    assert_memory_equal(text, speech, size);
    assert_int_equal(size, strlen(speech) - strlen("。"));
    free(text);
    leitong_span beyond = {0, 0, documents[0].bytes + 1};
    assert_int_equal(leitong_result_text(result, &beyond, &text, &size, NULL), LEITONG_EUSAGE);
    leitong_result_free(result);
}

static void an_empty_scan_has_an_empty_result(void **state)
{
    (void)state;
    leitong_scan *scan = scan_open();
    leitong_result *result = NULL;
    size_t count = 1;
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    (void)leitong_result_documents(result, &count);
    assert_int_equal(count, 0);
    leitong_scan_free(scan);
    leitong_result_free(result);
}

static void options_out_of_range_are_named(void **state)
{
    (void)state;
    leitong_scan *scan = NULL;
    leitong_error error = {0};
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    options.shingle = 0;
    assert_int_equal(leitong_scan_new(&options, &scan, &error), LEITONG_EUSAGE);
    assert_non_null(strstr(error.message, "shingle"));
    options = (leitong_scan_options)LEITONG_SCAN_OPTIONS_INIT;
    options.run = 3;
    assert_int_equal(leitong_scan_new(&options, &scan, &error), LEITONG_EUSAGE);
    assert_non_null(strstr(error.message, "run"));
    options = (leitong_scan_options)LEITONG_SCAN_OPTIONS_INIT;
    options.struct_size = 8;
    assert_int_equal(leitong_scan_new(&options, &scan, &error), LEITONG_EUSAGE);
    assert_null(scan);
}

static int cancel_in_phase(void *context, const leitong_progress *progress)
{
    return strcmp(context, progress->phase) == 0;
}

static void every_phase_can_be_cancelled(void **state)
{
    (void)state;
    char *phases[] = {"read", "candidates", "pairs", "families", "templates", "passages", "locate", "names"};
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
        leitong_scan *scan = NULL;
        leitong_result *result = NULL;
        leitong_document document = text_document("a", speech);
        options.progress = cancel_in_phase;
        options.progress_context = phases[i];
        assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
        int code = leitong_scan_add(scan, &document, NULL);
        if (code == 0) {
            code = leitong_scan_finish(scan, &result, NULL);
        }
        assert_int_equal(code, LEITONG_ECANCELLED);
        assert_null(result);
        leitong_scan_free(scan);
    }
}

/* Stops in the phase of families, once so much of it is done. */
typedef struct family_stop {
    uint64_t done, total; /* total: as told */
    bool reached;
} family_stop;

static int cancel_in_families(void *context, const leitong_progress *progress)
{
    family_stop *stop = context;
    if (strcmp(progress->phase, "families") != 0 || progress->done == 0) {
        return 0;
    }
    stop->total = progress->total;
    stop->reached = progress->done == stop->done;
    return stop->reached;
}

static void every_step_of_families_can_be_cancelled(void **state)
{
    (void)state;
    family_stop stop = {.done = 0, .total = 2};
    while (++stop.done <= stop.total) {
        leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
        leitong_scan *scan = NULL;
        leitong_result *result = NULL;
        leitong_document document = text_document("a", speech);
        options.progress = cancel_in_families;
        options.progress_context = &stop;
        assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
        assert_int_equal(leitong_scan_add(scan, &document, NULL), 0);
        assert_int_equal(leitong_scan_finish(scan, &result, NULL), LEITONG_ECANCELLED);
        assert_true(stop.reached);
        assert_null(result);
        leitong_scan_free(scan);
    }
    assert_true(stop.total > 1);
}

/* Takes the folder away when families begin. */
static int remove_before_families(void *context, const leitong_progress *progress)
{
    if (strcmp(progress->phase, "families") == 0 && progress->done == 0) {
        (void)rmdir(context);
    }
    return 0;
}

/* With a memory limit the forms of families go to the folder: without it there is no scan. */
static void families_spill_to_the_folder(void **state)
{
    (void)state;
    for (int limited = 0; limited < 2; limited++) {
        char folder[] = "/tmp/leitong-scan-XXXXXX";
        leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
        leitong_scan *scan = NULL;
        leitong_result *result = NULL;
        leitong_error error = {0};
        leitong_document document = text_document("a", speech);
        assert_non_null(mkdtemp(folder));
        options.memory = limited ? 1U << 20 : 0;
        options.tmpdir = folder;
        options.passages = 0;
        options.progress = remove_before_families;
        options.progress_context = folder;
        assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
        assert_int_equal(leitong_scan_add(scan, &document, NULL), 0);
        assert_int_equal(leitong_scan_finish(scan, &result, &error), limited ? LEITONG_ESYSTEM : 0);
        assert_int_equal(strstr(error.message, folder) != NULL || strstr(error.path, folder) != NULL, limited);
        assert_int_equal(access(folder, F_OK), -1);
        leitong_result_free(result);
        leitong_scan_free(scan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_id_twice_is_refused),
        cmocka_unit_test(a_document_without_id_or_bytes_is_refused),
        cmocka_unit_test(a_copy_is_a_pair_a_passage_and_a_cluster),
        cmocka_unit_test(an_empty_scan_has_an_empty_result),
        cmocka_unit_test(options_out_of_range_are_named),
        cmocka_unit_test(every_phase_can_be_cancelled),
        cmocka_unit_test(every_step_of_families_can_be_cancelled),
        cmocka_unit_test(families_spill_to_the_folder),
    };
    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
