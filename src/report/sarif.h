/* sarif: a result → Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020), for code hosts and editors.
 *
 * Enters: a result. Leaves: one JSON document with one run; include/leitong/report.h says where results lie. Ids of
 * documents become relative URIs: every byte but letters, digits and -._~/ is escaped. Owner: none. Errors: those of
 * format. */
#ifndef LT_SARIF_H
#define LT_SARIF_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_sarif_report;

#endif
