/* buffer: arrays that grow.
 *
 * A dynamic array grows by half of its capacity at least, so that appending is linear (amortised doubling: Cormen,
 * Leiserson, Rivest, Stein 2009, §17.4).
 * Input: the address of an array and its capacity in items.
 * Output: room for at least `need` items; the contents are kept.
 * Ownership: the caller, who frees the array with free().
 * Errors: LEITONG_EMEMORY; array and capacity are then as before.
 * Complexity: amortised constant time an item. */
#ifndef LT_BASE_BUFFER_H
#define LT_BASE_BUFFER_H

#include "base/error.h"

#include <stddef.h>

/* `items` is the address of a pointer to objects of `item_size` bytes. Grows by half at least, so appending is linear.
 */
LEITONG_CHECK int lt_buffer_reserve(void *items, size_t *capacity, size_t need, size_t item_size, leitong_error *error);

/* The same for `items`, a pointer to objects of their own type, and its `capacity`: both are named, not their
 * addresses. */
#define LT_RESERVE(items, capacity, need, error)                                                                       \
    lt_buffer_reserve(&(items), &(capacity), (need), sizeof *(items), (error))

/* Where item `at` of `items` stands, of an array that may be empty and is NULL then: nothing may be added to NULL, 0
 * included (C17 6.5.6). */
#define LT_FROM(items, at) ((items) == NULL ? (items) : (items) + (at))

#endif
