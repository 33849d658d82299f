/* box_index: is this pair of spans within a passage on both sides?
 *
 * Enters: boxes, a span of a × a span of b each. Leaves: for a box asked about, one that contains it.
 * Boxes stand in grids, one for each power of two of their longer side, whose cells are as long as the longest box in
 * it: a box enters at most four cells, and a question looks into one cell a grid. So many passages at one place of a
 * (a formula and its 10,000 places in b) cost no more than one.
 * Owner: lt_box_index is one worker's scratch. Errors: LEITONG_EMEMORY. */
#ifndef LT_PASSAGES_BOX_INDEX_H
#define LT_PASSAGES_BOX_INDEX_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_box {
    uint32_t a_begin, a_end, b_begin, b_end; /* token numbers, half open */
} lt_box;

typedef struct lt_box_index lt_box_index;
LEITONG_CHECK int lt_box_index_new(lt_box_index **ret_held, leitong_error *error);
void lt_box_index_free(lt_box_index *held);
/* Forgets all boxes, at no cost. */
void lt_box_index_reset(lt_box_index *held);
/* Boxes are numbered from 0 since the last reset. */
LEITONG_CHECK int lt_box_index_add(lt_box_index *held, lt_box box, leitong_error *error);
/* Whether a box contains `box` that `accepts` (may be NULL: all) says yes to. */
bool lt_box_index_any(const lt_box_index *held, lt_box box, bool (*accepts)(void *context, size_t number),
                      void *context);
/* Whether a box contains `box`. */
bool lt_box_index_contains(const lt_box_index *held, lt_box box);
/* The same, and which one: *ret_holder and *ret_number. */
bool lt_box_index_find(const lt_box_index *held, lt_box box, lt_box *ret_holder, size_t *ret_number);
/* Whether a box has `least` tokens or more in common with `box` on both sides (or all that `box` has on a side); which
 * one: of several the first that was added. Cost: a look at each cell that `box` touches, few while no box is much
 * smaller than it. */
bool lt_box_index_overlaps(const lt_box_index *held, lt_box box, uint32_t least, size_t *ret_number);

#endif
