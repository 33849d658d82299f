/* markup: text of a document inside XML and HTML, in elements and attributes alike.
 *
 * Enters: bytes that should be UTF-8. Leaves: characters as reports may show them, with what markup would obey escaped.
 * Owner: none. Errors: those of the FILE, which the caller asks at the end. */
#ifndef LT_REPORT_MARKUP_H
#define LT_REPORT_MARKUP_H

#include <stddef.h>
#include <stdio.h>

void lt_markup_put(FILE *file, const char *text, size_t size);

#endif
