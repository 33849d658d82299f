/* eval: a result directory against the truth → a table on stdout. */
#include "commands.h"
#include "console.h"

#include <inttypes.h>
#include <string.h>

static void eval_row(const leitong_report_score *row, unsigned columns)
{
    console_text(stdout, row->folder, strlen(row->folder), columns);
    for (size_t width = strlen(row->folder); width < columns; width++) {
        putchar(' ');
    }
    printf("  %7" PRIu64 " %7" PRIu64 " %10" PRIu64 " %7" PRIu64 " %9.3f %7.3f %11.3f %7.3f\n", row->cases, row->found,
           row->detections, row->stock, row->precision, row->recall, row->granularity, row->plagdet);
}

static void eval_print(const leitong_report_scores *scores, bool listed)
{
    size_t count;
    const leitong_report_score *rows = leitong_report_eval_rows(scores, &count);
    unsigned columns = 6;
    for (size_t i = 0; i < count; i++) {
        unsigned size = (unsigned)strlen(rows[i].folder);
        columns = size > columns ? size : columns;
    }
    columns = columns > 32 ? 32 : columns;
    printf("%-*s  %7s %7s %10s %7s %9s %7s %11s %7s\n", (int)columns, "folder", "cases", "found", "detections", "stock",
           "precision", "recall", "granularity", "plagdet");
    for (size_t i = 0; i < count; i++) {
        eval_row(&rows[i], columns);
    }
    if (listed) {
        printf("passages between other documents than the listed pairs: %" PRIu64 "\n",
               leitong_report_eval_outside(scores));
    }
}

static int eval_main(int argc, char **argv)
{
    const char *truth = NULL;
    const char *pairs = NULL;
    cli_common common;
    int operands = 0;
    const cli_option options[] = {
        {"truth", 0, CLI_TEXT, &truth, "PATH", "folder of PAN's XML files, one of them, or a truth.jsonl", NULL},
        {"pairs", 0, CLI_TEXT, &pairs, "FILE", "two document names a line: judge these alone", NULL},
    };
    int code =
        cli_parse(&cli_eval_command, options, sizeof options / sizeof options[0], &common, argc, argv, &operands);
    if (code >= 0) {
        return code;
    }
    if (operands != 1 || truth == NULL) {
        fprintf(stderr, "leitong eval: --truth PATH and one DIR are needed; see 'leitong eval --help'\n");
        return 2;
    }
    leitong_error error = {0};
    leitong_result *result = NULL;
    leitong_report_scores *scores = NULL;
    code = leitong_result_open(argv[1], &result, &error);
    code = code != 0 ? code : leitong_report_eval(result, truth, pairs, &scores, &error);
    if (code == 0) {
        eval_print(scores, pairs != NULL);
    } else {
        console_error(&error);
    }
    leitong_report_eval_free(scores);
    leitong_result_free(result);
    return console_exit(code);
}

const cli_command cli_eval_command = {
    "eval", "DIR", "hold a result against the known truth",
    "DIR: a result directory (leitong scan -o DIR --keep-text all PATH…).\n"
    "Figures are those of Potthast, Stein, Barrón-Cedeño, Rosso (COLING 2010), in characters, averaged over cases and\n"
    "detections. found: cases detected at least in part. stock: detections with less than a run that is not stock.\n"
    "granularity: detections a found case. plagdet: F1 of precision and recall, divided by log2(1 + granularity).\n"
    "Exit: 0 done · 2 usage · 3 bad input · 4 system.",
    eval_main};
