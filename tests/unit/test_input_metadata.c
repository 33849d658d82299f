#include "test.h"

#include "input_folder.h"

#include "input/metadata.h"

static void assert_with_metadata(const char *csv, const char *table, const char *folder, const char *expected)
{
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    put_text(csv, table);
    options.metadata = csv;
    assert_reads_as(&folder, 1, options, expected);
}

static void put_corpus(void)
{
    put_folder("c");
    put_text("c/a.txt", "甲");
    put_text("c/b,\"1\".txt", "乙");
}

static void rows_meet_documents(void **state)
{
    (void)state;
    put_corpus();
    put_folder("c/m");
    /* As given. */
    assert_with_metadata("m.csv", "path,title,date,series,author\nc/a.txt,题,2020-01-02,报告,某\n", "c",
                         "c/a.txt|甲|t=题|d=2020-01-02|s=报告|a=某\nc/b,\"1\".txt|乙\nend\n");
    /* Relative to the table's folder; any order of columns, quotes, CRLF, mark, no line end at the end. */
    assert_with_metadata(
        "c/m.csv",
        "\xEF\xBB\xBF"
        "author,path\r\n\"某,\"\"甲\"\"\r\n乙\",a.txt\r\n\r\nx,\"b,\"\"1\"\".txt\"",
        "c", "c/a.txt|甲|a=某,\"甲\"\r\n乙\nc/b,\"1\".txt|乙|a=x\nskip file no_text_field c/m.csv at 0\nend\n");
    /* As given goes first; an empty field is unknown; a row of no use is named. */
    assert_with_metadata("c/m.csv", "path,title,date\na.txt,relative,\nc/a.txt,,2020\n", "c",
                         "c/a.txt|甲|d=2020\nc/b,\"1\".txt|乙\nskip file no_text_field c/m.csv at 0\n"
                         "skip metadata no_such_document c/m.csv at 16\nend\n");
    assert_with_metadata("m.csv", "path\n", "c",
                         "c/a.txt|甲\nc/b,\"1\".txt|乙\nskip file no_text_field c/m.csv at 0\nend\n");
}

static void tables_may_be_compressed(void **state)
{
    (void)state;
    put_corpus();
    size_t size;
    const char *table = "path,title\nc/a.txt,题\n";
    uint8_t *packed = gzip(table, strlen(table), &size);
    put("m.csv.gz", packed, size);
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    options.metadata = "m.csv.gz";
    const char *path = "c";
    assert_reads_as(&path, 1, options, "c/a.txt|甲|t=题\nc/b,\"1\".txt|乙\nend\n");
    free(packed);
}

static void json_lines_take_no_rows(void **state)
{
    (void)state;
    put_text("f.jsonl", "{\"id\":\"x\",\"text\":\"y\"}\n");
    assert_with_metadata("m.csv", "path,title\nx,题\n", "f.jsonl",
                         "x line 1 at 0|y\nskip metadata no_such_document m.csv at 11\nend\n");
}

static void faults_have_line_and_byte(void **state)
{
    (void)state;
    put_corpus();
    static const struct {
        const char *table;
        const char *failure;
    } cases[] = {
        {"", "0: line 1: a header line with a column `path` must come first"},
        {"title\nx\n", "0: line 1: a header line with a column `path` must come first"},
        {"path,name\n", "5: line 1: the columns are path, title, date, series and author; unknown: name"},
        {"path;title\n", "0: line 1: the columns are path, title, date, series and author; unknown: path;title"},
        {"path,title,path\n", "11: line 1: this column stands twice: path"},
        {"path,title,date,series,author,more\n",
         "30: line 1: the columns are path, title, date, series and author; unknown: more"},
        {"path,title\na\n", "11: line 2: fewer fields than columns"},
        {"path,title\n\n\na,b,c\n", "17: line 4: more fields than columns"},
        {"path,title\n,b\n", "11: line 2: the path is empty"},
        {"path,title\nb,x\na,x\nb,y\n", "19: line 4: this path stands already on line 2: b"},
        {"path,date\na,2020\nb,2020-02-30\n", "17: line 3: no calendar has this date: 2020-02-30"},
        {"path,title\na,b\"c\n", "14: line 2: a quote inside a field that doesn't begin with one"},
        {"path,title\na,\"b\"c\n", "16: line 2: something between a closing quote and the next comma"},
        {"path,title\n\"x\ny\",b\na,\"b\nc\n", "21: line 4: this quote is never closed"},
        {"path,title\na,b\rc,d\n", "14: line 2: a carriage return without a line feed"},
        {"path,title\na,\xFF\n", "13: not UTF-8; save the table as \"CSV UTF-8\""},
        {"path,title\na,\"\xCC\xE2\"\n", "14: not UTF-8; save the table as \"CSV UTF-8\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char expected[512];
        snprintf(expected, sizeof expected, "failed input m.csv at %s\n", cases[i].failure);
        assert_with_metadata("m.csv", cases[i].table, "c", expected);
    }
    lt_metadata metadata = {0};
    leitong_error error;
    static const char *const nuls[] = {"path,title\na,b\0c\n", "path,title\na,\"\0\""};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(lt_metadata_parse(&metadata, "m.csv", (const uint8_t *)nuls[i], 16, &error), LEITONG_EINPUT);
        assert_string_equal(error.message, "line 2: a NUL byte");
        assert_int_equal(error.offset, 14);
        lt_metadata_clear(&metadata);
    }
}

/* A table of random fields, written by the definition of RFC 4180, is found again field by field. */
static void random_tables_come_back(void **state)
{
    (void)state;
    static const char *const letters[] = {"a", "雷", ",", "\"", "\n", "\r\n", " ", "\r"};
    uint64_t seed = test_seed(1);
    for (int round = 0; round < 500; round++) {
        char *table = NULL;
        size_t size = 0;
        char titles[20][64];
        FILE *file = open_memstream(&table, &size);
        fputs("title,path\n", file);
        for (int row = 0; row < 20; row++) {
            size_t count = test_random(&seed) % 12;
            titles[row][0] = '\0';
            size_t length = 0;
            for (size_t i = 0; i < count; i++) {
                length += (size_t)snprintf(titles[row] + length, 64 - length, "%s", letters[test_random(&seed) % 8]);
            }
            bool quoted = strpbrk(titles[row], ",\"\r\n") != NULL || test_random(&seed) % 2 == 0;
            fputs(quoted ? "\"" : "", file);
            for (const char *at = titles[row]; *at != '\0'; at++) {
                fputs(*at == '"' ? "\"\"" : (char[]){*at, '\0'}, file);
            }
            fprintf(file, "%s,%d%s", quoted ? "\"" : "", row, test_random(&seed) % 2 == 0 ? "\n" : "\r\n");
        }
        fclose(file);
        lt_metadata metadata = {0};
        assert_int_equal(lt_metadata_parse(&metadata, "m.csv", (const uint8_t *)table, size, NULL), 0);
        for (int row = 0; row < 20; row++) {
            char path[16];
            snprintf(path, sizeof path, "%d", row);
            const lt_metadata_row *found = lt_metadata_find(&metadata, path);
            assert_non_null(found);
            assert_string_equal(found->title != NULL ? found->title : "", titles[row]);
        }
        assert_null(lt_metadata_find(&metadata, "20"));
        lt_metadata_clear(&metadata);
        free(table);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_enter, folder_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_meet_documents),       TEST(tables_may_be_compressed), TEST(json_lines_take_no_rows),
        TEST(faults_have_line_and_byte), TEST(random_tables_come_back),
    };
    return cmocka_run_group_tests_name("input_metadata", tests, NULL, NULL);
}
