/* read: a result directory → a result (include/leitong/result.h).
 *
 * Input: the folder that result/write.c wrote. Output: the result; writing it again gives the same bytes. Unknown keys
 * are ignored. Ownership: the result is the caller's; its text is read from the folder when it is asked for, so the
 * folder must still exist then. Errors: LEITONG_EINPUT (no such folder, or no result in it; a text that was not kept or
 * was changed), LEITONG_EDAMAGED (file and byte; remedy: scan again), LEITONG_ESYSTEM, LEITONG_EMEMORY.
 * Complexity: linear in the files. */
#include "base/hash.h"
#include "base/open_file.h"
#include "base/radix_sort.h"
#include "result/read_rows.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where a result that was read finds its text. */
typedef struct read_texts {
    char *dir;
    lt_table names; /* const char * for each document, the result's strings */
    const leitong_result *result;
} read_texts;

static void read_texts_free(void *context)
{
    read_texts *texts = context;
    free(texts->names.items);
    free(texts->dir);
    free(texts);
}

static int read_bytes(int file, const char *path, char *bytes, uint64_t begin, size_t size, leitong_error *error)
{
    for (size_t done = 0; done < size;) {
        ssize_t got = pread(file, bytes + done, size - done, (off_t)(begin + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return lt_error_system(error, path, "can't be read");
        }
        if (got == 0) {
            return lt_error_at(error, LEITONG_EINPUT, path, begin + done, "the text ends here, so it was changed");
        }
        done += (size_t)got;
    }
    return 0;
}

/* Size on every read, the hash whenever the whole is read: a changed text must not be shown as what was compared. */
static int read_check_size(int file, const char *path, const leitong_result_document *document, leitong_error *error)
{
    struct stat status;
    if (fstat(file, &status) != 0) {
        return lt_error_system(error, path, "can't be read");
    }
    return (uint64_t)status.st_size == document->bytes
               ? 0
               : lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET, "has not the size it had; scan again");
}

static int read_check_hash(const char *bytes, const char *path, const leitong_result_document *document,
                           leitong_error *error)
{
    uint64_t hash[2];
    lt_hash_128(bytes, (size_t)document->bytes, hash);
    return hash[0] == document->hash[0] && hash[1] == document->hash[1]
               ? 0
               : lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET, "was changed since the scan; scan again");
}

static int read_text(const void *context, uint32_t number, uint64_t begin, uint64_t end, char **ret_bytes,
                     leitong_error *error)
{
    const read_texts *texts = context;
    const leitong_result_document *document = (const leitong_result_document *)texts->result->documents.items + number;
    const char *name = ((const char *const *)texts->names.items)[number];
    char path[PATH_MAX];
    if (name == NULL) {
        return lt_error_at(error, LEITONG_EINPUT, document->id, LEITONG_NO_OFFSET,
                           "its text was not kept; scan again with --keep-text all");
    }
    int length = snprintf(path, sizeof path, "%s/%s", texts->dir, name);
    if (length < 0 || (size_t)length >= sizeof path) {
        return lt_error_at(error, LEITONG_EINPUT, texts->dir, LEITONG_NO_OFFSET, "the path is too long");
    }
    int file = -1;
    LT_TRY(lt_open_inside(texts->dir, name, &file, error));
    char *bytes = NULL;
    int code = 0;
    LT_TRY_GOTO(done, read_check_size(file, path, document, error));
    bytes = malloc((size_t)(end - begin) + 1);
    if (bytes == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, read_bytes(file, path, bytes, begin, (size_t)(end - begin), error));
    if (begin == 0 && end == document->bytes) {
        LT_TRY_GOTO(done, read_check_hash(bytes, path, document, error));
    }
    bytes[end - begin] = '\0';
    *ret_bytes = bytes;
    bytes = NULL;
done:
    close(file);
    free(bytes);
    return code;
}

/* The rows that run.json counts. */
typedef struct read_counts {
    uint64_t pairs, passages, cases, texts, clusters, phrases, templates, adapted, swaps, left_behind;
} read_counts;

static int read_skips(leitong_result *result, lt_lines *lines)
{
    size_t count = 0;
    const lt_json_node *list = lt_lines_list(lines, lines->row, "skipped", &count);
    const lt_json_node *o = lt_json_inside(list);
    for (size_t i = 0; lines->code == 0 && i < count; i++, o = lt_json_after(o)) {
        size_t examples = 0;
        const lt_json_node *texts = lt_lines_list(lines, o, "examples", &examples);
        const char *what = lt_lines_string(lines, o, "what");
        const char *reason = lt_lines_string(lines, o, "reason");
        uint64_t number = lt_lines_number(lines, o, "count", UINT64_MAX);
        leitong_result_skip *skip = NULL;
        LT_TRY(lines->code);
        LT_TRY(lt_result_add(&result->skips, sizeof *skip, &skip, lines->error));
        const char **copies = calloc(examples + 1, sizeof *copies);
        if (copies == NULL) {
            return lt_error_memory(lines->error);
        }
        skip->count = number;
        skip->examples = copies; /* the result frees them */
        LT_TRY(lt_result_string(result, what, &skip->what, lines->error));
        LT_TRY(lt_result_string(result, reason, &skip->reason, lines->error));
        const lt_json_node *text = lt_json_inside(texts);
        for (; skip->example_count < examples; skip->example_count++, text = lt_json_after(text)) {
            if (text->kind != LT_JSON_STRING) {
                return lt_lines_damaged(lines, "an example of what was skipped is no string");
            }
            LT_TRY(lt_result_string(result, text->text, &copies[skip->example_count], lines->error));
        }
    }
    return lines->code;
}

static void read_run_rows(leitong_result_run *run, lt_lines *lines, read_counts *counts)
{
    static const char *const listed[] = {"medoid", "all"};
    static const char *const modes[] = {"auto", "line", "blank"};
    const lt_json_node *o = lines->row;
    run->threshold = lt_lines_ratio(lines, o, "threshold");
    run->recall = lt_lines_ratio(lines, o, "recall");
    run->bands = (unsigned)lt_lines_number(lines, o, "bands", UINT32_MAX);
    run->rows = (unsigned)lt_lines_number(lines, o, "rows", UINT32_MAX);
    run->shingle = (unsigned)lt_lines_number(lines, o, "shingle", UINT32_MAX);
    run->run = (unsigned)lt_lines_number(lines, o, "run", UINT32_MAX);
    run->stock = (unsigned)lt_lines_number(lines, o, "stock", UINT32_MAX);
    run->bucket_first = (unsigned)lt_lines_number(lines, o, "bucket_first", UINT32_MAX);
    run->pairs = lt_lines_word(lines, o, "pairs_listed", listed, sizeof listed / sizeof listed[0]);
    run->paragraph = lt_lines_word(lines, o, "paragraph", modes, sizeof modes / sizeof modes[0]);
    run->fold_han = lt_lines_bool(lines, o, "fold_han");
    run->passages = lt_lines_bool(lines, o, "passages_sought");
    run->templates = lt_lines_bool(lines, o, "templates_sought");
    run->names = lt_lines_bool(lines, o, "names_sought");
    run->gazetteer = lt_lines_number(lines, o, "gazetteer", UINT64_MAX);
    run->masks = lt_lines_number(lines, o, "masks", UINT64_MAX);
    run->documents = lt_lines_number(lines, o, "documents", LEITONG_NO_DOCUMENT);
    run->bytes = lt_lines_number(lines, o, "bytes", UINT64_MAX);
    run->paragraphs = lt_lines_number(lines, o, "paragraphs", UINT64_MAX);
    run->tokens = lt_lines_number(lines, o, "tokens", UINT64_MAX);
    run->verified = lt_lines_number(lines, o, "verified", UINT64_MAX);
    run->seeds = lt_lines_number(lines, o, "seeds", UINT64_MAX);
    run->hits = lt_lines_number(lines, o, "hits", UINT64_MAX);
    counts->pairs = lt_lines_number(lines, o, "pairs", UINT64_MAX);
    counts->passages = lt_lines_number(lines, o, "passages", UINT64_MAX);
    counts->cases = lt_lines_number(lines, o, "cases", UINT64_MAX);
    counts->texts = lt_lines_number(lines, o, "texts", UINT64_MAX);
    counts->clusters = lt_lines_number(lines, o, "clusters", UINT64_MAX);
    counts->phrases = lt_lines_number(lines, o, "phrases", UINT64_MAX);
    counts->templates = lt_lines_number(lines, o, "templates", UINT64_MAX);
    counts->adapted = lt_lines_number(lines, o, "adapted", UINT64_MAX);
    counts->swaps = lt_lines_number(lines, o, "swaps", UINT64_MAX);
    counts->left_behind = lt_lines_number(lines, o, "left_behind", UINT64_MAX);
}

/* The first format had no number. */
static int read_format(const char *dir, lt_lines *lines, leitong_error *error)
{
    uint64_t format = 1;
    if (lt_json_member(lines->row, "format") != NULL) {
        format = lt_lines_number(lines, lines->row, "format", UINT64_MAX);
        LT_TRY(lines->code);
    }
    return format == LT_RESULT_FORMAT
               ? 0
               : lt_error_at(error, LEITONG_EINPUT, dir, LEITONG_NO_OFFSET,
                             "was written in format %" PRIu64 ", and this version reads format %d; make it anew with "
                             "'leitong scan -o DIR'",
                             format, LT_RESULT_FORMAT);
}

static int read_run(const char *dir, leitong_result *result, read_counts *counts, leitong_error *error)
{
    lt_lines lines;
    int code = lt_lines_open(&lines, dir, "run.json", error);
    if (code == LEITONG_ESYSTEM && (errno == ENOENT || errno == ENOTDIR)) {
        code = lt_error_at(error, LEITONG_EINPUT, dir, LEITONG_NO_OFFSET,
                           "is no result directory: it holds no run.json; make one with 'leitong scan -o DIR'");
    }
    if (code != 0) {
        goto done;
    }
    LT_TRY_GOTO(done, lt_lines_next(&lines));
    if (lines.row == NULL) {
        code = lt_lines_damaged(&lines, "is empty");
        goto done;
    }
    LT_TRY_GOTO(done, read_format(dir, &lines, error));
    read_run_rows(&result->run, &lines, counts);
    const char *icu = lt_lines_string(&lines, lines.row, "icu");
    LT_TRY_GOTO(done, lines.code);
    LT_TRY_GOTO(done, lt_result_string(result, icu, &result->run.icu, error));
    LT_TRY_GOTO(done, read_skips(result, &lines));
    LT_TRY_GOTO(done, lt_lines_next(&lines));
    code = lines.row != NULL ? lt_lines_damaged(&lines, "is one object, and this is another") : 0;
done:
    lt_lines_close(&lines);
    return code;
}

static int read_document_order(const void *left, const void *right)
{
    const leitong_result_document *a = left;
    const leitong_result_document *b = right;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

/* Documents stand in the file by rank, and are numbered by id; the names of their texts go with them. */
static int read_number_documents(lt_row_reader *rows, leitong_error *error)
{
    leitong_result_document *documents = rows->result->documents.items;
    const char **texts = rows->texts.items;
    size_t count = rows->result->documents.count;
    const char **ranked = malloc((count + 1) * sizeof *ranked);
    if (ranked == NULL) {
        return lt_error_memory(error);
    }
    qsort(documents, count, sizeof *documents, read_document_order);
    if (count > 0) {
        memcpy(ranked, texts, count * sizeof *ranked);
    }
    for (size_t i = 0; i < count; i++) {
        texts[i] = ranked[documents[i].rank];
    }
    free(ranked);
    return 0;
}

/* Sources, which were read by rank of their documents, go by number. */
static int read_order_sources(leitong_result *result, leitong_error *error)
{
    leitong_result_source *sources = result->sources.items;
    size_t count = result->sources.count;
    lt_record *records = malloc((count + 1) * sizeof *records);
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    leitong_result_source *ranked = malloc((count + 1) * sizeof *ranked);
    int code = 0;
    if (records == NULL || scratch == NULL || ranked == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){sources[i].document, i};
        ranked[i] = sources[i];
    }
    lt_radix_sort_records(records, scratch, count);
    for (size_t i = 0; i < count; i++) {
        sources[i] = ranked[records[i].value];
    }
done:
    free(records);
    free(scratch);
    free(ranked);
    return code;
}

static int read_span_order(const void *left, const void *right)
{
    const leitong_span *a = left;
    const leitong_span *b = right;
    return a->document != b->document ? (a->document > b->document) - (a->document < b->document)
                                      : (a->begin > b->begin) - (a->begin < b->begin);
}

static int read_documents(const char *dir, lt_row_reader *rows, leitong_error *error)
{
    leitong_result *result = rows->result;
    uint32_t twice = LEITONG_NO_DOCUMENT;
    LT_TRY(lt_rows_file(rows, dir, "documents.jsonl", result->run.documents, lt_rows_document, error));
    LT_TRY(read_number_documents(rows, error));
    const leitong_result_document *documents = result->documents.items;
    LT_TRY(lt_ids_init(&rows->ids, documents, result->documents.count, &twice, error));
    if (twice != LEITONG_NO_DOCUMENT) {
        return lt_error_at(error, LEITONG_EDAMAGED, dir, LEITONG_NO_OFFSET, "documents.jsonl names '%.200s' twice",
                           documents[twice].id);
    }
    /* Sources may be documents of later lines. */
    LT_TRY(lt_rows_file(rows, dir, "documents.jsonl", result->run.documents, lt_rows_sources, error));
    if (result->boilerplate.count > 0) {
        qsort(result->boilerplate.items, result->boilerplate.count, sizeof(leitong_span), read_span_order);
    }
    return read_order_sources(result, error);
}

static int read_all(const char *dir, lt_row_reader *rows, leitong_error *error)
{
    read_counts counts = {0};
    LT_TRY(read_run(dir, rows->result, &counts, error));
    rows->text_count = counts.texts;
    LT_TRY(read_documents(dir, rows, error));
    LT_TRY(lt_rows_file(rows, dir, "pairs.jsonl", counts.pairs, lt_rows_pair, error));
    LT_TRY(lt_rows_file(rows, dir, "passages.jsonl", counts.passages, lt_rows_passage, error));
    LT_TRY(lt_rows_file(rows, dir, "cases.jsonl", counts.cases, lt_rows_case, error));
    LT_TRY(lt_rows_file(rows, dir, "texts.jsonl", counts.texts, lt_rows_text, error));
    LT_TRY(lt_rows_file(rows, dir, "clusters.jsonl", counts.clusters, lt_rows_cluster, error));
    LT_TRY(lt_rows_file(rows, dir, "phrases.jsonl", counts.phrases, lt_rows_phrase, error));
    LT_TRY(lt_rows_file(rows, dir, "templates.jsonl", counts.templates, lt_rows_template, error));
    LT_TRY(lt_rows_file(rows, dir, "adapted.jsonl", counts.adapted, lt_rows_adapted_pair, error));
    LT_TRY(lt_rows_file(rows, dir, "swaps.jsonl", counts.swaps, lt_rows_swap, error));
    return lt_rows_file(rows, dir, "left_behind.jsonl", counts.left_behind, lt_rows_left, error);
}

int leitong_result_open(const char *dir, leitong_result **ret_result, leitong_error *error)
{
    lt_row_reader rows = {0};
    read_texts *texts = NULL;
    LT_TRY(lt_result_new(&rows.result, error));
    int code = 0;
    LT_TRY_GOTO(done, read_all(dir, &rows, error));
    texts = calloc(1, sizeof *texts);
    if (texts == NULL || (texts->dir = strdup(dir)) == NULL) {
        free(texts);
        code = lt_error_memory(error);
        goto done;
    }
    texts->names = rows.texts;
    texts->result = rows.result;
    rows.texts = (lt_table){0};
    rows.result->text = read_text;
    rows.result->text_context = texts;
    rows.result->text_free = read_texts_free;
    *ret_result = rows.result;
    rows.result = NULL;
done:
    lt_ids_clear(&rows.ids);
    free(rows.texts.items);
    leitong_result_free(rows.result);
    return code;
}
