/* compare: two documents → their passages, on the terminal or as one HTML file. */
#include "columns.h"
#include "commands.h"
#include "console.h"
#include "failure.h"
#include "output.h"
#include "overlap.h"

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

/* The two documents by their numbers in the result; the first operand is 0. */
typedef struct compare_job {
    const compare_arguments *arguments;
    const leitong_result *result;
    uint32_t numbers[2];
    unsigned columns;
    int layout;
    bool colour;
} compare_job;

static const char *const compare_colours[] = {"auto", "always", "never", NULL};
static const char *const compare_langs[] = {"en", "zh", NULL};
static const char *const compare_views[] = {"auto", "side", "merged", NULL};

static int compare_parse(compare_arguments *a, int argc, char **argv)
{
    int operands = 0;
    const cli_option options[] = {
        {"html", 0, CLI_TEXT, &a->html, "FILE", "write one HTML file instead", NULL},
        {"lang", 0, CLI_CHOICE, &a->lang, "LANG", "html: zh or en; default: the locale's", compare_langs},
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
    return strcmp(skip->what, "paragraph") != 0;
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

/* Tokens of document `from` that stand in document `to`. */
static uint64_t compare_shared(const leitong_result *result, uint32_t from, uint32_t to)
{
    size_t count;
    const leitong_result_source *sources = leitong_result_sources(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (sources[i].document == from && sources[i].source == to) {
            return sources[i].full;
        }
    }
    return 0;
}

/* Which side of a row the first document is; −1 when the row is about one document alone. */
static int compare_side(const compare_job *job, const leitong_span *a, const leitong_span *b)
{
    return a->document == b->document ? -1 : a->document == job->numbers[0] ? 0 : 1;
}

static void compare_figures(const compare_job *job)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(job->result, &count);
    const leitong_result_passage *passages = leitong_result_passages(job->result, &count);
    size_t between = 0;
    uint32_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        if (compare_side(job, &passages[i].a, &passages[i].b) >= 0) {
            between++;
            longest = passages[i].longest_run > longest ? passages[i].longest_run : longest;
        }
    }
    for (int i = 0; i < 2; i++) {
        const leitong_result_document *d = &documents[job->numbers[i]];
        uint64_t shared = compare_shared(job->result, job->numbers[i], job->numbers[!i]);
        uint64_t tenths = d->tokens > 0 ? (2000 * shared + d->tokens) / (2 * d->tokens) : 0;
        tenths = shared < d->tokens && tenths > 999 ? 999 : tenths; /* a part never reads as the whole */
        printf("%c  ", 'A' + i);
        console_text(stdout, d->id, strlen(d->id), 4096);
        printf("\n   %" PRIu64 " of %" PRIu64 " tokens (%" PRIu64 ".%" PRIu64 " %%) also stand in %c\n", shared,
               d->tokens, tenths / 10, tenths % 10, 'B' - i);
    }
    printf("%zu passage%s between them, longest run %u tokens", between, between == 1 ? "" : "s", longest);
    if (between < count) {
        printf("; %zu within one of them, not shown", count - between);
    }
    printf("\n");
}

typedef void compare_put(columns_view *view, const char *a, size_t a_size, const char *b, size_t b_size);

/* One piece of text in both versions. */
static int compare_piece(const compare_job *job, columns_view *view, compare_put *put, const leitong_span spans[2],
                         leitong_error *error)
{
    char *texts[2] = {NULL, NULL};
    size_t sizes[2] = {0, 0};
    int code = 0;
    for (int i = 0; i < 2; i++) {
        CLI_TRY_GOTO(done, leitong_result_utf8(job->result, &spans[i], &texts[i], &sizes[i], error));
    }
    put(view, texts[0], sizes[0], texts[1], sizes[1]);
done:
    free(texts[0]);
    free(texts[1]);
    return code;
}

/* Prints the view, also after a failure; the first failure counts. */
static int compare_end(columns_view *view, int code, leitong_error *error)
{
    bool printed = columns_end(view);
    if (code == 0 && !printed) {
        return cli_fail(error, LEITONG_EMEMORY, "", "memory ran out");
    }
    return code;
}

static int compare_passage(const compare_job *job, const leitong_result_passage *p, int side, leitong_error *error)
{
    size_t count;
    const leitong_result_edit *edits = leitong_result_edits(job->result, &count) + p->edit_begin;
    uint64_t at[2] = {p->a.begin, p->b.begin};
    columns_view view;
    int code = 0;
    columns_begin(&view, stdout, job->columns, job->layout, job->colour);
    for (size_t i = 0; i < 2 * (size_t)p->edit_count + 1; i++) {
        const leitong_result_edit *e = &edits[i / 2];
        bool last = i == 2 * (size_t)p->edit_count;
        uint64_t a = last ? p->a.end : i % 2 == 0 ? e->a_begin : e->a_end;
        uint64_t b = last ? p->b.end : i % 2 == 0 ? e->b_begin : e->b_end;
        leitong_span spans[2];
        spans[side] = (leitong_span){p->a.document, at[0], a};
        spans[!side] = (leitong_span){p->b.document, at[1], b};
        CLI_TRY_GOTO(done, compare_piece(job, &view, i % 2 == 1 ? columns_edit : columns_equal, spans, error));
        at[0] = a;
        at[1] = b;
    }
done:
    return compare_end(&view, code, error);
}

static int compare_passages(const compare_job *job, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(job->result, &count);
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        int side = compare_side(job, &p->a, &p->b);
        if (side < 0) {
            continue;
        }
        const leitong_span *a = side == 0 ? &p->a : &p->b;
        const leitong_span *b = side == 0 ? &p->b : &p->a;
        printf("\n%zu. A [%" PRIu64 ", %" PRIu64 ") = B [%" PRIu64 ", %" PRIu64
               "): %u equal tokens, longest run %u, %u edit%s\n",
               ++shown, a->begin, a->end, b->begin, b->end, p->matched, p->longest_run, p->edit_count,
               p->edit_count == 1 ? "" : "s");
        CLI_TRY(compare_passage(job, p, side, error));
    }
    return 0;
}

static cli_box compare_box(const leitong_span *a, const leitong_span *b)
{
    return (cli_box){a->begin, a->end, b->begin, b->end};
}

/* ret_shown: of each pair between the two documents whether a passage between them touches both its paragraphs, which
 * has then shown them. `boxes` has room for all passages and pairs. */
static int compare_mark_shown(const compare_job *job, cli_box *boxes, bool *ret_shown)
{
    size_t passage_count;
    size_t pair_count;
    const leitong_result_passage *passages = leitong_result_passages(job->result, &passage_count);
    const leitong_result_pair *pairs = leitong_result_pairs(job->result, &pair_count);
    size_t count = 0;
    for (size_t i = 0; i < passage_count; i++) {
        if (compare_side(job, &passages[i].a, &passages[i].b) >= 0) {
            boxes[count++] = compare_box(&passages[i].a, &passages[i].b);
        }
    }
    size_t asked = 0;
    for (size_t i = 0; i < pair_count; i++) {
        if (compare_side(job, &pairs[i].a, &pairs[i].b) >= 0) {
            boxes[count + asked++] = compare_box(&pairs[i].a, &pairs[i].b);
        }
    }
    return cli_overlap_find(boxes, count, boxes + count, asked, ret_shown);
}

/* One pair of paragraphs beside one another. */
static int compare_pair(const compare_job *job, const leitong_result_pair *p, int side, leitong_error *error)
{
    leitong_span spans[2];
    columns_view view;
    spans[side] = p->a;
    spans[!side] = p->b;
    printf("\nParagraphs A [%" PRIu64 ", %" PRIu64 ") and B [%" PRIu64 ", %" PRIu64
           ") without a common passage: Jaccard %.3f\n",
           spans[0].begin, spans[0].end, spans[1].begin, spans[1].end,
           (double)p->shared / ((double)p->shingles_a + p->shingles_b - p->shared));
    columns_begin(&view, stdout, job->columns, COLUMNS_SIDE, job->colour);
    return compare_end(&view, compare_piece(job, &view, columns_beside, spans, error), error);
}

/* Paragraphs that are alike without a common run. */
static int compare_pairs(const compare_job *job, leitong_error *error)
{
    size_t passage_count;
    size_t count;
    (void)leitong_result_passages(job->result, &passage_count);
    const leitong_result_pair *pairs = leitong_result_pairs(job->result, &count);
    cli_box *boxes = malloc((passage_count + count + 1) * sizeof *boxes);
    bool *shown = calloc(count + 1, 1);
    int code = 0;
    if (boxes == NULL || shown == NULL || compare_mark_shown(job, boxes, shown) != 0) {
        code = cli_fail(error, LEITONG_EMEMORY, "", "memory ran out");
        goto done;
    }
    for (size_t i = 0, between = 0; i < count; i++) {
        int side = compare_side(job, &pairs[i].a, &pairs[i].b);
        if (side >= 0 && !shown[between++]) {
            CLI_TRY_GOTO(done, compare_pair(job, &pairs[i], side, error));
        }
    }
done:
    free(shown);
    free(boxes);
    return code;
}

static int compare_print(const compare_arguments *a, const leitong_result *result, const char *id_a,
                         leitong_error *error)
{
    compare_job job = {.arguments = a, .result = result};
    bool is_terminal = isatty(STDOUT_FILENO) != 0;
    const char *no_colour = getenv("NO_COLOR");
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    job.numbers[0] = strcmp(documents[0].id, id_a) == 0 ? 0 : 1;
    job.numbers[1] = !job.numbers[0];
    job.columns = a->width != 0 ? a->width : console_width(stdout);
    job.layout = a->view == VIEW_SIDE || (a->view == VIEW_AUTO && is_terminal && job.columns >= COMPARE_SIDE_WIDTH)
                     ? COLUMNS_SIDE
                     : COLUMNS_MERGED;
    job.colour = a->colour == COLOUR_ALWAYS ||
                 (a->colour == COLOUR_AUTO && is_terminal && (no_colour == NULL || no_colour[0] == '\0'));
    compare_figures(&job);
    CLI_TRY(compare_passages(&job, error));
    return compare_pairs(&job, error);
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
    a.scan.templates = a.scan.names = a.html != NULL; /* a terminal shows passages alone */
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
