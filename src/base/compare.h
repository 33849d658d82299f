/* compare: the order of two rows of numbers; the first number that differs decides.
 *
 * Input: two rows of equal length.
 * Output: −1, 0 or 1, as qsort wants it.
 * Ownership: the caller.
 * Errors: none.
 * Complexity: linear in the length. */
#ifndef LT_BASE_COMPARE_H
#define LT_BASE_COMPARE_H

#include <stddef.h>
#include <stdint.h>

static inline int lt_compare_u32(const uint32_t *left, const uint32_t *right, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (left[i] != right[i]) {
            return left[i] < right[i] ? -1 : 1;
        }
    }
    return 0;
}

#endif
