#include "names/swap_known.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

void lt_swap_keys_clear(lt_swap_keys *keys)
{
    free(keys->items);
    *keys = (lt_swap_keys){0};
}

void lt_swap_keys_reset(lt_swap_keys *keys)
{
    keys->count = 0;
    memset(keys->bits, 0, sizeof keys->bits);
}

uint64_t lt_swap_key(const uint32_t *from, size_t from_count, const uint32_t *to, size_t to_count)
{
    uint32_t tokens[1 + 2 * LT_SWAP_KNOWN_LONGEST] = {(uint32_t)from_count};
    memcpy(tokens + 1, from, from_count * sizeof *tokens);
    memcpy(tokens + 1 + from_count, to, to_count * sizeof *tokens);
    return lt_hash_64(tokens, (1 + from_count + to_count) * sizeof *tokens);
}

static size_t known_bit(uint32_t from, size_t from_count, uint32_t to, size_t to_count)
{
    uint64_t mixed = from + UINT64_C(0x9E3779B97F4A7C15) * (to + from_count * 64 + to_count);
    return (size_t)((mixed * UINT64_C(0xBF58476D1CE4E5B9)) >> 40) & (LT_SWAP_KNOWN_BITS - 1);
}

int lt_swap_keys_add(lt_swap_keys *keys, uint64_t key, const uint32_t *from, size_t from_count, const uint32_t *to,
                     size_t to_count, leitong_error *error)
{
    int code = LT_RESERVE(keys->items, keys->capacity, keys->count + 1, error);
    if (code == 0) {
        size_t bit = known_bit(from[0], from_count, to[0], to_count);
        keys->bits[bit / 64] |= UINT64_C(1) << bit % 64;
        keys->items[keys->count++] = key;
    }
    return code;
}

bool lt_swap_keys_know(const void *keys, const uint32_t *from, size_t from_count, const uint32_t *to, size_t to_count)
{
    const lt_swap_keys *k = keys;
    size_t bit = known_bit(from[0], from_count, to[0], to_count);
    if ((k->bits[bit / 64] >> bit % 64 & 1) == 0) {
        return false;
    }
    uint64_t key = lt_swap_key(from, from_count, to, to_count);
    size_t first = 0;
    LT_LOWER_BOUND(first, k->count, middle, k->items[middle] < key);
    return first < k->count && k->items[first] == key;
}
