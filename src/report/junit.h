/* junit: a result → JUnit XML for CI, as Jenkins' xUnit plugin defines it (junit-10.xsd).
 *
 * Input: a result. Output: one test suite: a test case for each document, and a skipped one for each kind of thing that
 * was not compared. A case fails when its document is in a passage or in a pair of paragraphs. No times are written, so
 * the same result gives the same bytes. Ownership: nothing is kept. Errors: those of format.
 * Complexity: linear in documents, passages and pairs, but for sorting. */
#ifndef LT_REPORT_JUNIT_H
#define LT_REPORT_JUNIT_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_junit_report;

#endif
