/* The formats on results made by hand: escaping, lines, widths, and the drop list against its definition. */
#include "leitong/leitong.h"
#include "report/lines.h"
#include "report/printable.h"
#include "report/text_wrap.h"
#include "result/result.h"
#include "test.h"

#define TEXT_SIZE 4096

/* The text of every document of a result made here. */
typedef struct made_text {
    char bytes[TEXT_SIZE];
    size_t size;
} made_text;

static int made_read(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                     leitong_error *error)
{
    const made_text *text = context;
    (void)document;
    (void)error;
    char *bytes = malloc(end - begin + 1);
    assert_non_null(bytes);
    memcpy(bytes, text->bytes + begin, end - begin);
    *ret_bytes = bytes;
    return 0;
}

static leitong_result *made_result(size_t documents, const made_text *text)
{
    leitong_result *result;
    assert_int_equal(lt_result_new(&result, NULL), 0);
    result->run = (leitong_result_run){.threshold = 0.7, .recall = 0.99, .run = 13, .documents = documents};
    for (size_t i = 0; i < documents; i++) {
        leitong_result_document *row;
        char id[16];
        assert_int_equal(lt_result_add(&result->documents, sizeof *row, &row, NULL), 0);
        snprintf(id, sizeof id, "d%03zu", i);
        assert_int_equal(lt_result_string(result, id, &row->id, NULL), 0);
        row->encoding = "utf-8";
        row->bytes = text != NULL ? text->size : 1000000;
        row->tokens = 100;
        row->largest_source = LEITONG_NO_DOCUMENT;
    }
    if (text != NULL) {
        result->text = made_read;
        result->text_context = (void *)(uintptr_t)text;
    }
    return result;
}

static char *written(const leitong_result *result, int format, const leitong_report_options *options)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&bytes, &size);
    assert_non_null(file);
    assert_int_equal(leitong_report_write(result, format, options, file, NULL), 0);
    assert_int_equal(fclose(file), 0);
    return bytes;
}

static void cells_are_quoted_and_defused(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"plain", "\"plain\""},
        {"a \"b\", c", "\"a \"\"b\"\", c\""},
        {"=1+1", "\"'=1+1\""},
        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},
        {"@a", "\"'@a\""},
        {"\t=1", "\"'\t=1\""},
        {"\r=1", "\"'\r=1\""},
        {"\n=1", "\"'\n=1\""},
        {"＝1", "\"'＝1\""},
        {"1=1", "\"1=1\""},
        {"\x1B[31m", "\"<U+001B>[31m\""},
        {"a\xE2\x80\xAE", "\"a<U+202E>\""},
        {"\xFFx", "\"\xEF\xBF\xBDx\""},
        {"", "\"\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        leitong_result *result = made_result(1, NULL);
        leitong_result_document *row = result->documents.items;
        row->title = cases[i][0];
        row->title_from = LEITONG_ORIGIN_TEXT;
        leitong_report_options options = LEITONG_REPORT_OPTIONS_INIT;
        options.table = LEITONG_TABLE_DOCUMENTS;
        char expected[128];
        snprintf(expected, sizeof expected, "\r\n\"d000\",%s,\"text\",,,,,\"", cases[i][1]);
        char *text = written(result, LEITONG_REPORT_CSV, &options);
        assert_non_null(strstr(text, expected));
        free(text);
        leitong_result_free(result);
    }
}

static void xml_and_sarif_escape_ids(void **state)
{
    (void)state;
    leitong_result *result = made_result(2, NULL);
    leitong_result_document *row = result->documents.items;
    leitong_result_pair *pair;
    row[0].id = "<a b=\"&\">\n\x01[x](y)\\";
    assert_int_equal(lt_result_add(&result->pairs, sizeof *pair, &pair, NULL), 0);
    *pair = (leitong_result_pair){.a = {0, 0, 9}, .b = {1, 0, 9}, .shared = 3, .shingles_a = 3, .shingles_b = 3};
    char *text = written(result, LEITONG_REPORT_JUNIT, NULL);
    assert_non_null(strstr(text, "name=\"&lt;a b=&quot;&amp;&quot;&gt;&#10;&lt;U+0001&gt;[x](y)\\\""));
    free(text);
    text = written(result, LEITONG_REPORT_SARIF, NULL);
    assert_non_null(strstr(text, "\"uri\":\"%3Ca%20b%3D%22%26%22%3E%0A%01%5Bx%5D%28y%29%5C\""));
    assert_non_null(strstr(text, "[\\u003ca b=\\\"&\\\">\\n\\u003cU+0001>\\\\[x\\\\](y)\\\\\\\\](1)"));
    free(text);
    leitong_result_free(result);
}

static void what_is_obeyed_is_shown(void **state)
{
    (void)state;
    static const uint32_t unsafe[] = {0,      1,      8,      0x0B,   0x1B,   0x7F,   0x80,   0x9B,   0x9F,   0x61C,
                                      0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF};
    for (uint32_t c = 0; c < 0x3000; c++) {
        char text[4];
        lt_printable shown;
        size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        if (size == 1) {
            text[0] = (char)c;
        } else if (size == 2) {
            text[0] = (char)(0xC0U | c >> 6);
            text[1] = (char)(0x80U | (c & 0x3FU));
        } else {
            text[0] = (char)(0xE0U | c >> 12);
            text[1] = (char)(0x80U | (c >> 6 & 0x3FU));
            text[2] = (char)(0x80U | (c & 0x3FU));
        }
        assert_int_equal(lt_printable_next(text, size, &shown), size);
        assert_int_equal(shown.character, c);
        assert_int_equal(shown.length, strlen(shown.shape));
        if (shown.shape[0] != '<' || c == '<') {
            assert_memory_equal(shown.shape, text, size);
        }
        for (size_t i = 0; i < sizeof unsafe / sizeof unsafe[0]; i++) {
            if (unsafe[i] == c) {
                char expected[16];
                snprintf(expected, sizeof expected, "<U+%04X>", (unsigned)c);
                assert_string_equal(shown.shape, expected);
            }
        }
    }
}

static void lines_and_columns_are_counted(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "雷", "\n", "\r\n", "é", "𠮷", "\t", "\r"};
    uint64_t seed = test_seed(5);
    for (int round = 0; round < 50; round++) {
        made_text text = {.size = 0};
        size_t borders[TEXT_SIZE];
        size_t border_count = 0;
        size_t bom = test_random(&seed) % 2 * 3;
        memcpy(text.bytes, "\xEF\xBB\xBF", bom);
        text.size = bom;
        size_t length = test_random(&seed) % 200;
        for (size_t i = 0; i < length; i++) {
            const char *piece = pieces[test_random(&seed) % 8];
            borders[border_count++] = text.size;
            memcpy(text.bytes + text.size, piece, strlen(piece));
            text.size += strlen(piece);
        }
        borders[border_count++] = text.size;
        leitong_result *result = made_result(1, &text);
        lt_line_place places[64];
        for (size_t i = 0; i < 64; i++) {
            places[i] = (lt_line_place){.document = 0, .byte = borders[test_random(&seed) % border_count]};
        }
        assert_int_equal(lt_lines_find(result, places, 64, NULL), 0);
        for (size_t i = 0; i < 64; i++) {
            uint64_t line = 1;
            uint64_t column = 1;
            for (size_t at = bom; at < places[i].byte; at++) {
                column += ((unsigned char)text.bytes[at] & 0xC0U) != 0x80U;
                if (text.bytes[at] == '\n') {
                    line++;
                    column = 1;
                }
            }
            assert_int_equal(places[i].line, line);
            assert_int_equal(places[i].column, column);
        }
        leitong_result_free(result);
    }
}

static void a_text_that_was_not_kept_has_no_lines(void **state)
{
    (void)state;
    leitong_result *result = made_result(1, NULL);
    lt_line_place place = {.document = 0, .byte = 7, .line = 9, .column = 9};
    assert_int_equal(lt_lines_find(result, &place, 1, NULL), 0);
    assert_int_equal(place.line, 0);
    assert_int_equal(place.column, 0);
    leitong_result_free(result);
}

/* Columns of a line: the characters used here are two wide from U+4E00 on, U+0301 has none. */
static unsigned columns_of(const char *line, size_t size)
{
    unsigned columns = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)line[i];
        columns += c >= 0xE3 ? 2 : c == 0xCC ? 0 : (c & 0xC0U) != 0x80U;
    }
    return columns;
}

static void paragraphs_fit(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "雷", "同", " ", "\n", "e\xCC\x81"};
    uint64_t seed = test_seed(6);
    for (unsigned columns = 10; columns < 60; columns++) {
        unsigned lines = 1 + (unsigned)(test_random(&seed) % 5);
        char *bytes = NULL;
        size_t size = 0;
        FILE *file = open_memstream(&bytes, &size);
        lt_text_wrap flow;
        assert_non_null(file);
        lt_text_wrap_open(&flow, file, columns);
        lt_text_wrap_begin(&flow, 4, lines);
        for (size_t i = 0; i < 400; i++) {
            const char *piece = pieces[test_random(&seed) % 6];
            lt_text_wrap_put(&flow, piece, strlen(piece));
        }
        lt_text_wrap_end(&flow);
        lt_text_wrap_name(&flow, "目录/很长的文件名字/readme.txt", columns);
        lt_text_wrap_close(&flow);
        assert_int_equal(fclose(file), 0);
        unsigned seen = 0;
        for (char *line = bytes; *line != '\0'; seen++) {
            size_t length = strcspn(line, "\n");
            assert_true(columns_of(line, length) <= columns);
            line += length + (line[length] == '\n');
        }
        assert_int_equal(seen, lines + 1); /* 400 pieces fill every paragraph tried here; then the name */
        assert_non_null(strstr(bytes, "…"));
        assert_memory_equal(bytes + size - 4, ".txt", 4);
        free(bytes);
    }
}

/* Words of narrow characters stay whole, and a line begins with one. */
static void words_are_not_cut(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "room", "memorandum", "don't", "é"};
    uint64_t seed = test_seed(9);
    for (unsigned columns = 16; columns < 60; columns++) {
        char *bytes = NULL;
        size_t size = 0;
        FILE *file = open_memstream(&bytes, &size);
        lt_text_wrap flow;
        assert_non_null(file);
        lt_text_wrap_open(&flow, file, columns);
        lt_text_wrap_begin(&flow, 4, 5);
        for (size_t i = 0; i < 200; i++) {
            const char *word = words[test_random(&seed) % 5];
            lt_text_wrap_put(&flow, word, strlen(word));
            lt_text_wrap_put(&flow, " ", 1);
        }
        lt_text_wrap_end(&flow);
        lt_text_wrap_close(&flow);
        assert_int_equal(fclose(file), 0);
        for (char *line = strtok(bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
            assert_true(columns_of(line, strlen(line)) <= columns);
            assert_memory_equal(line, "    ", 4);
            assert_true(line[4] != ' ');
            for (char *at = line + 4; *at != '\0';) {
                size_t length = strcspn(at, " ");
                bool is_word = strncmp(at, "…", 3) == 0;
                for (size_t w = 0; w < 5; w++) {
                    is_word = is_word || (length == strlen(words[w]) && memcmp(at, words[w], length) == 0) ||
                              (length == strlen(words[w]) + 3 && memcmp(at, words[w], length - 3) == 0 &&
                               memcmp(at + length - 3, "…", 3) == 0);
                }
                assert_true(is_word);
                at += length + (at[length] == ' ');
            }
        }
        free(bytes);
    }
}

/* What a terminal shows on one line. */
static void lines_are_cut(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned columns;
        const char *expected;
    } cases[] = {
        {"  plain \t text\n", 80, "plain text "},
        {"abcdef", 6, "abcdef"},
        {"abcdefg", 6, "abcde…"},
        {"雷同雷同", 7, "雷同雷…"},
        {"\x1B[31m\xE2\x80\xAE", 80, "<U+001B>[31m<U+202E>"},
        {"\xD9\x85\xE2\x80\x8C\xD9\x85", 80, "\xD9\x85\xE2\x80\x8C\xD9\x85"}, /* a Persian word is spelt with it */
        {"\xFF", 80, "\xEF\xBF\xBD"},
        {"", 80, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *bytes = NULL;
        size_t size = 0;
        FILE *file = open_memstream(&bytes, &size);
        assert_non_null(file);
        leitong_report_line(cases[i].text, strlen(cases[i].text), cases[i].columns, file);
        assert_int_equal(fclose(file), 0);
        assert_string_equal(bytes, cases[i].expected);
        free(bytes);
    }
}

static void two_of_many_documents_are_compared(void **state)
{
    (void)state;
    static const made_text text = {"one\x1B two\n", 9};
    leitong_result *result = made_result(4, &text);
    leitong_report_compare_options options = LEITONG_REPORT_COMPARE_OPTIONS_INIT;
    leitong_result_passage *row;
    static const uint32_t sides[][2] = {{0, 2}, {1, 1}, {1, 3}, {3, 3}, {0, 0}};
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        assert_int_equal(lt_result_add(&result->passages, sizeof *row, &row, NULL), 0);
        *row = (leitong_result_passage){.a = {sides[i][0], 0, 8}, .b = {sides[i][1], 0, 9}, .longest_run = (uint32_t)i};
    }
    char *bytes = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&bytes, &size);
    assert_non_null(file);
    assert_int_equal(leitong_report_compare(result, 3, 1, &options, file, NULL), 0);
    assert_int_equal(fclose(file), 0);
    assert_non_null(strstr(bytes, "A  d003\n"));
    assert_non_null(strstr(bytes, "B  d001\n"));
    assert_non_null(strstr(bytes, "1 passage between them, longest run 2 tokens; 2 within one of them, not shown\n"));
    assert_non_null(strstr(bytes, "1. A [0, 9) = B [0, 8): "));
    assert_non_null(strstr(bytes, "  one<U+001B> two"));
    free(bytes);
    assert_int_equal(leitong_report_compare(result, 1, 1, NULL, stderr, NULL), LEITONG_EUSAGE);
    assert_int_equal(leitong_report_compare(result, 1, 4, NULL, stderr, NULL), LEITONG_EUSAGE);
    options.struct_size = 0;
    assert_int_equal(leitong_report_compare(result, 0, 1, &options, stderr, NULL), LEITONG_EUSAGE);
    leitong_result_free(result);
}

#define NODES 24

/* A result whose paragraphs d000 [100 i, 100 i + 9) are joined by random pairs; the first half of them also stand in a
 * cluster around node 0 where they are its neighbours. */
static leitong_result *made_graph(uint64_t *seed, uint32_t shared[NODES][NODES])
{
    leitong_result *result = made_result(1, NULL);
    leitong_result_cluster *cluster;
    leitong_result_member *member;
    memset(shared, 0, sizeof(uint32_t[NODES][NODES]));
    uint64_t density = 2 + test_random(seed) % 20;
    for (uint32_t a = 0; a < NODES; a++) {
        for (uint32_t b = a + 1; b < NODES; b++) {
            if (test_random(seed) % density != 0) {
                continue;
            }
            shared[a][b] = shared[b][a] = 70 + (uint32_t)(test_random(seed) % 31);
            leitong_result_pair *pair;
            assert_int_equal(lt_result_add(&result->pairs, sizeof *pair, &pair, NULL), 0);
            *pair = (leitong_result_pair){.a = {0, 100 * a, 100 * a + 9}, .b = {0, 100 * b, 100 * b + 9}};
            pair->shared = shared[a][b];
            pair->shingles_a = 100;
            pair->shingles_b = shared[a][b];
        }
    }
    assert_int_equal(lt_result_add(&result->clusters, sizeof *cluster, &cluster, NULL), 0);
    cluster->unit = LEITONG_UNIT_PARAGRAPH;
    for (uint32_t b = 0; b < NODES / 2; b++) {
        if (b == 0 || shared[0][b] > 0) {
            assert_int_equal(lt_result_add(&result->members, sizeof *member, &member, NULL), 0);
            member->span = (leitong_span){0, 100 * b, 100 * b + 9};
            member->shared = b == 0 ? 100 : shared[0][b];
            member->all = 100;
            cluster->member_count++;
        }
    }
    return result;
}

static void what_is_dropped_was_verified_and_what_is_kept_is_no_pair(void **state)
{
    (void)state;
    uint64_t seed = test_seed(7);
    for (int round = 0; round < 200; round++) {
        uint32_t shared[NODES][NODES];
        leitong_result *result = made_graph(&seed, shared);
        char *text = written(result, LEITONG_REPORT_DROP, NULL);
        int kept[NODES] = {0}; /* 1 kept, −1 dropped */
        unsigned against[NODES] = {0};
        double jaccard[NODES] = {0};
        long before = -1;
        for (char *line = text; *line != '\0'; line = strchr(line, '\n') + 1) {
            unsigned begin;
            unsigned to;
            assert_int_equal(sscanf(line, "{\"doc\":\"d000\",\"begin\":%u", &begin), 1);
            assert_true((long)begin > before);
            before = (long)begin;
            char *end = strchr(line, '\n');
            char *drop = strstr(line, "\"action\":\"drop\"");
            kept[begin / 100] = drop != NULL && drop < end ? -1 : 1;
            if (kept[begin / 100] < 0) {
                assert_int_equal(sscanf(strstr(drop, "\"kept\":"), "\"kept\":{\"doc\":\"d000\",\"begin\":%u", &to), 1);
                against[begin / 100] = to / 100;
                jaccard[begin / 100] = strtod(strstr(drop, "\"jaccard\":") + 10, NULL);
            }
        }
        for (unsigned a = 0; a < NODES; a++) {
            uint32_t best = 0;
            for (unsigned b = 0; b < NODES; b++) {
                assert_false(shared[a][b] > 0 && kept[a] == 1 && kept[b] == 1); /* no pair is left */
                assert_false(shared[a][b] > 0 && kept[a] == 0);                 /* each that has a neighbour is told */
                best = kept[b] == 1 && shared[a][b] > best ? shared[a][b] : best;
            }
            if (kept[a] < 0) {
                assert_int_equal(kept[against[a]], 1);
                assert_true(shared[a][against[a]] > 0);
                assert_int_equal((int)(jaccard[a] * 100 + 0.5), shared[a][against[a]]);
                assert_true(best >= shared[a][against[a]]);
            }
        }
        const leitong_result_cluster *cluster = result->clusters.items;
        assert_true(cluster->member_count < 2 || kept[0] == 1); /* the only medoid comes first */
        free(text);
        leitong_result_free(result);
    }
}

static void wrong_options_are_refused(void **state)
{
    (void)state;
    leitong_result *result = made_result(1, NULL);
    const leitong_report_options good = LEITONG_REPORT_OPTIONS_INIT;
    leitong_report_options wrong[5] = {good, good, good, good, good};
    leitong_error error;
    wrong[0].struct_size = 1;
    wrong[1].lang = "fr";
    wrong[2].table = 99;
    wrong[3].columns = 39;
    wrong[4].columns = 10001;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(leitong_report_write(result, LEITONG_REPORT_CSV, &wrong[i], stdout, &error), LEITONG_EUSAGE);
    }
    assert_int_equal(leitong_report_write(result, 99, NULL, stdout, &error), LEITONG_EUSAGE);
    assert_int_equal(leitong_report_write(result, -1, NULL, stdout, NULL), LEITONG_EUSAGE);
    leitong_result_free(result);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    leitong_result *result = made_result(100, NULL);
    uint64_t seed = 1;
    uint32_t shared[NODES][NODES];
    leitong_result *graph = made_graph(&seed, shared);
    for (int format = LEITONG_REPORT_JSON; format <= LEITONG_REPORT_DROP; format++) {
        FILE *file = fopen("/dev/full", "wb");
        leitong_error error = {0};
        if (file == NULL) {
            skip();
        }
        assert_int_equal(
            leitong_report_write(format == LEITONG_REPORT_DROP ? graph : result, format, NULL, file, &error),
            LEITONG_ESYSTEM);
        assert_int_equal(error.code, LEITONG_ESYSTEM);
        assert_true(strlen(error.message) > 0);
        (void)fclose(file);
    }
    leitong_result_free(result);
    leitong_result_free(graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_and_defused),
        cmocka_unit_test(xml_and_sarif_escape_ids),
        cmocka_unit_test(what_is_obeyed_is_shown),
        cmocka_unit_test(lines_and_columns_are_counted),
        cmocka_unit_test(a_text_that_was_not_kept_has_no_lines),
        cmocka_unit_test(paragraphs_fit),
        cmocka_unit_test(words_are_not_cut),
        cmocka_unit_test(lines_are_cut),
        cmocka_unit_test(two_of_many_documents_are_compared),
        cmocka_unit_test(what_is_dropped_was_verified_and_what_is_kept_is_no_pair),
        cmocka_unit_test(wrong_options_are_refused),
        cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
