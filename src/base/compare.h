/* compare: the smaller and the larger of two, the order of two rows of numbers, and binary search.
 *
 * The three macros take numbers of any type. They evaluate their arguments more than once, so these must be free of
 * side effects.
 * Input: numbers. Output: one of them, an order as qsort wants it, or a place. Ownership: the caller. Errors: none.
 * Complexity: constant time; linear in a row's length; a binary search takes log2(n) comparisons. */
#ifndef LT_BASE_COMPARE_H
#define LT_BASE_COMPARE_H

#include <stddef.h>
#include <stdint.h>

#define LT_MIN(a, b) ((a) < (b) ? (a) : (b))
#define LT_MAX(a, b) ((a) > (b) ? (a) : (b))

/* Lower bound by binary search: `at`, a variable that holds the first index, becomes the first index below `end` for
 * which the condition `before`, an expression of the index `i`, is false; `end` when there is none. Indices with a true
 * condition come first. */
// NOLINTBEGIN(bugprone-macro-parentheses): `i` is declared here, which no parentheses may surround
#define LT_LOWER_BOUND(at, end, i, before)                                                                             \
    do {                                                                                                               \
        for (__typeof__(at) lt_end = (end); (at) < lt_end;) {                                                          \
            __typeof__(at) i = (at) + (lt_end - (at)) / 2;                                                             \
            if (before) {                                                                                              \
                (at) = i + 1;                                                                                          \
            } else {                                                                                                   \
                lt_end = i;                                                                                            \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)
// NOLINTEND(bugprone-macro-parentheses)

/* −1, 0 or 1 as the first number that differs decides; both rows have `count` numbers. */
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
