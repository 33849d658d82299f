/* report: a result directory → one artefact, on stdout or in a file. */
#include "commands.h"
#include "console.h"

#include <errno.h>
#include <string.h>

enum report_format { REPORT_PASSIM };
static const char *const report_formats[] = {"passim", NULL};

static int report_unwritten(const char *output, leitong_error *error)
{
    *error = (leitong_error){.code = LEITONG_ESYSTEM, .offset = LEITONG_NO_OFFSET};
    snprintf(error->path, sizeof error->path, "%s", output);
    snprintf(error->message, sizeof error->message, "can't be written: %s", strerror(errno));
    return LEITONG_ESYSTEM;
}

static int report_write(const leitong_result *result, const char *output, leitong_error *error)
{
    if (output == NULL || strcmp(output, "-") == 0) {
        return leitong_report_passim(result, stdout, error);
    }
    FILE *file = fopen(output, "wbe");
    if (file == NULL) {
        return report_unwritten(output, error);
    }
    int code = leitong_report_passim(result, file, error);
    if (fclose(file) != 0 && code == 0) {
        return report_unwritten(output, error);
    }
    return code;
}

static int report_main(int argc, char **argv)
{
    int format = REPORT_PASSIM;
    const char *output = NULL;
    cli_common common;
    int operands = 0;
    const cli_option options[] = {
        {"format", 0, CLI_CHOICE, &format, "FORMAT", "passim: JSON Lines of passage clusters for scholars' tools",
         report_formats},
        {"output", 'o', CLI_TEXT, &output, "FILE", "write there; default: standard output", NULL},
    };
    int code =
        cli_parse(&cli_report_command, options, sizeof options / sizeof options[0], &common, argc, argv, &operands);
    if (code >= 0) {
        return code;
    }
    if (operands != 1) {
        fprintf(stderr, "leitong report: one DIR is needed; see 'leitong report --help'\n");
        return 2;
    }
    leitong_error error = {0};
    leitong_result *result = NULL;
    code = leitong_result_open(argv[1], &result, &error);
    code = code != 0 ? code : report_write(result, output, &error);
    if (code != 0) {
        console_error(&error);
    }
    leitong_result_free(result);
    return console_exit(code);
}

const cli_command cli_report_command = {"report", "DIR", "make one artefact of a result",
                                        "DIR: a result directory (leitong scan -o DIR PATH…).\n"
                                        "Exit: 0 done · 2 usage · 3 bad input · 4 system.",
                                        report_main};
