/* hash: XXH3 for what is looked up or checked for damage, SHA-256 (FIPS 180-4) for what people compare by its print.
 *
 * Whoever writes a text can make two with one XXH3 hash, so what rests on it compares the bytes, too; nobody can with
 * lt_hash_secure. xxHash and libmd are named in hash.c alone.
 * Input: bytes.
 * Output: 64 or 128 bits that depend on the bytes alone.
 * Ownership: none.
 * Errors: none.
 * Complexity: linear in the bytes. */
#ifndef LT_BASE_HASH_H
#define LT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t lt_hash_64(const void *bytes, size_t size);
/* The same of a seed, too: for tables in memory, whose slots nobody should foresee. */
uint64_t lt_hash_seeded(const void *bytes, size_t size, uint64_t seed);
/* High half first. */
void lt_hash_128(const void *bytes, size_t size, uint64_t ret_hash[2]);
/* The first 128 bits of SHA-256, high half first. */
void lt_hash_secure(const void *bytes, size_t size, uint64_t ret_hash[2]);
/* lt_hash_64 of each window of `width` bytes that begins `step` bytes after the one before; inlined, so that the
 * hash of a short fixed width is a few instructions. */
void lt_hash_windows(const void *bytes, size_t windows, size_t width, size_t step, uint64_t *ret_hashes);

#endif
