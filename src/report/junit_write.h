/* junit_write: JUnit XML for CI, as Jenkins' xUnit plugin defines it (junit-10.xsd): one suite of test cases.
 *
 * Knows nothing of results and verdicts. No times are written, so the same cases give the same bytes.
 * Input: the counts, then the cases. Output: XML. Ownership: nothing is kept. Errors: those of the FILE, which the
 * caller checks at the end. Complexity: linear in what is written. */
#ifndef LT_REPORT_JUNIT_WRITE_H
#define LT_REPORT_JUNIT_WRITE_H

#include "report/findings.h"

#include <stdio.h>

typedef struct lt_junit_counts {
    size_t tests, failures, errors, skipped;
} lt_junit_counts;

void lt_junit_begin(FILE *file, const char *suite, const lt_junit_counts *counts);
void lt_junit_end(FILE *file);

/* A case, named "NAME" or "NAME: DETAIL"; between the two, what became of it. */
void lt_junit_case(FILE *file, const char *class_name, const char *name, const char *detail);
void lt_junit_case_end(FILE *file);
/* The begin of a case's `failure`, `error` or `skipped`; text and the element's end follow. `type` may be NULL. */
void lt_junit_outcome(FILE *file, const char *element, const char *type, const char *message);
/* "[begin, end) = OTHER [begin, end): words": a finding as its case's document has it. sides: here, there. */
void lt_junit_finding(FILE *file, const leitong_result_document *documents, const lt_finding *finding,
                      const leitong_span sides[2], bool is_zh);

#endif
