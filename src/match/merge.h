/* merge: one document pair's passages → each copied text once.
 *
 * Enters: passages of one pair, in any order. Leaves: in their place, sorted by (a_begin, b_begin, a_end, b_end):
 * neighbours that overlap, or nearly, on about the same diagonal, aligned again between and joined when no bad stretch
 * parts them, no match is lost and no other passage's text stands between; a passage cut at an edit block that is
 * another passage's text near by (blocks in another order); none within another on both sides.
 * Owner: lt_merge is one worker's scratch.
 * Errors: LEITONG_EMEMORY. */
#ifndef LT_MERGE_H
#define LT_MERGE_H

#include "match/cover.h"

typedef struct lt_merge {
    lt_path path;
    lt_trim trim;
    lt_cover cover;
    lt_anchor *anchors;
    size_t anchors_capacity;
    bool *gone;
    size_t gone_capacity;
    lt_edits edits;
} lt_merge; /* zero it first */
void lt_merge_clear(lt_merge *merge);

/* Tokens that may stand between two passages to be joined, and the most change of diagonal. */
#define LT_MERGE_GAP 80
/* How many passages before a passage are looked at for a neighbour. */
#define LT_MERGE_LOOK_BACK 32
/* A block is out of order when its other place is at most this far from the passage around it. */
#define LT_MERGE_NEAR 512

/* passages->items[first …] are the pair's, and no later ones stand behind them. */
LEITONG_CHECK int lt_merge_run(lt_merge *merge, const lt_align_options *options, const lt_sides *sides,
                               lt_passages *passages, size_t first, leitong_error *error);

#endif
