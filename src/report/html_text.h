/* html_text: the texts of an HTML report, and all offsets in UTF-16 code units.
 *
 * The ends of all spans are sorted by document and byte, so that each document is read once and its code units are
 * counted from end to end (a merge of ends and text). A document in UTF-8 is counted in its bytes; one in another
 * encoding is decoded from end to end.
 * Input: a page with a result. Output: a script element `text-N` (or `missing-N` with the reason) for each document
 * that a row names, and the offsets of the page; documents without text keep their offsets in bytes.
 * Ownership: the page owns the offsets. Errors: those of leitong_result_text but LEITONG_EINPUT, which is a missing
 * text. Complexity: O(ends log ends) and linear in the texts. */
#ifndef LT_REPORT_HTML_TEXT_H
#define LT_REPORT_HTML_TEXT_H

#include "report/html_page.h"

LEITONG_CHECK int lt_html_texts(lt_html *html, leitong_error *error);

#endif
