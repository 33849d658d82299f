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

/* The line and the remedy are told; what is right, with a parent of a line before or one of several, is taken. */
static void kinds_and_parents_are_understood(void **state)
{
    (void)state;
    const struct {
        const char *bytes, *words; /* NULL: it is right */
        uint64_t offset;
    } cases[] = {
        {"沅东市\tprefecture\t湖南省\n柳浦县\tcounty\t沅东市\n石桥镇\ttownship\t南京市/鼓楼区\n青岩\n", NULL, 0},
        {"沅东省\tprovince\n沅东市\tprefecture\t沅东省\n", NULL, 0},
        {"# 注\n\n沅东市\tcity\t湖南省\n", "line 3: a place of kind \"city\": write province", 7},
        {"柳浦县\tcounty\t沅东市\n沅东市\tprefecture\t湖南省\n", "line 1: no place above it is called \"沅东市\"", 0},
        {"青岩\n石桥镇\ttownship\t鼓楼区\n", "line 2: several places are called \"鼓楼区\"", 7},
        {"青岩\n石桥省\tprovince\t南京市\n", "line 2: no place above it is called \"南京市\"", 7}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        leitong_gazetteer *gazetteer = NULL;
        leitong_error error = {0};
        int code =
            lt_gazetteer_parse("list", (const uint8_t *)cases[i].bytes, strlen(cases[i].bytes), &gazetteer, &error);
        assert_int_equal(code, cases[i].words != NULL ? LEITONG_EINPUT : 0);
        if (cases[i].words != NULL) {
            assert_int_equal(strncmp(error.message, cases[i].words, strlen(cases[i].words)), 0);
            assert_string_equal(error.path, "list");
            assert_int_equal(error.offset, cases[i].offset);
        }
        leitong_gazetteer_free(gazetteer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_names),
        cmocka_unit_test(an_empty_list_has_no_names),
        cmocka_unit_test(faults_have_a_place),
        cmocka_unit_test(kinds_and_parents_are_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
