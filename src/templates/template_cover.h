/* template_cover: paragraph templates that a document template tells already.
 *
 * Input: templates, by number; those without members are none. Output: a mark on each paragraph template that is a
 * special case of a document template: every one of its members stands in a member of that one, each in another and
 * less than half of them all, and what fills its slots stands in slots there (of the first LT_TEMPLATE_SAMPLE members,
 * in LT_PROFILE_FIXED percent). `Copyright {year} Jane Roe` beside the licence's `Copyright {year} {holder}` says
 * nothing new; a paragraph that most of the documents have is a form in its own right. Work is linear in the members.
 * Ownership: the caller. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_TEMPLATE_COVER_H
#define LT_TEMPLATES_TEMPLATE_COVER_H

#include "templates/template_list.h"

/* ret_covered: [count], zeroed by the caller. */
LEITONG_CHECK int lt_template_cover(const lt_template *templates, size_t count, size_t documents, uint8_t *ret_covered,
                                    leitong_error *error);

#endif
