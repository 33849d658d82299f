/* Edits as they are shown: what the exact ones become. Words are split as a reader would; ICU's dictionary has them. */
#include "result/shown_edits.h"
#include "test.h"

#include <stdbool.h>

#define EDITS 8

/* "[a→b]" between equal text → both sides with their cuts. */
static size_t parsed(const char *marked, lt_span_text *a, lt_span_text *b)
{
    size_t edits = 0;
    int where = 0; /* 0: in both, 1: in a, 2: in b */
    *a = (lt_span_text){calloc(strlen(marked) + 1, 1), 0, calloc(2 * EDITS, sizeof(size_t))};
    *b = (lt_span_text){calloc(strlen(marked) + 1, 1), 0, calloc(2 * EDITS, sizeof(size_t))};
    for (const char *at = marked; *at != '\0'; at++) {
        if (*at == '[') {
            where = 1;
            a->cuts[2 * edits] = a->size;
            b->cuts[2 * edits] = b->size;
        } else if (*at == '>') {
            where = 2;
        } else if (*at == ']') {
            where = 0;
            a->cuts[2 * edits + 1] = a->size;
            b->cuts[2 * edits + 1] = b->size;
            edits++;
        } else {
            if (where != 2) {
                a->text[a->size++] = *at;
            }
            if (where != 1) {
                b->text[b->size++] = *at;
            }
        }
    }
    return edits;
}

static int show(lt_span_text *a, lt_span_text *b, size_t *count)
{
    lt_shown *shown = NULL;
    assert_int_equal(lt_shown_new(&shown, NULL), 0);
    int code = lt_shown_edits(shown, a, b, count, NULL);
    lt_shown_free(shown);
    return code;
}

static void put(char **at, const lt_span_text *side, size_t begin, size_t end)
{
    memcpy(*at, side->text + begin, end - begin);
    *at += end - begin;
}

static void assert_shown(const char *exact, const char *shown)
{
    lt_span_text a;
    lt_span_text b;
    char text[1000] = "";
    char *at = text;
    size_t behind = 0;
    size_t count = parsed(exact, &a, &b);
    assert_int_equal(show(&a, &b, &count), 0);
    for (size_t e = 0; e < count; e++) {
        put(&at, &a, behind, a.cuts[2 * e]);
        *at++ = '[';
        put(&at, &a, a.cuts[2 * e], a.cuts[2 * e + 1]);
        *at++ = '>';
        put(&at, &b, b.cuts[2 * e], b.cuts[2 * e + 1]);
        *at++ = ']';
        behind = a.cuts[2 * e + 1];
    }
    put(&at, &a, behind, a.size);
    *at = '\0';
    assert_string_equal(text, shown);
    lt_span_text_clear(&a);
    lt_span_text_clear(&b);
}

static void borders_are_those_of_words(void **state)
{
    (void)state;
    assert_shown("今天[考>视]察[湖>河]北。", "今天[考察湖北>视察河北]。");
    assert_shown("我们召开[经济>教育]工作会议", "我们召开[经济>教育]工作会议");
    assert_shown("全市[领>]导干部", "全市[领导>导]干部");
    assert_shown("他在[北>南]京工作", "他在[北京>南京]工作");
    assert_shown("他在北[京>海]工作", "他在[北京>北海]工作");
    assert_shown("增长[7.5>8]%", "增长[7.5>8]%");
    assert_shown("[one>two] of [three>four]", "[one>two] of [three>four]");
    assert_shown("[武汉>长沙]，[经济>教育]", "[武汉>长沙]，[经济>教育]");
    assert_shown("", "");
}

static void numerals_are_whole(void **state)
{
    (void)state;
    assert_shown("共三百[二>七]十人", "共[三百二十>三百七十]人");
    assert_shown("第[二>三]条规定", "[第二>第三]条规定");
    assert_shown("第十[二>三]条规定", "[第十二>第十三]条规定");
    assert_shown("第[12>13]条规定", "[第12>第13]条规定");
    assert_shown("投资[3.5>4]万元", "投资[3.5万>4万]元");
    assert_shown("人口1000万[人>]以上", "人口1000万[人>]以上");
    assert_shown("人口3.5万[人>]以上", "人口3.5万[人>]以上");
    assert_shown("[一>二]般来说", "[一般>二般]来说");
}

/* One equal token in a large edit block is an accident, between two small edits it is not. */
static void single_tokens_are_dissolved(void **state)
{
    (void)state;
    assert_shown("发展[武汉>长沙]的[经济>教育]事业", "发展[武汉>长沙]的[经济>教育]事业");
    assert_shown("发展[武汉江夏>长沙]的[经济>教育]事业", "发展[武汉江夏>长沙]的[经济>教育]事业");
    assert_shown("发展[武汉市江夏>长沙]的[经济>教育]事业", "发展[武汉市江夏的经济>长沙的教育]事业");
    assert_shown("发展[武汉市江夏>长沙]，[经济>教育]事业", "发展[武汉市江夏>长沙]，[经济>教育]事业");
    assert_shown("the [one two three four>1] of [five six seven>2] men",
                 "the [one two three four of five six seven>1 of 2] men");
    assert_shown("the [one two three four>1] of the [five six seven>2] men",
                 "the [one two three four>1] of the [five six seven>2] men");
}

/* What one passage taught is true of the next: all at once and each by itself. */
static void windows_are_remembered(void **state)
{
    uint64_t *random = *state;
    static const char *const letters[] = {"中", "国", "人", "民", "北", "京", "三", "百"};
    lt_shown *kept = NULL;
    assert_int_equal(lt_shown_new(&kept, NULL), 0);
    for (int round = 0; round < 3000; round++) {
        char exact[200] = "";
        for (int i = 0; i < 3; i++) {
            strcat(exact, letters[test_random(random) % 8]);
            strcat(exact, i == 1 ? "[" : "");
            strcat(exact, letters[test_random(random) % 8]);
            strcat(exact, i == 1 ? ">" : "");
            strcat(exact, letters[test_random(random) % 8]);
            strcat(exact, i == 1 ? "]" : "");
        }
        lt_span_text sides[2][2];
        size_t counts[] = {parsed(exact, &sides[0][0], &sides[0][1]), parsed(exact, &sides[1][0], &sides[1][1])};
        assert_int_equal(lt_shown_edits(kept, &sides[0][0], &sides[0][1], &counts[0], NULL), 0);
        assert_int_equal(show(&sides[1][0], &sides[1][1], &counts[1]), 0);
        assert_int_equal(counts[0], counts[1]);
        for (int side = 0; side < 2; side++) {
            assert_memory_equal(sides[0][side].cuts, sides[1][side].cuts, 2 * counts[0] * sizeof(size_t));
            lt_span_text_clear(&sides[0][side]);
            lt_span_text_clear(&sides[1][side]);
        }
    }
    lt_shown_free(kept);
}

/* The equal text between edits may differ in its marks. */
static void marks_are_passed_over(void **state)
{
    (void)state;
    char a[] = "各直轄市下水道";
    char b[] = "各縣（市）下水道";
    size_t cuts_a[] = {3, 9};
    size_t cuts_b[] = {3, 6};
    lt_span_text before = {a, sizeof a - 1, cuts_a};
    lt_span_text after = {b, sizeof b - 1, cuts_b};
    size_t count = 1;
    assert_int_equal(show(&before, &after, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(cuts_a[1], strlen("各直轄市"));
    assert_int_equal(cuts_b[1], strlen("各縣（市"));
}

/* Whatever the text, cuts rise, and what lies outside of them is equal as before. */
static void nothing_equal_is_changed(void **state)
{
    uint64_t *random = *state;
    static const char *const letters[] = {"中", "国", "人", "民", "北", "京", "的", "，", "a", " ", "经", "济"};
    for (int round = 0; round < 500; round++) {
        char exact[600] = "";
        bool edit = false;
        for (int i = 0; i < EDITS * 2 - 1; i++, edit = !edit) {
            strcat(exact, edit ? "[" : "");
            for (uint64_t n = test_random(random) % 4; n > 0; n--) {
                strcat(exact, letters[test_random(random) % 12]);
            }
            strcat(exact, edit ? ">" : "");
            for (uint64_t n = edit ? test_random(random) % 4 : 0; n > 0; n--) {
                strcat(exact, letters[test_random(random) % 12]);
            }
            strcat(exact, edit ? "]" : "");
        }
        lt_span_text a;
        lt_span_text b;
        size_t count = parsed(exact, &a, &b);
        size_t at_a = 0;
        size_t at_b = 0;
        assert_int_equal(show(&a, &b, &count), 0);
        for (size_t e = 0; e <= count; e++) {
            size_t end_a = e < count ? a.cuts[2 * e] : a.size;
            size_t end_b = e < count ? b.cuts[2 * e] : b.size;
            assert_true(end_a >= at_a && end_a - at_a == end_b - at_b);
            assert_memory_equal(a.text + at_a, b.text + at_b, end_a - at_a);
            at_a = e < count ? a.cuts[2 * e + 1] : a.size;
            at_b = e < count ? b.cuts[2 * e + 1] : b.size;
            assert_true(at_a >= end_a && at_b >= end_b);
        }
        lt_span_text_clear(&a);
        lt_span_text_clear(&b);
    }
}

static int seed(void **state)
{
    static uint64_t random;
    random = 20;
    *state = &random;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(borders_are_those_of_words),  cmocka_unit_test(numerals_are_whole),
        cmocka_unit_test(single_tokens_are_dissolved), cmocka_unit_test_setup(windows_are_remembered, seed),
        cmocka_unit_test(marks_are_passed_over),       cmocka_unit_test_setup(nothing_equal_is_changed, seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
