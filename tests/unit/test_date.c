/* Dates: what each form is read as. */
#include "test.h"

#include "text/date.h"
#include <stdbool.h>

typedef struct date_case {
    const char *given, *read; /* NULL: none; "!": impossible */
} date_case;

static const date_case cases[] = {
    {"2020年5月28日", "2020-05-28"},
    {"2020年05月28日", "2020-05-28"},
    {"2020 年 5 月 28 日", "2020-05-28"},
    {"２０２０年５月２８日", "2020-05-28"},
    {"2020年5月28号", "2020-05-28"},
    {"2020年5月28", "2020-05-28"},
    {"2020年5月", "2020-05"},
    {"2020年", "2020"},
    {"二〇二〇年一月二日", "2020-01-02"},
    {"二○二○年十月三十一日", "2020-10-31"},
    {"二零二零年", "2020"},
    {"一九九八年十二月廿三日", "1998-12-23"},
    {"一九五四年九月二〇日", "1954-09-20"},
    {"二〇一八年元月五日", "2018-01-05"},
    {"中華民國109年5月28日", "2020-05-28"},
    {"中華民國一百零九年五月二十八日", "2020-05-28"},
    {"中華民國八十九年十月一日", "2000-10-01"},
    {"民国元年一月一日", "1912-01-01"},
    {"民國三十五年", "1946"},
    {"令和2年5月28日", "2020-05-28"},
    {"平成元年1月8日", "1989-01-08"},
    {"2020년 5월 28일", "2020-05-28"},
    {"2020-05-28", "2020-05-28"},
    {"2020-05-28T08:00:00Z", "2020-05-28"},
    {"2020/5/28", "2020-05-28"},
    {"2020.5.28", "2020-05-28"},
    {"2020_05_28", "2020-05-28"},
    {"２０２０－０５－２８", "2020-05-28"},
    {"20200528", "2020-05-28"},
    {"2020-05", "2020-05"},
    {"2020", "2020"},
    {"Jan 2, 2020", "2020-01-02"},
    {"January 2nd, 2020", "2020-01-02"},
    {"2 January 2020", "2020-01-02"},
    {"2nd of Sept. 2020", "2020-09-02"},
    {"02-MAY-2020", "2020-05-02"},
    {"December 2020", "2020-12"},
    {"2000-02-29", "2000-02-29"},
    /* Dates that no calendar has. */
    {"2019年2月29日", "!"},
    {"2020-13-01", "!"},
    {"20200431", "!"},
    {"二〇二〇年二月三十日", "!"},
    {"Feb 30, 2020", "!"},
    {"平成40年1月1日", "!"},
    {"2020-00-10", "!"},
    /* No dates. */
    {"2019-2020年", NULL},
    {"2020.5.28.1", NULL},
    {"202005281", NULL},
    {"5/28/2020", NULL},
    {"May 28", NULL},
    {"二十年", NULL},
    {"20xx年3月", NULL},
    {"", NULL},
};

static void forms_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[LT_DATE_TEXT] = "";
        lt_date date = {0};
        size_t size = 1;
        lt_date_kind kind = lt_date_read(cases[i].given, strlen(cases[i].given), &date, &size);
        const char *read = kind == LT_DATE_NONE ? NULL : kind == LT_DATE_IMPOSSIBLE ? "!" : text;
        if (kind == LT_DATE_READ) {
            lt_date_write(&date, text);
        }
        if ((read == NULL) != (cases[i].read == NULL) || (read != NULL && strcmp(read, cases[i].read) != 0)) {
            fail_msg("%s: read as %s, not as %s", cases[i].given, read == NULL ? "none" : read,
                     cases[i].read == NULL ? "none" : cases[i].read);
        }
        assert_true(kind == LT_DATE_NONE ? size == 0 : size > 0 && size <= strlen(cases[i].given));
    }
}

/* Every day of 400 years is read, and no other day. */
static void days_are_those_of_the_calendar(void **state)
{
    (void)state;
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (unsigned year = 1700; year < 2100; year++) {
        for (unsigned month = 0; month <= 13; month++) {
            for (unsigned day = 0; day <= 32; day++) {
                char text[32];
                lt_date date;
                size_t size;
                bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
                bool is_day =
                    month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (unsigned)(month == 2 && is_leap);
                snprintf(text, sizeof text, "%u-%02u-%02u", year, month, day);
                assert_int_equal(lt_date_read(text, strlen(text), &date, &size),
                                 is_day ? LT_DATE_READ : LT_DATE_IMPOSSIBLE);
            }
        }
    }
}

/* A text that is cut anywhere, or damaged, is read within its bounds. */
static void cut_and_damaged(void **state)
{
    uint64_t *random = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t size = 0; size <= strlen(cases[i].given); size++) {
            char *copy = malloc(size + 1);
            lt_date date;
            size_t taken;
            assert_non_null(copy);
            memcpy(copy, cases[i].given, size);
            if (size > 0 && size % 2 == 0) {
                copy[test_random(random) % size] = (char)test_random(random);
            }
            (void)lt_date_read(copy, size, &date, &taken);
            assert_true(taken <= size);
            free(copy);
        }
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
        cmocka_unit_test(forms_are_read),
        cmocka_unit_test(days_are_those_of_the_calendar),
        cmocka_unit_test_setup(cut_and_damaged, seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
