/* hash_set: a set of things met before, by 128 bits each.
 *
 * Enters: hashes (equal hashes count as equal things; at 10^9 things the chance of a false one is 10^-21).
 * Leaves: whether it was new. Memory: 18 to 37 bytes a thing. Owner: the caller; zero it first.
 * Errors: LEITONG_EMEMORY; the set is then as before. */
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

LEITONG_CHECK int lt_hash_set_add(lt_hash_set *seen, const void *thing, size_t size, bool *ret_new,
                                  leitong_error *error);
void lt_hash_set_clear(lt_hash_set *seen);

#endif
