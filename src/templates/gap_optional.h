/* gap_optional: forms that leave out one of a template's slots.
 *
 * Where a shape is a template's without one of its slots (not a mask's), and a fifth to four fifths of the texts of the
 * two are the template's, the slot is optional, and the shape a member.
 * Input: accepted shapes. Output: fewer trees. Ownership: the caller. Errors: LEITONG_EMEMORY.
 * Complexity: linear in the shapes' units. */
#ifndef LT_TEMPLATES_GAP_OPTIONAL_H
#define LT_TEMPLATES_GAP_OPTIONAL_H

#include "templates/shape.h"

LEITONG_CHECK int lt_gap_optional(lt_shapes *shapes, leitong_error *error);

#endif
