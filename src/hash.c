#include "hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t lt_hash_64(const void *bytes, size_t size)
{
    return XXH3_64bits(bytes, size);
}

void lt_hash_128(const void *bytes, size_t size, uint64_t ret_hash[2])
{
    XXH128_hash_t hash = XXH3_128bits(bytes, size);
    ret_hash[0] = hash.high64;
    ret_hash[1] = hash.low64;
}

void lt_hash_windows(const void *bytes, size_t windows, size_t width, size_t step, uint64_t *ret_hashes)
{
    const unsigned char *at = bytes;
    if (width == 20) { /* five tokens, the default shingle: a constant width lets the compiler unroll the hash */
        for (size_t i = 0; i < windows; i++) {
            ret_hashes[i] = XXH3_64bits(at + i * step, 20);
        }
        return;
    }
    for (size_t i = 0; i < windows; i++) {
        ret_hashes[i] = XXH3_64bits(at + i * step, width);
    }
}
