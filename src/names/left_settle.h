/* left_settle: of the names left behind that all pairs tell of, the rows that stand.
 *
 * Input: rows of all pairs. Output: a row a place in the copy, by place; of several sources the one with the most
 * swaps, of equals the first. Offices that stand side by side become one (市委常委、常务副市长); one that the copy has
 * no other word for goes: 市长 alone may be spoken of by anyone. Ownership: the caller of lt_lefts. Errors: none. */
#ifndef LT_NAMES_LEFT_SETTLE_H
#define LT_NAMES_LEFT_SETTLE_H

#include "names/left_behind.h"

void lt_left_settle(lt_lefts *lefts);

#endif
