#include "base/lookup.h"

#include <stdlib.h>
#include <string.h>

void lt_lookup_clear(lt_lookup *lookup)
{
    free(lookup->slots);
    *lookup = (lt_lookup){NULL, 0, 0};
}

void lt_lookup_empty(lt_lookup *lookup)
{
    lookup->count = 0;
    if (lookup->slots != NULL) {
        memset(lookup->slots, 0xFF, lookup->slot_count * sizeof *lookup->slots);
    }
}

/* The number's slot, or the free one where it belongs. */
static lt_lookup_slot *lookup_slot(const lt_lookup *lookup, uint32_t number)
{
    size_t mask = lookup->slot_count - 1;
    size_t i = (size_t)((number * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask; /* Fibonacci hashing: Knuth 1998, §6.4 */
    while (lookup->slots[i].number != number && lookup->slots[i].number != LT_LOOKUP_NONE) {
        i = (i + 1) & mask;
    }
    return &lookup->slots[i];
}

uint32_t lt_lookup_find(const lt_lookup *lookup, uint32_t number)
{
    if (lookup->count == 0) {
        return LT_LOOKUP_NONE;
    }
    const lt_lookup_slot *slot = lookup_slot(lookup, number);
    return slot->number == number ? slot->place : LT_LOOKUP_NONE;
}

static int lookup_grow(lt_lookup *lookup, leitong_error *error)
{
    lt_lookup grown = {NULL, lookup->slot_count < 64 ? 64 : 2 * lookup->slot_count, lookup->count};
    grown.slots = malloc(grown.slot_count * sizeof *grown.slots);
    if (grown.slots == NULL) {
        return lt_error_memory(error);
    }
    memset(grown.slots, 0xFF, grown.slot_count * sizeof *grown.slots);
    for (size_t i = 0; i < lookup->slot_count; i++) {
        if (lookup->slots[i].number != LT_LOOKUP_NONE) {
            *lookup_slot(&grown, lookup->slots[i].number) = lookup->slots[i];
        }
    }
    free(lookup->slots);
    *lookup = grown;
    return 0;
}

int lt_lookup_add(lt_lookup *lookup, uint32_t number, uint32_t *ret_place, leitong_error *error)
{
    if (2 * (size_t)lookup->count >= lookup->slot_count) {
        int code = lookup_grow(lookup, error);
        if (code != 0) {
            return code;
        }
    }
    lt_lookup_slot *slot = lookup_slot(lookup, number);
    if (slot->number != number) {
        *slot = (lt_lookup_slot){number, lookup->count++};
    }
    *ret_place = slot->place;
    return 0;
}
