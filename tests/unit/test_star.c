/* star: fixed wording stands whole in four fifths of the members, counted over their ids; what was planted is found. */
#include "test.h"

#include "templates/star.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS = 24, LONGEST = 200 };

typedef struct star_sample {
    lt_unit units[TEXTS][LONGEST];
    size_t counts[TEXTS];
    uint8_t kept[TEXTS];
    uint32_t copies[TEXTS];
    uint32_t count;
} star_sample;

static void sample_put(star_sample *sample, uint32_t text, uint32_t id)
{
    size_t at = sample->counts[text]++;
    assert_true(at < LONGEST);
    bool mask = id >> 30 == 1;
    uint32_t begin = at > 0 ? sample->units[text][at - 1].begin + sample->units[text][at - 1].count : 0;
    sample->units[text][at] =
        (lt_unit){id, begin, mask ? 2 : 1, mask ? (uint8_t)LT_UNIT_NUMBER : (uint8_t)LT_UNIT_WORD};
}

static void sample_cut(star_sample *sample, lt_star *star)
{
    lt_star_members members = {sample->kept, sample->copies};
    assert_int_equal(lt_star_begin(star, sample->units[0], sample->counts[0], NULL), 0);
    for (uint32_t t = 0; t < sample->count; t++) {
        assert_int_equal(lt_star_add(star, sample->units[t], sample->counts[t], 0, NULL), 0);
    }
    assert_int_equal(lt_star_cut(star, &members, NULL), 0);
}

/* Whether a text has columns [begin, end) of the line somewhere, one behind the other. */
static bool sample_has(const star_sample *sample, uint32_t text, const lt_star *star, const lt_part *part)
{
    uint32_t length = part->end - part->begin;
    for (size_t i = 0; i + length <= sample->counts[text]; i++) {
        uint32_t k = 0;
        while (k < length && sample->units[text][i + k].id == star->columns[part->begin + k]) {
            k++;
        }
        if (k == length) {
            return true;
        }
    }
    return false;
}

static void fixed_wording_stands_in_four_fifths(void **state)
{
    (void)state;
    uint64_t seed = test_seed(81);
    lt_star star = {0};
    unsigned texts = 0;
    for (int round = 0; round < 200; round++) {
        static star_sample sample;
        uint32_t base[60];
        unsigned percent = (unsigned)(test_random(&seed) % 25);
        memset(&sample, 0, sizeof sample);
        sample.count = 2 + (uint32_t)(test_random(&seed) % (TEXTS - 2));
        for (uint32_t i = 0; i < 60; i++) {
            base[i] = test_random(&seed) % 10 == 0 ? LT_UNIT_MASK | LT_UNIT_NUMBER
                                                   : 0x4E00 + (uint32_t)(test_random(&seed) % 300);
        }
        for (uint32_t t = 0; t < sample.count; t++) {
            sample.kept[t] = test_random(&seed) % 8 != 0;
            sample.copies[t] = 1 + (uint32_t)(test_random(&seed) % 5);
            for (uint32_t i = 0; i < 60; i++) {
                bool edited = test_random(&seed) % 100 < percent;
                unsigned kind = (unsigned)(test_random(&seed) % 3);
                if (!edited || kind > 0) {
                    sample_put(&sample, t,
                               edited && kind == 1 ? 0x6000 + (uint32_t)(test_random(&seed) % 300) : base[i]);
                }
            }
        }
        sample_cut(&sample, &star);
        uint64_t all = 0;
        for (uint32_t t = 0; t < sample.count; t++) {
            all += sample.kept[t] ? sample.copies[t] : 0;
        }
        for (uint32_t p = 0; p < star.part_count; p++) {
            uint64_t have = 0;
            for (uint32_t t = 0; t < sample.count; t++) {
                have += sample.kept[t] && sample_has(&sample, t, &star, &star.parts[p]) ? sample.copies[t] : 0;
            }
            if (star.parts[p].kind == LT_PART_TEXT) {
                assert_true(have * 100 >= all * LT_STAR_FIXED);
                texts++;
            }
        }
    }
    assert_true(texts > 200);
    lt_star_clear(&star);
}

/* 1…8, a slot, 9…15, a mask, 16…20: as planted, and read back where each text has it. */
static void what_is_planted_is_found(void **state)
{
    (void)state;
    static star_sample sample;
    lt_star star = {0};
    lt_stretch spans[8];
    uint8_t whole[8];
    uint32_t fresh = 1000;
    sample.count = 6;
    for (uint32_t t = 0; t < sample.count; t++) {
        sample.kept[t] = 1;
        sample.copies[t] = 1;
        for (uint32_t i = 1; i <= 20; i++) {
            for (uint32_t k = 0; i == 9 && k < t + 1; k++) {
                sample_put(&sample, t, fresh++);
            }
            if (i == 16) {
                sample_put(&sample, t, LT_UNIT_MASK | LT_UNIT_NUMBER);
            }
            if (t != 5 || i != 3) { /* one lacks a word */
                sample_put(&sample, t, i);
            }
        }
    }
    sample_cut(&sample, &star);
    assert_int_equal(star.part_count, 5);
    static const uint8_t kinds[] = {LT_PART_TEXT, LT_PART_SLOT, LT_PART_TEXT, LT_PART_SLOT, LT_PART_TEXT};
    static const uint32_t lengths[] = {8, 0, 7, 1, 5};
    for (uint32_t p = 0; p < 5; p++) {
        assert_int_equal(star.parts[p].kind, kinds[p]);
        assert_int_equal(star.parts[p].end - star.parts[p].begin, lengths[p]);
    }
    for (uint32_t t = 0; t < sample.count; t++) {
        uint32_t first = t == 5 ? 7 : 8;
        assert_int_equal(lt_star_read(&star, t, spans, whole), first + 13);
        assert_int_equal(whole[0], t != 5);
        assert_int_equal(spans[0].end, first);
        assert_int_equal(spans[1].begin, first);
        assert_int_equal(spans[1].end, first + t + 1);
        assert_int_equal(spans[3].end - spans[3].begin, 2);
        assert_int_equal(lt_star_lead(&star, t, (lt_stretch){spans[3].begin, spans[4].end}), 2);
        assert_int_equal(lt_star_lead(&star, t, spans[1]), 0);
    }
    lt_star_clear(&star);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fixed_wording_stands_in_four_fifths),
                                       cmocka_unit_test(what_is_planted_is_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
