/* compare: two documents → their passages, on the terminal or as one HTML file. */
#include "commands.h"
#include "console.h"
#include "failure.h"
#include "output.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum compare_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
enum compare_view { VIEW_AUTO, VIEW_SIDE, VIEW_MERGED };
#define COMPARE_SIDE_WIDTH 80 /* columns from which a terminal shows two columns of text */

typedef struct compare_arguments {
    leitong_scan_options scan;
    leitong_input_options input;
    int colour, view, lang;
    unsigned width;
    const char *html;
    bool fold_han;
    cli_common common;
} compare_arguments;

static const char *const compare_colours[] = {"auto", "always", "never", NULL};
static const char *const compare_langs[] = {"en", "zh", NULL};
static const char *const compare_views[] = {"auto", "side", "merged", NULL};

static int compare_parse(compare_arguments *a, int argc, char **argv)
{
    int operands = 0;
    const cli_option options[] = {
        {"html", 0, CLI_TEXT, &a->html, "FILE", "write one HTML file instead", NULL},
        {"lang", 0, CLI_CHOICE, &a->lang, "LANG", "zh or en, of what people read; default: the locale's",
         compare_langs},
        {"color", 0, CLI_CHOICE, &a->colour, "WHEN", "auto (on a terminal), always or never", compare_colours},
        {"view", 0, CLI_CHOICE, &a->view, "VIEW", "side (by side), merged, or auto: side on a terminal of 80 columns",
         compare_views},
        {"width", 0, CLI_UNSIGNED, &a->width, "N", "columns; 0: the terminal's", NULL},
        {"threshold", 0, CLI_DECIMAL, &a->scan.threshold, "J", "least Jaccard of a pair of paragraphs", NULL},
        {"run", 0, CLI_UNSIGNED, &a->scan.run, "N", "tokens in a row that no passage may miss", NULL},
        {"fold-han", 0, CLI_FLAG, &a->fold_han, NULL, "traditional and simplified characters are equal", NULL},
        CLI_INPUT_LIMITS(a->input),
        {"encoding", 0, CLI_TEXT, &a->input.encoding, "NAME", "encoding of both files; default: detected", NULL},
    };
    const cli_options all = {options, sizeof options / sizeof options[0], &a->common};
    int code = cli_parse(&cli_compare_command, &all, argc, argv, &operands);
    if (code < 0 && operands != 2) {
        fprintf(stderr, "leitong compare: two documents are needed; see 'leitong compare --help'\n");
        return 2;
    }
    a->scan.fold_han = a->fold_han;
    return code;
}

/* A paragraph without a token is no reason to stop; a document that can't be read is. */
static int compare_on_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    return strcmp(skip->what, "paragraph") != 0 && !skip->is_note;
}

#define COMPARE_ID (4 * PATH_MAX + 8) /* a path whose every byte is told as \xNN, and " (2)" */

/* What A and B are called in the result: their paths. */
typedef char compare_ids[2][COMPARE_ID];

/* Adds the one document of `path`, A or B. */
static int compare_add(leitong_scan *scan, const compare_arguments *a, const char *path, int which, compare_ids ids,
                       leitong_error *error)
{
    leitong_input_options options = a->input;
    leitong_input *input = NULL;
    leitong_document document;
    int more = 0;
    options.skip = leitong_scan_on_skip;
    options.skip_context = scan;
    int code = 0;
    CLI_TRY_GOTO(done, leitong_input_open(&path, 1, &options, &input, error));
    CLI_TRY_GOTO(done, leitong_input_next(input, &document, &more, error));
    if (!more) {
        code = cli_fail(error, LEITONG_EINPUT, path, "holds no document");
        goto done;
    }
    bool is_twin = which == 1 && strcmp(ids[0], document.path) == 0;
    snprintf(ids[which], COMPARE_ID, "%s%s", document.path, is_twin ? " (2)" : "");
    document.id = ids[which];
    CLI_TRY_GOTO(done, leitong_scan_add(scan, &document, error));
    CLI_TRY_GOTO(done, leitong_input_next(input, &document, &more, error));
    if (more) {
        code = cli_fail(error, LEITONG_EUSAGE, path, "holds more than one document; compare takes two");
    }
done:
    leitong_input_close(input);
    return code;
}

static int compare_scan(const compare_arguments *a, char *const paths[2], compare_ids ids, leitong_result **ret_result,
                        leitong_error *error)
{
    leitong_scan *scan = NULL;
    int code = 0;
    CLI_TRY_GOTO(done, leitong_scan_new(&a->scan, &scan, error));
    for (int i = 0; i < 2; i++) {
        CLI_TRY_GOTO(done, compare_add(scan, a, paths[i], i, ids, error));
    }
    code = leitong_scan_finish(scan, ret_result, error);
done:
    leitong_scan_free(scan);
    return code;
}

static int compare_print(const compare_arguments *a, const leitong_result *result, const char *id_a,
                         leitong_error *error)
{
    leitong_report_compare_options options = LEITONG_REPORT_COMPARE_OPTIONS_INIT;
    bool is_terminal = isatty(STDOUT_FILENO) != 0;
    const char *no_colour = getenv("NO_COLOR");
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    uint32_t first = strcmp(documents[0].id, id_a) == 0 ? 0 : 1;
    options.columns = a->width != 0 ? a->width : console_width(stdout);
    options.beside =
        a->view == VIEW_SIDE || (a->view == VIEW_AUTO && is_terminal && options.columns >= COMPARE_SIDE_WIDTH);
    options.colour = a->colour == COLOUR_ALWAYS ||
                     (a->colour == COLOUR_AUTO && is_terminal && (no_colour == NULL || no_colour[0] == '\0'));
    options.lang = compare_langs[a->lang];
    return leitong_report_compare(result, first, !first, &options, stdout, error);
}

static int compare_html(const compare_arguments *a, const leitong_result *result, leitong_error *error)
{
    cli_output output;
    leitong_report_html_options options = LEITONG_REPORT_HTML_OPTIONS_INIT;
    options.lang = compare_langs[a->lang];
    CLI_TRY(cli_output_open(&output, a->html, error));
    int code = leitong_report_html(result, &options, output.file, error);
    return cli_output_end(&output, code, error);
}

static int compare_show(const compare_arguments *a, const leitong_result *result, const char *id_a,
                        leitong_error *error)
{
    if (leitong_result_get_run(result)->tokens == 0) {
        return cli_fail(error, LEITONG_EINPUT, "", "nothing was compared: neither document holds a word");
    }
    return a->html != NULL ? compare_html(a, result, error) : compare_print(a, result, id_a, error);
}

static int compare_main(int argc, char **argv)
{
    compare_arguments a = {
        .scan = LEITONG_SCAN_OPTIONS_INIT, .input = LEITONG_INPUT_OPTIONS_INIT, .lang = console_is_zh()};
    int code = compare_parse(&a, argc, argv);
    if (code >= 0) {
        return code;
    }
    console_progress progress;
    leitong_error error = {0};
    leitong_result *result = NULL;
    compare_ids ids;
    a.common.quiet = a.common.quiet || !a.common.verbose; /* two documents are soon read */
    console_progress_open(&progress, &a.common, true);
    a.scan.progress = console_on_progress;
    a.scan.progress_context = &progress;
    a.scan.skip = compare_on_skip;
    a.scan.templates = a.html != NULL; /* a terminal shows passages and what was exchanged */
    code = compare_scan(&a, argv + 1, ids, &result, &error);
    console_progress_close(&progress);
    if (code == 0) {
        code = compare_show(&a, result, ids[0], &error);
    }
    leitong_result_free(result);
    return console_end(code, &error);
}

const cli_command cli_compare_command = {
    "compare", "A B", "show what two documents have in common, with the edits",
    "A, B: files of one document each. Without colour an edit is [-what A says-]{+what B says+}.\n"
    "NO_COLOR is obeyed. Exit: 0 done · 2 usage · 3 bad input · 4 system · 130 interrupted.",
    compare_main};
