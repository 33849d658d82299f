#include "sketch/shingle.h"

#include "base/compare.h"
#include "base/hash.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "token hashes are hashed as they lie in memory");

size_t lt_shingle_count(size_t tokens, unsigned n)
{
    if (tokens < n) {
        return tokens > 0;
    }
    return tokens - n + 1;
}

size_t lt_shingle_width(size_t tokens, unsigned n)
{
    return LT_MIN(tokens, n);
}

void lt_shingle_hash(const uint64_t *tokens, size_t count, unsigned n, uint64_t *ret_hashes)
{
    lt_hash_windows(tokens, lt_shingle_count(count, n), lt_shingle_width(count, n) * sizeof *tokens, sizeof *tokens,
                    ret_hashes);
}
