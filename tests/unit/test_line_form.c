/* line_form: a table of lines and what they are. */
#include "test.h"

#include "text/line_form.h"

#include <string.h>

static const struct {
    lt_line_form form;
    const char *line;
} lines[] = {
    {LT_LINE_REFERENCE, "[1] 张三, 李四. 县域治理研究[M]. 北京: 某某出版社, 2010: 12-15."},
    {LT_LINE_REFERENCE, "[12] 王五. 乡村振兴的路径[J]. 某学刊, 2021(3): 5-9."},
    {LT_LINE_REFERENCE, "赵六. 基层档案汇编[EB/OL]. (2019-05-01)[2020-03-02]."},
    {LT_LINE_REFERENCE, "张三：《县域治理研究》，北京：某某出版社，2010年版，第12页。"},
    {LT_LINE_REFERENCE, "③ 李四：《论土地》，《某某月刊》2015年第3期。"},
    {LT_LINE_REFERENCE, "Smith, J. (2010). The harbour rules. Oxford: Example University Press."},
    {LT_LINE_REFERENCE, "[3] A. Vance and B. Low, \"On tides,\" in Proc. Example Conf., 2017, pp. 1-11."},
    {LT_LINE_CONTENTS, "第一章 总则…………………………3"},
    {LT_LINE_CONTENTS, "2.1 Methods ........ 17"},
    {LT_LINE_CONTENTS, "附录 A\t42"},
    {LT_LINE_CONTENTS, "Preface . . . . . . 9"},
    {LT_LINE_HEADER, "第 3 页 共 12 页"},
    {LT_LINE_HEADER, "Page 3 of 12"},
    {LT_LINE_HEADER, "— 12 —"},
    {LT_LINE_HEADER, "某某市人民政府公报 · 12 ·"},
    {LT_LINE_HEADER, "- 7 - 某某县志"},
    /* The author's own text, whatever it reminds of. */
    {LT_LINE_TEXT, "参考文献"},
    {LT_LINE_TEXT, "2010年，我们在北京召开了座谈会，会议由某某出版社承办，共有120人参加。"},
    {LT_LINE_TEXT, "《县域治理研究》是2010年由某某出版社出版的一本书，读者很多。"},
    {LT_LINE_TEXT, "今年以来，全县完成投资3.5亿元，同比增长12%，其中工业投资2亿元，增长15%。"},
    {LT_LINE_TEXT, "In 2010 the Press Office moved to Oxford, where J. Smith had lived since 1990."},
    {LT_LINE_TEXT, "He waited... and in the end he paid 30"},
    {LT_LINE_TEXT, "第3页的数字有误，请更正。"},
    {LT_LINE_TEXT, "2020-12-25"},
    {LT_LINE_TEXT, "电话：0728-3222345"},
    {LT_LINE_TEXT, "1. 加强领导，落实责任。"},
    {LT_LINE_TEXT, "- 6 oz. of butter, softened"},
    {LT_LINE_TEXT, "— 12-Jan-2009 by the last editor"},
    {LT_LINE_TEXT, "Rom. 6 : 3-"},
    {LT_LINE_TEXT, "12"},
    {LT_LINE_TEXT, ""},
};

static void forms_are_as_tabled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        lt_line_form form = lt_line_form_of((const uint8_t *)lines[i].line, strlen(lines[i].line));
        if (form != lines[i].form) {
            fail_msg("%s: %d, not %d", lines[i].line, (int)form, (int)lines[i].form);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(forms_are_as_tabled)};
    return cmocka_run_group_tests_name("line_form", tests, NULL, NULL);
}
