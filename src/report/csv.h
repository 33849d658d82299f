/* csv: a result → one table (RFC 4180), for spreadsheets and scripts; all escaping for CSV is here.
 *
 * Input: a result and a table's name. Output: UTF-8, lines that end with CR LF, a header line, every text quoted. A
 * text that a spreadsheet would run as a formula (CSV injection: first character = + - @, their full-width forms, TAB,
 * CR or LF) is preceded by an apostrophe; control characters but TAB, CR and LF are shown as <U+001B>.
 * Ownership: nothing is kept. Errors: those of format. Complexity: linear in the rows of the table and their texts. */
#ifndef LT_REPORT_CSV_H
#define LT_REPORT_CSV_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_csv_report;

#endif
