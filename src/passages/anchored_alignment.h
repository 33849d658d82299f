/* anchored_alignment: aligns two documents through anchors (equal runs), and extends both ends.
 *
 * Between two anchors the alignment is one of least edit distance (wavefront), unless it would cost more than the parts
 * on either side are worth: then all that is between becomes one edit block. An anchor that overlaps the alignment so
 * far is shortened, or skipped when nothing of it is left. Then both ends are extended by X-drop, the end after the
 * last anchor again where what was found before the first one allows a deeper fall of the score.
 * Input: two documents, and anchors that rise in both.
 * Output: where the alignment begins and ends, and its edits as left-aligned blocks (edit_script).
 * Ownership: lt_anchored_alignment is one worker's scratch; the alignment is valid until the next call.
 * Errors: LEITONG_EMEMORY.
 * Complexity: tokens + edits² between two anchors; tokens × a few diagonals at an end. */
#ifndef LT_PASSAGES_ANCHORED_ALIGNMENT_H
#define LT_PASSAGES_ANCHORED_ALIGNMENT_H

#include "passages/wavefront.h"

typedef struct lt_anchor {
    uint32_t a, b, length; /* a[a, a + length) equals b[b, b + length) */
} lt_anchor;

typedef struct lt_anchored_alignment {
    uint32_t a_begin, a_end, b_begin, b_end;
    int64_t earned; /* score since the last stretch that cost more than all before it */
    lt_edit_script edits;
    lt_edit_script before;  /* scratch */
    lt_wavefront wavefront; /* scratch */
} lt_anchored_alignment;    /* zero it first */
void lt_anchored_alignment_clear(lt_anchored_alignment *alignment);

/* An end is given up once its score (wavefront.h) has fallen by this much. */
#define LT_ANCHORED_ALIGNMENT_DROP 16

/* How far below 0 the score of an end may fall, when the alignment beside it has earned so many tokens: further on,
 * trimming would cut. */
uint32_t lt_anchored_alignment_sink(int64_t earned);

/* By how many tokens the ends may be extended before the first anchor and after the last. */
typedef struct lt_anchored_alignment_reach {
    uint32_t before, after;
} lt_anchored_alignment_reach;

/* In a document with itself ends are extended only while the spans stay disjoint. */
LEITONG_CHECK int lt_anchored_alignment_run(lt_anchored_alignment *alignment, const lt_sides *sides,
                                            const lt_anchor *anchors, size_t count, lt_anchored_alignment_reach reach,
                                            leitong_error *error);

#endif
