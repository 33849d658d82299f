/* pdf_pages: what pdftotext -bbox-layout writes → lines with their boxes.
 *
 * Its output is XHTML in form; it may hold what is no XML, so it is read tag by tag, in whatever pieces it comes.
 * Input: pieces of it. Output: lines in its order, each with its page, block, box and text (UTF-8; what is none is left
 * out).
 * Ownership: the caller, who zeroes lt_pdf_pages first and clears it.
 * Errors: LEITONG_EMEMORY. Complexity: linear. */
#ifndef LT_EXTRACT_PDF_PAGES_H
#define LT_EXTRACT_PDF_PAGES_H

#include "base/error.h"
#include "input/frame.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_pdf_box {
    double left, top, right, bottom;
} lt_pdf_box;

typedef enum lt_pdf_cell { LT_PDF_NO_CELL, LT_PDF_FIRST_CELL, LT_PDF_CELL } lt_pdf_cell; /* of a row of several */

typedef struct lt_pdf_line {
    size_t text, size; /* in the pages' text */
    uint32_t page, block;
    lt_pdf_box box;
    double first_word; /* its width */
    lt_pdf_cell cell;
    bool is_left_out;
} lt_pdf_line;

typedef struct lt_pdf_pages {
    char *text;
    size_t text_size, text_capacity;
    lt_pdf_line *lines;
    size_t count, capacity;
    uint32_t pages, blocks;
    double *heights; /* of pages */
    char properties[LT_PROPERTIES][LT_PROPERTY_LONGEST + 1];
    size_t height_capacity;
    /* What is being read. */
    char *rest;
    size_t rest_size, rest_capacity;
    lt_pdf_line line;
    lt_pdf_box word;
    size_t words;
} lt_pdf_pages;

void lt_pdf_pages_clear(lt_pdf_pages *pages);
LEITONG_CHECK int lt_pdf_pages_add(lt_pdf_pages *pages, const char *piece, size_t size, leitong_error *error);

#endif
