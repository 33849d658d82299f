/* report: a result directory → one artefact, on stdout or in a file. */
#include "commands.h"
#include "console.h"
#include "failure.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct report_arguments {
    int format, table, lang;
    bool bom, anonymise;
    unsigned width, limit;
    const char *output, *title, *verify, *document;
    cli_common common;
} report_arguments;

static const char *const report_formats[] = {"html", "text", "json", "csv", "sarif", "junit", "drop", "passim", NULL};
enum { REPORT_HTML = -1 }; /* beside the library's own numbers: it has options of its own */
static const int report_values[] = {REPORT_HTML,         LEITONG_REPORT_TEXT,  LEITONG_REPORT_JSON,
                                    LEITONG_REPORT_CSV,  LEITONG_REPORT_SARIF, LEITONG_REPORT_JUNIT,
                                    LEITONG_REPORT_DROP, LEITONG_REPORT_PASSIM};
static const char *const report_tables[] = {"passages", "documents",   "pairs", "clusters", "phrases", "templates",
                                            "swaps",    "left_behind", "cases", "texts",    "adapted", NULL};
static const char *const report_langs[] = {"en", "zh", NULL};

static int report_parse(report_arguments *a, int argc, char **argv)
{
    int operands = 0;
    const cli_option options[] = {
        {"format", 'f', CLI_CHOICE, &a->format, "FORMAT", "html, text, json, csv, sarif, junit, drop or passim",
         report_formats},
        {"output", 'o', CLI_TEXT, &a->output, "FILE", "write there; default: standard output", NULL},
        {"lang", 0, CLI_CHOICE, &a->lang, "LANG", "zh or en, of what people read; default: the locale's", report_langs},
        {"table", 0, CLI_CHOICE, &a->table, "NAME",
         "csv: passages, documents, pairs, clusters, phrases, templates, adapted, swaps, left_behind, cases or texts",
         report_tables},
        {"bom", 0, CLI_FLAG, &a->bom, NULL, "csv: begin with a byte order mark", NULL},
        {"width", 0, CLI_UNSIGNED, &a->width, "N", "text: columns, 40 or more; 0: the terminal's", NULL},
        {"title", 0, CLI_TEXT, &a->title, "TEXT", "html: the report's title", NULL},
        {"limit", 0, CLI_UNSIGNED, &a->limit, "N", "html: cases at most, the most telling ones", NULL},
        {"document", 0, CLI_TEXT, &a->document, "ID", "html: the sheet of one document", NULL},
        {"anonymise", 0, CLI_FLAG, &a->anonymise, NULL, "html: leave names, dates, authors and hashes out of the file",
         NULL},
        {"verify", 0, CLI_TEXT, &a->verify, "NUMBER", "write nothing; is this the number of DIR's report?", NULL},
    };
    const cli_options all = {options, sizeof options / sizeof options[0], &a->common};
    int code = cli_parse(&cli_report_command, &all, argc, argv, &operands);
    if (code < 0 && operands != 1) {
        fprintf(stderr, "leitong report: one DIR is needed; see 'leitong report --help'\n");
        return 2;
    }
    if (code < 0 && a->anonymise && report_values[a->format] != REPORT_HTML) {
        fprintf(stderr, "leitong report: --anonymise is for html; %s would hold the names\n",
                report_formats[a->format]);
        return 2;
    }
    return code;
}

static int report_verify(const leitong_result *result, const char *dir, const char *wanted, leitong_error *error)
{
    char number[LEITONG_REPORT_NUMBER_SIZE];
    leitong_report_number(result, number);
    if (strcasecmp(number, wanted) == 0) {
        printf("%s is the number of this result.\n", number);
        return 0;
    }
    return cli_fail(error, LEITONG_EINPUT, dir, "has the number %s: the report is about another result", number);
}

static int report_format(const report_arguments *a, const leitong_result *result, FILE *file, leitong_error *error)
{
    if (report_values[a->format] == REPORT_HTML) {
        leitong_report_html_options html = LEITONG_REPORT_HTML_OPTIONS_INIT;
        html.lang = report_langs[a->lang];
        html.title = a->title;
        html.anonymise = a->anonymise;
        html.limit = a->limit;
        html.document = a->document;
        return leitong_report_html(result, &html, file, error);
    }
    leitong_report_options options = LEITONG_REPORT_OPTIONS_INIT;
    unsigned terminal = console_width(file);
    options.lang = report_langs[a->lang];
    options.table = a->table;
    options.bom = a->bom;
    options.columns = a->width != 0 ? a->width : terminal < 40 ? 40 : terminal;
    return leitong_report_write(result, report_values[a->format], &options, file, error);
}

static int report_write(const report_arguments *a, const leitong_result *result, leitong_error *error)
{
    cli_output output;
    CLI_TRY(cli_output_open(&output, a->output, error));
    int code = report_format(a, result, output.file, error);
    return cli_output_end(&output, code, error);
}

static int report_main(int argc, char **argv)
{
    report_arguments a = {.lang = console_is_zh(), .limit = 2000};
    int code = report_parse(&a, argc, argv);
    if (code >= 0) {
        return code;
    }
    leitong_error error = {0};
    leitong_result *result = NULL;
    CLI_TRY_GOTO(done, leitong_result_open(argv[1], &result, &error));
    code = a.verify != NULL ? report_verify(result, argv[1], a.verify, &error) : report_write(&a, result, &error);
done:
    leitong_result_free(result);
    return console_end(code, &error);
}

const cli_command cli_report_command = {
    "report", "DIR", "make one artefact of a result",
    "DIR: a result directory (leitong scan -o DIR PATH…).\n"
    "html: one file for people: to read, search, review, print. text: for people, in a terminal. json: one document "
    "with its texts. csv: a table. sarif, junit: for code hosts and CI.\n"
    "drop: JSON Lines for curators, which near-duplicate paragraphs to keep. passim: JSON Lines of texts.\n"
    "FILE is written aside and renamed. Exit: 0 done · 2 usage · 3 bad input · 4 system.",
    report_main};
