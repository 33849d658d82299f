/* template_cover: templates that a template of longer texts explains already.
 *
 * Input: templates, by number; those without members are none. Output: a mark on each
 * paragraph or clause template of whose members LT_STAR_FIXED percent stand in members of one document template, and
 * on each clause template of whose members so many stand in members of one paragraph template. What stands wholly in
 * one slot of the longer one is not explained by it: a letter's body may have a form of its own.
 * Ownership: the caller. Errors: LEITONG_EMEMORY. Complexity: linear in the members, and in the slots of the longer
 * template for each. */
#ifndef LT_TEMPLATES_TEMPLATE_COVER_H
#define LT_TEMPLATES_TEMPLATE_COVER_H

#include "templates/template_list.h"

/* ret_covered: [count], zeroed by the caller. */
LEITONG_CHECK int lt_template_cover(const lt_template *templates, size_t count, uint8_t *ret_covered,
                                    leitong_error *error);

#endif
