/* swap_known: the substitutions that a document pair is known to make, by their keys.
 *
 * Input: keys of substitutions, ascending. Output: whether two token runs are one of them: most are not, and a bit by
 * their lengths and first tokens says so before anything is hashed. Units: none. Ownership: lt_swap_keys.
 * Errors: LEITONG_EMEMORY. */
#ifndef LT_NAMES_SWAP_KNOWN_H
#define LT_NAMES_SWAP_KNOWN_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_SWAP_KNOWN_LONGEST 16 /* tokens on a side */
#define LT_SWAP_KNOWN_BITS 4096U /* a power of two */

typedef struct lt_swap_keys {
    uint64_t *items; /* ascending */
    size_t count, capacity;
    uint64_t bits[LT_SWAP_KNOWN_BITS / 64];
} lt_swap_keys; /* zero it first */
void lt_swap_keys_clear(lt_swap_keys *keys);
/* Empties it; its room is kept. */
void lt_swap_keys_reset(lt_swap_keys *keys);

/* `from` and `to` have at most LT_SWAP_KNOWN_LONGEST tokens. */
uint64_t lt_swap_key(const uint32_t *from, size_t from_count, const uint32_t *to, size_t to_count);

/* `key` is not smaller than the last one added; the tokens are one of its substitution. */
LEITONG_CHECK int lt_swap_keys_add(lt_swap_keys *keys, uint64_t key, const uint32_t *from, size_t from_count,
                                   const uint32_t *to, size_t to_count, leitong_error *error);

/* `keys` is a const lt_swap_keys *: as lt_swap_known of swap_edge. */
bool lt_swap_keys_know(const void *keys, const uint32_t *from, size_t from_count, const uint32_t *to, size_t to_count);

#endif
