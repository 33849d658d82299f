/* versions: two versions of one text, piece by piece: what is equal in both, and what was edited.
 *
 * Input: both sides of a passage with the offsets of its edits (span_text). Output: pieces in order, equal ones and
 * edits in turn. Ownership: pieces point into the sides. Errors: none. Complexity: constant for each piece. */
#ifndef LT_REPORT_VERSIONS_H
#define LT_REPORT_VERSIONS_H

#include "result/span_text.h"

typedef struct lt_versions {
    const lt_span_text *before, *after;
    size_t edit_count;
    size_t next; /* piece, from 0 on: equal, edit, equal … */
} lt_versions;

/* What stands at one place in the two versions; either may be empty. */
typedef struct lt_piece {
    bool is_edit;
    const char *before, *after;
    size_t before_size, after_size;
} lt_piece;

/* The next piece; false behind the last. */
bool lt_versions_next(lt_versions *versions, lt_piece *ret_piece);

#endif
