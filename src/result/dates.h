/* dates: which of several documents was seen earliest.
 *
 * Enters: dates as users write them: 2017, 2017-03, 2017-03-05, 2017/3/5, 2017年3月5日, 20170305, with a time behind it
 * or not. Leaves: an order of those that can be ordered. A date names a stretch of days; one document is earlier than
 * another when its whole stretch lies before the other's, so that 2017 and 2017-03 stay undecided. A date that can't be
 * read is kept and shown, and orders nothing. Who is earliest was seen earliest: that makes nobody the author.
 * Owner: nothing is kept. Errors: none. */
#ifndef LT_RESULT_DATES_H
#define LT_RESULT_DATES_H

#include "leitong/result.h"

#include <stdbool.h>

typedef struct lt_dates {
    uint32_t first, last; /* days, as the number YYYYMMDD; half-known dates span a month or a year */
} lt_dates;

/* False when `text` is NULL or can't be read. */
bool lt_dates_read(const char *text, lt_dates *ret_dates);

/* True when document `a` was seen before document `b`. */
bool lt_dates_earlier(const leitong_result *result, uint32_t a, uint32_t b);

#define LT_DATES_NONE SIZE_MAX

/* The first member of the one document that was seen before all others of the members' dated documents; at least two of
 * them must be dated. LT_DATES_NONE where there is no such document. */
size_t lt_dates_earliest(const leitong_result *result, const leitong_result_member *members, size_t count);

#endif
