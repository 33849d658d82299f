/* json: a result → one JSON document with its texts (include/leitong/report.h, FORMATS.md).
 *
 * Enters: a result. Leaves: one object and a line end. Owner: none. Errors: those of format. */
#ifndef LT_REPORT_JSON_H
#define LT_REPORT_JSON_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_json_report;

#endif
