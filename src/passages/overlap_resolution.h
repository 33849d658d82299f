/* overlap_resolution: cuts passages of one document pair until no two contain the same pair of places.
 *
 * Passages are taken by their number of equal tokens, tandem repeats before all others. A passage that overlaps none
 * of those taken on both sides is taken whole. Otherwise what goes through the spans of the one taken is cut, and each
 * part that is a passage by itself (lt_trim_keep) is queued again. A run that crosses a border keeps as many tokens
 * within the spans (at most run − 1) as its windows of `run` tokens need that begin or end outside.
 *
 *      b │      ┌───────┐╱            taken: the box;  × what is cut out
 *        │      │      ×│
 *        │      │    ×  │
 *        │      └──╱────┘
 *        └────────────────── a
 *
 * Off the alignment a cut passage may have contained a run by its spans alone: the caller audits again.
 * Input: passages of one pair, in any order; some may overlap on both sides.
 * Output: passages in their place, in any order, of which no two contain the same two places of `run` tokens.
 * Ownership: lt_overlap_resolution is one worker's scratch; parts and their edits are appended to the caller's list.
 * Errors: LEITONG_EMEMORY.
 * Complexity: n log n, and the edits of the passages cut. A passage is cut by few: those taken before it are as long as
 * it, and do not overlap. */
#ifndef LT_PASSAGES_OVERLAP_RESOLUTION_H
#define LT_PASSAGES_OVERLAP_RESOLUTION_H

#include "base/interval_index.h"
#include "passages/box_index.h"
#include "passages/trim.h"

typedef struct lt_overlap_resolution {
    lt_box_index *boxes; /* passages taken, but for tandem repeats */
    size_t *stays;       /* [box] → passage */
    size_t *heap;        /* passages to be taken, the best on top */
    lt_interval_index tandems;
    lt_passage *kept;
    uint64_t cuts; /* ever */
    size_t stays_count, stays_capacity, heap_count, heap_capacity, kept_capacity;
} lt_overlap_resolution; /* zero it first */
void lt_overlap_resolution_clear(lt_overlap_resolution *resolution);

LEITONG_CHECK int lt_overlap_resolution_run(lt_overlap_resolution *resolution, const lt_align_options *options,
                                            lt_passages *passages, size_t first, leitong_error *error);

#endif
