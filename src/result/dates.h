/* dates: which of several documents is dated earliest.
 *
 * A date is an interval of days: 2017 is [2017-01-01, 2017-12-31], 2017-03 a month, 2017-03-05 a day. One document is
 * earlier than another when its whole interval lies before the other's (an interval order, which is partial), so 2017
 * and 2017-03 stay undecided. A date that cannot be read is kept and shown, and orders nothing. The earliest date does
 * not make its document the original.
 * Input: dates as users write them (text/date.h), followed by a time or not. Output: the order of documents that can be
 * ordered. Ownership: nothing is allocated. Errors: none. Complexity: linear in the text; lt_dates_earliest is linear
 * in the members. */
#ifndef LT_RESULT_DATES_H
#define LT_RESULT_DATES_H

#include "leitong/result.h"
#include "text/date.h"

/* True when document `a` was seen before document `b`. */
bool lt_dates_earlier(const leitong_result *result, uint32_t a, uint32_t b);

/* enum leitong_earliest. */
int lt_dates_side(const leitong_result *result, uint32_t a, uint32_t b);

#define LT_DATES_NONE SIZE_MAX

/* The first member of the one document that was seen before all others of the members' dated documents; at least two of
 * them must be dated. LT_DATES_NONE where there is no such document. */
size_t lt_dates_earliest(const leitong_result *result, const leitong_result_member *members, size_t count);

#endif
