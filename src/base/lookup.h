/* lookup: scattered numbers → 0, 1, 2 … in the order in which they came.
 *
 * Enters: 32-bit numbers, not UINT32_MAX. Leaves: the place of each. Owner: lt_lookup. Errors: LEITONG_EMEMORY. */
#ifndef LT_BASE_LOOKUP_H
#define LT_BASE_LOOKUP_H

#include "base/error.h"

#include <stddef.h>

#define LT_LOOKUP_NONE UINT32_MAX

typedef struct lt_lookup_slot {
    uint32_t number; /* LT_LOOKUP_NONE: free */
    uint32_t place;
} lt_lookup_slot;

typedef struct lt_lookup {
    lt_lookup_slot *slots; /* open addressing, at most half full */
    size_t slot_count;     /* a power of two, or 0 */
    uint32_t count;
} lt_lookup; /* zero it first */
void lt_lookup_clear(lt_lookup *lookup);

/* Forgets all; keeps the memory. */
void lt_lookup_empty(lt_lookup *lookup);

/* LT_LOOKUP_NONE for a number that was never added. */
uint32_t lt_lookup_find(const lt_lookup *lookup, uint32_t number);

/* The number's place; a new one gets the next. */
LEITONG_CHECK int lt_lookup_add(lt_lookup *lookup, uint32_t number, uint32_t *ret_place, leitong_error *error);

#endif
