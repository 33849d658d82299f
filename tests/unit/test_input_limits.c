#include "test.h"

#include "input_folder.h"

#include "input/result_folder.h"
#include "input/stream.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

enum { SIZE = 600000 };

static uint8_t *noise(size_t size)
{
    uint64_t seed = test_seed(11);
    uint8_t *bytes = malloc(size);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)('a' + test_random(&seed) % 26);
    }
    return bytes;
}

/* Reads f (a name) whole under these limits; what comes out is held against `bytes`. */
static void assert_whole(const char *name, size_t hint, const lt_stream_limits *limits, const uint8_t *bytes,
                         size_t size)
{
    lt_stream stream = {0};
    leitong_error error = {0};
    int file = open(name, O_RDONLY);
    assert_true(file >= 0);
    assert_int_equal(lt_stream_open(&stream, name, file, hint, &error), 0);
    int code = lt_stream_fill_all(&stream, limits, &error);
    if (size <= limits->size) {
        assert_int_equal(code, 0);
        assert_int_equal(stream.size, size);
        assert_int_equal(stream.offset, 0);
        assert_memory_equal(stream.bytes, bytes, size);
    } else {
        assert_int_equal(code, LEITONG_EINPUT);
        assert_string_equal(stream.reason, "too_large");
        assert_string_equal(error.path, name);
        assert_int_equal(error.offset, limits->size);
        assert_non_null(strstr(error.message, "--max-document"));
        assert_true(stream.buffer_capacity < 3 * limits->hold + 3 * LT_DISK_CHUNK);
    }
    lt_stream_clear(&stream);
    close(file);
}

static void a_text_is_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static const size_t holds[] = {1, 4096, LT_DISK_CHUNK, SIZE - 1, SIZE, SIZE + 1, LT_STREAM_HOLD};
    static const uint64_t sizes[] = {1, 1000, SIZE - 1, SIZE, SIZE + 1, 1 << 30};
    uint8_t *bytes = noise(SIZE);
    size_t packed_size;
    uint8_t *packed = gzip(bytes, SIZE, &packed_size);
    put("f.txt", bytes, SIZE);
    put("f.txt.gz", packed, packed_size);
    for (size_t h = 0; h < sizeof holds / sizeof holds[0]; h++) {
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
            lt_stream_limits limits = {.size = sizes[s], .ratio = 1, .hold = holds[h], .tmpdir = "."};
            assert_whole("f.txt", SIZE, &limits, bytes, SIZE);
            assert_whole("f.txt", 0, &limits, bytes, SIZE);
            assert_whole("f.txt", SIZE / 2, &limits, bytes, SIZE);
            assert_whole("f.txt.gz", packed_size, &limits, bytes, SIZE);
        }
    }
    free(packed);
    free(bytes);
}

static void what_waits_leaves_nothing_behind(void **state)
{
    (void)state;
    uint8_t *bytes = noise(SIZE);
    put("f.txt", bytes, SIZE);
    put_folder("t");
    lt_stream_limits limits = {.size = SIZE, .ratio = 1, .hold = 1, .tmpdir = "t"};
    assert_whole("f.txt", 0, &limits, bytes, SIZE);
    assert_int_equal(rmdir("t"), 0);
    lt_stream stream = {0};
    leitong_error error = {0};
    int file = open("f.txt", O_RDONLY);
    assert_int_equal(lt_stream_open(&stream, "f.txt", file, 0, &error), 0);
    assert_int_equal(lt_stream_fill_all(&stream, &limits, &error), LEITONG_ESYSTEM); /* no such folder */
    assert_string_equal(error.path, "t");
    lt_stream_clear(&stream);
    close(file);
    free(bytes);
}

typedef struct source {
    const char *begin, *again; /* written once, then for ever */
} source;

static void *pour(void *context)
{
    const source *from = context;
    FILE *pipe = fopen("pipe", "wb");
    fputs(from->begin, pipe);
    while (fputs(from->again, pipe) >= 0 && fflush(pipe) == 0) {
    }
    fclose(pipe);
    return NULL;
}

/* A pipe without an end: a text, blanks, a record, a record that is a string for ever. */
static void endless_pipes_end(void **state)
{
    (void)state;
    static const source sources[] = {{"", "text and more of it\n"}, {"", " \n"}, {"{\"text\":\"", "xxxxxxxxxxxxxxxx"}};
    static const char *const expected[] = {"skip file too_large pipe at 3000000\nend\n",
                                           "skip file too_large pipe at 3000000\nend\n",
                                           "skip file line_too_long pipe at 0\nend\n"};
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    for (size_t i = 0; i < 3; i++) {
        leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
        const char *path = "pipe";
        pthread_t thread;
        source from = sources[i];
        options.max_document = 3000000;
        options.max_record = 1000000;
        assert_int_equal(pthread_create(&thread, NULL, pour, &from), 0);
        assert_reads_as(&path, 1, options, expected[i]);
        assert_int_equal(pthread_join(thread, NULL), 0);
    }
}

static void devices_are_refused(void **state)
{
    (void)state;
    static const char *const devices[] = {"/dev/zero", "/dev/null", "/dev/urandom", "/dev/full", "/dev/../dev/zero"};
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        leitong_input *input = NULL;
        leitong_error error = {0};
        assert_int_equal(leitong_input_open(&devices[i], 1, NULL, &input, &error), LEITONG_EINPUT);
        assert_string_equal(error.path, devices[i]);
        assert_non_null(strstr(error.message, "device"));
        assert_null(input);
    }
}

static void limits_are_checked(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
        leitong_input *input = NULL;
        const char *path = ".";
        options.max_document = i == 0 ? 0 : i == 1 ? LEITONG_DOCUMENT_LARGEST + 1 : options.max_document;
        options.max_record = i == 2 ? 0 : i == 3 ? LEITONG_DOCUMENT_LARGEST + 1 : options.max_record;
        options.max_ratio = i == 4 ? 0 : options.max_ratio;
        assert_int_equal(leitong_input_open(&path, 1, &options, &input, NULL), LEITONG_EUSAGE);
    }
}

static void a_limit_is_one_documents(void **state)
{
    (void)state;
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    const char *path = ".";
    put_text("1.txt", "0123456789");
    put_text("2.txt", "01234567890");
    put_text("3.txt", "012");
    put_text("4.jsonl", "{\"text\":\"a\"}\n{\"text\":\"ab\"}\n{\"text\":\"abcdefgh\"}\n{\"text\":\"b\"}\n");
    options.max_document = 10; /* a file of records may be larger than that */
    options.max_record = 18;
    assert_reads_as(
        &path, 1, options,
        "1.txt|0123456789\nskip file too_large ./2.txt at 10\n3.txt|012\n4.jsonl#1 line 1 at 0|a\n"
        "4.jsonl#2 line 2 at 13|ab\nskip record line_too_long 4.jsonl at 27\n4.jsonl#4 line 4 at 47|b\nend\n");
}

/* ---- a result among the input ---- */

static const char run[] = "{\"version\":\"0.1.0\",\"threshold\":0.7,\"shingle\":5,\"documents\":1,\"clusters\":0,"
                          "\"skipped\":[]}\n";

static void results_are_known_by_what_they_hold(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is;
    } cases[] = {
        {run, true},
        {"{\"format\":4,\"version\":\"1\",\"threshold\":1,\"shingle\":5,\"documents\":0,\"clusters\":0,"
         "\"skipped\":[{\"what\":\"file\"}]}",
         true},
        {"", false},
        {"{}", false},
        {"[]", false},
        {"{\"version\":\"0.1.0\"}", false},
        {"{\"version\":1,\"threshold\":0.7,\"shingle\":5,\"documents\":1,\"clusters\":0,\"skipped\":[]}", false},
        {"{\"version\":\"0.1.0\",\"threshold\":0.7,\"shingle\":5,\"documents\":1,\"clusters\":0,\"skipped\":[]", false},
        {"\xFF", false}};
    bool is = true;
    put_folder("r");
    assert_int_equal(lt_result_folder_is("r", &is, NULL), 0);
    assert_false(is);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put_text("r/run.json", cases[i].text);
        assert_int_equal(lt_result_folder_is("r", &is, NULL), 0);
        assert_int_equal(is, cases[i].is);
    }
    assert_int_equal(unlink("r/run.json"), 0);
    assert_int_equal(mkfifo("r/run.json", 0600), 0);
    assert_int_equal(lt_result_folder_is("r", &is, NULL), 0); /* and does not wait */
    assert_false(is);
    assert_int_equal(lt_result_folder_is("absent", &is, NULL), 0);
    assert_false(is);
}

static void results_are_left_out(void **state)
{
    (void)state;
    put_folder("in");
    put_folder("in/report");
    put_folder("in/report/text");
    put_folder("in/texts");
    put_text("in/report/run.json", run);
    put_text("in/report/pairs.jsonl", "{\"text\":\"a row\"}\n");
    put_text("in/report/text/0.txt", "a copy");
    put_text("in/texts/run.json", "{\"version\":\"of something else\"}");
    put_text("in/texts/a.txt", "a text");
    assert_reads("in", "skip file result_directory in/report\nin/texts/a.txt|a text\n"
                       "skip record no_text_field in/texts/run.json at 0\nend\n");
    assert_reads("in/report", "skip file result_directory in/report\nend\n");
    assert_reads("in/report/text", "in/report/text/0.txt|a copy\nend\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_enter, folder_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_read_whole_or_not_at_all),
        TEST(what_waits_leaves_nothing_behind),
        TEST(endless_pipes_end),
        TEST(devices_are_refused),
        TEST(limits_are_checked),
        TEST(a_limit_is_one_documents),
        TEST(results_are_known_by_what_they_hold),
        TEST(results_are_left_out),
    };
    return cmocka_run_group_tests_name("input_limits", tests, NULL, NULL);
}
