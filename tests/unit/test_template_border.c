/* template_border: borders move where they cut a dictionary word, and nowhere else. */
#include "match_corpus.h"

#include "templates/template_border.h"

/* A template of the first two documents: their first `fill` tokens are text, then a slot of one token, then text. */
static void assert_border(const char *const *texts, uint32_t fill, uint32_t begin, uint32_t end)
{
    lt_corpus corpus;
    lt_place members[2];
    lt_stretch ranges[2];
    lt_template_fill fills[2];
    uint32_t fill_ends[1] = {2};
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    for (size_t i = 0; texts[i] != NULL; i++) {
        char id[2] = {(char)('a' + i), 0};
        corpus_add_text(&corpus, id, texts[i]);
        corpus.documents[i].paragraph_begin = (uint32_t)i;
        corpus.documents[i].paragraph_count = 1;
    }
    uint32_t count = (uint32_t)corpus.documents[0].token_count;
    lt_template_part parts[3] = {{.text = {0, 0, fill}, .kind = LT_PART_TEXT},
                                 {.kind = LT_PART_SLOT},
                                 {.text = {0, fill + 1, count}, .kind = LT_PART_TEXT}};
    for (uint32_t m = 0; m < 2; m++) {
        members[m] = (lt_place){m, 0, count};
        ranges[m] = (lt_stretch){fill, fill + 1};
        fills[m] = (lt_template_fill){{m, fill, fill + 1}, 1};
    }
    lt_template made = {.parts = parts,
                        .fills = fills,
                        .fill_ends = fill_ends,
                        .members = members,
                        .ranges = ranges,
                        .part_count = 3,
                        .slot_count = 1,
                        .member_count = 2,
                        .documents = 2};
    assert_int_equal(lt_template_borders(&corpus, &made, 1, 0, NULL), 0);
    assert_int_equal(parts[0].text.end, begin);
    assert_int_equal(parts[2].text.begin, end);
    for (uint32_t m = 0; m < 2; m++) {
        assert_int_equal(ranges[m].begin, begin);
        assert_int_equal(ranges[m].end, end);
        assert_int_equal(fills[m].first.begin, begin);
        assert_int_equal(fills[m].first.end, end);
    }
    lt_corpus_clear(&corpus);
}

static void words_are_not_cut(void **state)
{
    (void)state;
    const char *const achievements[] = {"去年取得的成绩来之不易", "去年取得的成就来之不易", NULL};
    assert_border(achievements, 6, 5, 7);
    /* A mark between them parts words. */
    const char *const marked[] = {"去年取得的成，绩来之不易", "去年取得的成，就来之不易", NULL};
    assert_border(marked, 6, 6, 7);
    /* On the right side. */
    const char *const employed[] = {"各机关雇用之人员均应登记", "各机关费用之清单均应登记", NULL};
    assert_border(employed, 3, 3, 5);
    /* A word of three letters. */
    const char *const companies[] = {"本市与上海公司签约", "本市与上海公墓签约", NULL};
    assert_border(companies, 6, 5, 7);
    /* Between words, and where only one of two is cut. */
    const char *const between[] = {"我们去北京开会", "我们来北京开会", NULL};
    assert_border(between, 2, 2, 3);
    const char *const half[] = {"他们很成熟", "他们很成火", NULL};
    assert_border(half, 4, 4, 5);
    /* Numerals are filled in as they are. */
    const char *const numerals[] = {"大会第三届会议", "大会第四届会议", NULL};
    assert_border(numerals, 3, 3, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_not_cut)};
    return cmocka_run_group_tests_name("template_border", tests, NULL, NULL);
}
