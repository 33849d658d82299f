/* pairs: verified pairs beyond those of members with their medoids.
 *
 * Enters: candidates and, for the neighbours of the lonely, the medoids. Leaves: pairs of distinct numbers.
 * Owner: lt_pairs. Errors: those of candidate and verify; LEITONG_ECANCELLED. */
#ifndef LT_PAIRS_H
#define LT_PAIRS_H

#include "match/medoid.h"

typedef struct lt_pair {
    uint32_t a, b; /* distinct numbers, a < b */
    lt_overlap overlap;
} lt_pair;

typedef struct lt_pairs {
    lt_pair *items;
    size_t count, capacity;
    uint64_t verified; /* comparisons */
    uint64_t overflow; /* members that a lonely paragraph was not compared with: behind the LT_STANDING_MOST-th of a
                          bucket */
} lt_pairs;            /* zero it first */
void lt_pairs_clear(lt_pairs *pairs);

/* Appends one pair of ranks. `overlap`: a = left. */
LEITONG_CHECK int lt_pairs_append(lt_pairs *pairs, const lt_candidates *candidates, uint32_t left, uint32_t right,
                                  const lt_overlap *overlap, leitong_error *error);

/* Sorts by (a, b) and drops repetitions. */
LEITONG_CHECK int lt_pairs_sort(lt_pairs *pairs, leitong_error *error);

/* For each medoid without members: of the best ranked members of its buckets, a stretch at a time until one of the
 * stretch reaches the threshold, that stretch's most similar. Appended in no particular order. */
LEITONG_CHECK int lt_pairs_lonely(const lt_comparison *comparison, const lt_medoids *medoids, lt_pairs *pairs,
                                  leitong_error *error);

/* Every pair that shares a bucket and reaches the threshold; appended in order of (a, b). */
LEITONG_CHECK int lt_pairs_all(const lt_comparison *comparison, lt_pairs *pairs, leitong_error *error);

#endif
