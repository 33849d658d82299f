/* junit: a result → JUnit XML as Jenkins' xUnit plugin defines it (junit-10.xsd), for CI; the one escaping function
 * for XML.
 *
 * Enters: a result. Leaves: one test suite: a case a document, and a skipped case for each kind of thing that was not
 * compared. A case fails when its document stands in a passage or in a pair of paragraphs. There is no time in it:
 * the same result gives the same bytes. Owner: none. Errors: those of format. */
#ifndef LT_REPORT_JUNIT_H
#define LT_REPORT_JUNIT_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_junit_report;

#endif
