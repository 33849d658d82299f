/* number_map: scattered numbers → 0, 1, 2 … in the order in which they came.
 *
 * A hash table with open addressing, at most half full, and Fibonacci hashing (Knuth 1998, §6.4).
 * Input: 32-bit numbers, not UINT32_MAX.
 * Output: the place of each.
 * Ownership: lt_number_map.
 * Errors: LEITONG_EMEMORY.
 * Complexity: expected constant time a number; 16 to 32 bytes each. */
#ifndef LT_BASE_NUMBER_MAP_H
#define LT_BASE_NUMBER_MAP_H

#include "base/error.h"

#include <stddef.h>

#define LT_NUMBER_MAP_NONE UINT32_MAX

typedef struct lt_number_map_slot {
    uint32_t number; /* LT_NUMBER_MAP_NONE: free */
    uint32_t place;
} lt_number_map_slot;

typedef struct lt_number_map {
    lt_number_map_slot *slots; /* open addressing, at most half full */
    size_t slot_count;         /* a power of two, or 0 */
    uint32_t count;
} lt_number_map; /* zero it first */
void lt_number_map_clear(lt_number_map *map);

/* The number's place; a new one gets the next. */
LEITONG_CHECK int lt_number_map_add(lt_number_map *map, uint32_t number, uint32_t *ret_place, leitong_error *error);

#endif
