/* Dates: every style of writing one day, month or year against the stretch it was written from, and the earliest holder
 * against a search over all days. */
#include "result/dates.h"
#include "result/result.h"
#include "test.h"

typedef struct made_date {
    unsigned year, month, day; /* month, day: 0 where not told */
} made_date;

static void made_write(made_date date, unsigned style, char text[64])
{
    static const char *const days[] = {"%04u-%02u-%02u",        "%04u/%u/%u",   "%04u.%u.%u",
                                       "%04u年%u月%u日",        "%04u%02u%02u", "%04u-%02u-%02uT08:00:00Z",
                                       "%04u年%02u月%02u日上午"};
    static const char *const months[] = {"%04u-%02u", "%04u/%u", "%04u.%02u", "%04u年%u月"};
    static const char *const years[] = {"%04u", "%04u年", "%04u年春"};
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (date.day != 0) {
        snprintf(text, 64, days[style % 7], date.year, date.month, date.day);
    } else if (date.month != 0) {
        snprintf(text, 64, months[style % 4], date.year, date.month);
    } else {
        snprintf(text, 64, years[style % 3], date.year);
    }
#pragma GCC diagnostic pop
}

static bool made_covers(made_date date, unsigned year, unsigned month, unsigned day)
{
    return date.year == year && (date.month == 0 || date.month == month) && (date.day == 0 || date.day == day);
}

static made_date made_random(uint64_t *random)
{
    made_date date = {.year = 2015 + (unsigned)(test_random(random) % 3)};
    date.month = test_random(random) % 4 == 0 ? 0 : 1 + (unsigned)(test_random(random) % 12);
    date.day = date.month == 0 || test_random(random) % 3 == 0
                   ? 0
                   : 1 + (unsigned)(test_random(random) % (date.month == 2 ? 28 : 30));
    return date;
}

static void every_style_means_its_days(void **state)
{
    uint64_t *random = *state;
    for (int i = 0; i < 2000; i++) {
        made_date date = made_random(random);
        char text[64];
        lt_date_days read;
        made_write(date, (unsigned)test_random(random), text);
        if (!lt_date_days_read(text, &read)) {
            fail_msg("not read: %s", text);
        }
        for (unsigned day = 1; day <= 31; day++) {
            for (unsigned month = 1; month <= 12; month++) {
                uint32_t number = date.year * 10000 + month * 100 + day;
                assert_int_equal(read.first <= number && number <= read.last, made_covers(date, date.year, month, day));
            }
        }
    }
}

static void what_is_no_date_is_not_read(void **state)
{
    (void)state;
    static const char *const texts[] = {"",       "n. d.",    "17",        "0000-01-01", "2017-02-30",
                                        "201703", "20171301", "201703051", "2017030a",   "春2017"};
    lt_date_days read;
    assert_false(lt_date_days_read(NULL, &read));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (lt_date_days_read(texts[i], &read)) {
            fail_msg("read: %s", texts[i]);
        }
    }
}

/* True when all days of a come before all days of b, day by day. */
static bool oracle_earlier(made_date a, made_date b)
{
    unsigned last_a = 0;
    unsigned first_b = 0;
    unsigned now = 0;
    for (unsigned year = 2015; year < 2018; year++) {
        for (unsigned month = 1; month <= 12; month++) {
            for (unsigned day = 1; day <= 31; day++) {
                now++;
                last_a = made_covers(a, year, month, day) ? now : last_a;
                first_b = made_covers(b, year, month, day) && first_b == 0 ? now : first_b;
            }
        }
    }
    return last_a < first_b;
}

static void the_earliest_is_before_all_others(void **state)
{
    uint64_t *random = *state;
    for (int round = 0; round < 500; round++) {
        leitong_result *result;
        made_date dates[6];
        bool is_dated[6];
        leitong_result_member members[9];
        assert_int_equal(lt_result_new(&result, NULL), 0);
        for (size_t i = 0; i < 6; i++) {
            leitong_result_document *row;
            char text[64];
            assert_int_equal(lt_result_add(&result->documents, sizeof *row, &row, NULL), 0);
            dates[i] = made_random(random);
            is_dated[i] = test_random(random) % 3 != 0;
            made_write(dates[i], (unsigned)test_random(random), text);
            assert_int_equal(lt_result_string(result, is_dated[i] ? text : NULL, &row->date, NULL), 0);
        }
        size_t count = 1 + test_random(random) % 9;
        size_t expected = LT_DATES_NONE;
        for (size_t m = 0; m < count; m++) {
            members[m] = (leitong_result_member){.span = {.document = (uint32_t)(test_random(random) % 6)}};
        }
        for (size_t m = count; m-- > 0;) {
            uint32_t d = members[m].span.document;
            size_t others = 0;
            size_t later = 0;
            for (size_t o = 0; o < count; o++) {
                uint32_t other = members[o].span.document;
                if (other != d && is_dated[other]) {
                    others++;
                    later += oracle_earlier(dates[d], dates[other]);
                    assert_int_equal(lt_dates_earlier(result, d, other),
                                     is_dated[d] && oracle_earlier(dates[d], dates[other]));
                }
            }
            expected = is_dated[d] && others > 0 && later == others ? m : expected;
        }
        assert_int_equal(lt_dates_earliest(result, members, count), expected);
        leitong_result_free(result);
    }
}

int main(void)
{
    uint64_t random = test_seed(7);
    uint64_t *shared = &random;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(every_style_means_its_days, shared),
        cmocka_unit_test(what_is_no_date_is_not_read),
        cmocka_unit_test_prestate(the_earliest_is_before_all_others, shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
