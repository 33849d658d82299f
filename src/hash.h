/* hash: XXH3, the one hash of the house; xxHash is named in hash.c alone.
 *
 * Enters: bytes. Leaves: 64 or 128 bits that depend on the bytes alone. Owner: none. Errors: none. */
#ifndef LT_HASH_H
#define LT_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t lt_hash_64(const void *bytes, size_t size);
/* High half first. */
void lt_hash_128(const void *bytes, size_t size, uint64_t ret_hash[2]);
/* lt_hash_64 of each window of `width` bytes that begins `step` bytes after the one before; inlined, so that the
 * hash of a short fixed width is a few instructions. */
void lt_hash_windows(const void *bytes, size_t windows, size_t width, size_t step, uint64_t *ret_hashes);

#endif
