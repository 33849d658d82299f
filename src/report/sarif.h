/* sarif: a result → SARIF 2.1.0, for code hosts and editors (sarif_write).
 *
 * Input: a result. Output: one JSON document with one run; include/leitong/report.h says where results are located.
 * Ownership: nothing is kept. Errors: those of format. Complexity: that of findings. */
#ifndef LT_REPORT_SARIF_H
#define LT_REPORT_SARIF_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_sarif_report;

#endif
