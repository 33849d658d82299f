/* name_index: the names of styles and lists → their places in an array.
 *
 * Input: all names, then questions. Of equal names the one added last counts, as in ODF a document's own style comes
 * before that of its standing headers and footers. Output: places. Ownership: names belong to the caller and stand as
 * long as the index, which the caller zeroes and clears. Errors: LEITONG_EMEMORY. Complexity: one sort at the first
 * question behind an addition; then a binary search each. */
#ifndef LT_EXTRACT_NAME_INDEX_H
#define LT_EXTRACT_NAME_INDEX_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_name_place {
    const char *name;
    size_t at;
} lt_name_place;

typedef struct lt_name_index {
    lt_name_place *items;
    size_t count, capacity;
    bool is_sorted;
} lt_name_index;

void lt_name_index_clear(lt_name_index *index);
LEITONG_CHECK int lt_name_index_add(lt_name_index *index, const char *name, size_t at, leitong_error *error);
/* false where there is none of this name, or `name` is NULL. */
bool lt_name_index_find(lt_name_index *index, const char *name, size_t *ret_at);

#endif
