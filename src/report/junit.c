#include "report/junit.h"

#include "base/file_close.h"
#include "base/ratio.h"
#include "report/findings.h"
#include "report/junit_write.h"
#include "report/markup.h"
#include "result/ranked.h"

#include <inttypes.h>
#include <stdlib.h>

#define JUNIT_LINES 20 /* findings listed in one case */

/* A finding as it concerns one document, which holds its span `here`; the other place is the other span. */
typedef struct junit_entry {
    const lt_finding *finding;
    size_t here; /* 0 or 1 */
} junit_entry;

typedef struct junit {
    const leitong_result *result;
    const leitong_result_document *documents;
    uint32_t *ranked; /* [document_count] in the order of what they tell */
    size_t document_count;
    lt_findings list;
    size_t *begins; /* [document + 1] its entries begin there */
    junit_entry *entries;
    FILE *file;
    bool is_zh;
} junit;

/* Puts an entry under its document, or, while counting, room for it. */
static void junit_enter(junit *j, const lt_finding *finding, size_t here)
{
    size_t *begin = &j->begins[lt_findings_place(&j->list, finding, here).document + 1];
    if (j->entries != NULL) {
        j->entries[*begin] = (junit_entry){finding, here};
    }
    ++*begin;
}

/* What a case lists, in this order. A name left behind concerns the copy alone. */
static void junit_enter_all(junit *j)
{
    static const int kinds[] = {LT_FINDING_LEFT, LT_FINDING_PASSAGE, LT_FINDING_PARAGRAPH};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        for (size_t i = 0; i < j->list.count; i++) {
            const lt_finding *finding = &j->list.items[i];
            if (finding->kind != kinds[k]) {
                continue;
            }
            bool is_a = finding->swapped || finding->kind == LT_FINDING_LEFT; /* span 0 is the row's first */
            junit_enter(j, finding, is_a ? 0 : 1);
            if (finding->kind != LT_FINDING_LEFT &&
                lt_findings_place(&j->list, finding, 0).document != lt_findings_place(&j->list, finding, 1).document) {
                junit_enter(j, finding, is_a ? 1 : 0);
            }
        }
    }
}

/* Counting sort: begins[d + 1] counts the entries of d, then holds where the next of them goes, last where they end. */
static int junit_index(junit *j, leitong_error *error)
{
    j->begins = calloc(j->document_count + 1, sizeof *j->begins);
    if (j->begins == NULL) {
        return lt_error_memory(error);
    }
    junit_enter_all(j);
    size_t sum = 0;
    for (size_t d = 0; d < j->document_count; d++) {
        size_t own = j->begins[d + 1];
        j->begins[d + 1] = sum;
        sum += own;
    }
    j->entries = malloc((sum + 1) * sizeof *j->entries);
    if (j->entries == NULL) {
        return lt_error_memory(error);
    }
    junit_enter_all(j);
    return 0;
}

static void junit_failure(const junit *j, const leitong_result_document *d, size_t first, size_t last)
{
    char percent[LT_RATIO_SIZE];
    char message[192];
    lt_ratio_percent(percent, d->reused, d->tokens);
    snprintf(message, sizeof message,
             j->is_zh ? "疑似重合：总文字复制比 %s %%（%" PRIu64 " / %" PRIu64 "），最长连续重合 %" PRIu64
                      : "suspected reuse: %s %% of the tokens (%" PRIu64 " of %" PRIu64 "), longest run %" PRIu64,
             percent, d->reused, d->tokens, d->longest_run);
    lt_junit_outcome(j->file, "failure", "reuse", message);
    putc('\n', j->file);
    for (size_t i = first; i < last && i < first + JUNIT_LINES; i++) {
        const junit_entry *entry = &j->entries[i];
        const leitong_span sides[2] = {lt_findings_place(&j->list, entry->finding, entry->here),
                                       lt_findings_place(&j->list, entry->finding, 1 - entry->here)};
        lt_junit_finding(j->file, j->documents, entry->finding, sides, j->is_zh);
    }
    if (last - first > JUNIT_LINES) {
        fprintf(j->file, j->is_zh ? "另有 %zu 条\n" : "and %zu more\n", last - first - JUNIT_LINES);
    }
    fputs("</failure>", j->file);
}

static void junit_case(const junit *j, size_t number)
{
    size_t first = j->begins[number];
    size_t last = j->begins[number + 1];
    lt_junit_case(j->file, "leitong", j->documents[number].id, NULL);
    if (last > first) {
        junit_failure(j, &j->documents[number], first, last);
    }
    lt_junit_case_end(j->file);
}

static void junit_skip(const junit *j, const leitong_result_skip *skip)
{
    char message[64];
    snprintf(message, sizeof message, j->is_zh ? "未比对：%" PRIu64 " 个" : "not compared: %" PRIu64, skip->count);
    lt_junit_case(j->file, "leitong.skipped", skip->what, skip->reason);
    lt_junit_outcome(j->file, "skipped", NULL, message);
    putc('\n', j->file);
    for (size_t i = 0; i < skip->example_count; i++) {
        lt_markup_text(j->file, skip->examples[i]);
        putc('\n', j->file);
    }
    fputs("</skipped>", j->file);
    lt_junit_case_end(j->file);
}

static void junit_suite(const junit *j)
{
    size_t skip_count;
    const leitong_result_skip *skips = leitong_result_skips(j->result, &skip_count);
    lt_junit_counts counts = {.tests = j->document_count + skip_count, .skipped = skip_count};
    for (size_t d = 0; d < j->document_count; d++) {
        counts.failures += j->begins[d + 1] > j->begins[d];
    }
    lt_junit_begin(j->file, "leitong", &counts);
    for (size_t i = 0; i < j->document_count; i++) {
        junit_case(j, j->ranked[i]);
    }
    for (size_t i = 0; i < skip_count; i++) {
        junit_skip(j, &skips[i]);
    }
    lt_junit_end(j->file);
}

int lt_junit_report(const leitong_result *result, const leitong_report_options *options, FILE *file,
                    leitong_error *error)
{
    junit j = {.result = result, .file = file, .is_zh = lt_format_is_zh(options->lang)};
    j.documents = leitong_result_documents(result, &j.document_count);
    int code = 0;
    LT_TRY_GOTO(done, lt_findings_collect(result, &j.list, error));
    LT_TRY_GOTO(done, junit_index(&j, error));
    LT_TRY_GOTO(done, lt_ranked_documents(result, &j.ranked, error));
    junit_suite(&j);
    code = lt_file_close(file, "the junit report", error);
done:
    lt_findings_clear(&j.list);
    free(j.begins);
    free(j.entries);
    free(j.ranked);
    return code;
}
