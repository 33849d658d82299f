#include "report/junit.h"

#include "base/file_close.h"
#include "base/ratio.h"
#include "report/markup.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define JUNIT_LINES 20 /* findings listed in one case */

/* A finding as it concerns one document: rows of names left behind, of passages, then of pairs. */
enum junit_kind { JUNIT_LEFT, JUNIT_PASSAGE, JUNIT_PAIR };
typedef struct junit_entry {
    const leitong_span *here, *there;
    size_t row;
    int kind; /* enum junit_kind */
} junit_entry;

typedef struct junit {
    const leitong_result *result;
    const leitong_result_document *documents;
    size_t document_count;
    size_t *begins; /* [document + 1] its entries begin there */
    junit_entry *entries;
    FILE *file;
    bool is_zh;
} junit;

static void junit_string(const junit *j, const char *text)
{
    lt_markup_put(j->file, text, strlen(text));
}

/* Puts an entry under its document, or, while counting, room for it. */
static void junit_enter(junit *j, const junit_entry *entry)
{
    size_t *begin = &j->begins[entry->here->document + 1];
    if (j->entries != NULL) {
        j->entries[*begin] = *entry;
    }
    ++*begin;
}

static void junit_enter_all(junit *j)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(j->result, &count);
    for (size_t i = 0; i < count; i++) {
        junit_enter(j, &(junit_entry){&left[i].span, &left[i].source, i, JUNIT_LEFT});
    }
    const leitong_result_passage *passages = leitong_result_passages(j->result, &count);
    for (size_t i = 0; i < count; i++) {
        junit_enter(j, &(junit_entry){&passages[i].a, &passages[i].b, i, JUNIT_PASSAGE});
        if (passages[i].a.document != passages[i].b.document) {
            junit_enter(j, &(junit_entry){&passages[i].b, &passages[i].a, i, JUNIT_PASSAGE});
        }
    }
    const leitong_result_pair *pairs = leitong_result_pairs(j->result, &count);
    for (size_t i = 0; i < count; i++) {
        junit_enter(j, &(junit_entry){&pairs[i].a, &pairs[i].b, i, JUNIT_PAIR});
        if (pairs[i].a.document != pairs[i].b.document) {
            junit_enter(j, &(junit_entry){&pairs[i].b, &pairs[i].a, i, JUNIT_PAIR});
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

static void junit_entry_line(const junit *j, const junit_entry *entry)
{
    size_t count;
    fprintf(j->file, "[%" PRIu64 ", %" PRIu64 ") = ", entry->here->begin, entry->here->end);
    junit_string(j, j->documents[entry->there->document].id);
    fprintf(j->file, " [%" PRIu64 ", %" PRIu64 "): ", entry->there->begin, entry->there->end);
    if (entry->kind == JUNIT_LEFT) {
        fputs(j->is_zh ? "残留名称 " : "name left behind: ", j->file);
        junit_string(j, (leitong_result_left_behind(j->result, &count) + entry->row)->text);
        putc('\n', j->file);
    } else if (entry->kind == JUNIT_PAIR) {
        char ratio[LT_RATIO_SIZE];
        const leitong_result_pair *pair = leitong_result_pairs(j->result, &count) + entry->row;
        lt_ratio_text(ratio, pair->shared, (uint64_t)pair->shingles_a + pair->shingles_b - pair->shared, 1, 3);
        fprintf(j->file, j->is_zh ? "近似段落，Jaccard %s\n" : "near-duplicate paragraph, Jaccard %s\n", ratio);
    } else {
        const leitong_result_passage *passage = leitong_result_passages(j->result, &count) + entry->row;
        fprintf(j->file,
                j->is_zh ? "相同词元 %u，最长连续重合 %u，改动 %u 处\n" : "%u equal tokens, longest run %u, %u edits\n",
                passage->matched, passage->longest_run, passage->edit_count);
    }
}

static void junit_failure(const junit *j, const leitong_result_document *d, size_t first, size_t last)
{
    char percent[LT_RATIO_SIZE];
    lt_ratio_percent(percent, d->reused, d->tokens);
    fputs("<failure type=\"reuse\" message=\"", j->file);
    fprintf(j->file,
            j->is_zh ? "疑似重复：总文字复制比 %s %%（%" PRIu64 " / %" PRIu64 "），最长连续重合 %" PRIu64
                     : "suspected reuse: %s %% of the tokens (%" PRIu64 " of %" PRIu64 "), longest run %" PRIu64,
            percent, d->reused, d->tokens, d->longest_run);
    fputs("\">\n", j->file);
    for (size_t i = first; i < last && i < first + JUNIT_LINES; i++) {
        junit_entry_line(j, &j->entries[i]);
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
    fputs("<testcase classname=\"leitong\" name=\"", j->file);
    junit_string(j, j->documents[number].id);
    fputs("\">", j->file);
    if (last > first) {
        junit_failure(j, &j->documents[number], first, last);
    }
    fputs("</testcase>\n", j->file);
}

static void junit_skip(const junit *j, const leitong_result_skip *skip)
{
    fputs("<testcase classname=\"leitong.skipped\" name=\"", j->file);
    junit_string(j, skip->what);
    fputs(": ", j->file);
    junit_string(j, skip->reason);
    fprintf(j->file,
            j->is_zh ? "\"><skipped message=\"未比对：%" PRIu64 " 个\">\n"
                     : "\"><skipped message=\"not compared: %" PRIu64 "\">\n",
            skip->count);
    for (size_t i = 0; i < skip->example_count; i++) {
        junit_string(j, skip->examples[i]);
        putc('\n', j->file);
    }
    fputs("</skipped></testcase>\n", j->file);
}

static void junit_suite(const junit *j)
{
    size_t skip_count;
    size_t failures = 0;
    const leitong_result_skip *skips = leitong_result_skips(j->result, &skip_count);
    for (size_t d = 0; d < j->document_count; d++) {
        failures += j->begins[d + 1] > j->begins[d];
    }
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"leitong\">\n", j->file);
    fprintf(j->file, "<testsuite name=\"leitong\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n",
            j->document_count + skip_count, failures, skip_count);
    for (size_t d = 0; d < j->document_count; d++) {
        junit_case(j, d);
    }
    for (size_t i = 0; i < skip_count; i++) {
        junit_skip(j, &skips[i]);
    }
    fputs("</testsuite>\n</testsuites>\n", j->file);
}

int lt_junit_report(const leitong_result *result, const leitong_report_options *options, FILE *file,
                    leitong_error *error)
{
    junit j = {.result = result, .file = file, .is_zh = lt_format_is_zh(options)};
    j.documents = leitong_result_documents(result, &j.document_count);
    int code = 0;
    LT_TRY_GOTO(done, junit_index(&j, error));
    junit_suite(&j);
    code = lt_file_close(file, "the junit report", error);
done:
    free(j.begins);
    free(j.entries);
    return code;
}
