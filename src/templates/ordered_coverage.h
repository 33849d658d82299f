/* ordered_coverage: how much of two sequences is the same in the same order.
 *
 * Input: two sequences of ids. Output: how many ids of the first stand in runs of LT_ORDERED_COVERAGE_RUN that both
 * have, taken in one order: the longest increasing subsequence of their common runs' places (Hunt, Szymanski 1977).
 * Where a run stands in more than LT_ORDERED_COVERAGE_PLACES places of the second, its first ones count. Ownership:
 * lt_ordered_coverage is scratch. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_ORDERED_COVERAGE_H
#define LT_TEMPLATES_ORDERED_COVERAGE_H

#include "base/error.h"
#include "base/radix_sort.h"

#define LT_ORDERED_COVERAGE_RUN 3 /* of words */
#define LT_ORDERED_COVERAGE_PLACES 4

typedef struct lt_ordered_coverage {
    lt_record *grams; /* of the second: hash, place */
    size_t gram_capacity;
    lt_record *sorting;
    size_t sorting_capacity;
    struct lt_ordered_coverage_match *matches;
    size_t match_capacity;
    uint32_t *tails;
    size_t tail_capacity;
    uint64_t *filter; /* of lt_ordered_coverage_bound: a bit for each run */
    uint32_t *places; /* of the first sequence: where the common runs of the last call begin, ascending */
    size_t place_count, place_capacity;
} lt_ordered_coverage; /* zero it first */
void lt_ordered_coverage_clear(lt_ordered_coverage *order);

typedef struct lt_sequence {
    const uint32_t *ids;
    const uint32_t *weights; /* NULL: 1 each */
    size_t count;
} lt_sequence;

/* `run`: 1, or LT_ORDERED_COVERAGE_RUN. */
LEITONG_CHECK int lt_ordered_coverage_covered(lt_ordered_coverage *order, unsigned run, const lt_sequence *a,
                                              const lt_sequence *b, uint64_t *ret_covered, leitong_error *error);

/* At least what lt_ordered_coverage_covered gives for runs of LT_ORDERED_COVERAGE_RUN ids of weight 1, without looking
 * at their order: tells most that have little in common, at a small part of the price. */
LEITONG_CHECK int lt_ordered_coverage_bound(lt_ordered_coverage *order, const lt_sequence *a, const lt_sequence *b,
                                            uint64_t *ret_bound, leitong_error *error);

/* A hash of the run of LT_ORDERED_COVERAGE_RUN ids at `ids`. */
uint64_t lt_ordered_coverage_gram(const uint32_t *ids);

#endif
