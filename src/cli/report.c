/* report: a result directory → one artefact, on stdout or in a file. */
#include "commands.h"
#include "console.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

typedef struct report_arguments {
    int format, table, lang;
    bool bom;
    unsigned width;
    const char *output;
    cli_common common;
} report_arguments;

static const char *const report_formats[] = {"text", "json", "csv", "sarif", "junit", "drop", "passim", NULL};
static const int report_values[] = {LEITONG_REPORT_TEXT,  LEITONG_REPORT_JSON,  LEITONG_REPORT_CSV,
                                    LEITONG_REPORT_SARIF, LEITONG_REPORT_JUNIT, LEITONG_REPORT_DROP,
                                    LEITONG_REPORT_PASSIM};
static const char *const report_tables[] = {"passages", "documents", "pairs", "clusters", "phrases", NULL};
static const char *const report_langs[] = {"en", "zh", NULL};

/* Index into report_langs, by POSIX' order of variables. */
static int report_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "zh", 2) == 0;
        }
    }
    return 0;
}

static int report_parse(report_arguments *a, int argc, char **argv)
{
    int operands = 0;
    const cli_option options[] = {
        {"format", 'f', CLI_CHOICE, &a->format, "FORMAT", "text, json, csv, sarif, junit, drop or passim",
         report_formats},
        {"output", 'o', CLI_TEXT, &a->output, "FILE", "write there; default: standard output", NULL},
        {"lang", 0, CLI_CHOICE, &a->lang, "LANG", "zh or en, of what people read; default: the locale's", report_langs},
        {"table", 0, CLI_CHOICE, &a->table, "NAME", "csv: passages, documents, pairs, clusters or phrases",
         report_tables},
        {"bom", 0, CLI_FLAG, &a->bom, NULL, "csv: begin with a byte order mark", NULL},
        {"width", 0, CLI_UNSIGNED, &a->width, "N", "text: columns, 40 or more; 0: the terminal's", NULL},
    };
    int code =
        cli_parse(&cli_report_command, options, sizeof options / sizeof options[0], &a->common, argc, argv, &operands);
    if (code < 0 && operands != 1) {
        fprintf(stderr, "leitong report: one DIR is needed; see 'leitong report --help'\n");
        return 2;
    }
    return code;
}

static int report_write(const report_arguments *a, const leitong_result *result, leitong_error *error)
{
    cli_output output;
    leitong_report_options options = LEITONG_REPORT_OPTIONS_INIT;
    int code = cli_output_open(&output, a->output, error);
    if (code != 0) {
        return code;
    }
    unsigned terminal = console_width(output.file);
    options.lang = report_langs[a->lang];
    options.table = a->table;
    options.bom = a->bom;
    options.columns = a->width != 0 ? a->width : terminal < 40 ? 40 : terminal;
    code = leitong_report_write(result, report_values[a->format], &options, output.file, error);
    code = code != 0 ? code : cli_output_commit(&output, error);
    if (code != 0) {
        cli_output_abandon(&output);
    }
    return code;
}

static int report_main(int argc, char **argv)
{
    report_arguments a = {.lang = report_locale()};
    int code = report_parse(&a, argc, argv);
    if (code >= 0) {
        return code;
    }
    leitong_error error = {0};
    leitong_result *result = NULL;
    code = leitong_result_open(argv[1], &result, &error);
    code = code != 0 ? code : report_write(&a, result, &error);
    if (code != 0) {
        console_error(&error);
    }
    leitong_result_free(result);
    return console_exit(code);
}

const cli_command cli_report_command = {
    "report", "DIR", "make one artefact of a result",
    "DIR: a result directory (leitong scan -o DIR PATH…).\n"
    "text: for people. json: one document with its texts. csv: a table. sarif, junit: for code hosts and CI.\n"
    "drop: JSON Lines for curators, which near-duplicate paragraphs to keep. passim: JSON Lines of passage clusters.\n"
    "FILE is written aside and renamed. Exit: 0 done · 2 usage · 3 bad input · 4 system.",
    report_main};
