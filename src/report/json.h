/* json: a result → one JSON document with its texts (include/leitong/report.h, FORMATS.md).
 *
 * Input: a result. Output: one object and a line end. Ownership: nothing is kept. Errors: those of format.
 * Complexity: that of rows. */
#ifndef LT_REPORT_JSON_H
#define LT_REPORT_JSON_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_json_report;

#endif
