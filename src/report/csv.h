/* csv: a result → one table (RFC 4180), for spreadsheets and scripts; the one escaping function for it.
 *
 * Enters: a result, the table's name. Leaves: UTF-8, lines that end with CR LF, a header line, every text quoted. A
 * text that a spreadsheet would take for a formula (first character = + - @, their full-width forms, TAB, CR or LF) has
 * an apostrophe before it; control characters but TAB, CR and LF are shown as <U+001B>. Owner: none. Errors: those of
 * format. */
#ifndef LT_REPORT_CSV_H
#define LT_REPORT_CSV_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_csv_report;

#endif
