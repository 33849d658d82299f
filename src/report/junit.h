/* junit: a result → JUnit XML for CI (junit_write).
 *
 * Input: a result. Output: one test suite: a test case for each document, and a skipped one for each kind of thing that
 * was not compared. A case fails when its document is in a passage or in a pair of paragraphs, or holds a name left
 * behind. Ownership: nothing is kept. Errors: those of format. Complexity: linear in documents and findings. */
#ifndef LT_REPORT_JUNIT_H
#define LT_REPORT_JUNIT_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_junit_report;

#endif
