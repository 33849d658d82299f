/* minhash: shingle hashes → a signature (Broder 1997).
 *
 * Minimum i is that of (a_i·x + b_i) mod 2^32, with a_i odd and x the low 32 bits of a shingle hash (affine
 * permutations: Broder, Charikar, Frieze, Mitzenmacher 2000). Signatures are a stable format: with r_i the i-th number
 * of SplitMix64 seeded with 0x6C6569746F6E67 ("leitong"), a_i is the low half of r_i with bit 0 set, b_i its high half;
 * so signatures of different lengths agree in what they have in common. The fastest variant this CPU runs is chosen;
 * all give the same. LEITONG_CPU=default|avx2|avx512f in the environment forces one.
 * Input: 64-bit shingle hashes.
 * Output: `hashes` 32-bit minima.
 * Ownership: lt_minhash is immutable and shared by workers.
 * Errors: LEITONG_EMEMORY; LEITONG_EUSAGE (LEITONG_CPU names no variant of this CPU: unset it).
 * Complexity: shingles × hashes. */
#ifndef LT_SKETCH_MINHASH_H
#define LT_SKETCH_MINHASH_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_minhash lt_minhash;
LEITONG_CHECK int lt_minhash_new(unsigned hashes, lt_minhash **ret_minhash, leitong_error *error);
void lt_minhash_free(lt_minhash *minhash);
const char *lt_minhash_variant(const lt_minhash *minhash); /* as in LEITONG_CPU */
/* `count` ≥ 1. */
void lt_minhash_signature(const lt_minhash *minhash, const uint64_t *shingles, size_t count, uint32_t *ret_signature);

#endif
