/* swap_settle: which of a pair's substitutions stand, once it is known which names are proven.
 *
 * Input: the rows of one pair, as lt_swap_pair makes them, and the vocabulary with what usage says of its words.
 * Output: the rows that stand, by first place, of equals the longer first. A row of two places or more stands; one of a
 * single place when both its names are proven (name.h), unless it tells nothing new: it holds a place of a row with
 * more (沅东市→柳浦县 once, 沅东→柳浦 three times), or lies within another of one place. Work: by the number of places,
 * sorted. Ownership: none. Errors: LEITONG_EMEMORY. */
#ifndef LT_NAMES_SWAP_SETTLE_H
#define LT_NAMES_SWAP_SETTLE_H

#include "names/swap.h"

/* Places of rows that fell away stay in swaps->places. */
LEITONG_CHECK int lt_swap_settle(const lt_vocabulary *vocabulary, lt_swaps *swaps, leitong_error *error);

#endif
