#include "test.h"

#include "input_folder.h"

#include "base/json_write.h"
#include "input/jsonl.h"

#include <fcntl.h>

static void assert_lines(const char *text, const char *expected)
{
    put_text("f.jsonl", text);
    assert_reads("f.jsonl", expected);
}

static void records_become_documents(void **state)
{
    (void)state;
    assert_lines("{\"id\":\"甲\",\"text\":\"雷同\"}\n{\"text\":\"二\"}\n",
                 "甲 line 1 at 0|雷同\nf.jsonl#2 line 2 at 29|二\nend\n");
    assert_lines("", "end\n");
    assert_lines("\n \t\r\n\n", "end\n");
    assert_lines("{\"text\":\"\"}", "f.jsonl#1 line 1 at 0|\nend\n");
    assert_lines("\r\n  {\"text\":\"x\"}  \r\n\r\n{\"text\":\"y\"}\r",
                 "f.jsonl#2 line 2 at 4|x\nf.jsonl#4 line 4 at 22|y\nend\n");
    assert_lines("\xEF\xBB\xBF{\"text\":\"x\"}\n", "f.jsonl#1 line 1 at 3|x\nend\n");
    assert_lines("{\"text\":\"\\ud83d\\ude00\\u96f7\\n\"}", "f.jsonl#1 line 1 at 0|😀雷\n\nend\n");
}

static void labels(void **state)
{
    (void)state;
    assert_lines("{\"id\":7,\"text\":\"x\",\"title\":\"题\",\"date\":2020,\"series\":1.50,\"author\":\"者\"}",
                 "7 line 1 at 0|x|t=题|d=2020|s=1.50|a=者\nend\n");
    assert_lines("{\"id\":null,\"text\":\"x\",\"title\":null,\"date\":[1],\"series\":{\"a\":1},\"author\":true}",
                 "f.jsonl#1 line 1 at 0|x\nend\n");
    assert_lines("{\"id\":\"\",\"text\":\"x\",\"title\":\"a\\u0000b\"}", "f.jsonl#1 line 1 at 0|x\nend\n");
    assert_lines("{\"id\":18446744073709551614,\"text\":\"x\"}\n{\"id\":-5,\"text\":\"y\"}",
                 "18446744073709551614 line 1 at 0|x\n-5 line 2 at 39|y\nend\n");
}

static void numbers_stay_as_written(void **state)
{
    (void)state;
    assert_lines("{\"id\":123456789012345678901234567890,\"date\":-0.50E+1,\"title\":0,\"text\":\"x\"}",
                 "123456789012345678901234567890 line 1 at 0|x|t=0|d=-0.50E+1\nend\n");
}

static void one_member_may_serve_several(void **state)
{
    (void)state;
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    options.title_field = options.series_field = "text";
    put_text("f.jsonl", "{\"text\":\"plain\"}\n{\"te\\u0078t\":\"\\u96f7\\\"\"}");
    const char *path = "f.jsonl";
    assert_reads_as(&path, 1, options,
                    "f.jsonl#1 line 1 at 0|plain|t=plain|s=plain\n"
                    "f.jsonl#2 line 2 at 17|雷\"|t=雷\"|s=雷\"\nend\n");
}

static void fields_can_be_named(void **state)
{
    (void)state;
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    char text_field[] = "正文";
    options.text_field = text_field;
    options.id_field = "key";
    options.title_field = NULL;
    put_text("f.jsonl", "{\"key\":\"k\",\"text\":\"no\",\"正文\":\"yes\",\"title\":\"t\"}");
    const char *path = "f.jsonl";
    assert_reads_as(&path, 1, options, "k line 1 at 0|yes\nend\n");
    options.id_field = NULL;
    assert_reads_as(&path, 1, options, "f.jsonl#1 line 1 at 0|yes\nend\n");
}

static void repeated_ids_become_places(void **state)
{
    (void)state;
    assert_lines("{\"id\":\"a\",\"text\":\"1\"}\n{\"id\":\"a\",\"text\":\"2\"}\n{\"id\":\"f.jsonl#4\",\"text\":\"3\"}\n"
                 "{\"text\":\"4\"}\n{\"id\":\"a\",\"text\":\"5\"}\n",
                 "a line 1 at 0|1\nf.jsonl#2 line 2 at 22|2\nf.jsonl#4 line 3 at 44|3\nf.jsonl#4#2 line 4 at 74|4\n"
                 "f.jsonl#5 line 5 at 87|5\nend\n");
    put_folder("c");
    put_text("c/a.jsonl", "{\"id\":\"c/b.txt\",\"text\":\"1\"}\n{\"id\":\"x\",\"text\":\"2\"}\n");
    put_text("c/b.txt", "3");
    put_text("c/c.jsonl", "{\"id\":\"x\",\"text\":\"4\"}\n");
    assert_reads("c", "c/b.txt line 1 at 0|1\nx line 2 at 28|2\nc/b.txt#1|3\nc/c.jsonl#1 line 1 at 0|4\nend\n");
}

/* A faulty line between two good ones: both are read, the fault has its reason and its byte. */
static void assert_fault(const char *record, size_t size, const char *reason, size_t at)
{
    char text[1024];
    char expected[512];
    size_t front = (size_t)snprintf(text, sizeof text, "{\"text\":\"前\"}\n");
    memcpy(text + front, record, size);
    size_t rest = (size_t)snprintf(text + front + size, sizeof text - front - size, "\n{\"text\":\"后\"}\n");
    put("f.jsonl", text, front + size + rest);
    snprintf(expected, sizeof expected,
             "f.jsonl#1 line 1 at 0|前\nskip record %s f.jsonl at %zu\nf.jsonl#3 line 3 at %zu|后\nend\n", reason,
             front + at, front + size + 1);
    assert_reads("f.jsonl", expected);
}

static void faults_have_their_byte(void **state)
{
    (void)state;
    static const struct {
        const char *record;
        const char *reason;
        size_t at;
    } cases[] = {
        {"x", "not_json", 0},
        {"null", "not_json", 0},
        {"  [\"text\"]", "not_json", 2},
        {"{\"text\":\"x\"", "not_json", 11},
        {"{\"text\":\"x", "not_json", 10},
        {"{\"text\":\"x\",}", "not_json", 12},
        {"{\"text\":\"x\"}}", "not_json", 12},
        {"{\"text\":\"x\"} {\"text\":\"y\"}", "not_json", 13},
        {"{'text':'x'}", "not_json", 1},
        {"{\"text\":\"\\x\"}", "not_json", 9},
        {"{\"text\":\"\\u12g4\"}", "not_json", 9},
        {"{\"text\":\"a\xFF\"}", "invalid_bytes", 10},
        {"{\"text\":\"\xC0\xAF\"}", "invalid_bytes", 9},         /* overlong */
        {"{\"text\":\"\xED\xA0\x80\"}", "invalid_bytes", 9},     /* a surrogate */
        {"{\"text\":\"\xF4\x90\x80\x80\"}", "invalid_bytes", 9}, /* above U+10FFFF */
        {"{\"text\":\"雷\xE9\x9B\"}", "invalid_bytes", 12},
        {"{\"text\":\"ab\\ud800\"}", "lone_surrogate", 11},
        {"{\"text\":\"ab\\uDC00x\"}", "lone_surrogate", 11},
        {"{\"text\":\"\\ud800\\ud800\"}", "lone_surrogate", 9},
        {"{\"text\":\"\\ud83d\\ude00\\udbff\\u0041\"}", "lone_surrogate", 21},
        {"{\"text\":\"\\\\\\ud800\"}", "lone_surrogate", 11},
        {"{\"\\ud800\":1,\"text\":\"x\"}", "lone_surrogate", 2},
        {"{}", "no_text_field", 0},
        {" {\"Text\":\"x\"}", "no_text_field", 1},
        {"{\"text\":null}", "text_not_string", 0},
        {"{\"text\":1}", "text_not_string", 0},
        {"\t{\"text\":[\"x\"]}", "text_not_string", 1},
        {"{\"id\":true,\"text\":\"x\"}", "bad_id", 0},
        {"{\"id\":{},\"text\":\"x\"}", "bad_id", 0},
        {"{\"id\":\"a\\u0000b\",\"text\":\"x\"}", "bad_id", 0},
        {"{\"text\":\"x\",\"date\":\"2020-02-30\"}", "bad_date", 0},
        {"{\"text\":\"x\",\"date\":20201301}", "bad_date", 0},
        {"{\"text\":\"a\",\"id\":\"1\",\"text\":\"b\"}", "repeated_field", 21},
        {"{\"id\":1,\"text\":\"a\",\"\\u0069d\":2}", "repeated_field", 19},
        {"{\"text\":\"x\ty\"}", "not_json", 10},
        {"{\"text\":\"x\",\"n\":01}", "not_json", 17},
        {"{\"text\":\"x\",\"n\":1.}", "not_json", 18},
        {"{\"text\":\"x\",\"n\":1e+}", "not_json", 19},
        {"{\"text\":\"x\",\"n\":NaN}", "not_json", 16},
        {"{\"text\":\"x\",\"n\":nul}", "not_json", 16},
        {"{\"text\":\"x\",\"n\":[1,]}", "not_json", 19},
        {"{\"text\":\"x\" \"n\":1}", "not_json", 12},
        {"{\"text\" \"x\"}", "not_json", 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_fault(cases[i].record, strlen(cases[i].record), cases[i].reason, cases[i].at);
    }
    assert_fault("{\"text\":\"a\0b\"}", 14, "not_json", 10);
    assert_fault("{\"text\":\"ab\"}\0", 14, "not_json", 13);
    /* An escaped backslash before `ud800` is no escape. */
    assert_lines("{\"text\":\"\\\\ud800\"}", "f.jsonl#1 line 1 at 0|\\ud800\nend\n");
}

static void deep_nesting_is_an_error_not_a_crash(void **state)
{
    (void)state;
    enum { DEPTH = 100000 };
    char *text = malloc(DEPTH + 64);
    size_t size = (size_t)snprintf(text, 64, "{\"text\":\"x\",\"deep\":");
    memset(text + size, '[', DEPTH);
    put("f.jsonl", text, size + DEPTH);
    free(text);
    folder_log log = {0};
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    const char *path = "f.jsonl";
    read_all(&log, &path, 1, options);
    assert_memory_equal(log.text, "skip record not_json f.jsonl at ", 32);
    free(log.text);
}

static void a_nul_in_the_text_is_kept(void **state)
{
    (void)state;
    put_text("f.jsonl", "{\"text\":\"a\\u0000b\"}");
    leitong_input *input = NULL;
    leitong_document document;
    const char *path = "f.jsonl";
    int more = 0;
    assert_int_equal(leitong_input_open(&path, 1, NULL, &input, NULL), 0);
    assert_int_equal(leitong_input_next(input, &document, &more, NULL), 0);
    assert_int_equal(more, 1);
    assert_int_equal(document.size, 3);
    assert_memory_equal(document.bytes, "a\0b", 3);
    assert_string_equal(document.encoding, "utf-8");
    leitong_input_close(input);
}

static void strict_stops_at_the_record(void **state)
{
    (void)state;
    put_text("f.jsonl", "{\"text\":\"a\"}\n{\n{\"text\":\"b\"}\n");
    folder_log log = {.refuse = 1};
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    const char *path = "f.jsonl";
    read_all(&log, &path, 1, options);
    assert_string_equal(log.text, "f.jsonl#1 line 1 at 0|a\nskip record not_json f.jsonl at 14\n"
                                  "failed input f.jsonl at 14: line 2: the JSON object isn't closed\n");
    free(log.text);
}

static void a_line_too_long_is_passed_over(void **state)
{
    (void)state;
    /* Behind each long line stands a short one; the reader is asked directly, to see what it holds. */
    enum { LIMIT = 400000 };
    static const size_t sizes[] = {LIMIT - 100, LIMIT + 1, 800000, 3000000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int last = 0; last < 2; last++) {
            char *text = malloc(sizes[i]);
            memset(text, 'x', sizes[i]);
            FILE *file = fopen("f.jsonl", "wb");
            fprintf(file, "{\"text\":\"1\"}\n{\"text\":\"%.*s\"}", (int)sizes[i] - 11, text);
            fprintf(file, last ? "" : "\n{\"text\":\"3\"}");
            fclose(file);
            lt_stream stream = {0};
            lt_jsonl jsonl;
            leitong_document document;
            leitong_error error;
            leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
            bool more = false;
            options.max_record = LIMIT;
            int descriptor = open("f.jsonl", O_RDONLY);
            assert_int_equal(lt_stream_open(&stream, "f.jsonl", descriptor, 0, NULL), 0);
            lt_jsonl_open(&jsonl, &stream, "f.jsonl", &options);
            assert_int_equal(lt_jsonl_next(&jsonl, &document, &more, &error), 0);
            assert_int_equal(document.size, 1);
            if (sizes[i] <= LIMIT) {
                assert_int_equal(lt_jsonl_next(&jsonl, &document, &more, &error), 0);
                assert_int_equal(document.size, sizes[i] - 11);
            } else {
                assert_int_equal(lt_jsonl_next(&jsonl, &document, &more, &error), LEITONG_EINPUT);
                assert_string_equal(jsonl.reason, "line_too_long");
                assert_int_equal(error.offset, 13);
                assert_true(stream.buffer_capacity < 4 * LIMIT);
            }
            assert_int_equal(lt_jsonl_next(&jsonl, &document, &more, &error), 0);
            assert_int_equal(more, !last);
            if (more) {
                assert_int_equal(document.line, 3);
                assert_int_equal(document.path_offset, 13 + sizes[i] + 1);
                assert_memory_equal(document.bytes, "3", 1);
            }
            lt_jsonl_close(&jsonl);
            lt_stream_clear(&stream);
            close(descriptor);
            free(text);
        }
    }
}

static void a_cut_gzip_gives_its_whole_records_then_an_error(void **state)
{
    (void)state;
    enum { RECORDS = 20000 };
    uint64_t seed = test_seed(5);
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    for (int i = 0; i < RECORDS; i++) {
        fprintf(file, "{\"text\":\"%016llx%016llx\"}\n", (unsigned long long)test_random(&seed),
                (unsigned long long)test_random(&seed));
    }
    fclose(file);
    size_t packed_size;
    uint8_t *packed = gzip(text, size, &packed_size);
    put("f.jsonl.gz", packed, packed_size / 2);
    folder_log log = {0};
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    const char *path = "f.jsonl.gz";
    read_all(&log, &path, 1, options);
    unsigned long long at = 0;
    char *found = strstr(log.text, "skip file damaged f.jsonl.gz at ");
    assert_non_null(found);
    assert_int_equal(sscanf(found, "skip file damaged f.jsonl.gz at %llu", &at), 1);
    /* What comes before are the whole records before that byte, each where it should be. */
    unsigned long long documents = 0;
    for (char *line = log.text; line < found; line = strchr(line, '\n') + 1) {
        assert_memory_equal(strchr(line, '|') + 1, text + documents * 44 + 9, 32);
        documents++;
    }
    assert_in_range(documents, RECORDS / 3, RECORDS * 2 / 3);
    assert_int_equal(documents, at / 44);
    assert_string_equal(log.text + log.size - 5, "\nend\n");
    free(log.text);
    free(packed);
    free(text);
}

/* Random records of random sizes, some longer than a chunk, some faulty, blank lines between: what comes out is what
 * the test wrote, however the reader's chunks fall. */
static void random_files_come_back(void **state)
{
    (void)state;
    uint64_t seed = test_seed(6);
    for (int round = 0; round < 20; round++) {
        char *expected = NULL;
        size_t expected_size = 0;
        FILE *log = open_memstream(&expected, &expected_size);
        FILE *file = fopen("f.jsonl", "wb");
        lt_json json;
        lt_json_begin(&json, file);
        unsigned line = 0;
        for (int i = 0; i < 200; i++) {
            while (test_random(&seed) % 4 == 0) {
                fputs(test_random(&seed) % 2 == 0 ? "\n" : " \r\n", file);
                line++;
            }
            size_t size = test_random(&seed) % (test_random(&seed) % 50 == 0 ? 700000 : 100);
            char *text = malloc(size + 1);
            for (size_t k = 0; k < size; k++) {
                text[k] = (char)(' ' + test_random(&seed) % 95);
            }
            long at = ftell(file);
            line++;
            if (test_random(&seed) % 8 == 0) {
                fprintf(log, "skip record no_text_field f.jsonl at %ld\n", at);
                lt_json_open(&json, NULL);
            } else {
                fprintf(log, "f.jsonl#%u line %u at %ld|", line, line, at);
                size < 60 ? fprintf(log, "%.*s\n", (int)size, text) : fprintf(log, "%zu bytes\n", size);
                lt_json_open(&json, NULL);
                lt_json_bytes(&json, "text", text, size);
            }
            lt_json_close(&json);
            lt_json_line(&json);
            free(text);
        }
        assert_int_equal(lt_json_end(&json, "f.jsonl", NULL), 0);
        fclose(file);
        fprintf(log, "end\n");
        fclose(log);
        assert_reads("f.jsonl", expected);
        free(expected);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_enter, folder_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(records_become_documents),
        TEST(labels),
        TEST(numbers_stay_as_written),
        TEST(one_member_may_serve_several),
        TEST(fields_can_be_named),
        TEST(repeated_ids_become_places),
        TEST(faults_have_their_byte),
        TEST(deep_nesting_is_an_error_not_a_crash),
        TEST(a_nul_in_the_text_is_kept),
        TEST(strict_stops_at_the_record),
        TEST(a_line_too_long_is_passed_over),
        TEST(a_cut_gzip_gives_its_whole_records_then_an_error),
        TEST(random_files_come_back),
    };
    return cmocka_run_group_tests_name("input_jsonl", tests, NULL, NULL);
}
