/* align: a chain → passages with exact borders and edits.
 *
 * Enters: the token ids of two documents (the same twice for a document with itself) and a chain of hits.
 * Leaves: passages: ends extended by X-drop (Zhang, Schwartz, Wagner, Miller 2000), the inside aligned by banded edit
 * distance with traceback, cut at bad stretches (maximal scoring segments: Ruzzo, Tompa 1999), each beginning and ending on
 * equal tokens. In a document with itself the two spans of a passage are disjoint.
 * Owner: lt_align is one worker's scratch; passages and edits are appended to the caller's list.
 * Errors: LEITONG_EMEMORY. */
#ifndef LT_ALIGN_H
#define LT_ALIGN_H

#include "match/chain.h"

#include <stdbool.h>

/* a[a_begin, a_end) became b[b_begin, b_end); one of the two may be empty, never both. Token numbers within documents. */
typedef struct lt_edit {
    uint32_t a_begin, a_end, b_begin, b_end;
} lt_edit;

typedef struct lt_passage {
    uint32_t document_a, document_b; /* set by the caller of align */
    uint32_t a_begin, a_end, b_begin, b_end; /* token numbers within their documents, half open */
    uint32_t matched;     /* equal tokens, aligned */
    uint32_t longest_run; /* of them in a row without an edit */
    uint32_t period;      /* tandem repeat: its period in tokens; otherwise 0 */
    uint32_t stock;       /* matched tokens marked stock wording; set by phrase */
    size_t edit_begin;    /* in lt_passages.edits */
    uint32_t edit_count;
} lt_passage;

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

typedef struct lt_align lt_align;
LEITONG_CHECK int lt_align_new(const lt_align_options *options, lt_align **ret_align, leitong_error *error);
void lt_align_free(lt_align *align);

/* `a` and `b` are whole documents' tokens; `self` when they are one document. Appends to *passages. */
LEITONG_CHECK int lt_align_run(lt_align *align, const uint32_t *a, uint32_t a_count, const uint32_t *b,
                               uint32_t b_count, bool self, const lt_hit *hits, size_t hit_count, unsigned width,
                               lt_passages *passages, leitong_error *error);

/* One document pair's passages, all of it: overlapping ones that tell of one copy become one (same diagonal band, joined by
 * aligning again); a passage within another on both sides goes; sorted by (a_begin, b_begin). */
LEITONG_CHECK int lt_align_merge(lt_align *align, const uint32_t *a, uint32_t a_count, const uint32_t *b,
                                 uint32_t b_count, bool self, lt_passages *passages, size_t first,
                                 leitong_error *error);

#endif
