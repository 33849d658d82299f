/* pairs: rows of two paragraphs, and every pair there is.
 *
 * Input: candidates.
 * Output: verified pairs of distinct numbers.
 * Ownership: lt_pairs.
 * Errors: those of candidate_set and jaccard; LEITONG_ECANCELLED.
 * Complexity: one comparison for each two members of a bucket; appending is linear. */
#ifndef LT_PAIRS_PAIRS_H
#define LT_PAIRS_PAIRS_H

#include "pairs/comparison.h"

typedef struct lt_pair {
    uint32_t a, b; /* distinct numbers, a < b */
    lt_overlap overlap;
} lt_pair;

typedef struct lt_pairs {
    lt_pair *items;
    size_t count, capacity;
    uint64_t verified; /* comparisons */
} lt_pairs;            /* zero it first */
void lt_pairs_clear(lt_pairs *pairs);

/* Appends one pair of ranks. `overlap`: a = left. */
LEITONG_CHECK int lt_pairs_append(lt_pairs *pairs, const lt_candidates *candidates, uint32_t left, uint32_t right,
                                  const lt_overlap *overlap, leitong_error *error);

/* Sorts by (a, b). */
LEITONG_CHECK int lt_pairs_sort(lt_pairs *pairs, leitong_error *error);

/* Every pair that shares a bucket and reaches the threshold; appended in order of (a, b). */
LEITONG_CHECK int lt_pairs_all(const lt_comparison *comparison, lt_pairs *pairs, leitong_error *error);

#endif
