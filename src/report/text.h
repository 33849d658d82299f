/* text: a result → what people read on a terminal, in Chinese or English; the one escaping function for it.
 *
 * Enters: a result, the language, the columns. Leaves: lines that fit (double-width characters count two); of each kind
 * of finding the weightiest, and how many more there are. Characters that a terminal obeys are shown as <U+001B>.
 * Owner: none. Errors: those of format. */
#ifndef LT_REPORT_TEXT_H
#define LT_REPORT_TEXT_H

#include "report/format.h"
#include "report/text_wrap.h"
#include "result/span_text.h"

LEITONG_CHECK lt_format_write lt_text_report;

/* One text with its edits to another, [-of the first-]{+of the second+}, in at most `lines` lines. */
void lt_text_versions(lt_text_wrap *flow, const lt_span_text *before, const lt_span_text *after, size_t edits,
                      unsigned lines);

#endif
