/* adapted_names: what is told of an adapted pair beside its figures: where, a few of its swaps and of its names left
 * behind, and how much it weighs in a list.
 *
 * Input: a result. Output: for each adapted pair its first case, and its first LT_ADAPTED_NAMES swaps, in the order of
 * the rows, from the source to the copy, and likewise names. Ownership: the caller's, freed with free(); the texts are
 * the result's. Errors: LEITONG_EMEMORY. Complexity: log n a case, a place of a swap, and a name left behind. */
#ifndef LT_RESULT_ADAPTED_NAMES_H
#define LT_RESULT_ADAPTED_NAMES_H

#include "base/error.h"
#include "leitong/result.h"

#define LT_ADAPTED_NAMES 3U

typedef struct lt_adapted_names {
    const char *from[LT_ADAPTED_NAMES], *to[LT_ADAPTED_NAMES], *left[LT_ADAPTED_NAMES];
    size_t swap_count, left_count; /* of these lists */
    size_t most_telling;           /* row of cases, or SIZE_MAX: none is of these two documents */
    size_t last;                   /* the row of swaps that was looked at last */
} lt_adapted_names;

/* *ret_names: [adapted pair] */
LEITONG_CHECK int lt_adapted_names_read(const leitong_result *result, lt_adapted_names **ret_names,
                                        leitong_error *error);

/* What lists of adapted pairs are ordered by, never 0: names left behind, then places of swaps, then the share. */
uint64_t lt_adapted_weight(const leitong_result *result, size_t row);

#endif
