/* overlap_resolution: passages of one document pair → passages that do not tell of the same pair of stretches.
 *
 * Input: passages of one pair, in any order; some may overlap on both sides.
 * Output: in their place, in any order: passages of which no two hold the same two places of `run` tokens. The one with
 * more equal tokens stays whole. What goes through its spans is cut, and each part is kept that is a passage by itself
 * (lt_trim_keep); a run that crosses a border keeps as many tokens within (at most run − 1) as its windows of `run`
 * tokens need that begin or end outside. Tandem repeats come before all others and stay whole.
 *
 *      b │      ┌───────┐╱            kept: the box;  × what is cut out
 *        │      │      ×│
 *        │      │    ×  │
 *        │      └──╱────┘
 *        └────────────────── a
 *
 * Off the alignment a cut passage may have held a run by its spans alone: the caller audits again.
 * Ownership: lt_overlap_resolution is one worker's scratch; parts and their edits are appended to the caller's list.
 * Errors: LEITONG_EMEMORY.
 * Complexity: a passage is cut by few: those before it are as long as it, and do not overlap. */
#ifndef LT_PASSAGES_OVERLAP_RESOLUTION_H
#define LT_PASSAGES_OVERLAP_RESOLUTION_H

#include "base/interval_index.h"
#include "passages/box_index.h"
#include "passages/trim.h"

typedef struct lt_overlap_resolution {
    lt_box_index *held; /* what stays */
    size_t *stays;      /* [box of held] → passage */
    size_t *heap;       /* passages to come, the best on top */
    lt_interval_index tandems;
    lt_passage *kept;
    uint64_t cuts; /* ever */
    size_t stays_count, stays_capacity, heap_count, heap_capacity, kept_capacity;
} lt_overlap_resolution; /* zero it first */
void lt_overlap_resolution_clear(lt_overlap_resolution *settle);

LEITONG_CHECK int lt_overlap_resolution_run(lt_overlap_resolution *settle, const lt_align_options *options,
                                            lt_passages *passages, size_t first, leitong_error *error);

#endif
