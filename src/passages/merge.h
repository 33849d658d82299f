/* merge: joins, cuts and removes passages of one document pair until each copied text is in one passage.
 *
 * 1. Passages within another on both sides are removed, but not those in an edit block, which may be text in another
 *    order.
 * 2. Neighbours that overlap, or nearly, on about the same diagonal are joined where they are one copied text
 *    (merge_join).
 * 3. A passage is cut at an edit block whose text belongs to another passage near by: blocks in another order
 *    (merge_moved).
 * 4. Passages within another on both sides are removed.
 * Input: passages of one pair, in any order.
 * Output: passages in their place, sorted by (a_begin, b_begin, a_end, b_end).
 * Ownership: lt_merge is one worker's scratch.
 * Errors: LEITONG_EMEMORY.
 * Complexity: passages × LT_MERGE_LOOK, and a sort; a join reads the ends that meet, not what is beyond them. */
#ifndef LT_PASSAGES_MERGE_H
#define LT_PASSAGES_MERGE_H

#include "base/interval_index.h"
#include "passages/passage_index.h"

typedef struct lt_merge {
    lt_anchored_alignment alignment;
    lt_trim trim;
    lt_passage_index passage_index;
    lt_interval_index a_spans, b_spans; /* of the passages that a step began with */
    lt_anchor *anchors;
    size_t *into;  /* [passage]: itself, or the one it was joined to */
    size_t *room;  /* [passage]: capacity where its edits are stored */
    size_t *alive; /* passages that were not joined to one before them */
    bool *gone;    /* [passage] */
    uint64_t work; /* runs aligned again and passages searched for text out of order, ever */
    size_t anchors_capacity, into_capacity, room_capacity, alive_capacity, gone_capacity;
    lt_edit_script edits;
} lt_merge; /* zero it first */
void lt_merge_clear(lt_merge *merge);

/* The most tokens between two passages to be joined, and the most change of diagonal. */
#define LT_MERGE_GAP 80
/* How many passages are examined: before a passage for a neighbour, in an edit block for text out of order. */
#define LT_MERGE_LOOK 32
/* A block is out of order when its other place is at most this far from the passage around it. */
#define LT_MERGE_NEAR 512

/* passages->items[first …] are the pair's, and the last ones. */
LEITONG_CHECK int lt_merge_run(lt_merge *merge, const lt_align_options *options, const lt_sides *sides,
                               lt_passages *passages, size_t first, leitong_error *error);

/* ---- what the steps share ---- */

typedef struct lt_merge_job {
    lt_merge *merge;
    const lt_align_options *options;
    const lt_sides *sides;
    lt_passages *passages;
    size_t first;
    size_t end; /* of the passages a step began with; numbers below are counted from `first` */
} lt_merge_job;

/* Run r of a passage: the equal tokens before its edit r. */
lt_anchor lt_merge_anchor(const lt_passages *passages, const lt_passage *passage, uint32_t run);

/* Before a step that calls lt_merge_moved: indexes its passages, sorted by begin. */
LEITONG_CHECK int lt_merge_index(lt_merge_job *job, leitong_error *error);
/* Whether the text of an edit block, of a passage with the spans of `around`, belongs to another passage than p and q.
 * At most LT_MERGE_LOOK passages with text in the block are examined on either side. */
bool lt_merge_moved(lt_merge_job *job, const lt_passage *around, size_t p, size_t q, const lt_edit *block);

/* Replaces p by the union of p and q, which comes after p, when that is one passage; q is gone then. */
LEITONG_CHECK int lt_merge_join(lt_merge_job *job, size_t p, size_t q, bool *ret_joined, leitong_error *error);

#endif
