/* pack: compresses arrays of tokens; any range can be read without decoding the rest.
 *
 * Frame of reference with exceptions (Zukowski, Heman, Nes, Boncz, Super-scalar RAM-CPU cache compression, ICDE 2006):
 * most tokens of a text are code points of one part of Unicode, so they are stored as differences of 15 bits from a
 * base; the exceptions are stored apart with their positions. Where exceptions are many, all tokens have 32 bits.
 * Input: tokens. Output: bytes (format: src/index/FORMAT.md, tokens), and tokens from such bytes. Ownership: the
 * caller. Errors: lt_pack_get returns false for bytes that lt_pack_put does not write. Complexity: linear in the tokens
 * packed or read, and a binary search among the exceptions. */
#ifndef LT_INDEX_PACK_H
#define LT_INDEX_PACK_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_PACK_MOST 65536U /* tokens packed at once */

/* The largest size in bytes of `count` tokens. */
size_t lt_pack_bound(uint32_t count);
/* Returns the bytes written. */
size_t lt_pack_put(uint8_t *to, const uint32_t *tokens, uint32_t count);
/* Tokens [begin, end) of `count`. Returns false for bytes that lt_pack_put does not write. */
LEITONG_CHECK bool lt_pack_get(const uint8_t *from, size_t size, uint32_t count, uint32_t begin, uint32_t end,
                               uint32_t *ret_tokens);

#endif
