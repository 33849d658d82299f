#include "result/dates.h"

#include "result/result.h"

#define DATES_YEARS 10000U

/* Up to `most` ASCII digits; 0 digits is 0. */
static size_t dates_digits(const char *text, size_t most, uint32_t *ret_value)
{
    size_t count = 0;
    uint32_t value = 0;
    while (count < most && text[count] >= '0' && text[count] <= '9') {
        value = value * 10 + (uint32_t)(text[count++] - '0');
    }
    *ret_value = value;
    return count;
}

/* The length in bytes of a separator, - / . or 年 月; 0 for anything else. */
static size_t dates_separator(const char *text)
{
    static const char *const han[] = {"年", "月"};
    for (size_t i = 0; i < sizeof han / sizeof *han; i++) {
        size_t at = 0;
        while (han[i][at] != '\0' && text[at] == han[i][at]) {
            at++;
        }
        if (han[i][at] == '\0') {
            return at;
        }
    }
    return text[0] == '-' || text[0] == '/' || text[0] == '.' ? 1 : 0;
}

/* The next number of a date: after a separator one or two digits, in a date without separators two. 0: none. */
static uint32_t dates_next(const char **text, bool is_run, uint32_t most)
{
    uint32_t value;
    size_t skipped = is_run ? 0 : dates_separator(*text);
    size_t count = !is_run && skipped == 0 ? 0 : dates_digits(*text + skipped, 2, &value);
    if (count == 0 || (is_run && count != 2) || value == 0 || value > most) {
        return 0;
    }
    *text += skipped + count;
    return value;
}

bool lt_dates_read(const char *text, lt_dates *ret_dates)
{
    uint32_t year;
    if (text == NULL || dates_digits(text, 4, &year) != 4 || year == 0) {
        return false;
    }
    text += 4;
    bool is_run = text[0] >= '0' && text[0] <= '9';
    uint32_t month = dates_next(&text, is_run, 12);
    uint32_t day = month == 0 ? 0 : dates_next(&text, is_run, 31);
    if ((is_run && day == 0) || (text[0] >= '0' && text[0] <= '9')) {
        return false;
    }
    ret_dates->first = year * DATES_YEARS + (month == 0 ? 1 : month) * 100 + (day == 0 ? 1 : day);
    ret_dates->last = year * DATES_YEARS + (month == 0 ? 12 : month) * 100 + (day == 0 ? 31 : day);
    return true;
}

static bool dates_of(const leitong_result *result, uint32_t document, lt_dates *ret_dates)
{
    size_t count;
    return lt_dates_read(leitong_result_documents(result, &count)[document].date, ret_dates);
}

bool lt_dates_earlier(const leitong_result *result, uint32_t a, uint32_t b)
{
    lt_dates date_a;
    lt_dates date_b;
    return dates_of(result, a, &date_a) && dates_of(result, b, &date_b) && date_a.last < date_b.first;
}

int lt_dates_side(const leitong_result *result, uint32_t a, uint32_t b)
{
    if (lt_dates_earlier(result, a, b)) {
        return LEITONG_EARLIEST_A;
    }
    return lt_dates_earlier(result, b, a) ? LEITONG_EARLIEST_B : LEITONG_EARLIEST_UNKNOWN;
}

size_t lt_dates_earliest(const leitong_result *result, const leitong_result_member *members, size_t count)
{
    size_t best = LT_DATES_NONE;
    lt_dates least = {0, UINT32_MAX};
    lt_dates dates;
    for (size_t m = 0; m < count; m++) {
        if (dates_of(result, members[m].span.document, &dates) && dates.last < least.last) {
            least = dates;
            best = m;
        }
        lt_table_passed(&result->members, &members[m], sizeof *members);
    }
    bool is_alone = true;
    for (size_t m = 0; best != LT_DATES_NONE && m < count; m++) {
        if (members[m].span.document != members[best].span.document &&
            dates_of(result, members[m].span.document, &dates)) {
            is_alone = false;
            if (dates.first <= least.last) {
                return LT_DATES_NONE;
            }
        }
    }
    return is_alone ? LT_DATES_NONE : best;
}
