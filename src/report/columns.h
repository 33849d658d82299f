/* columns: two versions of one text on a terminal: side by side, or as one text with its edits.
 *
 * Side by side, what is equal stands in the same line of both columns, however long the edits are. Edits are coloured,
 * or, without colour, marked [-of the first-] and {+of the second+}. Lines are broken wherever they are full; runs of
 * white space are one space, and characters are shown as terminal says.
 * Input: pieces in order, each with its text in both versions: equal ones and edits.
 * Output: lines in a FILE.
 * Ownership: lt_columns is the caller's until lt_columns_end.
 * Errors: LEITONG_EMEMORY, kept until lt_columns_end.
 * Complexity: linear in the bytes. */
#ifndef LT_REPORT_COLUMNS_H
#define LT_REPORT_COLUMNS_H

#include "base/error.h"
#include "leitong/report.h"
#include "report/terminal.h"

typedef struct lt_columns_row {
    size_t begin;  /* in the side's bytes */
    unsigned used; /* columns */
} lt_columns_row;

/* Rows of one column, filled from the top. */
typedef struct lt_columns_side {
    char *bytes;
    size_t size, capacity;
    lt_columns_row *rows;
    size_t row_count, row_capacity;
    int style;
    bool blank; /* a space stands before, or the begin */
} lt_columns_side;

typedef struct lt_columns {
    const lt_terminal *terminal;
    FILE *file;
    unsigned width; /* of one column of text */
    bool beside;    /* otherwise both versions stand in the first side */
    bool colour;
    bool failed;
    lt_columns_side sides[2];
} lt_columns;

void lt_columns_begin(lt_columns *view, const lt_terminal *terminal, FILE *file,
                      const leitong_report_compare_options *options);
void lt_columns_equal(lt_columns *view, const char *a, size_t a_size, const char *b, size_t b_size);
void lt_columns_edit(lt_columns *view, const char *a, size_t a_size, const char *b, size_t b_size);
/* Both texts as they are, each in its column. */
void lt_columns_beside(lt_columns *view, const char *a, size_t a_size, const char *b, size_t b_size);
/* Prints the rows, unless memory ran out before. The view is cleared. */
LEITONG_CHECK int lt_columns_end(lt_columns *view, leitong_error *error);

#endif
