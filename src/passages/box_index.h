/* box_index: a spatial index of boxes, which finds one that contains or overlaps a given box.
 *
 * A box is a span of a × a span of b. Boxes are kept in grids (a hierarchical spatial hash), one for each power of two
 * of their longer side, with cells as long as the longest box of the grid: a box is in at most four cells, and a search
 * for a box that contains another reads one cell of each grid. Many passages at one place of a (a formula with 10,000
 * places in b) thus cost no more than one.
 * Input: boxes.
 * Output: for a box given, one that contains it, or overlaps it.
 * Ownership: lt_box_index is one worker's scratch.
 * Errors: LEITONG_EMEMORY.
 * Complexity: constant time on average to add a box, and a cell a grid (at most 32) to find one. */
#ifndef LT_PASSAGES_BOX_INDEX_H
#define LT_PASSAGES_BOX_INDEX_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_box {
    uint32_t a_begin, a_end, b_begin, b_end; /* token numbers, half open */
} lt_box;

typedef struct lt_box_index lt_box_index;
LEITONG_CHECK int lt_box_index_new(lt_box_index **ret_index, leitong_error *error);
void lt_box_index_free(lt_box_index *index);
/* Forgets all boxes, at no cost. */
void lt_box_index_reset(lt_box_index *index);
/* Boxes are numbered from 0 since the last reset. */
LEITONG_CHECK int lt_box_index_add(lt_box_index *index, lt_box box, leitong_error *error);
/* Whether a box contains `box` that `accepts` (may be NULL: all) says yes to. */
bool lt_box_index_any(const lt_box_index *index, lt_box box, bool (*accepts)(void *context, size_t number),
                      void *context);
/* Whether a box contains `box`. */
bool lt_box_index_contains(const lt_box_index *index, lt_box box);
/* The same, and which one: *ret_holder and *ret_number. */
bool lt_box_index_find(const lt_box_index *index, lt_box box, lt_box *ret_holder, size_t *ret_number);
/* Whether a box has `least` tokens or more in common with `box` on both sides (or all that `box` has on a side); which
 * one: of several the first that was added. Cost: a look at each cell that `box` touches, few while no box is much
 * smaller than it. */
bool lt_box_index_overlaps(const lt_box_index *index, lt_box box, uint32_t least, size_t *ret_number);

#endif
