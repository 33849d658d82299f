/* template_fixed: what a template shows as fixed stands in LT_PROFILE_FIXED percent of its members, word for word.
 *
 * A consensus is made of a sample, and each of its columns stands in so many of that; a run of them need not, and the
 * members that stayed are others. So every fixed part is cut into the longest pieces, from the left, that so many of
 * all members have whole, in one run; columns that fewer have become optional wording.
 * Input: texts, with what stands in their columns. Output: the consensus' parts; the texts must be read along them
 * again where something changed. Ownership: the caller. Errors: LEITONG_EMEMORY. Complexity: linear in the texts'
 * columns. */
#ifndef LT_TEMPLATES_TEMPLATE_FIXED_H
#define LT_TEMPLATES_TEMPLATE_FIXED_H

#include "templates/profile_parts.h"

#define LT_FIXED_BEHIND 2

typedef struct lt_fixed_texts {
    const uint8_t *standing; /* [text × column]: 1: a unit stands in it, LT_FIXED_BEHIND: right behind the one before */
    const uint8_t *kept;     /* [text]: it counts */
    const uint32_t *copies;  /* [text]: members that have it */
    uint32_t count;
} lt_fixed_texts;

LEITONG_CHECK int lt_fixed_cut(const lt_fixed_texts *texts, lt_profile *consensus, bool *ret_changed,
                               leitong_error *error);

#endif
