/* permute: puts an array into another order, in place.
 *
 * Follows the cycles of the permutation (Knuth, The Art of Computer Programming 1, §1.3.3).
 * Input: items, and for each place which item belongs there. Output: the items in their places.
 * Ownership: the caller. Errors: none. Complexity: linear; one item of memory. */
#ifndef LT_BASE_PERMUTE_H
#define LT_BASE_PERMUTE_H

#include <stddef.h>
#include <stdint.h>

/* items[i] = items[order[i]] for all i; order[] becomes the identity. `spare` is one item. */
void lt_permute(void *items, size_t item_size, uint32_t *order, size_t count, void *spare);

#endif
