#include "base/hash.h"

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

/* With a constant width the compiler unrolls the hash; `flatten` keeps it from calling it all the same. */
#define HASH_WINDOWS(width)                                                                                            \
    __attribute__((flatten)) static void hash_windows_##width(const unsigned char *at, size_t windows, size_t step,    \
                                                              uint64_t *ret_hashes)                                    \
    {                                                                                                                  \
        for (size_t i = 0; i < windows; i++) {                                                                         \
            ret_hashes[i] = XXH3_64bits(at + i * step, width);                                                         \
        }                                                                                                              \
    }
HASH_WINDOWS(40) /* five tokens, the default shingle, by their hashes */
HASH_WINDOWS(20) /* the same by their ids, which only tables in memory are made of */

void lt_hash_windows(const void *bytes, size_t windows, size_t width, size_t step, uint64_t *ret_hashes)
{
    const unsigned char *at = bytes;
    if (width == 40) {
        hash_windows_40(at, windows, step, ret_hashes);
        return;
    }
    if (width == 20) {
        hash_windows_20(at, windows, step, ret_hashes);
        return;
    }
    for (size_t i = 0; i < windows; i++) {
        ret_hashes[i] = XXH3_64bits(at + i * step, width);
    }
}
