/* place_given: a line of the user's list of places: NAME, or NAME ⇥ KIND ⇥ PARENT.
 *
 *      沅东                      a name of which only the name is known
 *      沅东市⇥prefecture⇥湖南省    KIND: province, prefecture, county or township; 沅东 is known too
 *      柳浦镇⇥township⇥沅东市      PARENT: a place of the tree, or of a line before
 *      石桥镇⇥township⇥南京市/鼓楼区  one of several that have its name
 *
 * Input: a tree that is not finished, a line, and how texts become tokens in simplified characters.
 * Output: the tree, with the place. Ownership: nothing is kept. Errors: LEITONG_EINPUT with the remedy (a kind that is
 * none; a parent that is unknown, one of several, or not above); LEITONG_EMEMORY; those of the caller's function.
 * Complexity: linear in the line, and in the places that have the parent's name. */
#ifndef LT_NAMES_PLACE_GIVEN_H
#define LT_NAMES_PLACE_GIVEN_H

#include "names/place_tree.h"

/* *ret_tokens stands until the next call. */
typedef int lt_place_tokens(void *context, const char *text, size_t size, const uint32_t **ret_tokens,
                            size_t *ret_count, leitong_error *error);

LEITONG_CHECK int lt_place_given_add(lt_place_tree *tree, const char *line, lt_place_tokens *tokens, void *context,
                                     leitong_error *error);

#endif
