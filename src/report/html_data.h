/* html_data: the rows of an HTML report.
 *
 * Input: a page whose offsets are filled. Output: script elements: `edits-N` for the passages whose first side is
 * document N, `clusters`, `texts`, `phrases`, those of html_templates, and `data`. Ownership: nothing is kept. Errors:
 * those of the FILE, kept in the page. Complexity: linear in the rows. */
#ifndef LT_REPORT_HTML_DATA_H
#define LT_REPORT_HTML_DATA_H

#include "report/html_page.h"

void lt_html_data(lt_html *html);

#endif
