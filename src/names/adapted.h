/* adapted: whether one document of a pair was made from the other.
 *
 *   - In a large case: one place, body, level or term is exchanged at two places, or in both titles, or several at
 *     three places together.
 *   - In small rare cases: at four places, of two names.
 *   - A year alone: in both titles and once more. Persons alone never: minutes name whoever holds the office.
 *   - Without a swap, where the pair shares two fifths: each title names one place, its own text uses it twice,
 * and the other text doesn't know it; or a role in what is shared that one text's own words contradict, which is for
 *     left_behind to find.
 *
 * Input: a pair with its swaps, settled. Output: how it was adapted. Ownership: none. Errors: those of document_view.
 * Complexity: linear in the swaps. */
#ifndef LT_NAMES_ADAPTED_H
#define LT_NAMES_ADAPTED_H

#include "names/pair.h"

typedef enum lt_adapted {
    LT_ADAPTED_NO,
    LT_ADAPTED_ROLE, /* if left_behind finds one */
    LT_ADAPTED_HOMES,
    LT_ADAPTED_SWAPS
} lt_adapted;

/* Whether a pair that swaps nothing may be adapted all the same; indexes and shared are not looked at. */
bool lt_adapted_without_swap(const lt_name_pair *pair);
/* *ret_homes: the places of both titles, for LT_ADAPTED_HOMES; otherwise empty. */
LEITONG_CHECK int lt_adapted_pair(const lt_name_pair *pair, lt_edit *ret_homes, lt_adapted *ret_adapted,
                                  leitong_error *error);

#endif
