#include "base/number_map.h"

#include <stdlib.h>
#include <string.h>

void lt_number_map_clear(lt_number_map *lookup)
{
    free(lookup->slots);
    *lookup = (lt_number_map){NULL, 0, 0};
}

void lt_number_map_empty(lt_number_map *lookup)
{
    lookup->count = 0;
    if (lookup->slots != NULL) {
        memset(lookup->slots, 0xFF, lookup->slot_count * sizeof *lookup->slots);
    }
}

/* The number's slot, or the free one where it belongs. */
static lt_number_map_slot *number_map_slot(const lt_number_map *lookup, uint32_t number)
{
    size_t mask = lookup->slot_count - 1;
    size_t i = (size_t)((number * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask; /* Fibonacci hashing: Knuth 1998, §6.4 */
    while (lookup->slots[i].number != number && lookup->slots[i].number != LT_NUMBER_MAP_NONE) {
        i = (i + 1) & mask;
    }
    return &lookup->slots[i];
}

uint32_t lt_number_map_find(const lt_number_map *lookup, uint32_t number)
{
    if (lookup->count == 0) {
        return LT_NUMBER_MAP_NONE;
    }
    const lt_number_map_slot *slot = number_map_slot(lookup, number);
    return slot->number == number ? slot->place : LT_NUMBER_MAP_NONE;
}

static int number_map_grow(lt_number_map *lookup, leitong_error *error)
{
    lt_number_map grown = {NULL, lookup->slot_count < 64 ? 64 : 2 * lookup->slot_count, lookup->count};
    grown.slots = malloc(grown.slot_count * sizeof *grown.slots);
    if (grown.slots == NULL) {
        return lt_error_memory(error);
    }
    memset(grown.slots, 0xFF, grown.slot_count * sizeof *grown.slots);
    for (size_t i = 0; i < lookup->slot_count; i++) {
        if (lookup->slots[i].number != LT_NUMBER_MAP_NONE) {
            *number_map_slot(&grown, lookup->slots[i].number) = lookup->slots[i];
        }
    }
    free(lookup->slots);
    *lookup = grown;
    return 0;
}

int lt_number_map_add(lt_number_map *lookup, uint32_t number, uint32_t *ret_place, leitong_error *error)
{
    if (2 * (size_t)lookup->count >= lookup->slot_count) {
        LT_TRY(number_map_grow(lookup, error));
    }
    lt_number_map_slot *slot = number_map_slot(lookup, number);
    if (slot->number != number) {
        *slot = (lt_number_map_slot){number, lookup->count++};
    }
    *ret_place = slot->place;
    return 0;
}
