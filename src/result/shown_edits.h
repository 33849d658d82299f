/* shown_edits: the edits of a passage as people read them, in dictionary words.
 *
 * An alignment of characters keeps what happens to be equal: 考察湖北 ← 视察河北 is [考→视]察[湖→河]北. Two steps make
 * whole words of it:
 *   1. snap: a border of an edit that lies inside a word of either version moves outward, over characters that are
 *      equal in both, until it lies between words of both: [考察→视察][湖北→河北];
 *   2. dissolve: edits that touch, or that no more than one Han character parts, become one: [考察湖北→视察河北].
 * A border stays where no place between words is found within 16 characters, or before the passage's end.
 * Input: both sides of a passage with its exact edits (span_text). Output: their cuts, made fewer and wider.
 * Ownership: none changes. Errors: those of words. Complexity: linear in the text. */
#ifndef LT_RESULT_SHOWN_EDITS_H
#define LT_RESULT_SHOWN_EDITS_H

#include "result/span_text.h"

/* *count: the edits of both; afterwards those that are shown. A side without text leaves all as it is. */
LEITONG_CHECK int lt_shown_edits(lt_span_text *a, lt_span_text *b, size_t *count, leitong_error *error);

#endif
