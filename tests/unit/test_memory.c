/* Out of memory, everywhere: a whole scan is run again and again, and the n-th allocation fails, for every n until none
 * does. Each run must end in LEITONG_EMEMORY (or succeed), with nothing leaked (the address sanitizer's build sees to
 * it). The linker turns the library's calls of malloc and its like into the ones below; `operator new`, which a library
 * in C++ calls, stands in failing_new.cpp. */
#include "test.h"

#include "engine/probe.h"
#include "leitong/leitong.h"
#include "text/decode.h"
#include "view_corpus.h"

#include <dirent.h>
#include <stdatomic.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);

static _Atomic uint64_t memory_calls;   /* since the run began */
static _Atomic uint64_t memory_failing; /* the call that fails; 0: none */

int memory_fails(void); /* failing_new.cpp calls it, too */
size_t failing_new_forget(void);

int memory_fails(void)
{
    return atomic_fetch_add(&memory_calls, 1) + 1 == memory_failing;
}

void *__wrap_malloc(size_t size)
{
    return memory_fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return memory_fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return memory_fails() ? NULL : __real_realloc(memory, size);
}

char *__wrap_strdup(const char *text)
{
    return memory_fails() ? NULL : __real_strdup(text);
}

/* Three documents that use every stage: a copy with edits, legacy bytes, words, a phrase, a text that can't be read. */
static int scan_all(const char *folder, uint64_t memory, leitong_error *error)
{
    const char *const paths[] = {
        "fixtures/speeches/xiantao_twice.md",        "fixtures/speeches/safety_yuandong_city.txt",
        "fixtures/speeches/safety_liupu_county.txt", "fixtures/encodings/gb18030.txt",
        "fixtures/hostile/invalid_everywhere.txt",   "fixtures/hostile/good.jsonl"};
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    leitong_input *input = NULL;
    leitong_result *result = NULL;
    leitong_gazetteer *gazetteer = NULL;
    options.jobs = 1;
    options.memory = memory;
    int code;
    LT_TRY_GOTO(done, leitong_gazetteer_open("fixtures/gazetteer.txt", &gazetteer, error));
    options.gazetteer = leitong_gazetteer_names(gazetteer, &options.gazetteer_count);
    LT_TRY_GOTO(done, leitong_scan_new(&options, &scan, error));
    input_options.skip = leitong_scan_on_skip;
    input_options.skip_context = scan;
    input_options.metadata = "fixtures/hostile/metadata.csv";
    LT_TRY_GOTO(done, leitong_input_open(paths, sizeof paths / sizeof paths[0], &input_options, &input, error));
    LT_TRY_GOTO(done, leitong_scan_input(scan, input, error));
    LT_TRY_GOTO(done, leitong_scan_finish(scan, &result, error));
    LT_TRY_GOTO(done, leitong_result_write(result, folder, LEITONG_KEEP_MATCHED, error));
done:
    leitong_result_free(result);
    leitong_input_close(input);
    leitong_scan_free(scan);
    leitong_gazetteer_free(gazetteer);
    return code;
}

static unsigned entries(const char *folder)
{
    unsigned count = 0;
    DIR *stream = opendir(folder);
    while (stream != NULL && readdir(stream) != NULL) {
        count++;
    }
    closedir(stream);
    return count;
}

static void every_failure_is_an_error(void **state)
{
    (void)state;
    char folder[] = "/tmp/leitong-memory-XXXXXX";
    char target[64];
    assert_non_null(mkdtemp(folder));
    snprintf(target, sizeof target, "%s/result", folder);
    for (int limited = 0; limited < 2; limited++) {
        uint64_t step = 1;
        uint64_t runs = 0;
        for (uint64_t failing = 1;; failing += step) {
            leitong_error error = {0};
            memory_calls = 0;
            memory_failing = failing;
            int code = scan_all(target, limited ? 1U << 20 : 0, &error);
            memory_failing = 0;
            uint64_t calls = memory_calls;
            runs++;
            if (calls < failing) {
                assert_int_equal(code, 0);
                printf("%llu runs, %llu allocations\n", (unsigned long long)runs, (unsigned long long)calls);
                break;
            }
            if (code != LEITONG_EMEMORY) {
                fail_msg("allocation %llu failed, but the answer was %d: %s", (unsigned long long)failing, code,
                         error.message);
            }
            /* Every one of the first thousand, then fewer: what repeats is the same code with another document. */
            step = failing < 1000 ? 1 : 1 + failing / 200;
            assert_true(entries(folder) <= 3); /* nothing is left beside the result */
        }
    }
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

/* A legacy encoding that only uchardet tells apart: it throws where memory runs out, and nobody may see that. */
static void every_failure_of_a_detector_is_an_error(void **state)
{
    static const char text[] = "Le caf\xE9 est tr\xE8s bon, mais la fen\xEAtre reste ferm\xE9"
                               "e jusqu'\xE0 midi.\n";
    uint64_t thrown = 0;
    (void)state;
    for (uint64_t failing = 1;; failing++) {
        leitong_error error = {0};
        lt_decoded decoded = {0};
        const char *reason = NULL;
        memory_calls = 0;
        memory_failing = failing;
        int code = lt_decode(&(lt_encoded){(const uint8_t *)text, sizeof text - 1, LT_ENCODING_AUTO, "file"}, &decoded,
                             &reason, &error);
        memory_failing = 0;
        uint64_t calls = memory_calls;
        if (calls < failing) {
            assert_int_equal(code, 0);
            assert_int_equal(decoded.encoding, LT_ENCODING_WINDOWS_1252);
            lt_decoded_clear(&decoded);
            assert_int_equal(failing_new_forget(), 0);
            break;
        }
        assert_int_equal(code, LEITONG_EMEMORY);
        (void)failing_new_forget();
        thrown++;
    }
    printf("a detector: %llu allocations\n", (unsigned long long)thrown);
    assert_true(thrown > 20); /* uchardet has been asked */
}

/* A submission held against an index that has its neighbour, a phrase of 20 places and a text in legacy bytes. */
static void every_failure_of_a_probe_is_an_error(void **state)
{
    (void)state;
    enum { COPIES = 20, COUNT = COPIES + 3 };
    static const char *const files[] = {"fixtures/speeches/xiantao_twice.md",
                                        "fixtures/speeches/wenlian_yuandong_city.txt",
                                        "fixtures/encodings/gb18030.txt"};
    static const char phrase[] = "各级各部门要提高政治站位，压实工作责任，确保各项任务落到实处。";
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_document documents[COUNT] = {0};
    char ids[COUNT][32];
    char *texts[3];
    view_corpus v;
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(ids[i], sizeof ids[i], "document %zu", i);
        documents[i] = (leitong_document){.id = ids[i], .path = ids[i], .bytes = (const uint8_t *)phrase};
        documents[i].size = sizeof phrase - 1;
        if (i < 3) {
            FILE *file = fopen(files[i], "rb");
            assert_non_null(file);
            texts[i] = malloc((1U << 16) + sizeof phrase);
            documents[i].size = fread(texts[i], 1, 1U << 16, file);
            documents[i].bytes = (const uint8_t *)texts[i];
            fclose(file);
        }
    }
    documents[1].size = documents[1].size * 2 / 3;
    view_open(&v, documents, COUNT, &options);
    leitong_document submission = documents[0];
    submission.id = "submission";
    memcpy(texts[0] + submission.size, phrase, sizeof phrase - 1);
    submission.size += sizeof phrase - 1;
    lt_probe_options probe = {.stock = 8, .passages = true};
    for (uint64_t failing = 1;; failing += failing < 400 ? 1 : 1 + failing / 200) {
        leitong_error error = {0};
        lt_probe_found found = {0};
        memory_calls = 0;
        memory_failing = failing;
        int code = lt_probe_run(&v.view, &submission, &probe, &found, &error);
        memory_failing = 0;
        uint64_t calls = memory_calls;
        assert_true((code == 0) == (found.result != NULL));
        leitong_result_free(found.result);
        if (calls < failing) {
            assert_int_equal(code, 0);
            printf("a probe: %llu allocations\n", (unsigned long long)calls);
            break;
        }
        if (code != LEITONG_EMEMORY) {
            fail_msg("allocation %llu failed, but the answer was %d: %s", (unsigned long long)failing, code,
                     error.message);
        }
    }
    view_close(&v);
    for (size_t i = 0; i < 3; i++) {
        free(texts[i]);
    }
}

/* A policy with all that it can have, the verdicts on three documents, and what tells of them in every format. */
static int judge_all(const char *policy_path, const char *baseline, const leitong_result *result, leitong_error *error)
{
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    leitong_policy *policy = NULL;
    size_t count;
    options.today = "2026-11-22";
    options.baseline = baseline;
    options.own = "author";
    (void)leitong_result_documents(result, &count);
    int code = leitong_policy_open(policy_path, &options, &policy, error);
    for (int format = LEITONG_GATE_TEXT; code == 0 && format <= LEITONG_GATE_HTML; format++) {
        leitong_gate *gate = NULL;
        FILE *file = fopen("/dev/null", "w"); /* what is written is not looked at */
        assert_non_null(file);
        code = leitong_gate_new(format, NULL, file, &gate, error);
        for (uint32_t s = 0; code == 0 && s < count; s++) {
            leitong_verdict *verdict = NULL;
            leitong_earlier earlier = {.id = "earlier", .date = "2026"};
            code = leitong_verdict_new(policy, result, s, &earlier, &verdict, error);
            if (code == 0) {
                code = leitong_gate_add(gate, verdict, error);
            }
            leitong_verdict_free(verdict);
        }
        if (code == 0) {
            code = leitong_gate_end(gate, error);
        }
        leitong_gate_free(gate);
        fclose(file);
    }
    leitong_policy_free(policy);
    return code;
}

static void every_failure_of_a_gate_is_an_error(void **state)
{
    static const char policy[] =
        "{\"limits\":{\"total_ratio\":{\"warn\":0.0,\"refuse\":0.1},\"longest_run\":{\"warn\":5},\"paragraphs\":{"
        "\"refuse\":0}},\"rules\":[{\"path\":\"fixtures/**\",\"limits\":{\"passages\":{\"refuse\":1}}}],\"approved\":["
        "{\"text\":\"安全生产\",\"reason\":\"r\",\"expires\":\"2027-01-01\"},"
        "{\"text\":\"同志们\",\"expires\":\"2026-01-01\"}]}";
    static const char baseline[] =
        "{\"leitong_baseline\":3}\n{\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"count\":1,\"most\":1}\n";
    static const char *const documents[] = {"fixtures/speeches/xiantao_twice.md",
                                            "fixtures/speeches/safety_yuandong_city.txt",
                                            "fixtures/speeches/safety_liupu_county.txt"};
    char folder[] = "/tmp/leitong-memory-XXXXXX";
    char paths[2][64];
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    leitong_input *input = NULL;
    leitong_result *result = NULL;
    (void)state;
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < 2; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%d", folder, i);
        FILE *file = fopen(paths[i], "w");
        assert_non_null(file);
        fputs(i == 0 ? policy : baseline, file);
        fclose(file);
    }
    options.pairs = LEITONG_PAIRS_ALL;
    options.jobs = 1;
    assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
    assert_int_equal(leitong_input_open(documents, 3, &input_options, &input, NULL), 0);
    assert_int_equal(leitong_scan_input(scan, input, NULL), 0);
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    leitong_input_close(input);
    leitong_scan_free(scan);
    for (uint64_t failing = 1;; failing += failing < 700 ? 1 : 1 + failing / 100) {
        leitong_error error = {0};
        memory_calls = 0;
        memory_failing = failing;
        int code = judge_all(paths[0], paths[1], result, &error);
        memory_failing = 0;
        uint64_t calls = memory_calls;
        if (calls < failing) {
            assert_int_equal(code, 0);
            printf("a gate: %llu allocations\n", (unsigned long long)calls);
            break;
        }
        if (code != LEITONG_EMEMORY) {
            fail_msg("allocation %llu failed, but the answer was %d: %s", (unsigned long long)failing, code,
                     error.message);
        }
    }
    leitong_result_free(result);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

static int index_on_document(void *context, const leitong_index_document *document)
{
    (void)context;
    (void)document;
    return 0;
}

static int index_add(leitong_index *index, const char *const *paths, size_t count, const char *removed,
                     leitong_error *error)
{
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_index_change *change = NULL;
    leitong_input *input = NULL;
    options.jobs = 1;
    int code;
    LT_TRY_GOTO(done, leitong_index_change_begin(index, &options, &change, error));
    LT_TRY_GOTO(done, leitong_input_open(paths, count, &input_options, &input, error));
    if (removed != NULL) {
        LT_TRY_GOTO(done, leitong_index_change_remove(change, removed, NULL, error));
    }
    LT_TRY_GOTO(done, leitong_index_change_input(change, input, error));
    LT_TRY_GOTO(done, leitong_index_change_commit(change, NULL, error));
done:
    leitong_input_close(input);
    leitong_index_change_end(change);
    return code;
}

/* Made, filled twice (with legacy bytes, and replacing), listed, checked, compacted. */
static int index_all(const char *folder, leitong_error *error)
{
    const char *const paths[] = {"fixtures/speeches/safety_yuandong_city.txt", "fixtures/encodings/gb18030.txt",
                                 "fixtures/speeches/safety_liupu_county.txt"};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    int code;
    LT_TRY(leitong_index_create(folder, &options, error));
    LT_TRY_GOTO(done, leitong_index_open(folder, &index, error));
    LT_TRY_GOTO(done, index_add(index, paths, 2, NULL, error));
    LT_TRY_GOTO(done, index_add(index, paths, 3, paths[0], error));
    LT_TRY_GOTO(done, leitong_index_list(index, index_on_document, NULL, error));
    LT_TRY_GOTO(done, leitong_index_check(index, 1, NULL, NULL, error));
    LT_TRY_GOTO(done, leitong_index_compact(index, error));
done:
    leitong_index_close(index);
    return code;
}

/* An index, too: what fails after a commit (merging, which is tried again) is no error; what is left is sound. */
static void every_failure_of_an_index_is_an_error(void **state)
{
    (void)state;
    char folder[] = "/dev/shm/leitong-memory-XXXXXX"; /* in memory: syncing costs nothing */
    char target[64];
    char command[128];
    if (mkdtemp(folder) == NULL) {
        skip();
    }
    snprintf(target, sizeof target, "%s/index", folder);
    snprintf(command, sizeof command, "rm -rf %s", target);
    uint64_t runs = 0;
    for (uint64_t failing = 1;; failing += failing < 60 ? 1 : 1 + failing / 16) {
        leitong_error error = {0};
        memory_calls = 0;
        memory_failing = failing;
        int code = index_all(target, &error);
        memory_failing = 0;
        uint64_t calls = memory_calls;
        runs++;
        if (code != 0 && code != LEITONG_EMEMORY) {
            fail_msg("allocation %llu failed, but the answer was %d: %s", (unsigned long long)failing, code,
                     error.message);
        }
        leitong_index *index = NULL;
        if (access(target, F_OK) == 0) {
            assert_int_equal(leitong_index_open(target, &index, &error), 0);
            assert_int_equal(leitong_index_check(index, 1, NULL, NULL, &error), 0);
            leitong_index_close(index);
        }
        assert_true(entries(folder) <= 3); /* nothing is left beside the index */
        assert_int_equal(system(command), 0);
        if (calls < failing) {
            assert_int_equal(code, 0);
            printf("%llu runs, %llu allocations\n", (unsigned long long)runs, (unsigned long long)calls);
            break;
        }
    }
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_failure_of_a_detector_is_an_error),
                                       cmocka_unit_test(every_failure_of_a_gate_is_an_error),
                                       cmocka_unit_test(every_failure_is_an_error),
                                       cmocka_unit_test(every_failure_of_a_probe_is_an_error),
                                       cmocka_unit_test(every_failure_of_an_index_is_an_error)};
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
