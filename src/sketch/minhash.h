/* minhash: shingle hashes → a signature (Broder 1997; affine permutations: Broder, Charikar, Frieze, Mitzenmacher 2000).
 *
 * Enters: 64-bit shingle hashes. Leaves: `hashes` 32-bit minima, minimum i of (a_i·x + b_i) mod 2^32 with a_i odd and x the
 * low 32 bits of a shingle hash. a_i and b_i come from SplitMix64 with a fixed seed: signatures are a stable format.
 * Owner: lt_minhash is immutable and shared by workers. Errors: LEITONG_EMEMORY. */
#ifndef LT_MINHASH_H
#define LT_MINHASH_H

#include "error.h"

#include <stddef.h>

typedef struct lt_minhash lt_minhash;
LEITONG_CHECK int lt_minhash_new(unsigned hashes, lt_minhash **ret_minhash, leitong_error *error);
void lt_minhash_free(lt_minhash *minhash);
/* `count` ≥ 1. */
void lt_minhash_signature(const lt_minhash *minhash, const uint64_t *shingles, size_t count, uint32_t *ret_signature);

#endif
