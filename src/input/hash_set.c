#include "input/hash_set.h"

#include "base/hash.h"

#include <stdlib.h>

/* The slot that holds `hash`, or the free one where it belongs. */
static uint64_t *hash_set_slot(uint64_t (*slots)[2], size_t capacity, const uint64_t hash[2])
{
    size_t at = (size_t)hash[0] & (capacity - 1);
    while ((slots[at][0] | slots[at][1]) != 0 && (slots[at][0] != hash[0] || slots[at][1] != hash[1])) {
        at = (at + 1) & (capacity - 1);
    }
    return slots[at];
}

static int hash_set_grow(lt_hash_set *set, leitong_error *error)
{
    size_t capacity = set->capacity == 0 ? 64 : set->capacity * 2;
    uint64_t(*slots)[2] = calloc(capacity, sizeof *slots);
    if (slots == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < set->capacity; i++) {
        if ((set->slots[i][0] | set->slots[i][1]) != 0) {
            uint64_t *slot = hash_set_slot(slots, capacity, set->slots[i]);
            slot[0] = set->slots[i][0];
            slot[1] = set->slots[i][1];
        }
    }
    free(set->slots);
    set->slots = slots;
    set->capacity = capacity;
    return 0;
}

int lt_hash_set_add(lt_hash_set *set, const void *thing, size_t size, bool *ret_new, leitong_error *error)
{
    if (set->count >= set->capacity / 8 * 7) {
        LT_TRY(hash_set_grow(set, error));
    }
    uint64_t hash[2];
    lt_hash_secure(thing, size, hash);
    hash[1] |= (uint64_t)(hash[0] == 0); /* {0, 0} means free */
    uint64_t *slot = hash_set_slot(set->slots, set->capacity, hash);
    *ret_new = (slot[0] | slot[1]) == 0;
    if (*ret_new) {
        slot[0] = hash[0];
        slot[1] = hash[1];
        set->count++;
    }
    return 0;
}

void lt_hash_set_clear(lt_hash_set *set)
{
    free(set->slots);
    *set = (lt_hash_set){0};
}
