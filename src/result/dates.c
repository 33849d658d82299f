#include "result/dates.h"

#include "result/result.h"

static const char *dates_text(const leitong_result *result, uint32_t document)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    return lt_date_deciding(documents[document].date, (unsigned)documents[document].date_from);
}

static bool dates_of(const leitong_result *result, uint32_t document, lt_date_days *ret_dates)
{
    return lt_date_days_read(dates_text(result, document), ret_dates);
}

int lt_dates_side(const leitong_result *result, uint32_t a, uint32_t b)
{
    int order = lt_date_order(dates_text(result, a), dates_text(result, b));
    return order < 0 ? LEITONG_EARLIEST_A : order > 0 ? LEITONG_EARLIEST_B : LEITONG_EARLIEST_UNKNOWN;
}

bool lt_dates_earlier(const leitong_result *result, uint32_t a, uint32_t b)
{
    return lt_dates_side(result, a, b) == LEITONG_EARLIEST_A;
}

size_t lt_dates_earliest(const leitong_result *result, const leitong_result_member *members, size_t count)
{
    size_t best = LT_DATES_NONE;
    lt_date_days least = {0, UINT32_MAX};
    lt_date_days dates;
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
