#include "summary.h"

#include "console.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SUMMARY_ROWS 5 /* findings shown of each kind */

typedef struct summary_cluster_list {
    const leitong_result_cluster *clusters;
    const leitong_result_member *members;
} summary_cluster_list;

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

static void summary_place(const leitong_result *result, const leitong_span *span, unsigned columns)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    const char *id = documents[span->document].id;
    leitong_report_line(id, strlen(id), columns, stdout);
    printf(" [%" PRIu64 ", %" PRIu64 ")", span->begin, span->end);
}

/* The indices of the best rows by `better`, best first; a row that stands first wins a tie. */
static size_t summary_best(size_t count, size_t best[SUMMARY_ROWS], bool (*better)(const void *rows, size_t, size_t),
                           const void *rows)
{
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = taken;
        while (at > 0 && better(rows, i, best[at - 1])) {
            at--;
        }
        if (at == SUMMARY_ROWS) {
            continue;
        }
        taken += taken < SUMMARY_ROWS;
        memmove(best + at + 1, best + at, (taken - at - 1) * sizeof *best);
        best[at] = i;
    }
    return taken;
}

static bool summary_longer(const void *rows, size_t a, size_t b)
{
    const leitong_result_passage *passages = rows;
    return passages[a].matched > passages[b].matched;
}

/* How much text a cluster holds: many copies of a greeting weigh less than three of a page. */
static uint64_t summary_weight(const summary_cluster_list *list, size_t number)
{
    const leitong_result_cluster *cluster = &list->clusters[number];
    const leitong_span *medoid = &list->members[cluster->member_begin + cluster->medoid].span;
    return (medoid->end - medoid->begin) * cluster->member_count;
}

static bool summary_larger(const void *rows, size_t a, size_t b)
{
    return summary_weight(rows, a) > summary_weight(rows, b);
}

static void summary_passages(const leitong_result *result, unsigned columns)
{
    size_t count;
    size_t best[SUMMARY_ROWS];
    const leitong_result_passage *passages = leitong_result_passages(result, &count);
    size_t shown = summary_best(count, best, summary_longer, passages);
    for (size_t i = 0; i < shown; i++) {
        const leitong_result_passage *p = &passages[best[i]];
        if (i == 0) {
            printf("\nLongest passages\n");
        }
        printf("  %u equal tokens, longest run %u, %u edit%s: ", p->matched, p->longest_run, p->edit_count,
               p->edit_count == 1 ? "" : "s");
        summary_place(result, &p->a, columns);
        printf(" = ");
        summary_place(result, &p->b, columns);
        printf("\n");
        summary_span(result, &p->a, "    ", columns);
    }
}

static void summary_clusters(const leitong_result *result, unsigned columns)
{
    size_t count;
    size_t member_count;
    size_t best[SUMMARY_ROWS];
    summary_cluster_list list = {leitong_result_clusters(result, &count),
                                 leitong_result_members(result, &member_count)};
    size_t shown = summary_best(count, best, summary_larger, &list);
    static const char *const units[] = {"paragraphs", "passages", "documents"};
    for (size_t i = 0; i < shown; i++) {
        const leitong_result_cluster *c = &list.clusters[best[i]];
        if (i == 0) {
            printf("\nLargest clusters\n");
        }
        printf("  %zu %s in %u document%s\n", c->member_count, units[c->unit], c->documents,
               c->documents == 1 ? "" : "s");
        summary_span(result, &list.members[c->member_begin + c->medoid].span, "    ", columns);
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

void summary_print(const leitong_result *result, const char *output, bool verbose)
{
    const leitong_result_run *run = leitong_result_get_run(result);
    unsigned columns = console_width(stdout);
    size_t pairs;
    size_t clusters;
    size_t passages;
    size_t phrases;
    size_t templates;
    size_t swaps;
    size_t left;
    (void)leitong_result_templates(result, &templates);
    (void)leitong_result_swaps(result, &swaps);
    (void)leitong_result_left_behind(result, &left);
    (void)leitong_result_pairs(result, &pairs);
    (void)leitong_result_clusters(result, &clusters);
    (void)leitong_result_passages(result, &passages);
    (void)leitong_result_phrases(result, &phrases);
    printf("Read %" PRIu64 " documents, %" PRIu64 " paragraphs, %" PRIu64 " tokens (%.1f MB).\n", run->documents,
           run->paragraphs, run->tokens, (double)run->bytes / 1e6);
    printf("Found %zu passages, %zu phrases, %zu paragraph pairs, %zu clusters,\n"
           "%zu templates, %zu swaps, %zu names left behind.\n",
           passages, phrases, pairs, clusters, templates, swaps, left);
    if (verbose) {
        printf("Threshold %g, recall %g: %u bands of %u rows; %" PRIu64 " exact comparisons; %" PRIu64
               " seeds, %" PRIu64 " hits.\n",
               run->threshold, run->recall, run->bands, run->rows, run->verified, run->seeds, run->hits);
    }
    summary_passages(result, columns);
    summary_clusters(result, columns);
    summary_skips(result, columns);
    if (output != NULL) {
        printf("\nThe result is in %s; leitong report -o report.html %s makes a page of it.\n", output, output);
    } else {
        printf("\nNothing was written: -o DIR keeps the result, for leitong report.\n");
    }
}
