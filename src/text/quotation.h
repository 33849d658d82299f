/* quotation: which bytes of a paragraph its writer has put in quotation marks.
 *
 * Marks, each pair by itself, so that pairs of different kinds may nest: “ ” (and “ ” inside one another), „ “ or „ ”,
 * 「 」, 『 』, « » or » «, ‹ › or › ‹, ‘ ’, and the straight " and '. A mark that both opens and closes („ “, », ")
 * closes what is open. A straight " behind an ASCII letter or digit opens nothing (5" pipe); ' and ’ between two
 * letters are apostrophes; ' opens only where a word begins. A paragraph that begins with `>` is a Markdown quote as a
 * whole. What a paragraph leaves open is quoted only when the next paragraph begins with the same opening mark, and so
 * on up to one that closes it: the old custom for quotations of several paragraphs. An unclosed mark swallows nothing.
 * Input: paragraphs of one document, in order, each as UTF-8.
 * Output: byte ranges, in any order; and from where on a paragraph leaves a quotation open.
 * Ownership: lt_quotation is the caller's scratch; ranges stand until the next paragraph.
 * Errors: LEITONG_EMEMORY.
 * Complexity: linear in the bytes. */
#ifndef LT_TEXT_QUOTATION_H
#define LT_TEXT_QUOTATION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lt_quoted_range {
    size_t begin, end;
} lt_quoted_range;

typedef struct lt_quotation {
    lt_quoted_range *ranges; /* quoted, whatever the next paragraphs hold */
    size_t count, capacity;
    bool continues;     /* this paragraph begins with the mark of the quotation that the one before left open … */
    bool closes;        /* … and closes it: what was open is quoted */
    bool open;          /* it leaves one open, … */
    size_t open_at;     /* … from this byte to its end */
    unsigned open_kind; /* of which kind; for the next paragraph */
} lt_quotation;         /* zero it first, and at each document's begin but for `ranges` and `capacity` */
void lt_quotation_clear(lt_quotation *quotation);

LEITONG_CHECK int lt_quotation_paragraph(lt_quotation *quotation, const uint8_t *text, size_t size,
                                         leitong_error *error);

#endif
