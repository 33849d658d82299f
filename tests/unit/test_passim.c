/* passim: every line read back with a JSON reader; text and offsets against the document, character by character. */
#include "test.h"

#include "base/json_read.h"
#include "leitong/leitong.h"
#include "result/result.h"

/* GB18030 四川𠮷野 in the second document: 2, 2, 4, 2 bytes. */
static const char *const texts[] = {"a同b学们<好", "\xCB\xC4\xB4\xA8\x95\x34\xB2\x35\xD2\xB0", "\xEF\xBB\xBF同学"};
static const char *const encodings[] = {"utf-8", "gb18030", "utf-8"};
static const char *const decoded[] = {"a同b学们<好", "四川\xF0\xA0\xAE\xB7野", "同学"};

static int give_text(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                     leitong_error *error)
{
    (void)context;
    (void)error;
    *ret_bytes = calloc(1, (size_t)(end - begin) + 1);
    memcpy(*ret_bytes, texts[document] + begin, (size_t)(end - begin));
    return 0;
}

static leitong_result *new_result(void)
{
    leitong_result *result = NULL;
    static const char *const ids[] = {"a \"quoted\".txt", "b.txt", "c.txt"};
    assert_int_equal(lt_result_new(&result, NULL), 0);
    for (size_t i = 0; i < 3; i++) {
        leitong_result_document *d;
        assert_int_equal(lt_result_add(&result->documents, sizeof *d, &d, NULL), 0);
        *d = (leitong_result_document){.id = ids[i], .encoding = encodings[i], .bytes = strlen(texts[i])};
    }
    leitong_result_document *d = result->documents.items;
    d[1].date = "2016-05-12";
    d[1].series = "news";
    result->text = give_text;
    return result;
}

/* The representative, the first place, stands before the places, as after a scan. */
static void add_text(leitong_result *result, const leitong_span *spans, size_t count)
{
    size_t first = result->text_places.count;
    leitong_result_text_row *t;
    assert_int_equal(lt_result_add(&result->texts, sizeof *t, &t, NULL), 0);
    *t = (leitong_result_text_row){.representative = first, .place_begin = first + 1, .place_count = count};
    for (size_t i = 0; i <= count; i++) {
        leitong_span *place;
        assert_int_equal(lt_result_add(&result->text_places, sizeof *place, &place, NULL), 0);
        *place = spans[i > 0 ? i - 1 : 0];
    }
}

/* Byte of the `at`-th character of well-formed UTF-8. */
static size_t byte_at(const char *text, uint64_t at)
{
    size_t byte = 0;
    for (; at > 0; at--) {
        byte++;
        while (((unsigned char)text[byte] & 0xC0) == 0x80) {
            byte++;
        }
    }
    return byte;
}

static const char *member(const lt_json_node *row, const char *key)
{
    const lt_json_node *value = lt_json_member(row, key);
    assert_true(value == NULL || value->kind == LT_JSON_STRING);
    return value != NULL ? value->text : NULL;
}

static uint64_t number(const lt_json_node *row, const char *key)
{
    const lt_json_node *value = lt_json_member(row, key);
    uint64_t found = 0;
    assert_true(lt_json_is_whole(value) && lt_json_whole(value, UINT64_MAX, &found));
    return found;
}

static void test_lines(void **state)
{
    (void)state;
    leitong_result *result = new_result();
    leitong_span first[] = {{0, 1, 8}, {0, 11, 15}, {1, 2, 10}};
    leitong_span second[] = {{1, 0, 4}, {2, 3, 9}};
    const leitong_span *expected[] = {&first[0], &first[1], &first[2], &second[0], &second[1]};
    const char *words[] = {"同b学", "<好", "川\xF0\xA0\xAE\xB7野", "四川", "同学"};
    add_text(result, first, 3);
    add_text(result, second, 2);
    char *output = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&output, &size);
    leitong_error error = {0};
    int code = leitong_report_passim(result, file, &error);
    assert_string_equal(error.message, "");
    assert_int_equal(code, 0);
    fclose(file);
    char *rest = NULL;
    size_t lines = 0;
    lt_json_tree tree = {0};
    uint64_t uids[3] = {0};
    for (char *line = strtok_r(output, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest), lines++) {
        lt_json_fault fault;
        assert_int_equal(lt_json_tree_read(&tree, line, strlen(line), &fault, NULL), 0);
        const lt_json_node *row = tree.nodes;
        assert_true(lines < 5);
        uint32_t d = expected[lines]->document;
        const char *text = member(row, "text");
        assert_string_equal(text, words[lines]);
        size_t begin = byte_at(decoded[d], number(row, "begin"));
        size_t end = byte_at(decoded[d], number(row, "end"));
        assert_int_equal(end - begin, strlen(text));
        assert_memory_equal(decoded[d] + begin, text, strlen(text));
        size_t count;
        assert_string_equal(member(row, "id"), leitong_result_documents(result, &count)[d].id);
        assert_int_equal(number(row, "cluster"), lines < 3 ? 0 : 1);
        assert_int_equal(number(row, "size"), lines < 3 ? 3 : 2);
        assert_true(number(row, "uid") < (uint64_t)1 << 53);
        assert_true(uids[d] == 0 || uids[d] == number(row, "uid"));
        uids[d] = number(row, "uid");
        assert_true((member(row, "date") != NULL) == (d == 1));
        assert_true((member(row, "series") != NULL) == (d == 1));
        assert_null(member(row, "title"));
    }
    assert_int_equal(lines, 5);
    lt_json_tree_clear(&tree);
    assert_true(uids[0] != uids[1] && uids[1] != uids[2]);
    free(output);
    leitong_result_free(result);
}

static void test_text_that_was_not_kept(void **state)
{
    (void)state;
    leitong_result *result = new_result();
    leitong_span spans[] = {{0, 0, 4}, {1, 0, 4}};
    leitong_error error = {0};
    add_text(result, spans, 2);
    result->text = NULL;
    FILE *file = fopen("/dev/null", "wb");
    assert_int_equal(leitong_report_passim(result, file, &error), LEITONG_EINPUT);
    assert_string_equal(error.path, "a \"quoted\".txt");
    fclose(file);
    leitong_result_free(result);
}

static void test_a_full_disk_is_told(void **state)
{
    (void)state;
    FILE *file = fopen("/dev/full", "wb");
    if (file == NULL) {
        skip();
    }
    leitong_result *result = new_result();
    leitong_span spans[] = {{0, 0, 4}, {1, 0, 4}};
    add_text(result, spans, 2);
    assert_int_equal(leitong_report_passim(result, file, NULL), LEITONG_ESYSTEM);
    fclose(file);
    leitong_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_text_that_was_not_kept),
        cmocka_unit_test(test_a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
