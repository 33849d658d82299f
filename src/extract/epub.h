/* epub: an electronic book (EPUB 2 and 3) → its text.
 *
 *     META-INF/container.xml → the package document → its spine, in order → each page, as html reads it
 *
 * Not read: the navigation document (a table of contents), what the spine does not name. A book whose pages are
 * encrypted (META-INF/rights.xml, or encryption.xml names a page) is refused. A chapter that is named twice is read
 * once. Input: a package whose mimetype is application/epub+zip. Output: text to the sink. Ownership: none is taken.
 * Errors: those of xml, package, html and sink. Complexity: linear in the parts, and one pass over the zip's directory
 * for each. */
#ifndef LT_EXTRACT_EPUB_H
#define LT_EXTRACT_EPUB_H

#include "extract/package.h"

LEITONG_CHECK int lt_epub_read(const lt_package *package, lt_sink *sink, leitong_error *error);

#endif
