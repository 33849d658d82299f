/* left_behind, through the public scan: what is told of a copy, which way, by what proof; and that nothing else shows.
 */
#include "test.h"

#include "leitong/leitong.h"

#include <stdbool.h>

#define TEXT_MOST 8

typedef struct text {
    const char *id, *date, *words;
} text;

typedef struct names {
    leitong_result *result;
    const leitong_result_left *left;
    const leitong_result_swap *swaps;
    const leitong_result_document *documents;
    size_t left_count, swap_count;
} names;

static names names_of(const text *texts, size_t count, const char *const *gazetteer, size_t gazetteer_count)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    names found = {0};
    size_t documents;
    options.jobs = 2;
    options.gazetteer = gazetteer;
    options.gazetteer_count = gazetteer_count;
    assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        leitong_document document = {.id = texts[i].id,
                                     .path = texts[i].id,
                                     .date = texts[i].date,
                                     .bytes = (const uint8_t *)texts[i].words,
                                     .size = strlen(texts[i].words),
                                     .encoding = "utf-8"};
        assert_int_equal(leitong_scan_add(scan, &document, NULL), 0);
    }
    assert_int_equal(leitong_scan_finish(scan, &found.result, NULL), 0);
    leitong_scan_free(scan);
    found.left = leitong_result_left_behind(found.result, &found.left_count);
    found.swaps = leitong_result_swaps(found.result, &found.swap_count);
    found.documents = leitong_result_documents(found.result, &documents);
    return found;
}

/* The speech of one place, made another's: three sentences swapped, one forgotten. */
#define SPEECH(place, level, kept)                                                                                     \
    "同志们，" place "的发展正处在爬坡过坎的关口，经不起折腾，更输不起人心。" place level                              \
    "各级各部门要把责任扛在肩上，把工作抓在手里。要让" place                                                           \
    "的老百姓看得见变化，得得到实惠，过得上好日子。为建设一个平安和睦的" kept "而努力奋斗，让我们从今天做起！"

static void a_swapped_name_that_was_forgotten_is_told(void **state)
{
    (void)state;
    const text texts[] = {{"a", NULL, SPEECH("沅东", "市", "沅东")}, {"b", NULL, SPEECH("柳浦", "县", "沅东")}};
    names found = names_of(texts, 2, NULL, 0);
    assert_int_equal(found.left_count, 1);
    const leitong_result_left *row = found.left;
    assert_string_equal(row->text, "沅东");
    assert_string_equal(row->instead, "柳浦");
    assert_int_equal(row->kind, LEITONG_KIND_PLACE);
    assert_string_equal(found.documents[row->span.document].id, "b");
    assert_string_equal(found.documents[row->source.document].id, "a");
    /* Offsets are the source's own bytes. */
    assert_memory_equal(texts[1].words + row->span.begin, "沅东", 6);
    assert_memory_equal(texts[0].words + row->source.begin, "沅东", 6);
    assert_int_equal(row->span.end - row->span.begin, 6);
    bool place = false;
    for (size_t i = 0; i < found.swap_count; i++) {
        place = place || (strcmp(found.swaps[i].from, "沅东") == 0 && strcmp(found.swaps[i].to, "柳浦") == 0 &&
                          found.swaps[i].count == 3);
    }
    assert_true(place);
    leitong_result_free(found.result);
}

static void dates_say_who_copied(void **state)
{
    (void)state;
    /* By dates b is the source: 沅东 is its own name then, which a uses everywhere. */
    const text texts[] = {{"a", "2020-01-01", SPEECH("沅东", "市", "沅东")},
                          {"b", "2019-01-01", SPEECH("柳浦", "县", "沅东")}};
    names found = names_of(texts, 2, NULL, 0);
    assert_int_equal(found.left_count, 0);
    leitong_result_free(found.result);
}

static void a_name_that_the_document_knows_is_not_left(void **state)
{
    (void)state;
    const text texts[] = {{"a", NULL, SPEECH("沅东", "市", "沅东")},
                          {"b", NULL, "去年我们到沅东市去参观过。\n" SPEECH("柳浦", "县", "沅东")}};
    names found = names_of(texts, 2, NULL, 0);
    assert_int_equal(found.left_count, 0);
    leitong_result_free(found.result);
}

static const char *const carried =
    "只要还有一个娃娃在山上，学校就不撤，老师的补贴就不少，仙桃向大家承诺，冬天的炭火就不断。";

/* Carried over without a swap: the source speaks of its place elsewhere, the copy of its own. Twice is little: the
 * user's word is needed. */
static void a_name_told_twice_needs_the_gazetteer(void **state)
{
    (void)state;
    char a[1024];
    char b[1024];
    snprintf(a, sizeof a, "仙桃的老师苦，我是知道的，今年再难也要把这件事办好。\n%s\n我在仙桃教了一辈子书。", carried);
    snprintf(b, sizeof b, "潜江的油菜刚刚收完，晒场还没有扫净。\n%s\n潜江不富，可是潜江人敬重读书人。", carried);
    const text texts[] = {{"a", NULL, a}, {"b", NULL, b}};
    static const char *const gazetteer[] = {"仙桃", "潜江", "资源"};
    names found = names_of(texts, 2, NULL, 0);
    assert_int_equal(found.left_count, 0);
    leitong_result_free(found.result);
    found = names_of(texts, 2, gazetteer, 3);
    /* Which of the two is the source the texts don't say: each has a place of its own, but only 仙桃 stands in both. */
    assert_int_equal(found.left_count, 1);
    assert_string_equal(found.left[0].text, "仙桃");
    assert_string_equal(found.left[0].instead, "潜江");
    assert_string_equal(found.documents[found.left[0].span.document].id, "b");
    leitong_result_free(found.result);
}

/* 仙桃 and 潜江 are places of the built-in list: three places of its own make one the source's. */
static void a_listed_name_needs_none(void **state)
{
    (void)state;
    char a[1024];
    char b[1024];
    snprintf(a, sizeof a,
             "仙桃的老师苦，我是知道的，今年再难也要把这件事办好。\n%s\n我在仙桃教了一辈子书，仙桃没有亏待我。",
             carried);
    snprintf(b, sizeof b, "潜江的油菜刚刚收完，晒场还没有扫净。\n%s\n潜江不富，可是潜江人敬重读书人。", carried);
    const text texts[] = {{"a", NULL, a}, {"b", NULL, b}};
    names found = names_of(texts, 2, NULL, 0);
    assert_int_equal(found.left_count, 1);
    assert_string_equal(found.left[0].text, "仙桃");
    assert_string_equal(found.left[0].instead, "潜江");
    assert_int_equal(found.left[0].kind, LEITONG_KIND_PLACE);
    leitong_result_free(found.result);
}

/* 大理 is a place of the list, and two letters of 重大理论: so everywhere here. */
static void a_part_of_words_is_no_listed_name(void **state)
{
    (void)state;
    static const char *const sentence =
        "要让每一项重大理论都能走进千家万户，让群众看得见变化，得得到实惠，过得上好日子。";
    char a[1024];
    char b[1024];
    snprintf(a, sizeof a, "重大理论要讲透。\n%s\n重大理论要讲活，重大理论要讲实，重大理论要讲新。", sentence);
    snprintf(b, sizeof b, "潜江的油菜刚刚收完，晒场还没有扫净。\n%s\n潜江不富，可是潜江人敬重读书人。", sentence);
    const text texts[] = {{"a", NULL, a}, {"b", NULL, b}};
    names found = names_of(texts, 2, NULL, 0);
    assert_int_equal(found.left_count, 0);
    leitong_result_free(found.result);
}

/* 资源 is a county, and a word that everybody uses. */
static void a_common_word_is_no_name(void **state)
{
    (void)state;
    static const char *const gazetteer[] = {"资源", "潜江"};
    static const char *const sentence = "要把每一分资源都用在刀刃上，让群众看得见变化，得得到实惠，过得上好日子。";
    char words[TEXT_MOST][1024];
    char ids[TEXT_MOST][2];
    text texts[TEXT_MOST];
    for (size_t i = 0; i < TEXT_MOST; i++) {
        static const char *const own[TEXT_MOST] = {
            "水是最要紧的资源。", "人才才是第一资源。",           "盘活闲置的资源要快。", "教育需要更多资源。",
            "矿产资源不能乱挖。", "潜江不富，潜江人敬重读书人。", "电力资源十分紧张。",   "这里的旅游资源好。"};
        snprintf(words[i], sizeof words[i], "%s\n%s", own[i], i == 0 || i == 5 ? sentence : "另外的话。");
        ids[i][0] = (char)('a' + i);
        ids[i][1] = '\0';
        texts[i] = (text){ids[i], NULL, words[i]};
    }
    names found = names_of(texts, TEXT_MOST, gazetteer, 2);
    assert_int_equal(found.left_count, 0);
    leitong_result_free(found.result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_swapped_name_that_was_forgotten_is_told),
        cmocka_unit_test(dates_say_who_copied),
        cmocka_unit_test(a_name_that_the_document_knows_is_not_left),
        cmocka_unit_test(a_name_told_twice_needs_the_gazetteer),
        cmocka_unit_test(a_listed_name_needs_none),
        cmocka_unit_test(a_part_of_words_is_no_listed_name),
        cmocka_unit_test(a_common_word_is_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
