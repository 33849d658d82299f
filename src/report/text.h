/* text: a result → a report for a terminal, in Chinese or English.
 *
 * Input: a result, the language, the columns. Output: lines that fit (double-width characters count two); of each kind
 * of finding the largest, and how many more there are. Characters that a terminal interprets are shown as <U+001B>.
 * Ownership: nothing is kept. Errors: those of format. Complexity: linear in the rows, and in the texts of the rows
 * that are shown. */
#ifndef LT_REPORT_TEXT_H
#define LT_REPORT_TEXT_H

#include "report/format.h"
#include "report/text_wrap.h"
#include "result/span_text.h"

LEITONG_CHECK lt_format_write lt_text_report;

/* One text with its edits to another, [-of the first-]{+of the second+}, in at most `lines` lines. */
void lt_text_versions(lt_text_wrap *wrap, const lt_span_text *before, const lt_span_text *after, size_t edits,
                      unsigned lines);

#endif
