/* html_marks: how what a reviewer says of a row is known again in another report, and in a gate's baseline.
 *
 * Input: a page with a result and its choice of rows. Output: a script element `marks`, {baseline: the version of
 * baselines, passages, left, adapted: [the fingerprint of each row that the page holds, in its order]}. Ownership:
 * nothing is kept. Errors: those of fingerprint and adapted_names. Complexity: linear in the texts of those rows. */
#ifndef LT_REPORT_HTML_MARKS_H
#define LT_REPORT_HTML_MARKS_H

#include "report/html_page.h"

LEITONG_CHECK int lt_html_marks(lt_html *html, leitong_error *error);

#endif
