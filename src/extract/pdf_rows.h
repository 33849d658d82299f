/* pdf_rows: blocks side by side that are a table's columns, or a list's numbers and its items, become rows.
 *
 *     ┌────┐ ┌──────────┐        pdftotext gives a column at a time:  1. 2.  每个小区…  每栋楼…
 *     │ 1. │ │ 每个小区… │   →    a row at a time:                     1. 每个小区…   2. 每栋楼…
 *     │ 2. │ │ 每栋楼…   │
 *     └────┘ └──────────┘
 *
 * Blocks that follow one another stand side by side if they overlap in height and not in width. Of such at most one is
 * wide: two wide ones are columns of running text, which stay as they are.
 * Input: lines, in order of blocks. Output: the lines of such blocks in order of rows, as one block; the first cell of
 * a row of several, and the others, are marked. Ownership: none is taken. Errors: none. Complexity: a sort of the lines
 * of each group. */
#ifndef LT_EXTRACT_PDF_ROWS_H
#define LT_EXTRACT_PDF_ROWS_H

#include "extract/pdf_pages.h"

void lt_pdf_rows(lt_pdf_pages *pages);

#endif
