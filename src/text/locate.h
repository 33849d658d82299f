/* locate: token numbers → source bytes.
 *
 * Offsets are not stored beside the tokens: tokens are a pure function of the text, so the few paragraphs that need
 * offsets are folded again.
 * Input: a document of the corpus and token numbers, ascending.
 * Output: their offsets in source bytes, and which stretches of tokens are quoted (text/quotation) or are lines that
 * are not the author's text (text/line_form). Ownership: lt_locate is one worker's scratch; stretches stand until its
 * next call. Errors: those of corpus, decode, quotation and refold. Complexity: linear in the document's text, of which
 * few paragraphs are folded again. */
#ifndef LT_TEXT_LOCATE_H
#define LT_TEXT_LOCATE_H

#include "text/corpus.h"

/* Wants the first byte of token `token` of the document, or with `end` the byte behind it. */
typedef struct lt_location {
    uint64_t key;         /* token << 1 | end; ascending */
    uint64_t *ret_offset; /* source byte */
} lt_location;

/* Tokens [begin, end) of the document. */
typedef struct lt_stretch {
    uint32_t begin, end;
} lt_stretch;

typedef struct lt_stretches {
    lt_stretch *items;
    size_t count, capacity;
} lt_stretches;

typedef struct lt_located {
    const lt_stretches *quoted;   /* in any order, may overlap */
    const lt_stretches *excluded; /* ascending, disjoint */
} lt_located;

typedef struct lt_locate lt_locate;
LEITONG_CHECK int lt_locate_new(const lt_corpus *corpus, unsigned fold_flags, lt_locate **ret_locate,
                                leitong_error *error);
void lt_locate_free(lt_locate *locate);
/* ret_located: NULL where only offsets are wanted. */
LEITONG_CHECK int lt_locate_document(lt_locate *locate, uint32_t document, const lt_location *wanted, size_t count,
                                     lt_located *ret_located, leitong_error *error);

/* Source bytes of offsets in the decoded text, in place; `offsets` ascending. */
LEITONG_CHECK int lt_locate_source(lt_locate *locate, uint32_t document, uint64_t *offsets, size_t count,
                                   leitong_error *error);

#endif
