/* pack: tokens in few bits each, any stretch of which can be read alone.
 *
 * Enters: tokens. Leaves: bytes (src/index/FORMAT.md: tokens), and from there the tokens again. Most tokens of a text
 * are letters of one part of Unicode, and go into 15 bits; the others stand apart, with their places. Where those are
 * many, all have 32 bits. Owner: the caller. Errors: what can't be taken out is told by false. */
#ifndef LT_INDEX_PACK_H
#define LT_INDEX_PACK_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_PACK_MOST 65536U /* tokens packed at once */

/* Bytes that `count` tokens take at most. */
size_t lt_pack_bound(uint32_t count);
/* Returns the bytes written. */
size_t lt_pack_put(uint8_t *to, const uint32_t *tokens, uint32_t count);
/* Tokens [begin, end) of `count`. False: not as it was written. */
LEITONG_CHECK bool lt_pack_get(const uint8_t *from, size_t size, uint32_t count, uint32_t begin, uint32_t end,
                               uint32_t *ret_tokens);

#endif
