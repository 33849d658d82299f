#include "report/junit_write.h"

#include "report/markup.h"

#include <inttypes.h>

void lt_junit_begin(FILE *file, const char *suite, const lt_junit_counts *counts)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"leitong\">\n", file);
    fprintf(file, "<testsuite name=\"%s\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n", suite,
            counts->tests, counts->failures, counts->errors, counts->skipped);
}

void lt_junit_end(FILE *file)
{
    fputs("</testsuite>\n</testsuites>\n", file);
}

void lt_junit_case(FILE *file, const char *class_name, const char *name, const char *detail)
{
    fprintf(file, "<testcase classname=\"%s\" name=\"", class_name);
    lt_markup_text(file, name);
    if (detail != NULL) {
        fputs(": ", file);
        lt_markup_text(file, detail);
    }
    fputs("\">", file);
}

void lt_junit_case_end(FILE *file)
{
    fputs("</testcase>\n", file);
}

void lt_junit_outcome(FILE *file, const char *element, const char *type, const char *message)
{
    fprintf(file, "<%s ", element);
    if (type != NULL) {
        fprintf(file, "type=\"%s\" ", type);
    }
    fputs("message=\"", file);
    lt_markup_text(file, message);
    fputs("\">", file);
}

void lt_junit_finding(FILE *file, const leitong_result_document *documents, const lt_finding *finding,
                      const leitong_span sides[2], bool is_zh)
{
    char words[LT_FINDING_WORDS_SIZE];
    lt_finding_words(finding, is_zh, words);
    fprintf(file, "[%" PRIu64 ", %" PRIu64 ") = ", sides[0].begin, sides[0].end);
    lt_markup_text(file, documents[sides[1].document].id);
    fprintf(file, " [%" PRIu64 ", %" PRIu64 "): ", sides[1].begin, sides[1].end);
    lt_markup_text(file, words);
    putc('\n', file);
}
