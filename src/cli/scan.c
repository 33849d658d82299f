/* scan: documents → a result directory and a summary for people on stdout. */
#include "commands.h"
#include "console.h"
#include "failure.h"
#include "summary.h"

#include <inttypes.h>
#include <stdlib.h>

typedef struct scan_arguments {
    leitong_scan_options scan;
    leitong_input_options input;
    const char *output, *gazetteer;
    cli_list masks;
    bool strict, allow_empty, fold_han, paragraphs_only, no_templates, no_names;
    int keep_text, lang;
    cli_common common;
} scan_arguments;

static const char *const scan_pairs[] = {"medoid", "all", NULL};
static const char *const scan_modes[] = {"auto", "line", "blank", NULL};
static const char *const scan_langs[] = {"en", "zh", NULL};
static const char *const scan_keeps[] = {"matched", "all", "none", NULL};

static int scan_parse(scan_arguments *a, int argc, char **argv, int *ret_operands)
{
    const cli_option options[] = {
        {"output", 'o', CLI_TEXT, &a->output, "DIR", "write the result there", NULL},
        {"threshold", 0, CLI_DECIMAL, &a->scan.threshold, "J", "least Jaccard of a pair", NULL},
        {"recall", 0, CLI_DECIMAL, &a->scan.recall, "R", "chance that a pair at the threshold is found", NULL},
        {"shingle", 0, CLI_UNSIGNED, &a->scan.shingle, "N", "tokens in a shingle", NULL},
        {"run", 0, CLI_UNSIGNED, &a->scan.run, "N", "tokens in a row that no passage may miss", NULL},
        {"pairs", 0, CLI_CHOICE, &a->scan.pairs, "WHICH", "medoid (linear) or all (every verified pair)", scan_pairs},
        {"stock", 0, CLI_UNSIGNED, &a->scan.stock, "N", "documents before a run is stock wording", NULL},
        {"paragraphs-only", 0, CLI_FLAG, &a->paragraphs_only, NULL,
         "pairs and clusters alone: no passages, templates or names", NULL},
        {"no-templates", 0, CLI_FLAG, &a->no_templates, NULL, "do not find templates", NULL},
        {"no-names", 0, CLI_FLAG, &a->no_names, NULL, "do not find swaps and names left behind", NULL},
        {"paragraph", 0, CLI_CHOICE, &a->scan.paragraph, "MODE", "line, blank, or auto: decided per document",
         scan_modes},
        {"fold-han", 0, CLI_FLAG, &a->fold_han, NULL, "traditional and simplified characters are equal", NULL},
        {"gazetteer", 0, CLI_TEXT, &a->gazetteer, "FILE", "names of places, one a line (UTF-8)", NULL},
        {"mask", 0, CLI_LIST, &a->masks, "NAME=REGEX",
         "what templates leave out beside numbers, dates …; several times", NULL},
        {"root", 0, CLI_TEXT, &a->input.root, "DIR", "ids of files are relative to it; default: the working folder",
         NULL},
        {"metadata", 0, CLI_TEXT, &a->input.metadata, "FILE.csv", "path, title, date, series, author", NULL},
        {"text-field", 0, CLI_TEXT, &a->input.text_field, "NAME", "JSON Lines: the text", NULL},
        {"id-field", 0, CLI_TEXT, &a->input.id_field, "NAME", "JSON Lines: the id", NULL},
        {"title-field", 0, CLI_TEXT, &a->input.title_field, "NAME", "JSON Lines: the title", NULL},
        {"date-field", 0, CLI_TEXT, &a->input.date_field, "NAME", "JSON Lines: the date", NULL},
        {"series-field", 0, CLI_TEXT, &a->input.series_field, "NAME", "JSON Lines: the series", NULL},
        {"author-field", 0, CLI_TEXT, &a->input.author_field, "NAME", "JSON Lines: the author", NULL},
        {"encoding", 0, CLI_TEXT, &a->input.encoding, "NAME", "encoding of plain files; default: detected", NULL},
        CLI_INPUT_LIMITS(a->input),
        {"strict", 0, CLI_FLAG, &a->strict, NULL, "stop with exit 3 at the first thing that can't be read", NULL},
        {"allow-empty", 0, CLI_FLAG, &a->allow_empty, NULL, "exit 0, not 3, where there is no text to compare", NULL},
        {"keep-text", 0, CLI_CHOICE, &a->keep_text, "WHICH", "matched, all or none: source text kept in DIR",
         scan_keeps},
        {"lang", 0, CLI_CHOICE, &a->lang, "LANG", "zh or en, of the summary; default: the locale's", scan_langs},
        {"jobs", 'j', CLI_UNSIGNED, &a->scan.jobs, "N", "threads; 0: one a processor", NULL},
        {"memory", 0, CLI_SIZE, &a->scan.memory, "SIZE", "bytes before records go to the temporary folder", NULL},
        {"tmpdir", 0, CLI_TEXT, &a->scan.tmpdir, "DIR", "temporary folder; default: $TMPDIR or /tmp", NULL},
    };
    const cli_options all = {options, sizeof options / sizeof options[0], &a->common};
    int code = cli_parse(&cli_scan_command, &all, argc, argv, ret_operands);
    if (code < 0 && *ret_operands == 0) {
        fprintf(stderr, "leitong scan: no PATH given; see 'leitong scan --help'\n");
        code = 2;
    }
    a->scan.fold_han = a->fold_han;
    a->scan.passages = !a->paragraphs_only;
    a->scan.templates = !a->paragraphs_only && !a->no_templates;
    a->scan.names = !a->paragraphs_only && !a->no_names;
    return code;
}

static int scan_run(const scan_arguments *a, char **paths, int count, leitong_result **ret_result, leitong_error *error)
{
    leitong_scan *scan = NULL;
    leitong_input *input = NULL;
    leitong_gazetteer *gazetteer = NULL;
    leitong_scan_options scan_options = a->scan;
    leitong_input_options input_options = a->input;
    int code = 0;
    if (a->gazetteer != NULL) {
        CLI_TRY_GOTO(done, leitong_gazetteer_open(a->gazetteer, &gazetteer, error));
        scan_options.gazetteer = leitong_gazetteer_names(gazetteer, &scan_options.gazetteer_count);
    }
    scan_options.masks = a->masks.items;
    scan_options.mask_count = a->masks.count;
    CLI_TRY_GOTO(done, leitong_scan_new(&scan_options, &scan, error));
    input_options.skip = leitong_scan_on_skip;
    input_options.skip_context = scan;
    input_options.tmpdir = a->scan.tmpdir;
    CLI_TRY_GOTO(done, leitong_input_open((const char *const *)paths, (size_t)count, &input_options, &input, error));
    CLI_TRY_GOTO(done, leitong_scan_input(scan, input, error));
    leitong_input_close(input); /* its memory is not needed any more */
    input = NULL;
    code = leitong_scan_finish(scan, ret_result, error);
done:
    leitong_input_close(input);
    leitong_scan_free(scan);
    leitong_gazetteer_free(gazetteer);
    return code;
}

/* Reading nothing is an error, unless it is allowed. */
static int scan_nothing(const scan_arguments *a, const leitong_result *result, const console_progress *progress,
                        leitong_error *error)
{
    leitong_error why;
    (void)cli_fail(&why, LEITONG_EINPUT, "",
                   "nothing was compared: no document holds a word (documents: %" PRIu64 ", left out: %u)%s",
                   leitong_result_get_run(result)->documents, progress->skips,
                   a->allow_empty ? "" : "; --allow-empty lets that pass");
    if (a->allow_empty) {
        console_note(&a->common, &why);
        return 0;
    }
    console_first_skip(progress);
    *error = why;
    return LEITONG_EINPUT;
}

/* Writes and sums up what was found. */
static int scan_show(const scan_arguments *a, const leitong_result *result, const console_progress *progress,
                     leitong_error *error)
{
    if (leitong_result_get_run(result)->tokens == 0) {
        CLI_TRY(scan_nothing(a, result, progress, error));
    }
    if (a->output != NULL) {
        CLI_TRY(leitong_result_write(result, a->output, a->keep_text, error));
    }
    if (!a->common.quiet) {
        summary_print(result, a->output, a->lang == 1, a->common.verbose);
    }
    return 0;
}

static int scan_main(int argc, char **argv)
{
    scan_arguments a = {
        .scan = LEITONG_SCAN_OPTIONS_INIT, .input = LEITONG_INPUT_OPTIONS_INIT, .lang = console_is_zh()};
    int operands = 0;
    int code = scan_parse(&a, argc, argv, &operands);
    if (code >= 0) {
        return code;
    }
    console_progress progress;
    leitong_error error = {0};
    leitong_result *result = NULL;
    console_progress_open(&progress, &a.common, a.strict);
    a.scan.progress = console_on_progress;
    a.scan.progress_context = &progress;
    a.scan.skip = console_on_skip;
    a.scan.skip_context = &progress;
    code = a.output == NULL ? 0 : leitong_result_write_check(a.output, &error);
    if (code == 0) {
        code = scan_run(&a, argv + 1, operands, &result, &error);
    }
    console_progress_close(&progress);
    if (code == 0) {
        code = scan_show(&a, result, &progress, &error);
    }
    leitong_result_free(result);
    return console_end(code, &error);
}

const cli_command cli_scan_command = {
    "scan", "PATH…", "find what was reused in files, folders, JSON Lines or standard input (-)",
    "PATH: files, folders (texts, .jsonl .json .csv .html .docx .odt .pdf .epub .eml …, .gz .zst of them, .zip .tar), "
    "or - for standard "
    "input.\n"
    "Exit: 0 done · 2 usage · 3 bad input, or nothing to compare · 4 system · 130 interrupted.",
    scan_main};
