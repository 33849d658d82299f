/* mask: tokens → units: what may be filled in anew each time (numbers, dates, addresses …) is one unit of a kind.
 *
 * Input: a stretch of a document's tokens; the document's text, where a token may be part of such a thing. Output:
 * units in order, each with the tokens it covers, together all of the stretch. A word unit is one token and carries its
 * id; a mask may cover several tokens and carries LT_UNIT_MASK | kind, which is no token's id. Units are a pure
 * function of the paragraph: one that a stretch cuts in two is masked as a whole, then cut. A run of Han numerals is
 * one mask before 届 次 年 月 日 … or behind 第, and wherever three of them stand together; the mark that numbers a
 * paragraph (一、) ends a run. A user's mask takes the tokens that it touches whole. Ownership: lt_mask is one
 * worker's scratch; the units stand until its next call. Errors: those of corpus and refold. */
#ifndef LT_TEMPLATES_MASK_H
#define LT_TEMPLATES_MASK_H

#include "templates/mask_pattern.h"
#include "text/corpus.h"

#include <stdbool.h>

/* | kind: the id of a mask. Above every code point, below every hashed word. */
#define LT_UNIT_MASK 0x40000000U

typedef struct lt_unit {
    uint32_t id;
    uint32_t begin, count; /* tokens of the document */
    uint8_t kind;          /* lt_unit_kind */
} lt_unit;

/* Whether a token is a Han numeral. */
bool lt_mask_numeral(uint32_t id);

typedef struct lt_mask_options {
    unsigned fold_flags;              /* as the corpus was folded (LT_FOLD_HAN or 0) */
    const lt_mask_patterns *patterns; /* that the user added; NULL: none. They must stand as long as the mask */
} lt_mask_options;

typedef struct lt_mask lt_mask;
LEITONG_CHECK int lt_mask_new(const lt_corpus *corpus, const lt_mask_options *options, lt_mask **ret_mask,
                              leitong_error *error);
void lt_mask_free(lt_mask *mask);

/* Tokens [begin, end) of the document. */
LEITONG_CHECK int lt_mask_place(lt_mask *mask, uint32_t document, uint32_t begin, uint32_t end,
                                const lt_unit **ret_units, size_t *ret_count, leitong_error *error);

#endif
