/* decode_char: one character in a legacy encoding or in UTF-16/32.
 *
 * Tables are made from iconv's by tables/gen_decode_char.c. Big5 is code page 950 with Hong Kong's supplement where
 * that leaves room, Shift-JIS and EUC-KR are code pages 932 and 949 (UHC).
 * Input: bytes at a character border.
 * Output: how many of them are the first character (0: they are none, or are cut short), and its code point; a few of
 * Big5's Hong Kong characters have two, see LT_DECODE_PAIR.
 * Ownership: none.
 * Errors: none.
 * Complexity: constant time; GB 18030 of four bytes: a binary search in its runs. */
#ifndef LT_TEXT_DECODE_CHAR_H
#define LT_TEXT_DECODE_CHAR_H

#include "text/encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Set in a code point that is two: the first in bits 16 … 30, the second in bits 0 … 15. */
#define LT_DECODE_PAIR 0x80000000U

/* `size` ≥ 1. *ret_point is untouched when it returns 0. */
typedef unsigned lt_decode_char(const uint8_t *bytes, size_t size, uint32_t *ret_point);

/* For any encoding but AUTO and UTF-8, else NULL. */
lt_decode_char *lt_decode_char_of(lt_encoding encoding);
/* Bytes of the encoding's smallest character: 1, 2 or 4. */
unsigned lt_decode_unit(lt_encoding encoding);

#endif
