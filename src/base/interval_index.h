/* interval_index: which of many intervals overlap a stretch?
 *
 * Input: intervals of token numbers, each with a number of the caller's, all before the first question. Output: those
 * that overlap a stretch, in order of their begin. An interval index: intervals sorted by begin under a tree of their
 * furthest ends (an augmented search tree: Cormen, Leiserson, Rivest, Stein 2009, §14.3), whose leaves are blocks of a
 * few intervals, so that the tree takes little memory beside them.
 * Ownership: lt_interval_index, cleared by the caller.
 * Errors: LEITONG_EMEMORY. Complexity: a question costs log n an interval that it finds, and log n. */
#ifndef LT_BASE_INTERVAL_INDEX_H
#define LT_BASE_INTERVAL_INDEX_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_INTERVAL_BLOCK 8 /* intervals below a leaf */

typedef struct lt_interval {
    uint32_t begin, end; /* half open, not empty */
    uint32_t number;
} lt_interval;

typedef struct lt_interval_index {
    lt_interval *items;
    uint32_t
        *furthest; /* [node]: the furthest end below it; the block of items[i] is node leaves + i / LT_INTERVAL_BLOCK */
    size_t count, capacity, leaves, furthest_capacity;
} lt_interval_index; /* zero it first */
void lt_interval_index_clear(lt_interval_index *intervals);

/* Forgets all intervals. */
void lt_interval_index_reset(lt_interval_index *intervals);
LEITONG_CHECK int lt_interval_index_add(lt_interval_index *intervals, lt_interval interval, leitong_error *error);
/* Room for `count` of them, where the caller knows how many will come. */
LEITONG_CHECK int lt_interval_index_reserve(lt_interval_index *intervals, size_t count, leitong_error *error);
/* After the last one was added. */
LEITONG_CHECK int lt_interval_index_build(lt_interval_index *intervals, leitong_error *error);
/* The next interval, from *at on (0 at first), that has a token in [begin, end); false when there is none. */
bool lt_interval_index_next(const lt_interval_index *intervals, uint32_t begin, uint32_t end, size_t *at,
                            size_t *ret_number);

#endif
