/* html_templates: templates, adapted pairs, swaps and left-behind names of an HTML report.
 *
 * Input: a page whose offsets are filled. Output: script elements `templates`, `adapted`, `swaps` and `left`.
 * Ownership: nothing is kept. Errors: those of the FILE, kept in the page. Complexity: linear in the rows. */
#ifndef LT_REPORT_HTML_TEMPLATES_H
#define LT_REPORT_HTML_TEMPLATES_H

#include "report/html_page.h"

void lt_html_templates(lt_html *html);

#endif
