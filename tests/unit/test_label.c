#include "test.h"

#include "extract/numbering.h"

static void assert_label(const char *form, uint32_t number, const char *expected)
{
    char out[LT_LABEL_SIZE];
    lt_label_write(lt_label_form_named(form), number, out);
    assert_string_equal(out, expected);
}

/* As Word and Writer show them. */
static void numbers_are_written_in_their_form(void **state)
{
    (void)state;
    assert_label("decimal", 0, "0");
    assert_label("decimal", 4294967295U, "4294967295");
    assert_label("decimalFullWidth", 107, "１０７");
    assert_label("decimalEnclosedCircle", 1, "①");
    assert_label("decimalEnclosedCircle", 20, "⑳");
    assert_label("decimalEnclosedCircle", 21, "21");
    assert_label("chineseCounting", 1, "一");
    assert_label("chineseCounting", 10, "十");
    assert_label("chineseCountingThousand", 12, "十二");
    assert_label("chineseCounting", 20, "二十");
    assert_label("chineseCounting", 101, "一百零一");
    assert_label("chineseCounting", 110, "一百一十");
    assert_label("chineseCounting", 2005, "二千零五");
    assert_label("chineseCounting", 9999, "九千九百九十九");
    assert_label("chineseCounting", 10000, "10000");
    assert_label("chineseLegalSimplified", 12, "壹拾贰");
    assert_label("ideographTraditional", 10, "癸");
    assert_label("lowerLetter", 26, "z");
    assert_label("upperLetter", 28, "BB");
    assert_label("upperRoman", 1994, "MCMXCIV");
    assert_label("lowerRoman", 3888, "mmmdccclxxxviii");
    assert_label("bullet", 3, "");
    assert_label("no such form", 3, "");
}

static void assert_counts(lt_numbering_list *list, size_t level, const char *expected)
{
    char out[LT_LABEL_SIZE];
    lt_numbering_count(list, level, out);
    assert_string_equal(out, expected);
}

static void levels_begin_anew_below_one_that_counts(void **state)
{
    (void)state;
    lt_numbering numbering = {0};
    lt_numbering_list *list;
    assert_int_equal(lt_numbering_add(&numbering, "x", &list, NULL), 0);
    list->levels[0] = (lt_numbering_level){LT_LABEL_HAN, 1, 0, "第%1章"};
    list->levels[1] = (lt_numbering_level){LT_LABEL_DIGITS, 5, 0, "%1.%2"};
    list->levels[2] = (lt_numbering_level){LT_LABEL_NONE, 1, 0, "•"};
    assert_counts(list, 1, "一.5 ");
    assert_counts(list, 0, "第一章");
    assert_counts(list, 1, "一.5 ");
    assert_counts(list, 1, "一.6 ");
    assert_counts(list, 2, "");
    assert_counts(list, 0, "第二章");
    assert_counts(list, 1, "二.5 ");
    assert_counts(list, 100, "");
    assert_null(lt_numbering_find(&numbering, "y"));
    lt_numbering_clear(&numbering);
}

/* A text of a level that is longer than any label ends at a letter. */
static void what_does_not_fit_is_cut_at_a_letter(void **state)
{
    (void)state;
    lt_numbering numbering = {0};
    lt_numbering_list *list;
    char out[LT_LABEL_SIZE];
    assert_int_equal(lt_numbering_add(&numbering, "x", &list, NULL), 0);
    list->levels[0] = (lt_numbering_level){LT_LABEL_HAN, 9999, 0, "%1%1%1%1%1字%"};
    lt_numbering_count(list, 0, out);
    assert_string_equal(out, "九千九百九十九九千九百九十九九千九百九十"
                             "");
    lt_numbering_clear(&numbering);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_in_their_form),
        cmocka_unit_test(levels_begin_anew_below_one_that_counts),
        cmocka_unit_test(what_does_not_fit_is_cut_at_a_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
