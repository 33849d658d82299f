/* proximity: which boxes lie near one another on both sides, in any order.
 *
 * Boxes stay together unless a gap of more than `distance` parts them on one side; what a gap parts is looked at again,
 * on both sides, until no gap is left:
 *
 *      b │           ┌─┐        on a no gap parts the three lower boxes, whatever their order on b, and on b none
 *        │           └─┘        either: they are one group. The upper box is near on a, but a gap on b parts it.
 *        │
 *        │  ┌─┐   ┌─┐
 *        │  └─┘┌─┐└─┘
 *        └─────└─┘────── a
 *
 * A gap is looked for from both ends of both sides at once, a box at a time, so that finding one costs as much as the
 * smaller part, which is taken out of four linked lists and sorted anew (the smaller half: Aho, Hopcroft, Ullman 1974,
 * §4.6).
 * Input: the boxes of one pair of documents. Output: for each the first box of its group.
 * Ownership: lt_proximity is the caller's scratch. Errors: LEITONG_EMEMORY.
 * Complexity: n log² n, whatever the boxes. */
#ifndef LT_PASSAGES_PROXIMITY_H
#define LT_PASSAGES_PROXIMITY_H

#include "base/error.h"
#include "base/radix_sort.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_proximity_box {
    uint64_t a_begin, a_end, b_begin, b_end; /* half open */
} lt_proximity_box;

typedef struct lt_proximity_links lt_proximity_links;
typedef struct lt_proximity_group lt_proximity_group;
typedef struct lt_proximity {
    lt_proximity_links *links;  /* [box] */
    lt_proximity_group *groups; /* to be looked at; a stack */
    lt_record *records, *sorted;
    uint32_t *part; /* boxes that a gap parts from the others */
    size_t link_capacity, group_capacity, group_count, record_capacity, sorted_capacity, part_capacity;
} lt_proximity; /* zero it first */
void lt_proximity_clear(lt_proximity *proximity);

/* ret_first: [box]. */
LEITONG_CHECK int lt_proximity_run(lt_proximity *proximity, const lt_proximity_box *boxes, size_t count,
                                   uint64_t distance, uint32_t *ret_first, leitong_error *error);

#endif
