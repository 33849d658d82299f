/* family_list: adds a family to a list of families.
 *
 * Enters: places, ascending by (document, begin), none twice. Leaves: a row, with its documents counted.
 * Owner: the list. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_FAMILY_LIST_H
#define LT_TEMPLATES_FAMILY_LIST_H

#include "templates/family.h"

LEITONG_CHECK int lt_families_append(lt_families *families, lt_family_unit unit, lt_family_level level,
                                     const lt_place *places, size_t count, leitong_error *error);

#endif
