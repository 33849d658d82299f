/* trim: a path → passages: bad stretches cut, spans of a document with itself disjoint, the weak left out.
 *
 * Enters: a path. Leaves: passages, each beginning and ending on equal tokens, with their edits, in rising order.
 * The cut is by maximal scoring segments (Ruzzo, Tompa 1999): an equal token earns 1, an edit block costs
 * lt_edit_cost. Two parts are one passage when each makes up for what stands between them and that is not more than
 * LT_TRIM_DROP. So a heading, of any length, between long copied halves is an edit; between halves of less than about
 * 10 tokens it is a border.
 * Owner: passages are the caller's; lt_trim is one worker's scratch. Errors: LEITONG_EMEMORY. */
#ifndef LT_PASSAGES_TRIM_H
#define LT_PASSAGES_TRIM_H

#include "passages/anchored_alignment.h"

typedef struct lt_passage {
    uint32_t document_a, document_b;         /* set by the caller of align */
    uint32_t a_begin, a_end, b_begin, b_end; /* token numbers within their documents, half open */
    uint32_t matched;                        /* equal tokens, aligned */
    uint32_t longest_run; /* in a row: at first between edits as they stand; then (align) wherever an edit may stand */
    uint32_t period;      /* tandem repeat: its period in tokens; otherwise 0 */
    uint32_t stock;       /* matched tokens marked stock wording; set by phrase */
    size_t edit_begin;    /* in lt_passages.edits */
    uint32_t edit_count;
    bool demanded; /* holds places that contract 1 asks for (set by audit), or is among the rows that may stand besides
                    */
} lt_passage;

/* By (a_begin, b_begin, a_end, b_end), for qsort. */
int lt_passage_order(const void *left, const void *right);

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
    int64_t before, after; /* score of the path up to its begin and up to its end */
    size_t first, last;    /* runs; run r stands before edit r */
    size_t lower;          /* the nearest segment before it with a lower `before` */
} lt_segment;

typedef struct lt_trim {
    lt_segment *segments;
    size_t capacity;
} lt_trim; /* zero it first */
void lt_trim_clear(lt_trim *trim);

LEITONG_CHECK int lt_trim_run(lt_trim *trim, const lt_align_options *options, const lt_anchored_alignment *path,
                              bool self, lt_passages *passages, leitong_error *error);

/* Appends a[a_begin, a_end) ↔ b[b_begin, b_end) with `count` edits between, when the options keep it; counts its
 * matches. */
LEITONG_CHECK int lt_trim_keep(const lt_align_options *options, lt_edit span, const lt_edit *edits, size_t count,
                               lt_passages *passages, leitong_error *error);

#endif
