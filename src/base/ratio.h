/* ratio: exact quotients as decimal text.
 *
 * Integer arithmetic alone, so that every machine writes the same.
 * Input: two counts.
 * Output: their quotient, rounded to nearest (half up); 0/0 is 0.
 * Ownership: the caller.
 * Errors: none.
 * Complexity: constant time. */
#ifndef LT_BASE_RATIO_H
#define LT_BASE_RATIO_H

#include <stddef.h>
#include <stdint.h>

#define LT_RATIO_SIZE 48

/* `digits` (1 … 9) behind the point; `factor` 1, or 100 for per cent. Returns the length. */
size_t lt_ratio_text(char ret_text[LT_RATIO_SIZE], uint64_t numerator, uint64_t denominator, unsigned factor,
                     unsigned digits);

/* Per cent as people read them, one digit behind the point: a part never reads as the whole, 99.96 % is 99.9. */
size_t lt_ratio_percent(char ret_text[LT_RATIO_SIZE], uint64_t part, uint64_t whole);

#endif
