/* family_similar: long forms that are alike in order, far below the threshold of near-duplicates.
 *
 * Input: forms in classes. Output: classes joined at LT_FAMILY_SIMILAR. The first form of each class with at least
 * LT_SIMILAR_LONG words stands for it, with its first LT_SIMILAR_LOOKED ids. Candidates share LT_SIMILAR_VOTES of the
 * smallest LT_SIMILAR_SKETCH hashes of their 3-grams (Broder 1997), as nine in ten forms at Jaccard 0.15 do; one is
 * verified along the other (templates/line): of the shorter at least half, and of the longer two fifths as many ids,
 * stand in common runs of 3 ids or more, in one order. Classes do not chain (family_join): each form joins the first
 * medoid that it is alike. Ownership: the caller. Errors: those of numbers. Complexity: linear in the ids. */
#ifndef LT_TEMPLATES_FAMILY_SIMILAR_H
#define LT_TEMPLATES_FAMILY_SIMILAR_H

#include "templates/family_class.h"
#include "templates/family_form.h"

#define LT_SIMILAR_LONG 24
#define LT_SIMILAR_LOOKED (1U << 15)
#define LT_SIMILAR_SKETCH 24
#define LT_SIMILAR_VOTES 4

/* Adds to *overflow. */
LEITONG_CHECK int lt_similar_join(const lt_forms *forms, lt_classes *classes, uint64_t *overflow, leitong_error *error);

#endif
