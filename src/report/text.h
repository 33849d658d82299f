/* text: a result → what people read on a terminal, in Chinese or English; the one escaping function for it.
 *
 * Enters: a result, the language, the columns. Leaves: lines that fit (double-width characters count two); of each kind
 * of finding the weightiest, and how many more there are. Characters that a terminal obeys are shown as <U+001B>.
 * Owner: none. Errors: those of format. */
#ifndef LT_REPORT_TEXT_H
#define LT_REPORT_TEXT_H

#include "report/flow.h"
#include "report/format.h"
#include "result/side.h"

LEITONG_CHECK lt_format_write lt_text_report;

/* One text with its edits to another, [-of the first-]{+of the second+}, in at most `lines` lines. */
void lt_text_versions(lt_flow *flow, const lt_side *before, const lt_side *after, size_t edits, unsigned lines);

#endif
