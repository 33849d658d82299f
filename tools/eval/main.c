/* leitong-eval: a result directory and the known truth → a table of scores on stdout.
 *
 * A tool for developers: benchmarks and tests judge passages by it. Output: a row for all and one for each folder of
 * the truth. Exit: 0 done, 2 usage, 3 bad input, 4 system. */
#include "base/file_close.h"
#include "eval.h"
#include "leitong/leitong.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define EVAL_NAME_LONGEST 32 /* columns of the first column */

static const char *const eval_usage =
    "usage: leitong-eval --truth PATH [--pairs FILE] [--cases] DIR\n"
    "\n"
    "DIR: a result directory (leitong scan -o DIR --keep-text all PATH…).\n"
    "--truth PATH  a folder of PAN's XML files, one of them, or a truth.jsonl\n"
    "--pairs FILE  two names of documents a line: only passages between these are judged\n"
    "--cases       cases are judged, not passages\n"
    "\n"
    "Figures are those of Potthast, Stein, Barrón-Cedeño, Rosso (COLING 2010), in characters, averaged over cases and\n"
    "detections. found: cases detected at least in part. stock: detections with less than a run that is not stock.\n"
    "granularity: detections per found case. plagdet: F1 of precision and recall, divided by log2(1 + granularity).\n";

static void print_scores(const lt_eval_scores *scores, const lt_eval_input *input)
{
    size_t count;
    const lt_eval_score *rows = lt_eval_rows(scores, &count);
    int columns = (int)strlen("folder");
    for (size_t i = 0; i < count; i++) {
        int size = (int)strlen(rows[i].folder);
        columns = size > columns ? size : columns;
    }
    columns = columns > EVAL_NAME_LONGEST ? EVAL_NAME_LONGEST : columns;
    printf("%-*s  %7s %7s %10s %7s %9s %7s %11s %7s\n", columns, "folder", "cases", "found", "detections", "stock",
           "precision", "recall", "granularity", "plagdet");
    for (const lt_eval_score *row = rows; row < rows + count; row++) {
        printf("%-*s  %7" PRIu64 " %7" PRIu64 " %10" PRIu64 " %7" PRIu64 " %9.3f %7.3f %11.3f %7.3f\n", columns,
               row->folder, row->cases, row->found, row->detections, row->stock, row->precision, row->recall,
               row->granularity, row->plagdet);
    }
    if (input->pairs != NULL) {
        printf("%s between other documents than the listed pairs: %" PRIu64 "\n", input->cases ? "cases" : "passages",
               lt_eval_outside(scores));
    }
}

static int failed(const leitong_error *error, int code)
{
    fprintf(stderr, "leitong-eval: %s", error->path);
    if (error->path[0] != '\0' && error->offset != LEITONG_NO_OFFSET) {
        fprintf(stderr, ":%" PRIu64, error->offset);
    }
    fprintf(stderr, "%s%s\n", error->path[0] != '\0' ? ": " : "", error->message);
    return code == LEITONG_EINPUT ? 3 : 4;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"truth", required_argument, NULL, 't'},
                                            {"pairs", required_argument, NULL, 'p'},
                                            {"cases", no_argument, NULL, 'c'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    lt_eval_input input = {0};
    for (int option; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (option) {
        case 't':
            input.truth = optarg;
            break;
        case 'p':
            input.pairs = optarg;
            break;
        case 'c':
            input.cases = true;
            break;
        case 'h':
            fputs(eval_usage, stdout);
            return 0;
        default:
            return 2;
        }
    }
    if (optind + 1 != argc || input.truth == NULL) {
        fputs(eval_usage, stderr);
        return 2;
    }
    leitong_error error = {0};
    leitong_result *result = NULL;
    lt_eval_scores *scores = NULL;
    int code = leitong_result_open(argv[optind], &result, &error);
    if (code == 0) {
        code = lt_eval_run(result, &input, &scores, &error);
    }
    if (code == 0) {
        print_scores(scores, &input);
    }
    lt_eval_free(scores);
    leitong_result_free(result);
    if (code == 0) {
        code = lt_file_close(stdout, "standard output", &error);
    }
    return code == 0 ? 0 : failed(&error, code);
}
