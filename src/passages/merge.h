/* merge: one document pair's passages → each copied text once.
 *
 * Input: passages of one pair, in any order.
 * Output: in their place, sorted by (a_begin, b_begin, a_end, b_end): neighbours that overlap, or nearly, on about the
 * same diagonal, joined where they are one copied text (merge_join); a passage cut at an edit block that is another
 * passage's text near by (blocks in another order: merge_moved); none within another on both sides.
 * Ownership: lt_merge is one worker's scratch.
 * Errors: LEITONG_EMEMORY.
 * Complexity: passages × LT_MERGE_LOOK, and a sort; a join looks at the ends that meet, not at what lies behind them.
 */
#ifndef LT_PASSAGES_MERGE_H
#define LT_PASSAGES_MERGE_H

#include "base/interval_index.h"
#include "passages/passage_index.h"

typedef struct lt_merge {
    lt_anchored_alignment path;
    lt_trim trim;
    lt_passage_index cover;
    lt_interval_index a_spans, b_spans; /* of the passages that a step began with */
    lt_anchor *anchors;
    size_t *into;  /* [passage]: itself, or the one it was joined to */
    size_t *room;  /* [passage]: edits that fit where its own stand */
    size_t *alive; /* passages that were not joined to one before them */
    bool *gone;    /* [passage] */
    uint64_t work; /* runs aligned again and passages asked for text out of order, ever */
    size_t anchors_capacity, into_capacity, room_capacity, alive_capacity, gone_capacity;
    lt_edit_script edits;
} lt_merge; /* zero it first */
void lt_merge_clear(lt_merge *merge);

/* Tokens that may stand between two passages to be joined, and the most change of diagonal. */
#define LT_MERGE_GAP 80
/* How many passages are looked at: before a passage for a neighbour, in an edit block for text out of order. */
#define LT_MERGE_LOOK 32
/* A block is out of order when its other place is at most this far from the passage around it. */
#define LT_MERGE_NEAR 512

/* passages->items[first …] are the pair's, and no later ones stand behind them. */
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

/* Before a step that asks lt_merge_moved: the index of its passages, sorted by begin. */
LEITONG_CHECK int lt_merge_index(lt_merge_job *job, leitong_error *error);
/* Is what stands in an edit block of a passage with the spans of `around` the text of another passage than p and q? At
 * most LT_MERGE_LOOK passages with text in the block are asked on either side. */
bool lt_merge_moved(lt_merge_job *job, const lt_passage *around, size_t p, size_t q, const lt_edit *block);

/* Puts the union of p and q, which is behind p, in p's place when it is one passage; q is gone then. */
LEITONG_CHECK int lt_merge_join(lt_merge_job *job, size_t p, size_t q, bool *ret_joined, leitong_error *error);

#endif
