/* Out of memory, everywhere: a whole scan is run again and again, and the n-th allocation fails, for every n until none
 * does. Each run must end in LEITONG_EMEMORY (or succeed), with nothing leaked (the address sanitizer's build sees to
 * it). The linker turns the library's calls of malloc and its like into the ones below. */
#include "test.h"

#include "leitong/leitong.h"

#include <dirent.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);

static uint64_t memory_calls;   /* since the run began */
static uint64_t memory_failing; /* the call that fails; 0: none */

static int memory_fails(void)
{
    memory_calls++;
    return memory_calls == memory_failing;
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
    options.jobs = 1;
    options.memory = memory;
    int code = leitong_scan_new(&options, &scan, error);
    input_options.skip = leitong_scan_on_skip;
    input_options.skip_context = scan;
    input_options.metadata = "fixtures/hostile/metadata.csv";
    if (code == 0) {
        code = leitong_input_open(paths, sizeof paths / sizeof paths[0], &input_options, &input, error);
    }
    code = code != 0 ? code : leitong_scan_input(scan, input, error);
    code = code != 0 ? code : leitong_scan_finish(scan, &result, error);
    code = code != 0 ? code : leitong_result_write(result, folder, LEITONG_KEEP_MATCHED, error);
    leitong_result_free(result);
    leitong_input_close(input);
    leitong_scan_free(scan);
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_failure_is_an_error)};
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
