/* shingle: windows of n consecutive tokens, as hashes (Broder 1997, §2).
 *
 * A paragraph of 1 … n − 1 tokens has one shingle: all of it (the paper leaves the case open; so equal short texts are
 * equal and different ones never are).
 * Input: the hashes of a paragraph's tokens (lt_lexicon_token_hash) and n.
 * Output: XXH3-64 of each window's hashes (8 bytes each, little endian), in order, with repetitions.
 * Ownership: the caller.
 * Errors: none.
 * Complexity: tokens × n. */
#ifndef LT_SKETCH_SHINGLE_H
#define LT_SKETCH_SHINGLE_H

#include <stddef.h>
#include <stdint.h>

/* How many windows `tokens` tokens have; 0 for none. */
size_t lt_shingle_count(size_t tokens, unsigned n);
/* Tokens in each window: n, or fewer in a short paragraph. */
size_t lt_shingle_width(size_t tokens, unsigned n);
void lt_shingle_hash(const uint64_t *tokens, size_t count, unsigned n, uint64_t *ret_hashes);

#endif
