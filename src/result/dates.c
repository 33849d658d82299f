#include "result/dates.h"

#include "result/result.h"
#include "text/date.h"

#include <string.h>

#define DATES_YEARS 10000U

bool lt_dates_read(const char *text, lt_dates *ret_dates)
{
    lt_date date;
    size_t size;
    if (text == NULL || lt_date_read(text, strlen(text), &date, &size) != LT_DATE_READ) {
        return false;
    }
    ret_dates->first =
        date.year * DATES_YEARS + (date.month == 0 ? 1 : date.month) * 100 + (date.day == 0 ? 1 : date.day);
    ret_dates->last =
        date.year * DATES_YEARS + (date.month == 0 ? 12 : date.month) * 100 + (date.day == 0 ? 31 : date.day);
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
