/* columns: two versions of one text on a terminal: side by side, or as one text with its edits.
 *
 * Side by side, what is equal stands in the same line of both columns, however long the edits are. Edits are coloured,
 * or, without colour, marked [-of the first-] and {+of the second+}. White space is one space; hostile characters are
 * shown as text.
 * Input: pieces in order, each with its text in both versions: equal ones and edits.
 * Output: lines in a FILE.
 * Ownership: columns_view.
 * Errors: ENOMEM is kept and told by columns_end as false.
 * Complexity: linear in the bytes. */
#ifndef LT_CLI_COLUMNS_H
#define LT_CLI_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum columns_layout { COLUMNS_SIDE, COLUMNS_MERGED };

/* Rows of one column, filled from the top. */
typedef struct columns_side {
    char *bytes;
    size_t size, capacity;
    size_t *begins; /* of each row in bytes */
    unsigned *used; /* columns of each row */
    size_t rows, row_capacity;
    int style;
    bool blank; /* a space stands before, or the begin */
} columns_side;

typedef struct columns_view {
    FILE *file;
    unsigned width; /* of one column of text */
    int layout;     /* enum columns_layout; merged uses the first side alone */
    bool colour;
    bool failed;
    columns_side sides[2];
} columns_view;

void columns_begin(columns_view *view, FILE *file, unsigned columns, int layout, bool colour);
void columns_equal(columns_view *view, const char *a, size_t a_size, const char *b, size_t b_size);
void columns_edit(columns_view *view, const char *a, size_t a_size, const char *b, size_t b_size);
/* Both texts as they are, each in its column. */
void columns_beside(columns_view *view, const char *a, size_t a_size, const char *b, size_t b_size);
/* Prints the rows; false when memory ran out before. The view is cleared. */
bool columns_end(columns_view *view);

#endif
