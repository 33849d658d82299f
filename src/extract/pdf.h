/* pdf: a PDF file → its text.
 *
 *     pdftotext -bbox-layout (a process) → pages, blocks, lines, words, with their boxes → paragraphs
 *
 * Poppler is run and not linked: its licence is the GPL. Lines of a block are one paragraph, parted where a line is
 * indented or the one before ends early; hyphens at a line's end are taken out before a small letter. A paragraph goes
 * on over a page where the last line is full and ends no sentence. Left out are running headers and footers (the same
 * line but for numbers, at the top or bottom of three pages and a third of those between), page numbers there, and
 * small numbers that refer to notes. Input: the file as standard input or, where gzip or Zstandard packed it
 * (`is_packed`), its bytes. Output: text to the sink. Ownership: none is taken. Errors: LEITONG_EINPUT with the sink's
 * reason: no pdftotext (no_reader), a password (encrypted), pages without text (no_text), anything else that pdftotext
 * refuses (damaged); those of sink; LEITONG_ESYSTEM, LEITONG_EMEMORY. Complexity: linear in pdftotext's output, and one
 * sort of the pages' outer lines. Memory: the text, with 100 bytes a line. */
#ifndef LT_EXTRACT_PDF_H
#define LT_EXTRACT_PDF_H

#include "extract/pdf_pages.h"
#include "extract/sink.h"

LEITONG_CHECK int lt_pdf_read(const uint8_t *bytes, size_t size, bool is_packed, lt_sink *sink, leitong_error *error);

/* The text of pages that were read. */
LEITONG_CHECK int lt_pdf_tell(lt_pdf_pages *pages, lt_sink *sink, leitong_error *error);

#endif
