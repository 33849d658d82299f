/* Consensus: templates that were planted, with random fills, must come back exactly: parts, borders and fills. */
#include "test.h"

#include "base/code_point.h"
#include "templates/profile.h"

#include <uchar.h>

#define MOST 400
#define PARTS 15

typedef struct planted {
    uint32_t kinds[PARTS];
    uint32_t text[PARTS][12];
    uint32_t lengths[PARTS];
    uint32_t parts;
} planted;

typedef struct made {
    uint32_t ids[MOST];
    uint32_t count;
    uint32_t begins[PARTS], ends[PARTS];
} made;

/* Parts alternate: text, then a slot, a mask or optional wording. No token stands twice in what is fixed, and none of
 * the fills' tokens in it: otherwise where a border lies would be a matter of taste. */
static planted plant(uint64_t *seed)
{
    planted p = {.parts = 3 + 2 * (uint32_t)(test_random(seed) % 6)};
    uint32_t next = 0x20000 + (uint32_t)(test_random(seed) % 1000);
    for (uint32_t i = 0; i < p.parts; i++) {
        uint32_t what = (uint32_t)(test_random(seed) % 3);
        p.kinds[i] = i % 2 == 0 ? LT_PART_TEXT : what == 0 ? LT_PART_OPTIONAL : LT_PART_SLOT;
        p.lengths[i] = p.kinds[i] == LT_PART_SLOT ? what == 2 : 3 + (uint32_t)(test_random(seed) % 8);
        for (uint32_t t = 0; t < p.lengths[i]; t++) {
            p.text[i][t] = p.kinds[i] == LT_PART_SLOT ? 0x40000001 : next++;
        }
    }
    return p;
}

static made fill_in(const planted *p, uint64_t *seed)
{
    made m = {0};
    for (uint32_t i = 0; i < p->parts; i++) {
        m.begins[i] = m.count;
        if (p->kinds[i] == LT_PART_SLOT && p->lengths[i] == 0) {
            for (uint64_t n = 1 + test_random(seed) % 5; n > 0; n--) {
                m.ids[m.count++] = 0x80000000U + (uint32_t)(test_random(seed) % 100000);
            }
        } else if (p->kinds[i] != LT_PART_OPTIONAL || test_random(seed) % 2 == 0) {
            for (uint32_t t = 0; t < p->lengths[i]; t++) {
                m.ids[m.count++] = p->text[i][t];
            }
        }
        m.ends[i] = m.count;
    }
    return m;
}

static void assert_parts(const planted *p, const lt_profile *c)
{
    assert_int_equal(c->part_count, p->parts);
    for (uint32_t i = 0; i < p->parts; i++) {
        const lt_part *part = &c->parts[i];
        assert_int_equal(part->kind, p->kinds[i]);
        assert_int_equal(part->end - part->begin, p->lengths[i]);
        assert_memory_equal(c->columns + part->begin, p->text[i], p->lengths[i] * sizeof(uint32_t));
    }
}

static void assert_member(lt_profile_alignment *star, const lt_profile *c, const made *m, lt_reading *reading)
{
    lt_variant variant = {m->ids, m->count, 1};
    uint32_t matched = 0;
    assert_int_equal(lt_profile_read(star, c, &variant, reading, NULL), 0);
    for (uint32_t i = 0; i < c->part_count; i++) {
        const lt_read_part *part = &reading->parts[i];
        assert_int_equal(part->end - part->begin, m->ends[i] - m->begins[i]);
        if (part->begin < part->end) {
            assert_int_equal(part->begin, m->begins[i]);
        }
        matched += c->parts[i].begin < c->parts[i].end ? part->end - part->begin : 0;
    }
    assert_int_equal(reading->matched, matched);
    assert_int_equal(reading->matched + reading->filled, m->count);
    assert_int_equal(reading->missing + reading->stray + reading->strays, 0);
}

static void planted_templates_come_back(void **state)
{
    (void)state;
    uint64_t seed = test_seed(73);
    lt_profile_alignment star = {0};
    lt_reading reading = {0};
    static made members[60];
    for (int round = 0; round < 300; round++) {
        lt_profile consensus = {0};
        lt_variant sample[60];
        planted p = plant(&seed);
        uint32_t count = 30 + (uint32_t)(test_random(&seed) % 31);
        for (uint32_t s = 0; s < count; s++) {
            members[s] = fill_in(&p, &seed);
            sample[s] = (lt_variant){members[s].ids, members[s].count, 1};
        }
        assert_int_equal(lt_profile_make(&star, sample, count, false, &consensus, NULL), 0);
        assert_parts(&p, &consensus);
        for (uint32_t s = 0; s < count; s++) {
            assert_member(&star, &consensus, &members[s], &reading);
        }
        lt_profile_clear(&consensus);
    }
    lt_reading_clear(&reading);
    lt_profile_alignment_clear(&star);
}

static uint32_t count_of(const char32_t *words)
{
    uint32_t count = 0;
    while (words[count] != 0) {
        count++;
    }
    return count;
}

/* Parts as a person would write them: {} a slot, {#} a mask, [] optional. */
static void assert_shown(const char32_t *const *texts, uint32_t count, const char32_t *owed)
{
    uint32_t ids[8][64];
    lt_variant sample[8];
    char32_t shown[256];
    size_t at = 0;
    lt_profile_alignment star = {0};
    lt_profile c = {0};
    for (uint32_t s = 0; s < count; s++) {
        sample[s] = (lt_variant){ids[s], count_of(texts[s]), 1};
        for (uint32_t i = 0; i < sample[s].count; i++) {
            ids[s][i] = texts[s][i] >= U'0' && texts[s][i] <= U'9' ? 0x40000001 : texts[s][i];
        }
    }
    assert_int_equal(lt_profile_make(&star, sample, count, false, &c, NULL), 0);
    for (uint32_t p = 0; p < c.part_count; p++) {
        const lt_part *part = &c.parts[p];
        if (part->kind != LT_PART_TEXT) {
            shown[at++] = part->kind == LT_PART_SLOT ? U'{' : U'[';
        }
        for (uint32_t i = part->begin; i < part->end; i++) {
            shown[at++] = c.columns[i] == 0x40000001 ? U'#' : c.columns[i];
        }
        if (part->kind != LT_PART_TEXT) {
            shown[at++] = part->kind == LT_PART_SLOT ? U'}' : U']';
        }
    }
    shown[at] = 0;
    if (at != count_of(owed) || memcmp(shown, owed, at * sizeof *shown) != 0) {
        for (size_t i = 0; i < at; i++) {
            char utf8[5] = {0};
            lt_code_point_write((uint8_t *)utf8, shown[i]);
            printf("%s", utf8);
        }
        fail_msg("are not the parts owed");
    }
    lt_profile_clear(&c);
    lt_profile_alignment_clear(&star);
}

static void borders_where_a_person_draws_them(void **state)
{
    (void)state;
    /* 同 stands in 同意 and 赞同 alike: by itself between two slots it is chance. */
    const char32_t *const agree[] = {U"报告讲得好我完全同意请大家抓好落实", U"报告讲得好我完全赞同请大家抓好落实",
                                     U"报告讲得好我完全同意请大家抓好落实", U"报告讲得好我完全赞同请大家抓好落实"};
    assert_shown(agree, 4, U"报告讲得好我完全{}请大家抓好落实");
    /* Units beside a number are no chance, and a suffix belongs to the name before it. */
    const char32_t *const held[] = {U"第3届天水市的大会上一致通过", U"第4届金昌市的大会上一致通过",
                                    U"第5届白银市的大会上一致通过", U"第6届定西市的大会上一致通过"};
    assert_shown(held, 4, U"第{#}届{}的大会上一致通过");
    const char32_t *const committee[] = {U"今天天水市委决定召开大会", U"今天金昌市委决定召开大会",
                                         U"今天白银市委决定召开大会", U"今天定西市委决定召开大会"};
    assert_shown(committee, 4, U"今天{}市委决定召开大会");
    const char32_t *const optional[] = {U"会议听取和审议了工作报告决定批准", U"会议认真听取和审议了工作报告决定批准",
                                        U"会议认真听取和审议了工作报告决定批准", U"会议听取和审议了工作报告决定批准"};
    assert_shown(optional, 4, U"会议[认真]听取和审议了工作报告决定批准");
    const char32_t *const number[] = {U"处长一人秘书十三人至二十人任之", U"处长一人秘书十人至二十人任之",
                                      U"处长一人秘书十三人至二十人任之", U"处长一人秘书十人至二十人任之"};
    assert_shown(number, 4, U"处长一人秘书{}人至二十人任之");
    const char32_t *const date[] = {U"本法于2年3月4日公布施行", U"本法于5年6月7日公布施行", U"本法于8年9月1日公布施行"};
    assert_shown(date, 3, U"本法于{#年#月#日}公布施行");
    /* What counts a number is fixed, even where some fill the number's place with words or have nothing there. */
    const char32_t *const year[] = {U"同意报告提出的8年工作安排决定批准", U"同意报告提出的9年经济目标决定批准",
                                    U"同意报告提出的7年总体要求决定批准", U"同意报告提出的5年政策取向决定批准",
                                    U"同意报告提出的6年发展重点决定批准", U"同意报告提出的今后几年社会事业决定批准",
                                    U"同意报告提出的主要任务决定批准"};
    assert_shown(year, 7, U"同意报告提出的{}年{}决定批准");
    const char32_t *const same[] = {U"会议听取和审议了工作报告", U"会议听取和审议了工作报告",
                                    U"会议听取和审议了工作报告"};
    assert_shown(same, 3, U"会议听取和审议了工作报告");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(planted_templates_come_back),
                                       cmocka_unit_test(borders_where_a_person_draws_them)};
    return cmocka_run_group_tests_name("consensus", tests, NULL, NULL);
}
