#include "base/number_map.h"

#include <stdlib.h>
#include <string.h>

void lt_number_map_clear(lt_number_map *map)
{
    free(map->slots);
    *map = (lt_number_map){NULL, 0, 0};
}

/* The number's slot, or the free one where it belongs. */
static lt_number_map_slot *number_map_slot(const lt_number_map *map, uint32_t number)
{
    size_t mask = map->slot_count - 1;
    size_t i = (size_t)((number * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask; /* Fibonacci hashing: Knuth 1998, §6.4 */
    while (map->slots[i].number != number && map->slots[i].number != LT_NUMBER_MAP_NONE) {
        i = (i + 1) & mask;
    }
    return &map->slots[i];
}

static int number_map_grow(lt_number_map *map, leitong_error *error)
{
    lt_number_map grown = {NULL, map->slot_count < 64 ? 64 : 2 * map->slot_count, map->count};
    grown.slots = malloc(grown.slot_count * sizeof *grown.slots);
    if (grown.slots == NULL) {
        return lt_error_memory(error);
    }
    memset(grown.slots, 0xFF, grown.slot_count * sizeof *grown.slots);
    for (size_t i = 0; i < map->slot_count; i++) {
        if (map->slots[i].number != LT_NUMBER_MAP_NONE) {
            *number_map_slot(&grown, map->slots[i].number) = map->slots[i];
        }
    }
    free(map->slots);
    *map = grown;
    return 0;
}

int lt_number_map_add(lt_number_map *map, uint32_t number, uint32_t *ret_place, leitong_error *error)
{
    if (2 * (size_t)map->count >= map->slot_count) {
        LT_TRY(number_map_grow(map, error));
    }
    lt_number_map_slot *slot = number_map_slot(map, number);
    if (slot->number != number) {
        *slot = (lt_number_map_slot){number, map->count++};
    }
    *ret_place = slot->place;
    return 0;
}
