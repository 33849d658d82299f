/* pdf_run: pdftotext, run by this process, and what it writes.
 *
 * It inherits this process' limits. Input: a PDF file. Output: pieces of pdftotext's output to a function.
 * Ownership: none is taken.
 * Errors: LEITONG_ESYSTEM (no process or pipe left), those of the function; *ret_exit tells how pdftotext ended.
 * Complexity: pdftotext's. */
#ifndef LT_EXTRACT_PDF_RUN_H
#define LT_EXTRACT_PDF_RUN_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_PDF_NO_PROGRAM 127

typedef int lt_pdf_listener(void *context, const char *piece, size_t size, leitong_error *error);

/* `bytes` NULL: standard input is the file. *ret_exit: 128 and its number where a signal ended it. */
LEITONG_CHECK int lt_pdf_run(const uint8_t *bytes, size_t size, lt_pdf_listener *listener, void *context, int *ret_exit,
                             leitong_error *error);
bool lt_pdf_is_installed(void);

#endif
