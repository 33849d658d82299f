/* html_text: the texts of an HTML report, and all offsets in UTF-16 code units.
 *
 * The ends of all spans that the page holds are sorted by document and byte, so that each text is read once and its
 * code units are counted from end to end (a merge of ends and text). A document in UTF-8 is counted in its bytes; one
 * in another encoding is decoded from end to end. A document that does not stand whole is written as the stretches that
 * rows name, with ⋯ for what lies between them; an offset there is one in that text.
 * Input: a page with a result and its choice of rows. Output: a script element `text-N` (or `missing-N` with the
 * reason) for each document of which the page holds text, and the offsets of the page; documents without text keep
 * their offsets in bytes where the result has none, and have none where the page leaves it out.
 * Ownership: the page owns the offsets. Errors: those of leitong_result_text but LEITONG_EINPUT, which is a missing
 * text. Complexity: O(ends log ends) and linear in the texts. */
#ifndef LT_REPORT_HTML_TEXT_H
#define LT_REPORT_HTML_TEXT_H

#include "report/html_page.h"

LEITONG_CHECK int lt_html_texts(lt_html *html, leitong_error *error);

#endif
