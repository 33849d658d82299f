/* proximity: which boxes lie near one another, directly or through others: connected components of a graph of boxes.
 *
 * Two boxes are near where the gaps between their spans are at most `distance` on both sides. Each box is lengthened by
 * `distance` at its ends on a and b; near boxes are then those that intersect. A sweep over a keeps the boxes that it
 * has not left in a segment tree over b, and unites each new box with those that it meets (the components of a set of
 * rectangles: Imai, Asano 1983; union-find: Tarjan, van Leeuwen 1984).
 *
 *      b │        ┌──┐ ← the new box stands at the nodes that its span of b covers
 *        │  ┌─────┼─┐│   a node holds one box for all that stand at it, the one left last: they meet any box that meets
 *        │  │  ┌──┴─┘│   it; and for all below it one box, as long as they are of one component
 *        │  └──┘     │
 *        └───────────┴──── a
 *
 * Input: the boxes of one pair of documents, sorted by a_begin. Output: for each the first box of its component.
 * Ownership: lt_proximity is the caller's scratch. Errors: LEITONG_EMEMORY.
 * Complexity: n log n, whatever the boxes: a node that is entered below holds several components, and only one
 * afterwards; each box makes that of log n nodes. */
#ifndef LT_PASSAGES_PROXIMITY_H
#define LT_PASSAGES_PROXIMITY_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_proximity_box {
    uint64_t a_begin, a_end, b_begin, b_end; /* half open */
} lt_proximity_box;

typedef struct lt_proximity_node lt_proximity_node;
typedef struct lt_proximity {
    lt_proximity_node *nodes;
    uint64_t *ends, *sorted; /* of the boxes on b, each once; scratch of their sort */
    size_t node_capacity, end_capacity, sorted_capacity;
} lt_proximity; /* zero it first */
void lt_proximity_clear(lt_proximity *proximity);

/* ret_first: [box]. */
LEITONG_CHECK int lt_proximity_run(lt_proximity *proximity, const lt_proximity_box *boxes, size_t count,
                                   uint64_t distance, uint32_t *ret_first, leitong_error *error);

#endif
