#include "test.h"

#include "input_folder.h"

#include <zstd.h>

static void a_folder_is_walked_in_byte_order(void **state)
{
    (void)state;
    put_folder("c");
    put_folder("c/b");
    put_text("c/b/2.md", "二");
    put_text("c/b/10.txt", "十");
    put_text("c/a.txt", "甲");
    put_text("c/B.TXT", "乙");
    put_text("c/b.txt", "丙"); /* `b` the folder before `b.txt` */
    put_text("c/\xFF.txt", "not UTF-8 in its name");
    put_text("c/z.pdf", "%PDF");
    put_text("c/none", "");
    const char *expected = "%sB.TXT|乙\n%sa.txt|甲\n%sb/10.txt|十\n%sb/2.md|二\n%sb.txt|丙\n"
                           "skip file unknown_type %snone\nskip file damaged %sz.pdf\n"
                           "%s\\xFF.txt|not UTF-8 in its name\nend\n";
    static const char *const forms[][2] = {{"c", "c/"}, {"c/", "c/"}, {"./c//", "./c//"}};
    for (size_t i = 0; i < 3; i++) { /* ids are one and the same; what was left out is named as the user did */
        char text[1024];
        const char *id = "c/";
        const char *stem = forms[i][1];
        snprintf(text, sizeof text, expected, id, id, id, id, id, stem, stem, id);
        assert_reads(forms[i][0], text);
    }
}

static void a_file_named_is_read_whatever_its_name(void **state)
{
    (void)state;
    put_text("z.speech", "%PDF");
    put_text("z.pdf", "%PDF");
    put_text("empty", "");
    assert_reads("z.speech", "z.speech|%PDF\nend\n");
    assert_reads("z.pdf", "skip file damaged z.pdf\nend\n"); /* but for one that is no document of its name */
    assert_reads("empty", "empty|\nend\n");
    assert_reads("absent", "failed input absent: can't open: No such file or directory\n");
    put_folder("folder");
    assert_reads("folder", "end\n");
}

/* Names in other encodings: each is told, and none is like another. */
static void names_of_other_bytes_stay_apart(void **state)
{
    (void)state;
    put_folder("b");
    put_text("b/\xB9\xA4.txt", "1");
    put_text("b/\xB9\xA5.jsonl", "{\"text\":\"2\"}\n");
    put_text("b/\xE5\xB7\xA5\xE5.txt", "3");
    assert_reads("b", "b/\\xB9\\xA4.txt|1\nb/\\xB9\\xA5.jsonl#1 line 1 at 0|2\nb/工\\xE5.txt|3\nend\n");
}

static void links_are_followed_but_not_round_and_round(void **state)
{
    (void)state;
    put_folder("c");
    put_folder("c/d");
    put_folder("e");
    put_text("c/d/1.txt", "一");
    put_text("e/2.txt", "二");
    assert_int_equal(symlink("..", "c/d/up"), 0);
    assert_int_equal(symlink(".", "c/d/self"), 0);
    assert_int_equal(symlink("../e", "c/e"), 0);
    assert_int_equal(symlink("../e", "c/f"), 0);
    assert_int_equal(symlink("nowhere.txt", "c/gone.txt"), 0);
    assert_int_equal(symlink("round.txt", "c/round.txt"), 0);
    assert_int_equal(symlink("d/1.txt", "c/same.txt"), 0);
    assert_reads("c", "c/d/1.txt|一\nskip file symlink_loop c/d/self\nskip file symlink_loop c/d/up\n"
                      "e/2.txt|二\nskip file repeated_folder c/f\nskip file unreadable c/gone.txt\n"
                      "skip file symlink_loop c/round.txt\nskip file repeated_file c/same.txt\nend\n");
}

static void the_same_file_twice_is_read_once(void **state)
{
    (void)state;
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    put_folder("c");
    put_text("c/1.txt", "一");
    const char *paths[] = {"c/1.txt", "./c/1.txt", "c", "c/1.txt"};
    assert_reads_as(paths, 4, options,
                    "c/1.txt|一\nskip file repeated_file ./c/1.txt\n"
                    "skip file repeated_file c/1.txt\nskip file repeated_file c/1.txt\nend\n");
}

static void what_cannot_be_opened_is_skipped(void **state)
{
    (void)state;
    put_folder("c");
    put_text("c/1.txt", "一");
    put_text("c/2.txt", "二");
    assert_int_equal(mkfifo("c/pipe.txt", 0600), 0);
    put_folder("c/shut");
    assert_int_equal(chmod("c/1.txt", 0), 0);
    assert_int_equal(chmod("c/shut", 0), 0);
    if (geteuid() == 0) { /* root reads everything */
        assert_reads("c", "c/1.txt|一\nc/2.txt|二\nskip file not_a_file c/pipe.txt\nend\n");
        chmod("c/shut", 0700);
        skip();
    }
    assert_reads("c", "skip file unreadable c/1.txt\nc/2.txt|二\nskip file not_a_file c/pipe.txt\n"
                      "skip file unreadable c/shut\nend\n");
    chmod("c/shut", 0700);
}

static void the_callback_can_end_the_input(void **state)
{
    (void)state;
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    put_folder("c");
    put_text("c/1.txt", "一");
    put_text("c/2.bin", "二");
    put_text("c/3.txt", "三");
    const char *path = "c";
    folder_log log = {.refuse = 1};
    read_all(&log, &path, 1, options);
    assert_string_equal(log.text,
                        "c/1.txt|一\nskip file unknown_type c/2.bin\nfailed input c/2.bin: not named .txt, "
                        ".md, .jsonl, .json, .csv or .html (nor so with .gz or .zst), and no document that is known by "
                        "its content; name the file itself to read it\n");
    free(log.text);
}

static void folders_two_hundred_deep(void **state)
{
    (void)state;
    char path[1024] = "d";
    put_folder(path);
    size_t size = 1;
    for (int i = 0; i < 200; i++) {
        size += (size_t)snprintf(path + size, sizeof path - size, "/d");
        put_folder(path);
    }
    snprintf(path + size, sizeof path - size, "/x.txt");
    put_text(path, "深");
    char expected[1100];
    snprintf(expected, sizeof expected, "%s|深\nend\n", path);
    assert_reads("d", expected);
}

static void folders_deeper_than_a_path_can_say(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', 250);
    name[250] = '\0';
    char *top = getcwd(NULL, 0);
    put_folder("top");
    assert_int_equal(chdir("top"), 0);
    for (int i = 0; i < 20; i++) { /* 5,000 bytes */
        put_folder(name);
        assert_int_equal(chdir(name), 0);
    }
    assert_int_equal(chdir(top), 0);
    folder_log log = {0};
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    const char *path = "top";
    read_all(&log, &path, 1, options);
    assert_memory_equal(log.text, "skip file unreadable top/nnn", 28);
    assert_string_equal(log.text + log.size - 5, "\nend\n");
    free(log.text);
    /* nftw can't take it away by its path either. */
    assert_int_equal(chdir("top"), 0);
    int depth = 0;
    while (chdir(name) == 0) {
        depth++;
    }
    assert_int_equal(depth, 20);
    while (depth-- > 0) {
        assert_int_equal(chdir(".."), 0);
        assert_int_equal(rmdir(name), 0);
    }
    assert_int_equal(chdir(top), 0);
    free(top);
}

/* Bytes that compress badly and hold no two equal lines. */
static char *lines_of(size_t size)
{
    char *text = malloc(size);
    uint64_t seed = 7;
    for (size_t i = 0; i < size; i++) {
        text[i] = (char)(i % 80 == 79 ? '\n' : ' ' + 1 + test_random(&seed) % 94);
    }
    return text;
}

typedef struct taken {
    uint8_t *bytes;
    size_t size;
    leitong_error skip;
    char reason[32];
    unsigned skips;
} taken;

static int take_skip(void *context, const leitong_skip *skip)
{
    taken *t = context;
    t->skip = *skip->error;
    t->skips++;
    snprintf(t->reason, sizeof t->reason, "%s", skip->reason);
    return 0;
}

/* The one document of `path`, or its skip. */
static taken take(const char *path)
{
    taken t = {0};
    leitong_input *input = NULL;
    leitong_document document;
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    options.skip = take_skip;
    options.skip_context = &t;
    int more = 1;
    assert_int_equal(leitong_input_open(&path, 1, &options, &input, NULL), 0);
    assert_int_equal(leitong_input_next(input, &document, &more, NULL), 0);
    if (more) {
        t.bytes = malloc(document.size + 1);
        memcpy(t.bytes, document.bytes, document.size);
        t.size = document.size;
        assert_int_equal(leitong_input_next(input, &document, &more, NULL), 0);
        assert_int_equal(more, 0);
    }
    leitong_input_close(input);
    return t;
}

static void assert_takes(const char *path, const void *bytes, size_t size)
{
    taken t = take(path);
    assert_int_equal(t.skips, 0);
    assert_int_equal(t.size, size);
    assert_memory_equal(t.bytes, bytes, size);
    free(t.bytes);
}

static void assert_damaged(const char *path, uint64_t least, uint64_t most)
{
    taken t = take(path);
    assert_null(t.bytes);
    assert_int_equal(t.skips, 1);
    assert_string_equal(t.reason, "damaged");
    assert_string_equal(t.skip.path, path);
    assert_in_range(t.skip.offset, least, most);
}

static void large_files_are_read_whole(void **state)
{
    (void)state;
    static const size_t sizes[] = {262143, 262144, 262145, 524288, 3000001};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *text = lines_of(sizes[i]);
        put("large.txt", text, sizes[i]);
        assert_takes("large.txt", text, sizes[i]);
        free(text);
    }
}

static void gzip_is_undone_and_checked(void **state)
{
    (void)state;
    enum { SIZE = 1000000 };
    char *text = lines_of(SIZE);
    size_t size;
    uint8_t *packed = gzip(text, SIZE, &size);
    put("a.txt.gz", packed, size);
    assert_takes("a.txt.gz", text, SIZE);
    put("a.txt", packed, size); /* content decides, too */
    assert_takes("a.txt", text, SIZE);
    /* Cut anywhere, it is never a short document. */
    static const size_t cuts[] = {1, 2, 3, 4, 7, 8, 9, 10, 1000, 262144, 500000};
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        put("cut.txt.gz", packed, size - cuts[i]);
        assert_damaged("cut.txt.gz", 0, SIZE);
        put("short.txt.gz", packed, cuts[i]);
        assert_damaged("short.txt.gz", 0, SIZE);
    }
    put("cut.txt.gz", packed, size - 8); /* all text is there, its checksum isn't */
    assert_damaged("cut.txt.gz", SIZE, SIZE);
    put("none.txt.gz", "", 0);
    assert_damaged("none.txt.gz", 0, 0);
    put_text("plain.txt.gz", "只是名字");
    assert_damaged("plain.txt.gz", 0, 0);
    /* Any damaged byte behind the header. */
    uint64_t seed = test_seed(1);
    for (int i = 0; i < 50; i++) {
        size_t at = 10 + test_random(&seed) % (size - 10);
        packed[at] ^= (uint8_t)(1 + test_random(&seed) % 255);
        put("bad.txt.gz", packed, size);
        assert_damaged("bad.txt.gz", 0, 2 * SIZE);
        free(packed);
        packed = gzip(text, SIZE, &size);
    }
    free(packed);
    free(text);
}

static void gzip_members_are_joined(void **state)
{
    (void)state;
    size_t one_size;
    size_t two_size;
    uint8_t *one = gzip("雷", 3, &one_size);
    uint8_t *two = gzip("同", 3, &two_size);
    uint8_t all[256] = {0};
    memcpy(all, one, one_size);
    memcpy(all + one_size, two, two_size);
    size_t size = one_size + two_size;
    put("two.txt.gz", all, size);
    assert_takes("two.txt.gz", "雷同", 6);
    put("padded.txt.gz", all, size + 20); /* zeros, as tape drives leave them */
    assert_takes("padded.txt.gz", "雷同", 6);
    snprintf((char *)all + size, 5, "rest");
    put("rest.txt.gz", all, size + 4);
    assert_damaged("rest.txt.gz", 6, 6);
    put("cut.txt.gz", all, size - 1);
    assert_damaged("cut.txt.gz", 6, 6);
    put("cut.txt.gz", all, one_size + 1);
    assert_damaged("cut.txt.gz", 3, 3);
    free(one);
    free(two);
}

/* One zstd frame; the caller frees it. */
static uint8_t *zstd(const void *bytes, size_t size, size_t *ret_size)
{
    size_t room = ZSTD_compressBound(size);
    uint8_t *out = malloc(room);
    *ret_size = ZSTD_compress(out, room, bytes, size, 3);
    assert_false(ZSTD_isError(*ret_size));
    return out;
}

static void zstd_is_undone_and_checked(void **state)
{
    (void)state;
    enum { SIZE = 1000000 };
    char *text = lines_of(SIZE);
    size_t size = 0;
    uint8_t *packed = zstd(text, SIZE, &size);
    put("a.txt.zst", packed, size);
    assert_takes("a.txt.zst", text, SIZE);
    put("a.md", packed, size);
    assert_takes("a.md", text, SIZE);
    static const size_t cuts[] = {1, 2, 3, 4, 5, 1000, 262144, 500000};
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        put("cut.txt.zst", packed, size - cuts[i]);
        assert_damaged("cut.txt.zst", 0, SIZE);
        put("short.txt.zst", packed, cuts[i]);
        assert_damaged("short.txt.zst", 0, SIZE);
    }
    put_text("plain.txt.zst", "只是名字");
    assert_damaged("plain.txt.zst", 0, 0);
    free(packed);
    free(text);
}

static void zstd_frames_are_joined(void **state)
{
    (void)state;
    static const uint8_t checked[] = {0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 0x65, 0x00, 0x00, 0x30, 0xE9, 0x9B, 0xB7,
                                      0xE5, 0x90, 0x8C, 0x01, 0x00, 0xE1, 0x4A, 0x11, 0xDD, 0xC0, 0x54, 0xC7};
    static const uint8_t empty[] = {0x28, 0xB5, 0x2F, 0xFD, 0x24, 0x00, 0x01, 0x00, 0x00, 0x99, 0xE9, 0xD8, 0x51};
    static const uint8_t skippable[] = {0x50, 0x2A, 0x4D, 0x18, 0x02, 0, 0, 0, 'a', 'b'};
    uint8_t all[256];
    put("1.txt.zst", checked, sizeof checked);
    assert_takes("1.txt.zst", "雷同雷同雷同", 18);
    put("0.txt.zst", empty, sizeof empty);
    assert_takes("0.txt.zst", "", 0);
    memcpy(all, skippable, sizeof skippable);
    memcpy(all + 10, checked, sizeof checked);
    memcpy(all + 35, checked, sizeof checked);
    put("2.txt.zst", all, 60);
    assert_takes("2.txt.zst", "雷同雷同雷同雷同雷同雷同", 36);
    snprintf((char *)all + 60, 5, "rest");
    put("rest.txt.zst", all, 64);
    assert_damaged("rest.txt.zst", 0, 36);
    for (size_t at = 9; at < sizeof checked; at++) {
        memcpy(all, checked, sizeof checked);
        all[at] ^= 0x10;
        put("bad.txt.zst", all, sizeof checked);
        assert_damaged("bad.txt.zst", 0, 36);
    }
}

static void standard_input_is_text_or_json_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"雷同", "-|雷同\nend\n"},
        {"", "-|\nend\n"},
        {" \n \n", "-| \n \n\nend\n"},
        {"[1]", "-|[1]\nend\n"},
        {" \n\t\r\n {\"id\":\"a\",\"text\":\"x\"}\n{\"text\":\"y\"}\n", "a line 3 at 6|x\n-#4 line 4 at 28|y\nend\n"},
        {"\xEF\xBB\xBF{\"text\":\"x\"}", "-#1 line 1 at 3|x\nend\n"},
        {"\xEF\xBB\xBF雷", "-|\xEF\xBB\xBF雷\nend\n"},
    };
    int kept = dup(STDIN_FILENO);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], cases[i].text, strlen(cases[i].text)), strlen(cases[i].text));
        close(ends[1]);
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        assert_reads("-", cases[i].expected);
    }
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    const char *twice[] = {"-", "-"};
    assert_reads_as(twice, 2, options, "-|\nskip file repeated_file -\nend\n"); /* the pipe is drained */
    dup2(kept, STDIN_FILENO);
    close(kept);
}

static void progress_counts_bytes_on_disk(void **state)
{
    (void)state;
    put_folder("c");
    size_t size;
    char *text = lines_of(100000);
    uint8_t *packed = gzip(text, 100000, &size);
    put("c/1.txt.gz", packed, size);
    put("c/2.txt", text, 100000);
    put("c/3.bin", text, 100000); /* not read, not in the total */
    leitong_input *input = NULL;
    leitong_document document;
    uint64_t done;
    uint64_t total;
    int more;
    const char *path = "c";
    assert_int_equal(leitong_input_open(&path, 1, NULL, &input, NULL), 0);
    leitong_input_progress(input, &done, &total);
    assert_int_equal(done, 0);
    assert_int_equal(total, size + 100000);
    assert_int_equal(leitong_input_next(input, &document, &more, NULL), 0);
    leitong_input_progress(input, &done, &total);
    assert_int_equal(done, size);
    assert_int_equal(leitong_input_next(input, &document, &more, NULL), 0);
    leitong_input_progress(input, &done, &total);
    assert_int_equal(done, total);
    leitong_input_close(input);
    free(packed);
    free(text);
}

static void options_are_checked(void **state)
{
    (void)state;
    leitong_input *input = NULL;
    leitong_error error;
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    options.struct_size = 8;
    assert_int_equal(leitong_input_open(NULL, 0, &options, &input, &error), LEITONG_EUSAGE);
    options.struct_size = sizeof options;
    options.text_field = "";
    assert_int_equal(leitong_input_open(NULL, 0, &options, &input, &error), LEITONG_EUSAGE);
    options.text_field = "text";
    options.metadata = "absent.csv";
    assert_int_equal(leitong_input_open(NULL, 0, &options, &input, &error), LEITONG_EINPUT);
    assert_string_equal(error.path, "absent.csv");
    assert_null(input);
    leitong_input_close(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_enter, folder_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_folder_is_walked_in_byte_order),
        TEST(a_file_named_is_read_whatever_its_name),
        TEST(names_of_other_bytes_stay_apart),
        TEST(links_are_followed_but_not_round_and_round),
        TEST(the_same_file_twice_is_read_once),
        TEST(what_cannot_be_opened_is_skipped),
        TEST(the_callback_can_end_the_input),
        TEST(folders_two_hundred_deep),
        TEST(folders_deeper_than_a_path_can_say),
        TEST(large_files_are_read_whole),
        TEST(gzip_is_undone_and_checked),
        TEST(gzip_members_are_joined),
        TEST(zstd_is_undone_and_checked),
        TEST(zstd_frames_are_joined),
        TEST(standard_input_is_text_or_json_lines),
        TEST(progress_counts_bytes_on_disk),
        TEST(options_are_checked),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
