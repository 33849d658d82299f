/* docx: a Word file (ECMA-376, WordprocessingML, transitional and strict) → its text.
 *
 *     _rels/.rels → the main part → body, with tables, text boxes, structured tags and fields' results
 *     styles.xml  → which styles are headings, hidden, in a list      numbering.xml → lists
 *     footnotes.xml, endnotes.xml → behind the body
 *
 * Read are insertions and what was moved here; not deletions and what was moved away, field codes, comments, headers
 * and footers. Of mc:AlternateContent the first choice alone. Numbers of lists are written as Word shows them. Hidden
 * text (w:vanish, of a run or of its styles) is counted. Input: a package with a part word/…. Output: text to
 * the sink. Ownership: none is taken. Errors: those of xml, package and sink. Complexity: linear in the
 * parts, times the logarithm of the number of styles (and lists) for a paragraph that has one. */
#ifndef LT_EXTRACT_DOCX_H
#define LT_EXTRACT_DOCX_H

#include "extract/package.h"

LEITONG_CHECK int lt_docx_read(const lt_package *package, lt_sink *sink, leitong_error *error);

#endif
