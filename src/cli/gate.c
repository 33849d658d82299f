/* gate: submissions held against an index → verdicts; the highest exit code wins, and an error is never a pass. */
#include "commands.h"
#include "console.h"
#include "failure.h"
#include "name_list.h"
#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

typedef struct gate_arguments {
    leitong_input_options input;
    leitong_probe_options probe;
    leitong_policy_options policy;
    const char *index, *policy_file, *as, *output, *write_baseline, *series, *author;
    int format, lang;
    unsigned width;
    bool admit, allow_empty;
    cli_common common;
} gate_arguments;

typedef struct gate_job {
    const gate_arguments *arguments;
    leitong_index *index;
    leitong_policy *policy;
    leitong_gate *gate;
    const char *root; /* of ids: --root or the index's; NULL: the working folder, which is … */
    char *working;
    bool rules_by_path; /* the policy has some, and no submission outside the root was told of yet */
    const char *operand;
    size_t met;          /* documents and failures of this operand */
    size_t judged;       /* documents that are not blank, and failures, of all operands */
    cli_name_list files; /* of the operands before */
    cli_name_list here;  /* of this one */
    cli_name_list blank; /* submissions that are */
    int exit_code;
    leitong_error fatal; /* code ≠ 0: no more verdicts can be given */
} gate_job;

static const char *const gate_formats[] = {"text", "json", "sarif", "junit", "html", NULL};
static const char *const gate_langs[] = {"en", "zh", NULL};

static int gate_usage(const char *words)
{
    fprintf(stderr, "leitong gate: %s; see 'leitong gate --help'\n", words);
    return 2;
}

static int gate_parse(gate_arguments *a, int argc, char **argv, int *ret_operands)
{
    const cli_option options[] = {
        {"index", 0, CLI_TEXT, &a->index, "DB", "the index (leitong index create)", NULL},
        {"policy", 0, CLI_TEXT, &a->policy_file, "FILE",
         "JSON; default: warn above total_ratio 0.1, document_ratio 0.5; refuse above 0.3, 0.7", NULL},
        {"refuse", 0, CLI_TEXT, &a->policy.refuse, "LIMITS", "total_ratio=0.3,longest_run=100,passages=none …", NULL},
        {"warn", 0, CLI_TEXT, &a->policy.warn, "LIMITS", "likewise", NULL},
        {"own", 0, CLI_TEXT, &a->policy.own, "LIST", "series, author: own earlier work is not counted", NULL},
        {"approved", 0, CLI_TEXT, &a->policy.approved, "PATH", "file or folder of approved wording", NULL},
        {"baseline", 0, CLI_TEXT, &a->policy.baseline, "FILE", "findings that may stay", NULL},
        {"write-baseline", 0, CLI_TEXT, &a->write_baseline, "FILE", "accept what there is today, exit 0", NULL},
        {"today", 0, CLI_TEXT, &a->policy.today, "DATE", "for entries that expire; default: the system's", NULL},
        {"admit", 0, CLI_FLAG, &a->admit, NULL, "add what passes to the index, in the same transaction", NULL},
        {"as", 0, CLI_TEXT, &a->as, "ID", "the submission's id; default: its path", NULL},
        {"series", 0, CLI_TEXT, &a->series, "TEXT", "the submission's series", NULL},
        {"author", 0, CLI_TEXT, &a->author, "TEXT", "the submission's author", NULL},
        {"format", 'f', CLI_CHOICE, &a->format, "FORMAT", "text, json, sarif, junit or html", gate_formats},
        {"output", 'o', CLI_TEXT, &a->output, "FILE", "write there; default: standard output", NULL},
        {"lang", 0, CLI_CHOICE, &a->lang, "LANG", "zh or en, of what people read; default: the locale's", gate_langs},
        {"width", 0, CLI_UNSIGNED, &a->width, "N", "text: columns, 40 or more; 0: the terminal's", NULL},
        {"stock", 0, CLI_UNSIGNED, &a->probe.stock, "N", "documents before a run is stock wording", NULL},
        {"root", 0, CLI_TEXT, &a->input.root, "DIR", "ids of files are relative to it; default: the index's", NULL},
        {"allow-empty", 0, CLI_FLAG, &a->allow_empty, NULL, "exit 0, not 3, where there is no text to judge", NULL},
        {"metadata", 0, CLI_TEXT, &a->input.metadata, "FILE.csv", "path, title, date, series, author", NULL},
        {"text-field", 0, CLI_TEXT, &a->input.text_field, "NAME", "JSON Lines: the text", NULL},
        {"id-field", 0, CLI_TEXT, &a->input.id_field, "NAME", "JSON Lines: the id", NULL},
        {"series-field", 0, CLI_TEXT, &a->input.series_field, "NAME", "JSON Lines: the series", NULL},
        {"author-field", 0, CLI_TEXT, &a->input.author_field, "NAME", "JSON Lines: the author", NULL},
        CLI_INPUT_LIMITS(a->input),
        {"encoding", 0, CLI_TEXT, &a->input.encoding, "NAME", "encoding of plain files; default: detected", NULL},
    };
    const cli_options all = {options, sizeof options / sizeof options[0], &a->common};
    int code = cli_parse(&cli_gate_command, &all, argc, argv, ret_operands);
    if (code >= 0) {
        return code;
    }
    if (a->index == NULL) {
        return gate_usage("--index DB is needed");
    }
    if (a->as != NULL && (*ret_operands != 1 || a->as[0] == '\0')) {
        return gate_usage("--as names one submission");
    }
    if (a->write_baseline != NULL && a->admit) {
        return gate_usage("--write-baseline accepts findings, --admit submissions: one at a time");
    }
    return -1;
}

static void gate_exit(gate_job *job, int exit_code)
{
    job->exit_code = exit_code > job->exit_code ? exit_code : job->exit_code;
}

/* "leitong: PATH: words", about what is no error. */
static void gate_say(const gate_job *job, const char *path, const char *words)
{
    leitong_error note;
    (void)cli_fail(&note, 0, path, "%s", words);
    console_note(&job->arguments->common, &note);
}

static void gate_remember(gate_job *job, cli_name_list *list, const char *name)
{
    if (cli_name_list_add(list, name) < 0 && job->fatal.code == 0) {
        (void)cli_fail(&job->fatal, LEITONG_EMEMORY, "", "out of memory");
    }
}

/* A submission without a verdict. */
static void gate_failed(gate_job *job, const char *id, const leitong_error *why)
{
    leitong_error error = {0};
    job->met++;
    job->judged++;
    console_error(why);
    gate_exit(job, why->code == LEITONG_EINPUT ? 3 : console_exit(why->code));
    int code = leitong_gate_fail(job->gate, id, why, &error);
    if (code != 0 && job->fatal.code == 0) {
        job->fatal = error;
    }
}

static int gate_on_skip(void *context, const leitong_skip *skip)
{
    gate_job *job = context;
    leitong_error why = {.code = LEITONG_EINPUT, .offset = LEITONG_NO_OFFSET};
    if (strcmp(skip->what, "metadata") == 0) { /* a row about a file that was not asked for is no fault */
        return 0;
    }
    if (skip->is_note) { /* the submission is judged */
        gate_say(job, skip->error->path, skip->error->message);
        return 0;
    }
    if (skip->error != NULL) {
        why = *skip->error;
    } else {
        snprintf(why.message, sizeof why.message, "%s", skip->reason);
    }
    why.code = LEITONG_EINPUT;
    gate_failed(job, why.path[0] != '\0' ? why.path : job->operand, &why);
    return 0;
}

/* The verdict, and with --admit the document's admission, in one transaction. */
static int gate_decide(gate_job *job, leitong_index_change *change, const leitong_document *document,
                       leitong_error *error)
{
    leitong_probe *probe = NULL;
    leitong_verdict *verdict = NULL;
    int code = 0;
    CLI_TRY_GOTO(done, leitong_probe_new(job->index, change, document, &job->arguments->probe, &probe, error));
    CLI_TRY_GOTO(done, leitong_verdict_new(job->policy, leitong_probe_result(probe), leitong_probe_submission(probe),
                                           leitong_probe_earlier(probe), &verdict, error));
    bool is_refused = leitong_verdict_decision(verdict) == LEITONG_REFUSE;
    if (change != NULL && !is_refused) {
        CLI_TRY_GOTO(done, leitong_index_change_add(change, document, error));
        CLI_TRY_GOTO(done, leitong_index_change_commit(change, NULL, error));
    }
    gate_exit(job, is_refused ? 1 : 0);
    code = leitong_gate_add(job->gate, verdict, error);
done:
    leitong_verdict_free(verdict);
    leitong_probe_free(probe);
    return code;
}

static int gate_refuse_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 1;
}

/* With --admit, the change in which a document is judged and added; the caller ends it, also after a failure. */
static int gate_change(const gate_job *job, leitong_index_change **ret_change, leitong_error *error)
{
    const gate_arguments *a = job->arguments;
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    const char *now = NULL;
    options.jobs = 1;
    options.skip = gate_refuse_skip;
    options.root = a->as != NULL ? NULL : job->root != NULL ? job->root : job->working;
    CLI_TRY(leitong_index_change_begin(job->index, &options, ret_change, error));
    if (job->root == NULL && options.root != NULL) {
        CLI_TRY(leitong_index_get_root(job->index, &now, error));
    }
    /* Another gate may have begun the index since this one asked for its root. */
    if (now != NULL && strcmp(now, job->working) != 0) {
        return cli_fail(error, LEITONG_ESYSTEM, a->index,
                        "another process has begun this index meanwhile, with another root; run this again");
    }
    return 0;
}

/* Whether nothing but white space stands in it: of UTF-8, the ideographic and the no-break space too. */
static bool gate_is_blank(const leitong_document *document)
{
    static const char *const blanks[] = {" ", "\t", "\n", "\v", "\f", "\r", "\xEF\xBB\xBF", "\xE3\x80\x80", "\xC2\xA0"};
    for (size_t at = 0; at < document->size;) {
        size_t size = 0;
        for (size_t i = 0; size == 0 && i < sizeof blanks / sizeof blanks[0]; i++) {
            size_t length = strlen(blanks[i]);
            bool is_blank = document->size - at >= length && memcmp(document->bytes + at, blanks[i], length) == 0;
            size = is_blank ? length : 0;
        }
        if (size == 0) {
            return false;
        }
        at += size;
    }
    return true;
}

/* Rules by path were written for ids inside the root. */
static void gate_outside(gate_job *job, const leitong_document *document)
{
    char words[512];
    if (!job->rules_by_path || job->arguments->as != NULL || document->line > 0 || document->id[0] != '/') {
        return;
    }
    job->rules_by_path = false;
    snprintf(words, sizeof words,
             "lies outside the root, %s: rules by path are held against its whole path; --root "
             "names another root",
             job->root != NULL ? job->root : job->working);
    gate_say(job, document->id, words);
}

static void gate_document(gate_job *job, const leitong_document *from)
{
    const gate_arguments *a = job->arguments;
    leitong_document document = *from;
    leitong_error error = {0};
    leitong_index_change *change = NULL;
    document.id = a->as != NULL ? a->as : document.id;
    document.series = a->series != NULL ? a->series : document.series;
    document.author = a->author != NULL ? a->author : document.author;
    job->met++;
    if (gate_is_blank(&document)) {
        gate_remember(job, &job->blank, document.id);
        return;
    }
    job->judged++;
    gate_outside(job, &document);
    int code = 0;
    if (a->admit) {
        CLI_TRY_GOTO(done, gate_change(job, &change, &error));
    }
    code = gate_decide(job, change, &document, &error);
done:
    leitong_index_change_end(change);
    if (code == LEITONG_EINPUT) {
        if (from->line > 0) { /* a record: its id alone would not say where to look */
            snprintf(error.path, sizeof error.path, "%s#%" PRIu64, from->path, from->line);
        }
        gate_failed(job, document.id, &error);
    } else if (code != 0) {
        job->fatal = error;
        job->fatal.code = code;
    }
}

/* --as names one document: not a folder, not the records of a file. */
static bool gate_as_fits(gate_job *job, const leitong_document *document)
{
    if (job->arguments->as == NULL || (document->line == 0 && job->met == 0)) {
        return true;
    }
    (void)cli_fail(&job->fatal, LEITONG_EUSAGE, job->operand, "--as names one submission, and this holds records");
    return false;
}

/* A file is one submission, however often and under whatever spellings it is named. (What standard input is called,
 * a file may be called too.) */
static bool gate_is_repeated(gate_job *job, const leitong_document *document)
{
    bool repeated = strcmp(job->operand, "-") != 0 && cli_name_list_hold(&job->files, document->path);
    if (repeated && !cli_name_list_hold(&job->here, document->path)) {
        gate_say(job, document->path, "was named before; it is judged once");
    }
    gate_remember(job, &job->here, document->path);
    job->met += repeated;
    return repeated;
}

/* What the operand held is known to the next ones. */
static void gate_leave(gate_job *job)
{
    for (size_t i = 0; strcmp(job->operand, "-") != 0 && i < job->here.count; i++) {
        gate_remember(job, &job->files, job->here.names[i]);
    }
    cli_name_list_clear(&job->here);
}

static void gate_operand(gate_job *job, const char *path)
{
    leitong_input *input = NULL;
    leitong_input_options options = job->arguments->input;
    leitong_document document;
    leitong_error error = {0};
    int more = 1;
    job->operand = path;
    job->met = 0;
    options.root = job->root;
    options.skip = gate_on_skip;
    options.skip_context = job;
    int code = 0;
    CLI_TRY_GOTO(done, leitong_input_open(&path, 1, &options, &input, &error));
    while (more != 0 && job->fatal.code == 0 && !console_stopped()) {
        CLI_TRY_GOTO(done, leitong_input_next(input, &document, &more, &error));
        if (more != 0 && !gate_is_repeated(job, &document) && gate_as_fits(job, &document)) {
            gate_document(job, &document);
        }
    }
done:
    leitong_input_close(input);
    gate_leave(job);
    if (code != 0) {
        gate_failed(job, path, &error);
    } else if (job->met == 0 && job->fatal.code == 0 && !console_stopped()) {
        if (job->arguments->allow_empty) {
            gate_say(job, path, "holds no submission");
        } else {
            (void)cli_fail(&error, LEITONG_EINPUT, path, "holds no submission; --allow-empty lets that pass");
            gate_failed(job, path, &error);
        }
    }
}

/* A blank submission is nothing to judge: no failure among others, or where that is allowed. */
static int gate_blanks(gate_job *job, leitong_error *error)
{
    bool allowed = job->judged > 0 || job->arguments->allow_empty;
    for (size_t i = 0; i < job->blank.count; i++) {
        leitong_error why;
        if (allowed) {
            gate_say(job, job->blank.names[i], "is blank: nothing to judge");
            CLI_TRY(leitong_gate_blank(job->gate, job->blank.names[i], error));
        } else {
            (void)cli_fail(&why, LEITONG_EINPUT, job->blank.names[i],
                           "is blank: nothing was judged; --allow-empty lets that pass");
            gate_failed(job, job->blank.names[i], &why);
        }
    }
    return 0;
}

static int gate_on_indexed(void *context, const leitong_index_document *document)
{
    gate_job *job = context;
    return leitong_policy_meet(job->policy, document->id, document->series) == 0 || console_stopped();
}

/* Names the rules that match no submission and no document of the index. */
static int gate_rules(gate_job *job, leitong_error *error)
{
    leitong_rule rule;
    if (job->judged == 0 || job->arguments->common.quiet || leitong_policy_meet(job->policy, NULL, NULL) == 0) {
        return 0;
    }
    int code = leitong_index_list(job->index, gate_on_indexed, job, error);
    if (code != 0) {
        return code == LEITONG_ECANCELLED && !console_stopped() ? 0 : code;
    }
    for (size_t i = 0; leitong_policy_rule(job->policy, i, &rule); i++) {
        char words[512];
        const char *root = job->root != NULL ? job->root : job->working;
        snprintf(words, sizeof words,
                 "rules[%zu] (%s%.100s%s%s%.100s) matches no submission and no document of the "
                 "index; paths are relative to %.200s",
                 i, rule.path != NULL ? "path " : "", rule.path != NULL ? rule.path : "",
                 rule.path != NULL && rule.series != NULL ? ", " : "", rule.series != NULL ? "series " : "",
                 rule.series != NULL ? rule.series : "", root);
        if (!rule.met) {
            gate_say(job, job->arguments->policy_file, words);
        }
    }
    return 0;
}

static bool gate_is_absent(const char *folder)
{
    struct stat status;
    return stat(folder, &status) != 0 && errno == ENOENT;
}

/* --admit may start an index. Two gates may do so at once: who comes second opens what the first has made, which is
 * there as a whole or not at all. */
static int gate_open_index(gate_job *job, leitong_error *error)
{
    const gate_arguments *a = job->arguments;
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_error race = {0};
    bool is_new = a->admit && gate_is_absent(a->index);
    int created = is_new ? leitong_index_create(a->index, &options, &race) : 0;
    if (is_new && created == 0 && !a->common.quiet) { /* where the name is mistaken, all would pass */
        fprintf(stderr, "leitong: %s: there was no index here; a new one is begun\n", a->index);
    }
    int code = leitong_index_open(a->index, &job->index, error);
    if (code == LEITONG_EINPUT && created != 0 && created != LEITONG_EUSAGE) { /* it isn't there, and this is why */
        *error = race;
        return created;
    }
    return code;
}

/* What must hold before anything is judged: the index can answer, and the root is known. */
static int gate_ready(gate_job *job, leitong_error *error)
{
    const gate_arguments *a = job->arguments;
    leitong_index_figures figures;
    leitong_rule rule;
    CLI_TRY(leitong_index_stat(job->index, &figures, error));
    if (figures.tokens == 0 && !a->admit) {
        return cli_fail(error, LEITONG_EINPUT, a->index,
                        "the index holds no text, so that nothing could be found: add what there is with 'leitong "
                        "index add', or let --admit begin it with what passes");
    }
    job->root = a->input.root;
    if (job->root == NULL) {
        CLI_TRY(leitong_index_get_root(job->index, &job->root, error));
    }
    if (job->root == NULL) {
        job->working = realpath(".", NULL);
        if (job->working == NULL) {
            return cli_fail(error, LEITONG_EINPUT, ".", "is gone; name a root with --root");
        }
    }
    for (size_t i = 0; leitong_policy_rule(job->policy, i, &rule); i++) {
        job->rules_by_path = job->rules_by_path || rule.path != NULL;
    }
    return 0;
}

static int gate_write_baseline(const gate_job *job, leitong_error *error)
{
    cli_output output;
    CLI_TRY(cli_output_open(&output, job->arguments->write_baseline, error));
    int code = leitong_policy_write_baseline(job->policy, output.file, error);
    return cli_output_end(&output, code, error);
}

static int gate_judge(gate_job *job, char **operands, int count, FILE *file, leitong_error *error)
{
    const gate_arguments *a = job->arguments;
    leitong_gate_options options = LEITONG_GATE_OPTIONS_INIT;
    unsigned terminal = console_width(file);
    options.lang = gate_langs[a->lang];
    options.verbose = a->common.verbose;
    options.columns = a->width != 0 ? a->width : terminal < 40 ? 40 : terminal;
    int code = 0;
    CLI_TRY_GOTO(done, leitong_gate_new(a->format, &options, file, &job->gate, error));
    for (int i = 0; i < count && job->fatal.code == 0 && !console_stopped(); i++) {
        gate_operand(job, operands[i]);
    }
    if (job->fatal.code == 0 && !console_stopped()) {
        CLI_TRY_GOTO(done, gate_blanks(job, error));
        CLI_TRY_GOTO(done, gate_rules(job, error));
    }
    if (job->fatal.code != 0) {
        *error = job->fatal;
        code = job->fatal.code;
        goto done;
    }
    if (console_stopped()) {
        code = cli_fail(error, LEITONG_ECANCELLED, "", "stopped");
        goto done;
    }
    code = leitong_gate_end(job->gate, error);
done:
    leitong_gate_free(job->gate);
    return code;
}

static int gate_run(gate_job *job, char **operands, int count, leitong_error *error)
{
    const gate_arguments *a = job->arguments;
    cli_output output;
    CLI_TRY(cli_output_open(&output, a->output, error));
    int code = gate_judge(job, operands, count, output.file, error);
    if (code == 0 && a->write_baseline != NULL && job->exit_code < 2) {
        code = gate_write_baseline(job, error);
        job->exit_code = 0;
    }
    return cli_output_end(&output, code, error);
}

static bool gate_today(char ret_today[16])
{
    struct tm day;
    time_t now = time(NULL);
    return localtime_r(&now, &day) != NULL && strftime(ret_today, 16, "%Y-%m-%d", &day) > 0;
}

static int gate_main(int argc, char **argv)
{
    gate_arguments a = {.input = LEITONG_INPUT_OPTIONS_INIT,
                        .probe = LEITONG_PROBE_OPTIONS_INIT,
                        .policy = LEITONG_POLICY_OPTIONS_INIT,
                        .lang = console_is_zh()};
    char today[16];
    int operands = 0;
    int exit_code = gate_parse(&a, argc, argv, &operands);
    if (exit_code >= 0) {
        return exit_code;
    }
    if (a.policy.today == NULL && gate_today(today)) {
        a.policy.today = today;
    }
    leitong_error error = {0};
    gate_job job = {.arguments = &a};
    int code = 0;
    CLI_TRY_GOTO(done, leitong_policy_open(a.policy_file, &a.policy, &job.policy, &error));
    CLI_TRY_GOTO(done, gate_open_index(&job, &error));
    CLI_TRY_GOTO(done, gate_ready(&job, &error));
    if (operands == 0) {
        gate_say(&job, "no FILE is given", "nothing to judge");
    }
    code = gate_run(&job, argv + 1, operands, &error);
done:
    exit_code = console_exit(code);
    if (code != 0) {
        console_error(&error);
    }
    leitong_index_close(job.index);
    leitong_policy_free(job.policy);
    cli_name_list_clear(&job.files);
    cli_name_list_clear(&job.here);
    cli_name_list_clear(&job.blank);
    free(job.working);
    return exit_code > job.exit_code ? exit_code : job.exit_code;
}

const cli_command cli_gate_command = {
    "gate", "[FILE…]", "may these submissions come in? Held against an index, judged by a policy",
    "FILE: a text, a folder, JSON Lines, or - for standard input; everything in it must be readable. A submission is "
    "not\n"
    "held against the indexed document of its own id, which is shown as its earlier version; of several submissions "
    "each\n"
    "is held against the index, and against those before it with --admit alone.\n"
    "LIMITS: LIMIT=LEVEL,… A LIMIT: total_ratio, ratio_without_stock, ratio_without_quotes, ratio_without_own,\n"
    "ratio_without_boilerplate, source_ratio, document_ratio, repeated_ratio, excluded_ratio (0 … 1), "
    "longest_run,\npassages, paragraphs, left_behind, adapted.\n"
    "Exit: 0 passed, or no FILE given · 1 refused · 2 usage, or a bad policy · 3 a submission that can't be read, "
    "nothing\n"
    "but blank ones, an index that is not there, has another format or no text · 4 the index is damaged, disk, memory\n"
    "· 130 interrupted. Of several submissions the highest.",
    gate_main};
