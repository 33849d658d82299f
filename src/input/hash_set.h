/* hash_set: a set of things met before, by 128 bits each.
 *
 * Equal hashes count as equal things; at 10^9 things the chance of a false one is 10^-21.
 * Input: bytes that name a thing.
 * Output: whether it was new.
 * Ownership: the caller; zero it first.
 * Errors: LEITONG_EMEMORY; the set is then as before.
 * Complexity: expected constant time a thing; 18 to 37 bytes each. */
#ifndef LT_INPUT_HASH_SET_H
#define LT_INPUT_HASH_SET_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_hash_set {
    uint64_t (*slots)[2]; /* open addressing; {0, 0} is free */
    size_t count;
    size_t capacity; /* 0 or a power of two */
} lt_hash_set;

LEITONG_CHECK int lt_hash_set_add(lt_hash_set *set, const void *thing, size_t size, bool *ret_new,
                                  leitong_error *error);
void lt_hash_set_clear(lt_hash_set *set);

#endif
