/* index: makes, changes, shows and checks an index; one word says which. */
#include "commands.h"
#include "console.h"
#include "failure.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct index_arguments {
    leitong_index_options index;
    leitong_input_options input;
    unsigned jobs;
    bool strict, allow_empty, fold_han;
    cli_common common;
    const char *folder;
    char **operands;
    int operand_count;
} index_arguments;

static const char *const index_modes[] = {"auto", "line", "blank", NULL};

static int index_parse(index_arguments *a, int argc, char **argv)
{
    const cli_option options[] = {
        {"threshold", 0, CLI_DECIMAL, &a->index.threshold, "J", "create: least Jaccard of a pair", NULL},
        {"recall", 0, CLI_DECIMAL, &a->index.recall, "R", "create: chance that a pair at the threshold is found", NULL},
        {"shingle", 0, CLI_UNSIGNED, &a->index.shingle, "N", "create: tokens in a shingle", NULL},
        {"run", 0, CLI_UNSIGNED, &a->index.run, "N", "create: tokens in a row that no passage may miss", NULL},
        {"paragraph", 0, CLI_CHOICE, &a->index.paragraph, "MODE", "create: line, blank, or auto", index_modes},
        {"fold-han", 0, CLI_FLAG, &a->fold_han, NULL, "create: traditional and simplified characters are equal", NULL},
        {"root", 0, CLI_TEXT, &a->input.root, "DIR", "add: ids of files are relative to it; default: the index's",
         NULL},
        {"metadata", 0, CLI_TEXT, &a->input.metadata, "FILE.csv", "add: path, title, date, series, author", NULL},
        {"text-field", 0, CLI_TEXT, &a->input.text_field, "NAME", "add: JSON Lines: the text", NULL},
        {"id-field", 0, CLI_TEXT, &a->input.id_field, "NAME", "add: JSON Lines: the id", NULL},
        {"title-field", 0, CLI_TEXT, &a->input.title_field, "NAME", "add: JSON Lines: the title", NULL},
        {"date-field", 0, CLI_TEXT, &a->input.date_field, "NAME", "add: JSON Lines: the date", NULL},
        {"series-field", 0, CLI_TEXT, &a->input.series_field, "NAME", "add: JSON Lines: the series", NULL},
        {"author-field", 0, CLI_TEXT, &a->input.author_field, "NAME", "add: JSON Lines: the author", NULL},
        {"encoding", 0, CLI_TEXT, &a->input.encoding, "NAME", "add: encoding of plain files; default: detected", NULL},
        CLI_INPUT_LIMITS(a->input),
        {"allow-empty", 0, CLI_FLAG, &a->allow_empty, NULL, "add: exit 0, not 3, where there is no text to add", NULL},
        {"strict", 0, CLI_FLAG, &a->strict, NULL, "add: stop with exit 3 at the first thing that can't be read", NULL},
        {"jobs", 'j', CLI_UNSIGNED, &a->jobs, "N", "add, check: threads; 0: one a processor", NULL},
    };
    const cli_options all = {options, sizeof options / sizeof options[0], &a->common};
    int code = cli_parse(&cli_index_command, &all, argc, argv, &a->operand_count);
    a->index.fold_han = a->fold_han;
    a->operands = argv + 1;
    return code;
}

/* An option that was given to create must be the index's own, should it be given again. */
static int index_mismatch(const index_arguments *a, const leitong_index *index)
{
    leitong_index_options is;
    const leitong_index_options usual = LEITONG_INDEX_OPTIONS_INIT;
    const leitong_index_options *said = &a->index;
    leitong_index_get_options(index, &is);
    const char *name = NULL;
    if (said->threshold != usual.threshold && said->threshold != is.threshold) {
        name = "threshold";
    } else if (said->recall != usual.recall && said->recall != is.recall) {
        name = "recall";
    } else if (said->shingle != usual.shingle && said->shingle != is.shingle) {
        name = "shingle";
    } else if (said->run != usual.run && said->run != is.run) {
        name = "run";
    } else if (said->paragraph != usual.paragraph && said->paragraph != is.paragraph) {
        name = "paragraph";
    } else if (said->fold_han != usual.fold_han && said->fold_han != is.fold_han) {
        name = "fold-han";
    }
    if (name != NULL) {
        fprintf(stderr,
                "leitong index: --%s: the index was created with another value; leave the option out, or create a new "
                "index with it ('leitong index stat' shows its options)\n",
                name);
    }
    return name != NULL ? 2 : 0;
}

typedef struct index_progress {
    console_progress console;
    bool quiet;
} index_progress;

static int index_on_change(void *context, uint64_t documents, uint64_t bytes)
{
    index_progress *progress = context;
    leitong_progress told = {.phase = "read", .documents = documents, .bytes = bytes, .done = bytes};
    return console_on_progress(&progress->console, &told);
}

static int index_on_check(void *context, uint64_t done, uint64_t total)
{
    index_progress *progress = context;
    leitong_progress told = {.phase = "check", .documents = done, .done = done, .total = total};
    return console_on_progress(&progress->console, &told);
}

static int index_add(const index_arguments *a, leitong_index *index, leitong_error *error)
{
    index_progress progress;
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_input_options input_options = a->input;
    leitong_index_change *change = NULL;
    leitong_input *input = NULL;
    leitong_index_changes changes;
    console_progress_open(&progress.console, &a->common, a->strict);
    options.jobs = a->jobs;
    options.progress = index_on_change;
    options.progress_context = &progress;
    options.skip = input_options.skip = console_on_skip;
    options.skip_context = input_options.skip_context = &progress.console;
    options.root = a->input.root != NULL ? a->input.root : ".";
    options.allow_empty = a->allow_empty;
    /* The root is asked for when nobody else can give the index one any more. */
    int code = 0;
    CLI_TRY_GOTO(done, leitong_index_change_begin(index, &options, &change, error));
    if (a->input.root == NULL) {
        CLI_TRY_GOTO(done, leitong_index_get_root(index, &input_options.root, error));
    }
    CLI_TRY_GOTO(done, leitong_input_open((const char *const *)a->operands, (size_t)a->operand_count, &input_options,
                                          &input, error));
    CLI_TRY_GOTO(done, leitong_index_change_input(change, input, error));
    CLI_TRY_GOTO(done, leitong_index_change_commit(change, &changes, error));
done:
    leitong_index_change_end(change);
    leitong_input_close(input);
    console_progress_close(&progress.console);
    if (code == LEITONG_EINPUT) {
        console_first_skip(&progress.console);
    }
    if (code == 0 && !a->common.quiet) {
        printf("added %" PRIu64 ", replaced %" PRIu64 ", unchanged %" PRIu64 ", skipped %u\n", changes.added,
               changes.replaced, changes.unchanged, progress.console.skips); /* files that were not read, too */
    }
    return code;
}

static int index_remove(const index_arguments *a, leitong_index *index, leitong_error *error)
{
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index_change *change = NULL;
    leitong_index_changes changes;
    int code = 0;
    CLI_TRY_GOTO(done, leitong_index_change_begin(index, &options, &change, error));
    for (int i = 0; i < a->operand_count; i++) {
        int found = 0;
        CLI_TRY_GOTO(done, leitong_index_change_remove(change, a->operands[i], &found, error));
        if (!found) {
            code = cli_fail(error, LEITONG_EINPUT, a->operands[i],
                            "the index has no such document ('leitong index list' shows them); nothing was removed");
            goto done;
        }
    }
    CLI_TRY_GOTO(done, leitong_index_change_commit(change, &changes, error));
    if (!a->common.quiet) {
        printf("removed %" PRIu64 "\n", changes.removed);
    }
done:
    leitong_index_change_end(change);
    return code;
}

static void index_cell(const char *text)
{
    putchar('\t');
    if (text != NULL) {
        console_text(stdout, text);
    }
}

static int index_on_document(void *context, const leitong_index_document *d)
{
    (void)context;
    console_text(stdout, d->id);
    printf("\t%016" PRIx64 "%016" PRIx64 "\t%" PRIu64 "\t%s\t%" PRIu64 "\t%" PRIu64, d->hash[0], d->hash[1], d->bytes,
           d->encoding, d->paragraphs, d->tokens);
    index_cell(d->date);
    index_cell(d->title);
    index_cell(d->series);
    index_cell(d->author);
    putchar('\n');
    return console_stopped();
}

static int index_list(const index_arguments *a, leitong_index *index, leitong_error *error)
{
    (void)a;
    return leitong_index_list(index, index_on_document, NULL, error);
}

static int index_stat(const index_arguments *a, leitong_index *index, leitong_error *error)
{
    (void)a;
    leitong_index_figures f;
    leitong_index_options o;
    const char *root = NULL;
    CLI_TRY(leitong_index_stat(index, &f, error));
    CLI_TRY(leitong_index_get_root(index, &root, error));
    leitong_index_get_options(index, &o);
    printf("documents   %" PRIu64 "\nparagraphs  %" PRIu64 "\ntokens      %" PRIu64 "\nbytes       %" PRIu64 "\n",
           f.documents, f.paragraphs, f.tokens, f.bytes);
    printf("removed     %" PRIu64 "\nsegments    %" PRIu64 "\nused        %" PRIu64 "\nfile        %" PRIu64
           "\nchanges     %" PRIu64 "\n",
           f.removed, f.segments, f.used_bytes, f.file_bytes, f.changes);
    printf("threshold   %g\nrecall      %g\nbands       %u\nrows        %u\nshingle     %u\nrun         %u\n",
           o.threshold, o.recall, f.bands, f.rows, o.shingle, o.run);
    printf("paragraph   %s\nfold-han    %s\nroot        ", index_modes[o.paragraph], o.fold_han ? "yes" : "no");
    console_text(stdout, root != NULL ? root : "none yet");
    putchar('\n');
    return 0;
}

static int index_check(const index_arguments *a, leitong_index *index, leitong_error *error)
{
    index_progress progress;
    leitong_index_figures f;
    console_progress_open(&progress.console, &a->common, false);
    int code = leitong_index_check(index, a->jobs, index_on_check, &progress, error);
    console_progress_close(&progress.console);
    CLI_TRY(code);
    CLI_TRY(leitong_index_stat(index, &f, error));
    if (!a->common.quiet) {
        printf("whole: %" PRIu64 " document%s, %" PRIu64 " paragraph%s, %" PRIu64 " token%s\n", f.documents,
               CONSOLE_PLURAL(f.documents), f.paragraphs, CONSOLE_PLURAL(f.paragraphs), f.tokens,
               CONSOLE_PLURAL(f.tokens));
    }
    return 0;
}

static int index_compact(const index_arguments *a, leitong_index *index, leitong_error *error)
{
    leitong_index_figures before;
    leitong_index_figures after;
    CLI_TRY(leitong_index_stat(index, &before, error));
    CLI_TRY(leitong_index_compact(index, error));
    CLI_TRY(leitong_index_stat(index, &after, error));
    if (!a->common.quiet) {
        printf("segments %" PRIu64 " → %" PRIu64 ", used bytes %" PRIu64 " → %" PRIu64 "\n", before.segments,
               after.segments, before.used_bytes, after.used_bytes);
    }
    return 0;
}

typedef struct index_action {
    const char *name;
    int (*run)(const index_arguments *a, leitong_index *index, leitong_error *error); /* NULL: create */
    bool operands;
} index_action;

static const index_action index_actions[] = {{"create", NULL, false},          {"add", index_add, true},
                                             {"remove", index_remove, true},   {"list", index_list, false},
                                             {"stat", index_stat, false},      {"check", index_check, false},
                                             {"compact", index_compact, false}};

static int index_run(const index_action *action, const index_arguments *a)
{
    leitong_error error = {0};
    leitong_index *index = NULL;
    if (action->run == NULL) {
        return console_end(leitong_index_create(a->folder, &a->index, &error), &error);
    }
    int code = leitong_index_open(a->folder, &index, &error);
    if (code != 0) {
        return console_end(code, &error);
    }
    int exit_code = index_mismatch(a, index);
    if (exit_code == 0) {
        exit_code = console_end(action->run(a, index, &error), &error);
    }
    leitong_index_close(index);
    return exit_code;
}

static int index_main(int argc, char **argv)
{
    index_arguments a = {.index = LEITONG_INDEX_OPTIONS_INIT, .input = LEITONG_INPUT_OPTIONS_INIT};
    int code = index_parse(&a, argc, argv);
    if (code >= 0) {
        return code;
    }
    const index_action *action = NULL;
    for (size_t i = 0; a.operand_count > 0 && i < sizeof index_actions / sizeof index_actions[0]; i++) {
        if (strcmp(a.operands[0], index_actions[i].name) == 0) {
            action = &index_actions[i];
        }
    }
    if (action == NULL) {
        fprintf(stderr, "leitong index: say create, add, remove, list, stat, check or compact; see 'leitong index "
                        "--help'\n");
        return 2;
    }
    if (a.operand_count < 2 || (a.operand_count > 2) != action->operands) {
        fprintf(stderr, "leitong index %s: DB%s is needed%s; see 'leitong index --help'\n", action->name,
                action->operands ? " and something behind it" : "", action->operands ? "" : ", and nothing behind it");
        return 2;
    }
    a.folder = a.operands[1];
    a.operands += 2;
    a.operand_count -= 2;
    return index_run(action, &a);
}

const cli_command cli_index_command = {
    "index", "create|add|remove|list|stat|check|compact DB [PATH…|ID…]",
    "keep documents on disk, to hold new ones against them",
    "create DB: an empty index with these options. add DB PATH…: files, folders, JSON Lines, -; a document with an id "
    "that\n"
    "is there is replaced. remove DB ID…. list DB: id, hash, bytes, encoding, paragraphs, tokens, date, title, "
    "series,\n"
    "author, a tab between them. stat DB. check DB: reads everything and says what is wrong. compact DB: one segment, "
    "for\n"
    "the fastest lookups; it is written beside what is there, so that the file grows; later changes use the room "
    "again.\n"
    "Exit: 0 done · 2 usage · 3 bad input, nothing to add, an index that is not there or has another format ·\n"
    "4 system, damaged index · 130 interrupted.",
    index_main};
