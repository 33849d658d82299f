/* family_order: how much of two sequences is the same in the same order.
 *
 * Enters: two sequences of ids. Leaves: how many ids of the first stand in runs of LT_ORDER_RUN that both have, taken
 * in one order: the longest increasing subsequence of their common runs' places (Hunt, Szymanski 1977). Where a run
 * stands in more than LT_ORDER_PLACES places of the second, its first ones count. Owner: lt_order is scratch. Errors:
 * LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_FAMILY_ORDER_H
#define LT_TEMPLATES_FAMILY_ORDER_H

#include "base/error.h"
#include "base/radix.h"

#define LT_ORDER_RUN 3 /* of words */
#define LT_ORDER_PLACES 4

typedef struct lt_order {
    lt_record *grams; /* of the second: hash, place */
    size_t gram_capacity;
    lt_record *sorting;
    size_t sorting_capacity;
    struct lt_order_match *matches;
    size_t match_capacity;
    uint32_t *tails;
    size_t tail_capacity;
    uint64_t *filter; /* of lt_order_bound: a bit for each run */
    uint32_t *places; /* of the first sequence: where the common runs of the last call begin, ascending */
    size_t place_count, place_capacity;
} lt_order; /* zero it first */
void lt_order_clear(lt_order *order);

typedef struct lt_sequence {
    const uint32_t *ids;
    const uint32_t *weights; /* NULL: 1 each */
    size_t count;
} lt_sequence;

/* `run`: 1, or LT_ORDER_RUN. */
LEITONG_CHECK int lt_order_covered(lt_order *order, unsigned run, const lt_sequence *a, const lt_sequence *b,
                                   uint64_t *ret_covered, leitong_error *error);

/* At least what lt_order_covered gives for runs of LT_ORDER_RUN ids of weight 1, without looking at their order: tells
 * most that have little in common, at a small part of the price. */
LEITONG_CHECK int lt_order_bound(lt_order *order, const lt_sequence *a, const lt_sequence *b, uint64_t *ret_bound,
                                 leitong_error *error);

/* A hash of the run of LT_ORDER_RUN ids at `ids`. */
uint64_t lt_order_gram(const uint32_t *ids);

#endif
