/* gazetteer: one name a line; what is wrong is told with file and byte. */
#include "test.h"

#include "input/gazetteer.h"

static void lines_are_names(void **state)
{
    (void)state;
    static const char list[] = "\xEF\xBB\xBF"
                               "仙桃\r\n\n# 注\n  资源 \t\nXiantao\n\n公安";
    leitong_gazetteer *gazetteer = NULL;
    size_t count = 0;
    assert_int_equal(lt_gazetteer_parse("list", (const uint8_t *)list, sizeof list - 1, &gazetteer, NULL), 0);
    const char *const *names = leitong_gazetteer_names(gazetteer, &count);
    assert_int_equal(count, 4);
    assert_string_equal(names[0], "仙桃");
    assert_string_equal(names[1], "资源");
    assert_string_equal(names[2], "Xiantao");
    assert_string_equal(names[3], "公安");
    leitong_gazetteer_free(gazetteer);
}

static void an_empty_list_has_no_names(void **state)
{
    (void)state;
    leitong_gazetteer *gazetteer = NULL;
    size_t count = 1;
    assert_int_equal(lt_gazetteer_parse("list", NULL, 0, &gazetteer, NULL), 0);
    (void)leitong_gazetteer_names(gazetteer, &count);
    assert_int_equal(count, 0);
    leitong_gazetteer_free(gazetteer);
    leitong_gazetteer_free(NULL);
}

static void faults_have_a_place(void **state)
{
    (void)state;
    char longest[LEITONG_GAZETTEER_NAME + 8];
    memset(longest, 'x', sizeof longest);
    longest[2] = '\n';
    const struct {
        const char *bytes;
        size_t size;
        uint64_t offset;
    } cases[] = {{"仙桃\n\xCF\xC9\n", 10, 7}, {"ab\nc\0d\n", 7, 4}, {longest, sizeof longest, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        leitong_gazetteer *gazetteer = NULL;
        leitong_error error = {0};
        int code = lt_gazetteer_parse("list", (const uint8_t *)cases[i].bytes, cases[i].size, &gazetteer, &error);
        assert_int_equal(code, LEITONG_EINPUT);
        assert_string_equal(error.path, "list");
        assert_int_equal(error.offset, cases[i].offset);
        assert_null(gazetteer);
    }
    leitong_gazetteer *gazetteer = NULL;
    leitong_error error = {0};
    assert_int_equal(leitong_gazetteer_open("/nonexistent/list", &gazetteer, &error), LEITONG_EINPUT);
    assert_string_equal(error.path, "/nonexistent/list");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_names),
        cmocka_unit_test(an_empty_list_has_no_names),
        cmocka_unit_test(faults_have_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
