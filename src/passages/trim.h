/* trim: cuts an alignment into passages at its bad stretches.
 *
 * Passages are the maximal scoring segments of the alignment (Ruzzo, Tompa 1999), where an equal token scores 1 and an
 * edit block −lt_edit_cost. Two parts are one passage when each makes up for what is between them and that is not more
 * than LT_TRIM_DROP. So a heading, of any length, between long copied halves is an edit; between halves of less than
 * about 10 tokens it is a border. In a document with itself a segment is cut where its two spans would overlap. What
 * has neither a long run nor enough matches is left out (lt_align_options).
 * Input: an alignment.
 * Output: passages in rising order, each beginning and ending on equal tokens, with their edits.
 * Ownership: passages are appended to the caller's list; lt_trim is one worker's scratch.
 * Errors: LEITONG_EMEMORY.
 * Complexity: linear in the edits. */
#ifndef LT_PASSAGES_TRIM_H
#define LT_PASSAGES_TRIM_H

#include "passages/anchored_alignment.h"

typedef struct lt_passage {
    uint32_t document_a, document_b;         /* set by the caller of align */
    uint32_t a_begin, a_end, b_begin, b_end; /* token numbers within their documents, half open */
    uint32_t matched;                        /* equal tokens, aligned */
    uint32_t longest_run; /* equal tokens in a row: at first between edits; then (lt_passage_measure) wherever edits may
                             be moved */
    uint32_t period;      /* tandem repeat: its period in tokens; otherwise 0 */
    uint32_t stock;       /* matched tokens marked stock wording; set by phrase */
    size_t edit_begin;    /* in lt_passages.edits */
    uint32_t edit_count;
    uint32_t core; /* number of its core, set by audit */
} lt_passage;

/* By (a_begin, b_begin, a_end, b_end), for qsort. */
int lt_passage_order(const void *left, const void *right);
/* Computes the longest run of a passage, wherever its edits may be moved. */
void lt_passage_measure(const lt_sides *sides, const lt_edit *edits, lt_passage *passage);

typedef struct lt_passages {
    lt_passage *items;
    size_t count, capacity;
    lt_edit *edits;
    size_t edit_count, edit_capacity;
} lt_passages; /* zero it first */
void lt_passages_clear(lt_passages *passages);

typedef struct lt_align_options {
    unsigned run;      /* a passage is kept when it holds this many equal tokens in a row … */
    unsigned matched;  /* … or at least so many matched tokens … */
    unsigned identity; /* … at this identity, in hundredths: matched / max(tokens_a, tokens_b) */
} lt_align_options;

/* No passage goes on where the score has fallen by more than this. */
#define LT_TRIM_DROP 40

typedef struct lt_segment {
    int64_t before, after; /* score of the alignment up to its begin and up to its end */
    size_t first, last;    /* runs; run r comes before edit r */
    size_t lower;          /* the nearest segment before it with a lower `before` */
} lt_segment;

typedef struct lt_trim {
    lt_segment *segments;
    size_t capacity;
} lt_trim; /* zero it first */
void lt_trim_clear(lt_trim *trim);

LEITONG_CHECK int lt_trim_run(lt_trim *trim, const lt_align_options *options, const lt_anchored_alignment *alignment,
                              bool self, lt_passages *passages, leitong_error *error);

/* Whether a stretch with so many equal tokens, at most `longest` in a row, is a passage. `tokens`: of its longer side.
 */
bool lt_trim_keeps(const lt_align_options *options, uint32_t matched, uint32_t longest, uint32_t tokens);

/* Appends a[a_begin, a_end) ↔ b[b_begin, b_end) with `count` edits between, when the options keep it; counts its
 * matches. */
LEITONG_CHECK int lt_trim_keep(const lt_align_options *options, lt_edit span, const lt_edit *edits, size_t count,
                               lt_passages *passages, leitong_error *error);

#endif
