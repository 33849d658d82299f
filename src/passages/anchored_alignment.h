/* anchored_alignment: anchors (equal runs) → one alignment through them, its ends extended.
 *
 * Enters: two documents and anchors rising in both. Leaves: a path: where it begins and ends, and the edits between,
 * as blocks in their leftmost places. Between two anchors the alignment is a cheapest one, unless it would cost more
 * than what the parts on either side are worth: then the stretch is one block. An anchor that the path has passed is
 * cut or left out.
 * Owner: lt_anchored_alignment is one worker's scratch; the path stands until the next call. Errors: LEITONG_EMEMORY.
 */
#ifndef LT_PASSAGES_ANCHORED_ALIGNMENT_H
#define LT_PASSAGES_ANCHORED_ALIGNMENT_H

#include "passages/wavefront.h"

typedef struct lt_anchor {
    uint32_t a, b, length; /* a[a, a + length) equals b[b, b + length) */
} lt_anchor;

typedef struct lt_anchored_alignment {
    uint32_t a_begin, a_end, b_begin, b_end;
    int64_t earned; /* score of the part behind the last stretch that cost all before it */
    lt_edit_script edits;
    lt_edit_script before; /* scratch */
    lt_wavefront wave;     /* scratch */
} lt_anchored_alignment;   /* zero it first */
void lt_anchored_alignment_clear(lt_anchored_alignment *path);

/* An end is given up once its score (wave.h) fell by this much. */
#define LT_ANCHORED_ALIGNMENT_DROP 16

/* How far an end may sink, where so many tokens beside it are earned: trimming would cut the path there. */
uint32_t lt_anchored_alignment_sink(int64_t earned);

/* `reach`: tokens that it may go beyond the first and the last anchor; in a document with itself only while the spans
 * stay disjoint. */
LEITONG_CHECK int lt_anchored_alignment_run(lt_anchored_alignment *path, const lt_sides *sides,
                                            const lt_anchor *anchors, size_t count, uint32_t reach,
                                            leitong_error *error);

#endif
