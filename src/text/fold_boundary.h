/* fold_boundary: where a text may be cut and folded in pieces.
 *
 * Between two ideographs, and before a space between two ASCII letters or digits. There are other such places; these
 * are found without looking further than LT_FOLD_BOUNDARY_REACH bytes, and most texts have many.
 * Input: UTF-8 and a place in it.
 * Output: whether the tokens of the whole are those of what stands before the place and those of what stands behind it.
 * Ownership: none.
 * Errors: none.
 * Complexity: constant time. */
#ifndef LT_TEXT_FOLD_BOUNDARY_H
#define LT_TEXT_FOLD_BOUNDARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LT_FOLD_BOUNDARY_REACH 3 /* bytes on either side that decide */

bool lt_fold_boundary_at(const uint8_t *text, size_t size, size_t at);

#endif
