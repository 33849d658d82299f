/* shown_edits: the edits of a passage as people read them, in dictionary words.
 *
 * An alignment of characters keeps what happens to be equal: 考察湖北 ← 视察河北 is [考→视]察[湖→河]北. Two steps make
 * whole words of it:
 *   1. snap: a border of an edit that lies inside a word of either version moves outward, over characters that are
 *      equal in both, until it lies between words of both: [考察→视察][湖北→河北]; a numeral is one word;
 *   2. dissolve: edits that touch become one: [考察湖北→视察河北]; so do two with a single equal token between them
 *      when their longer sides have 7 tokens or more together.
 * A border stays where no place between words is found within 12 characters, or before the passage's end.
 *
 * Asking the dictionary is slow, so it sees windows alone: edits with the 16 characters before and behind them, those
 * whose windows overlap in one. A window is asked for once (shown_memo); one with no border between two Han characters
 * never.
 * Input: both sides of a passage with its exact edits (span_text). Output: their cuts, made fewer and wider: a pure
 * function of the input and of ICU's version. Ownership: none changes; lt_shown is the caller's, one a thread.
 * Errors: those of words; LEITONG_EMEMORY. Complexity: linear in the edits and the text around them. */
#ifndef LT_RESULT_SHOWN_EDITS_H
#define LT_RESULT_SHOWN_EDITS_H

#include "result/span_text.h"

typedef struct lt_shown lt_shown;

LEITONG_CHECK int lt_shown_new(lt_shown **ret_shown, leitong_error *error);
void lt_shown_free(lt_shown *shown);

/* *count: the edits of both; afterwards those that are shown. A side without text leaves all as it is. */
LEITONG_CHECK int lt_shown_edits(lt_shown *shown, lt_span_text *a, lt_span_text *b, size_t *count,
                                 leitong_error *error);

#endif
