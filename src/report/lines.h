/* lines: offsets in source bytes → lines and columns of the decoded text, as editors count them.
 *
 * The places are sorted by document and byte, so that each document is read once.
 * Input: places in bytes, in any order. Output: line and column of each, from 1; columns count Unicode characters, LF
 * ends a line, a byte order mark is not counted; 0 and 0 where the text was not kept. Ownership: the places are the
 * caller's. Errors: LEITONG_EMEMORY, LEITONG_ESYSTEM. Complexity: O(places log places) and linear in the texts. */
#ifndef LT_REPORT_LINES_H
#define LT_REPORT_LINES_H

#include "base/error.h"
#include "leitong/result.h"

typedef struct lt_line_place {
    uint32_t document;
    uint64_t byte;
    uint64_t line, column;
} lt_line_place;

/* Fills `line` and `column`. */
LEITONG_CHECK int lt_lines_find(const leitong_result *result, lt_line_place *places, size_t count,
                                leitong_error *error);

#endif
