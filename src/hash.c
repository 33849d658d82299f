#include "hash.h"

#define XXH_INLINE_ALL
#include <sha2.h>
#include <xxhash.h>

uint64_t lt_hash_64(const void *bytes, size_t size)
{
    return XXH3_64bits(bytes, size);
}

uint64_t lt_hash_seeded(const void *bytes, size_t size, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, size, seed);
}

void lt_hash_128(const void *bytes, size_t size, uint64_t ret_hash[2])
{
    XXH128_hash_t hash = XXH3_128bits(bytes, size);
    ret_hash[0] = hash.high64;
    ret_hash[1] = hash.low64;
}

void lt_hash_secure(const void *bytes, size_t size, uint64_t ret_hash[2])
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, bytes, size);
    SHA256Final(digest, &context);
    for (int half = 0; half < 2; half++) {
        ret_hash[half] = 0;
        for (int i = 0; i < 8; i++) {
            ret_hash[half] = ret_hash[half] << 8 | digest[8 * half + i];
        }
    }
}

void lt_hash_windows(const void *bytes, size_t windows, size_t width, size_t step, uint64_t *ret_hashes)
{
    const unsigned char *at = bytes;
    if (width == 40) { /* five tokens, the default shingle: a constant width lets the compiler unroll the hash */
        for (size_t i = 0; i < windows; i++) {
            ret_hashes[i] = XXH3_64bits(at + i * step, 40);
        }
        return;
    }
    if (width == 20) { /* the same of their ids, which only a table in memory is made of */
        for (size_t i = 0; i < windows; i++) {
            ret_hashes[i] = XXH3_64bits(at + i * step, 20);
        }
        return;
    }
    for (size_t i = 0; i < windows; i++) {
        ret_hashes[i] = XXH3_64bits(at + i * step, width);
    }
}
