/* markup: escapes text of a document for XML and HTML, in elements and attributes alike.
 *
 * Input: bytes that should be UTF-8. Output: characters as printable shows them, with those escaped that are markup.
 * Ownership: nothing is kept. Errors: those of the FILE, which the caller checks at the end. Complexity: linear. */
#ifndef LT_REPORT_MARKUP_H
#define LT_REPORT_MARKUP_H

#include <stddef.h>
#include <stdio.h>

void lt_markup_put(FILE *file, const char *text, size_t size);
void lt_markup_text(FILE *file, const char *text); /* ends with NUL */

#endif
