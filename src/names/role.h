/* role: what a text says its speaker is: 作为一名乡镇党委书记, 本人系某公司副总经理.
 *
 * Input: a view. Output: roles: the words between such an opening and a title, at most 24 tokens. Ownership: none.
 * Errors: none. Complexity: constant time a token. */
#ifndef LT_NAMES_ROLE_H
#define LT_NAMES_ROLE_H

#include "names/name_kind.h"

#define LT_ROLE_OPENINGS 5U

typedef struct lt_role {
    uint32_t begin, end; /* of the role, without its opening */
    uint32_t title;      /* where its title begins */
} lt_role;

/* Whether an opening begins at token `at`. */
bool lt_role_opens(const lt_name_view *view, uint32_t at);
/* The role whose opening begins at token `at`. */
bool lt_role_at(const lt_name_rules *rules, const lt_name_view *view, uint32_t at, lt_role *ret_role);
/* The tokens of an opening, two each. */
const uint32_t *lt_role_opening(unsigned number);

#endif
