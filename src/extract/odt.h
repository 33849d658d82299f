/* odt: a Writer file (OpenDocument 1.3, text) → its text.
 *
 *     styles.xml, then the styles of content.xml → which are hidden, in a list     content.xml → body
 *
 * Read are insertions; not deletions (which stand in <text:tracked-changes>), comments, fields' templates, headers and
 * footers. Notes follow the body, text boxes and shapes their paragraph. Numbers of lists and headings are written as
 * Writer shows them. Hidden text (text:display="none" of styles and sections, hidden fields) is counted.
 * Input: a package whose content.xml is a text. Output: text to the sink.
 * Ownership: none is taken. Errors: those of xml, package and sink; a file under a password is "encrypted".
 * Complexity: linear in the parts, times the number of styles for each place that names one. */
#ifndef LT_EXTRACT_ODT_H
#define LT_EXTRACT_ODT_H

#include "extract/package.h"

LEITONG_CHECK int lt_odt_read(const lt_package *package, lt_sink *sink, leitong_error *error);

#endif
