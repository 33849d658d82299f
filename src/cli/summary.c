#include "summary.h"

#include "console.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SUMMARY_ROWS 5 /* cases shown */
#define SUMMARY_FEW 2  /* formulas, and repetitions within a document, shown */

static void summary_span(const leitong_result *result, const leitong_span *span, const char *indent, unsigned columns)
{
    char *text = NULL;
    size_t size = 0;
    if (leitong_result_utf8(result, span, &text, &size, NULL) != 0) {
        return;
    }
    fputs(indent, stdout);
    leitong_report_line(text, size, columns - (unsigned)strlen(indent), stdout);
    fputc('\n', stdout);
    free(text);
}

static void summary_document(const leitong_result *result, uint32_t number, unsigned columns)
{
    size_t count;
    const char *id = leitong_result_documents(result, &count)[number].id;
    leitong_report_line(id, strlen(id), columns, stdout);
}

static void summary_share(const leitong_result *result, uint32_t number, uint64_t tokens)
{
    size_t count;
    uint64_t all = leitong_result_documents(result, &count)[number].tokens;
    printf("%.1f %% of ", all > 0 ? 100.0 * (double)tokens / (double)all : 0);
}

/* Who, from whom, how much; which of the two was first, dates tell or nothing does. */
static void summary_case(const leitong_result *result, const leitong_result_case *c, unsigned columns)
{
    bool within = c->a.document == c->b.document;
    bool a_first = c->earliest == LEITONG_EARLIEST_A;
    const leitong_span *copy = a_first ? &c->b : &c->a;
    const leitong_span *source = a_first ? &c->a : &c->b;
    uint64_t matched = a_first ? c->matched_b : c->matched_a;
    fputs("  ", stdout);
    summary_share(result, copy->document, matched);
    summary_document(result, copy->document, columns);
    if (within) {
        fputs(" stands in it twice", stdout);
    } else {
        fputs(c->earliest == LEITONG_EARLIEST_UNKNOWN ? " stands also in " : " stands in the earlier ", stdout);
        summary_document(result, source->document, columns);
    }
    printf(": %" PRIu64 " equal token%s\n", matched, CONSOLE_PLURAL(matched));
    summary_span(result, copy, "    ", columns);
}

/* The heads of the lists of cases: between documents, or within one. */
static void summary_cases(const leitong_result *result, bool within, unsigned columns)
{
    size_t count;
    size_t shown = 0;
    const leitong_result_case *cases = leitong_result_cases(result, &count);
    for (size_t i = 0; i < count && shown < (within ? SUMMARY_FEW : SUMMARY_ROWS); i++) {
        if ((cases[i].a.document == cases[i].b.document) == within) {
            if (shown++ == 0) {
                printf(within ? "\nMost telling repetitions within a document\n" : "\nMost telling cases of reuse\n");
            }
            summary_case(result, &cases[i], columns);
        }
    }
}

static void summary_formulas(const leitong_result *result, unsigned columns)
{
    size_t count;
    size_t place_count;
    size_t shown = 0;
    const leitong_result_text_row *texts = leitong_result_texts(result, &count);
    const leitong_span *places = leitong_result_text_places(result, &place_count);
    for (size_t i = 0; i < count && shown < SUMMARY_FEW; i++) {
        if (texts[i].kind == LEITONG_TEXT_FORMULA) {
            if (shown++ == 0) {
                printf("\nMost telling formulas\n");
            }
            printf("  in %" PRIu32 " documents\n", texts[i].documents);
            summary_span(result, &places[texts[i].representative], "    ", columns);
        }
    }
}

static void summary_skips(const leitong_result *result, unsigned columns)
{
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(result, &count);
    if (count > 0) {
        printf("\nNot compared\n");
    }
    for (size_t i = 0; i < count; i++) {
        printf("  %" PRIu64 " × %s: %s\n", skips[i].count, skips[i].what, skips[i].reason);
        for (size_t e = 0; e < skips[i].example_count; e++) {
            fputs("    ", stdout);
            leitong_report_line(skips[i].examples[e], strlen(skips[i].examples[e]), columns - 4, stdout);
            fputc('\n', stdout);
        }
    }
}

static void summary_count(uint64_t count, const char *what, const char *behind)
{
    printf("%" PRIu64 " %s%s%s", count, what, CONSOLE_PLURAL(count), behind);
}

void summary_print(const leitong_result *result, const char *output, bool verbose)
{
    const leitong_result_run *run = leitong_result_get_run(result);
    unsigned columns = console_width(stdout);
    printf("Read ");
    summary_count(run->documents, "document", ", ");
    summary_count(run->paragraphs, "paragraph", ", ");
    summary_count(run->tokens, "token", "");
    printf(" (%.1f MB).\nFound ", (double)run->bytes / 1e6);
    leitong_result_counts counts = leitong_result_count(result);
    printf("%zu case%s of reuse (", counts.cases, CONSOLE_PLURAL(counts.cases));
    summary_count(counts.texts, "text", ", ");
    summary_count(counts.passages, "passage", "), ");
    summary_count(counts.pairs, "paragraph pair", ", ");
    summary_count(counts.clusters, "cluster", ",\n");
    summary_count(counts.templates, "template", ", ");
    summary_count(counts.adapted, "adapted pair", ", ");
    summary_count(counts.swaps, "swap", ", ");
    printf("%zu name%s left behind.\n", counts.left_behind, CONSOLE_PLURAL(counts.left_behind));
    if (verbose) {
        printf("Threshold %g, recall %g: %u bands of %u rows; %" PRIu64 " exact comparisons; %" PRIu64
               " seeds, %" PRIu64 " hits.\n",
               run->threshold, run->recall, run->bands, run->rows, run->verified, run->seeds, run->hits);
    }
    summary_cases(result, false, columns);
    summary_formulas(result, columns);
    summary_cases(result, true, columns);
    summary_skips(result, columns);
    if (output != NULL) {
        printf("\nThe result is in %s; leitong report -o report.html %s makes a page of it.\n", output, output);
    } else {
        printf(
            "\nNothing was written. For the report: leitong scan … -o DIR, then leitong report -o report.html DIR.\n");
    }
}
