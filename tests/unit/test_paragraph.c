#include "test.h"

#include "text/paragraph.h"

#include <dirent.h>
#include <stdbool.h>
#include <sys/stat.h>

/* The paragraphs of `text`, joined by '|'. */
static void joined(const char *text, lt_paragraph_mode mode, char *ret_joined)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t position = 0;
    size_t begin;
    size_t end;
    size_t size = 0;
    while (lt_paragraph_next(bytes, strlen(text), mode, &position, &begin, &end)) {
        memcpy(ret_joined + size, text + begin, end - begin);
        size += end - begin;
        ret_joined[size++] = '|';
    }
    ret_joined[size] = '\0';
}

static void check(const char *text, const char *lines, const char *blanks)
{
    char got[1000];
    joined(text, LT_PARAGRAPH_LINE, got);
    assert_string_equal(got, lines);
    joined(text, LT_PARAGRAPH_BLANK, got);
    assert_string_equal(got, blanks);
}

/* A column of numbers that rise by a step is no part of the paragraphs. */
static void line_numbers_are_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *text, *paragraphs;
    } cases[] = {
        {"1 a\n2 b\n3 c\n\n4 d\n5 e 6\n", "a|b|c|d|e 6|"},
        {"  8| a\n  9| b\n 10|  c\n 11|\n 12| e", "a|b|c|e|"},
        {"10 a\nREM 20 b\n30 c\n40 2 d\nrem 50: e", "a|b|c|2 d|e|"},
        {"\u2502 1 a\n\u2502 2 b\n\u2502 3 c\n\u2502 4 d\n\u2502 5 e\nx", "a|b|c|d|e|x|"},
        {"1:a\n2:b\n3:c\n4:d\n5:e", "a|b|c|d|e|"},
        /* Lists, years, prices, four lines, three of five. */
        {"1. a\n2. b\n3. c\n4. d\n5. e", NULL},
        {"2021 a\n2019 b\n2024 c\n2020 d\n2022 e", NULL},
        {"1,5 a\n2,5 b\n3,5 c\n4,5 d\n5,5 e", NULL},
        {"1 a\n2 b\n3 c\n4 d", NULL},
        {"1 a\n2 b\n3 c\nd\ne", NULL},
        {"1a\n2b\n3c\n4d\n5e", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char got[1000];
        const uint8_t *text = (const uint8_t *)cases[i].text;
        lt_paragraph_mode mode = lt_paragraph_decide(text, strlen(cases[i].text), LT_PARAGRAPH_AUTO);
        assert_int_equal(mode == LT_PARAGRAPH_NUMBERED, cases[i].paragraphs != NULL);
        if (cases[i].paragraphs != NULL) {
            joined(cases[i].text, mode, got);
            assert_string_equal(got, cases[i].paragraphs);
        }
    }
}

static void lines_and_blanks(void **state)
{
    (void)state;
    check("", "", "");
    check("\n\n \n", "", "");
    check("a", "a|", "a|");
    check("a\nb\n\nc", "a|b|c|", "a\nb|c|");
    check(" a \r\n\tb\t\r\n\r\nc\r\n", "a|b|c|", "a \r\n\tb|c|");
    check("a\rb\r\rc", "a|b|c|", "a\rb|c|");
    check("a\vb\fc", "a|b|c|", "a\vb\fc|");
    check("\u3000\u3000一\u2028二\u2029\u3000\u00A0\xC2\x85"
          "三 \uFEFF",
          "一|二|三|", "一\u2028二|三|");
    check("\uFEFF\u200B\n\u4E00\u2014\u00C2", "\u4E00\u2014\u00C2|", "\u4E00\u2014\u00C2|");
}

static bool is_blank(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (strchr(" \t\n\v\f\r", text[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* The most line ends in a row with only white space between them; CRLF is one. */
static unsigned line_ends_in_a_row(const char *text, size_t size)
{
    unsigned most = 0;
    unsigned now = 0;
    for (size_t i = 0; i < size; i++) {
        if (strchr("\n\v\f\r", text[i]) != NULL) {
            now += !(text[i] == '\n' && i > 0 && text[i - 1] == '\r');
        } else if (!is_blank(text + i, 1)) {
            now = 0;
        }
        most = now > most ? now : most;
    }
    return most;
}

/* On ASCII the definition is short: lines are split at line ends, blank ones part, what is left is trimmed. */
static void random_ascii_is_cut_as_defined(void **state)
{
    (void)state;
    uint64_t random = test_seed(7);
    for (int round = 0; round < 20000; round++) {
        char text[200] = {0};
        size_t size = test_random(&random) % sizeof text;
        for (size_t i = 0; i < size; i++) {
            text[i] = "ab \t\n\n\r\v\f.XYZabcdefghijkl"[test_random(&random) % 25];
        }
        size_t expected = 0; /* every line that is not blank, in order */
        size_t position = 0;
        for (size_t begin = 0; begin < size; expected++) {
            size_t end = begin;
            while (end < size && strchr("\n\v\f\r", text[end]) == NULL) {
                end++;
            }
            size_t first = begin;
            size_t last = end;
            while (first < last && is_blank(text + first, 1)) {
                first++;
            }
            while (last > first && is_blank(text + last - 1, 1)) {
                last--;
            }
            begin = end + 1;
            if (first == last) {
                continue;
            }
            size_t got_begin;
            size_t got_end;
            assert_true(
                lt_paragraph_next((const uint8_t *)text, size, LT_PARAGRAPH_LINE, &position, &got_begin, &got_end));
            assert_int_equal(got_begin, first);
            assert_int_equal(got_end, last);
        }
        size_t begin;
        size_t end;
        assert_false(lt_paragraph_next((const uint8_t *)text, size, LT_PARAGRAPH_LINE, &position, &begin, &end));
        size_t before = 0;
        position = 0;
        while (lt_paragraph_next((const uint8_t *)text, size, LT_PARAGRAPH_BLANK, &position, &begin, &end)) {
            assert_true(begin >= before && begin < end && end <= size);
            assert_true(is_blank(text + before, begin - before));
            assert_true(before == 0 || line_ends_in_a_row(text + before, begin - before) > 1);
            assert_true(line_ends_in_a_row(text + begin, end - begin) <= 1);
            before = end;
        }
        assert_true(is_blank(text + before, size - before));
    }
}

/* Wraps words of random length greedily at `column`, a blank line after each paragraph; returns bytes. */
static size_t wrapped(char *text, size_t capacity, bool chinese, unsigned column, uint64_t *random)
{
    const char *space = chinese ? "" : " ";
    unsigned columns = chinese ? 2 : 1;
    size_t size = 0;
    while (size + 6000 < capacity) {
        unsigned at = 0;
        for (uint64_t words = 60 + test_random(random) % 100; words > 0; words--) {
            unsigned letters = chinese ? 1 : 1 + (unsigned)(test_random(random) % 9);
            if (at > 0 && at + strlen(space) + letters * columns > column) {
                text[size++] = '\n';
                at = 0;
            }
            if (at > 0) {
                size += (size_t)sprintf(text + size, "%s", space);
                at += (unsigned)strlen(space);
            }
            for (unsigned i = 0; i < letters; i++) {
                unsigned letter = (unsigned)(test_random(random) % 26);
                text[size++] = chinese ? '\xE4' : (char)('a' + letter);
                if (chinese) {
                    text[size++] = '\xB8';
                    text[size++] = (char)(0x80 + letter);
                }
                at += columns;
            }
        }
        size += (size_t)sprintf(text + size, "%s\n\n", chinese ? "。" : ".");
    }
    return size;
}

static lt_paragraph_mode decide(const char *text, size_t size)
{
    return lt_paragraph_decide((const uint8_t *)text, size, LT_PARAGRAPH_AUTO);
}

static void wrapped_text_is_parted_by_blank_lines(void **state)
{
    (void)state;
    uint64_t random = test_seed(8);
    static char text[100000];
    for (unsigned column = 40; column <= 100; column += 4) {
        size_t size = wrapped(text, sizeof text, false, column, &random);
        assert_int_equal(decide(text, size), LT_PARAGRAPH_BLANK);
        size = wrapped(text, sizeof text, true, column, &random);
        assert_int_equal(decide(text, size), LT_PARAGRAPH_BLANK);
    }
    /* By hand, ragged. */
    const char *licence = "Permission to use, copy, modify, and/or distribute this software\n"
                          "for any purpose with or without fee is hereby granted, provided\n"
                          "that the above notice and this permission notice\n"
                          "appear in all copies.\n\n"
                          "THE SOFTWARE IS PROVIDED \"AS IS\" and the author disclaims all\n"
                          "warranties with regard to this software including all implied\n"
                          "warranties of merchantability and fitness.\n";
    assert_int_equal(decide(licence, strlen(licence)), LT_PARAGRAPH_BLANK);
}

static void lines_that_are_units_stay_lines(void **state)
{
    (void)state;
    uint64_t random = test_seed(9);
    static char text[100000];
    assert_int_equal(decide("", 0), LT_PARAGRAPH_LINE);
    assert_int_equal(decide("\n\n\n", 3), LT_PARAGRAPH_LINE);
    /* Speeches, articles, log lines, verse, a table: a line each, with and without blank lines. */
    for (int kind = 0; kind < 8; kind++) {
        size_t size = 0;
        for (unsigned line = 0; size + 8000 < sizeof text; line++) {
            unsigned words = 0;
            switch (kind / 2) {
            case 0: /* speech */
                words = 10 + (unsigned)(test_random(&random) % 500);
                break;
            case 1: /* statute */
                words = 8 + (unsigned)(test_random(&random) % 40);
                size += (size_t)sprintf(text + size, "第%u条", line);
                break;
            case 2: /* log */
                size +=
                    (size_t)sprintf(text + size, "2026-01-02 10:%02u:%02u INFO worker%u took %llu ms", line / 60 % 60,
                                    line % 60, line % 7, (unsigned long long)(test_random(&random) % 100000));
                break;
            default: /* table */
                size += (size_t)sprintf(text + size, "%llu\tcell\t%u", (unsigned long long)test_random(&random), line);
                break;
            }
            for (unsigned i = 0; i < words; i++) {
                size += (size_t)sprintf(text + size, "字");
            }
            size += (size_t)sprintf(text + size, "%s%s", kind / 2 < 2 ? "。" : "", kind % 2 == 0 ? "\n" : "\n\n");
        }
        assert_int_equal(decide(text, size), LT_PARAGRAPH_LINE);
    }
    const char *verse =
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n\n白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼\n";
    assert_int_equal(decide(verse, strlen(verse)), LT_PARAGRAPH_LINE);
}

static void text_torn_about_its_links_is_parted_by_blank_lines(void **state)
{
    (void)state;
    static const char torn[] = "会议听取和审议了国务院总理所作的\n政府工作报告\n。会议充分肯定过去一年的工作。\n\n"
                               "会议号召，全国各族人民团结奋斗！\n";
    static const char lines[] = "会议听取和审议了国务院总理所作的报告。\n会议充分肯定过去一年的工作。\n\n"
                                "会议号召，全国各族人民团结奋斗！\n";
    static const char whole[] = "会议听取和审议了国务院总理所作的\n政府工作报告\n。会议充分肯定过去一年的工作。\n";
    assert_int_equal(decide(torn, strlen(torn)), LT_PARAGRAPH_BLANK);
    assert_int_equal(decide(lines, strlen(lines)), LT_PARAGRAPH_LINE);
    assert_int_equal(decide(whole, strlen(whole)), LT_PARAGRAPH_LINE); /* no blank line would part it */
}

static void a_wish_decides(void **state)
{
    (void)state;
    const uint8_t text[] = "a\nb\n\nc";
    assert_int_equal(lt_paragraph_decide(text, 6, LT_PARAGRAPH_LINE), LT_PARAGRAPH_LINE);
    assert_int_equal(lt_paragraph_decide(text, 6, LT_PARAGRAPH_BLANK), LT_PARAGRAPH_BLANK);
}

/* How many files of a folder of real text are decided each way; long lines alone decide for LINE in any of them. */
static void count_folder(const char *folder, size_t *ret_lines, size_t *ret_blanks)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", LEITONG_CORPUS, folder);
    DIR *open = opendir(path);
    assert_non_null(open);
    *ret_lines = *ret_blanks = 0;
    for (struct dirent *entry; (entry = readdir(open)) != NULL;) {
        struct stat status;
        snprintf(path, sizeof path, "%s/%s/%s", LEITONG_CORPUS, folder, entry->d_name);
        if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || strstr(path, ".txt") == NULL) {
            continue;
        }
        FILE *file = fopen(path, "rb");
        char *text = malloc((size_t)status.st_size + 1);
        assert_true(file != NULL && text != NULL);
        size_t size = fread(text, 1, (size_t)status.st_size, file);
        fclose(file);
        *(decide(text, size) == LT_PARAGRAPH_LINE ? ret_lines : ret_blanks) += 1;
        free(text);
    }
    closedir(open);
}

static void real_text(void **state)
{
    (void)state;
    if (LEITONG_CORPUS[0] == '\0') {
        skip();
    }
    size_t lines;
    size_t blanks;
    count_folder("seeds", &lines, &blanks);
    assert_true(lines == 5 && blanks == 0);
    count_folder("dev/gwr_wikisource", &lines, &blanks);
    assert_true(lines + blanks > 50 && lines > 10); /* some are torn about their links */
    count_folder("dev/ats/ats", &lines, &blanks);
    assert_true(lines == 0 && blanks == 8);
    count_folder("dev/npm_lic/files", &lines, &blanks);
    assert_true(blanks > 500); /* a hundred have lines of 460 characters */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_numbers_are_left_out),
        cmocka_unit_test(lines_and_blanks),
        cmocka_unit_test(random_ascii_is_cut_as_defined),
        cmocka_unit_test(wrapped_text_is_parted_by_blank_lines),
        cmocka_unit_test(lines_that_are_units_stay_lines),
        cmocka_unit_test(text_torn_about_its_links_is_parted_by_blank_lines),
        cmocka_unit_test(a_wish_decides),
        cmocka_unit_test(real_text),
    };
    return cmocka_run_group_tests_name("paragraph", tests, NULL, NULL);
}
