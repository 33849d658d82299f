/* Kinds of slots: by form, by what stands around them, by how their fills begin and end. */
#include "test.h"

#include "templates/slot.h"

static lt_slot_text text_of(const char *text)
{
    return (lt_slot_text){text, strlen(text)};
}

/* `fills`: parted by |. */
static int kind_of(const char *before, const char *fills, const char *after)
{
    char copy[512];
    lt_slot_text texts[32];
    size_t count = 0;
    snprintf(copy, sizeof copy, "%s", fills);
    char *rest = copy;
    for (char *fill = strsep(&rest, "|"); fill != NULL; fill = strsep(&rest, "|")) {
        texts[count++] = text_of(fill);
    }
    return lt_slot_kind(texts, count, text_of(before), text_of(after));
}

static void by_form(void **state)
{
    (void)state;
    assert_int_equal(kind_of("第", "十一|十三|二", "届"), LEITONG_KIND_NUMBER);
    assert_int_equal(kind_of("第", "3|5|１２", "次会议"), LEITONG_KIND_NUMBER);
    assert_int_equal(kind_of("增长", "3.5%|1,000|-7", ""), LEITONG_KIND_NUMBER);
    assert_int_equal(kind_of("", "2008|20xx|2010", "年工作回顾"), LEITONG_KIND_YEAR);
    assert_int_equal(kind_of("", "今|2008|2010|2011", "年主要任务"), LEITONG_KIND_YEAR);
    assert_int_equal(kind_of("过去", "五|一", "年"), LEITONG_KIND_NUMBER);
    assert_int_equal(kind_of("", "二〇〇八|一九九八", "年"), LEITONG_KIND_YEAR);
    assert_int_equal(kind_of("Copyright (c) ", "2012|2013-2019|2015-present|2014, 2016", " "), LEITONG_KIND_YEAR);
    assert_int_equal(kind_of("于", "3月15日|4月20日", "前"), LEITONG_KIND_DATE);
    assert_int_equal(kind_of("", "10 May 2023|1 April 2019|5 Dec 2022", ""), LEITONG_KIND_DATE);
    assert_int_equal(kind_of("", "2020-05-28|2021-11-02", ""), LEITONG_KIND_DATE);
    assert_int_equal(kind_of("见", "第三章|附件|下文", ""), LEITONG_KIND_OTHER);
}

static void by_context(void **state)
{
    (void)state;
    /* Whatever its first character. */
    assert_int_equal(kind_of("刚才，", "裕超|XX|程凯", "同志"), LEITONG_KIND_PERSON);
    assert_int_equal(kind_of("", "卫国|老张", "副市长作了报告"), LEITONG_KIND_PERSON);
    assert_int_equal(kind_of("国务院总理", "温家宝|李强", "所作的"), LEITONG_KIND_PERSON);
    assert_int_equal(kind_of("", "国栋书记|晓峰县长", "的讲话"), LEITONG_KIND_PERSON);
    assert_int_equal(kind_of("联系人", "何老师|小艾", "，电话"), LEITONG_KIND_PERSON);
    /* Long fills behind an office are what it does. */
    assert_int_equal(kind_of("书记", "指出问题并且作了部署|要求大家继续努力工作", "。"), LEITONG_KIND_OTHER);
    assert_int_equal(kind_of("我们在", "市委党校报告厅|县会议中心三楼", "召开"), LEITONG_KIND_PLACE);
}

static void by_fills(void **state)
{
    (void)state;
    assert_int_equal(kind_of("", "天水市|甘谷县|麦积区", "的"), LEITONG_KIND_PLACE);
    assert_int_equal(kind_of("代表", "县委、县政府|市文联|镇党委", "，"), LEITONG_KIND_ORGANISATION);
    assert_int_equal(kind_of("", "何平|周国栋|欧阳靖|刘桂兰", "宣读"), LEITONG_KIND_PERSON);
    assert_int_equal(kind_of("put to ", "Tomas Okafor-Reyes|Joseph Adeyemi", " in Room"), LEITONG_KIND_PERSON);
    assert_int_equal(kind_of("(c) ", "Google Inc.|Facebook, Inc.", ""), LEITONG_KIND_ORGANISATION);
    assert_int_equal(kind_of("完全", "同意|赞同", "，"), LEITONG_KIND_OTHER);
    assert_int_equal(kind_of("", "", ""), LEITONG_KIND_OTHER);
    assert_int_equal(lt_slot_kind(NULL, 0, text_of(""), text_of("")), LEITONG_KIND_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_form), cmocka_unit_test(by_context),
                                       cmocka_unit_test(by_fills)};
    return cmocka_run_group_tests_name("slot", tests, NULL, NULL);
}
