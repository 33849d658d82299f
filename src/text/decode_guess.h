/* decode_guess: which encoding bytes without a mark are in.
 *
 * A maximum likelihood choice: every encoding explains the same bytes, so what is compared is the probability of the
 * whole under a model of character frequencies; that a decoding is "strict" counts for little (most Big5 text is strict
 * GB18030 too). Contestants that may win only to say "uncertain": damaged UTF-8, and no text at all.
 * Input: bytes that are no UTF-8, or that hold NUL.
 * Output: the encoding under which they decode to the commonest characters, when it leads the next by a margin.
 * Ownership: none.
 * Errors: LEITONG_EMEMORY (the second opinion's, charset_name).
 * Complexity: linear up to the first byte that is not ASCII; then 8 windows of 2 KiB at most. */
#ifndef LT_TEXT_DECODE_GUESS_H
#define LT_TEXT_DECODE_GUESS_H

#include "leitong/error.h"
#include "text/encoding.h"

#include <stddef.h>
#include <stdint.h>

typedef struct lt_guess {
    lt_encoding encoding; /* LT_ENCODING_AUTO when uncertain */
    lt_encoding nearest;  /* the best contestant either way; AUTO when that is no text */
} lt_guess;

LEITONG_CHECK int lt_decode_guess(const uint8_t *bytes, size_t size, lt_guess *ret_guess, leitong_error *error);

#endif
