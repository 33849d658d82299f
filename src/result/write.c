/* write: a result → a result directory (FORMATS.md gives every key).
 *
 * Input: a result, through its public accessors. Output: run.json, *.jsonl and text/ in a folder that is renamed into
 * place. Ownership: nothing is kept. Errors: those of folder and of leitong_result_text.
 * Complexity: linear in the rows and the kept texts. */
#include "base/file_close.h"
#include "result/folder.h"
#include "result/result.h"
#include "result/rows.h"

#include <stdlib.h>
#include <string.h>

typedef struct writer {
    const leitong_result *result;
    const leitong_result_document *documents;
    size_t document_count;
    unsigned char *kept; /* [document] its text is written */
    lt_rows rows;
    int keep;
    lt_folder folder;
} writer;

/* Closes the file that was written with `code`; the first failure is the one reported. */
static int write_close(const writer *w, FILE *file, int code, leitong_error *error)
{
    bool lost = fclose(file) != 0; /* some network file systems report a failed write only now */
    return code == 0 && lost ? lt_error_system(error, w->folder.target, "can't be written") : code;
}

static int write_rows(const writer *w, FILE *file, lt_rows_write *write, leitong_error *error)
{
    lt_json json;
    lt_json_begin(&json, file);
    LT_TRY(write(&w->rows, &json, error));
    return lt_json_end(&json, w->folder.target, error);
}

static int write_file(const writer *w, const char *name, lt_rows_write *write, leitong_error *error)
{
    FILE *file;
    LT_TRY(lt_folder_file(&w->folder, name, &file, error));
    return write_close(w, file, write_rows(w, file, write, error), error);
}

/* Which documents' text is kept: with LEITONG_KEEP_MATCHED, those that any row names. */
static void write_choose(writer *w)
{
    if (w->keep != LEITONG_KEEP_MATCHED) {
        memset(w->kept, w->keep == LEITONG_KEEP_ALL, w->document_count);
        return;
    }
    size_t count;
    const leitong_result_pair *pairs = leitong_result_pairs(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[pairs[i].a.document] = w->kept[pairs[i].b.document] = 1;
        lt_table_passed(&w->result->pairs, &pairs[i], sizeof *pairs);
    }
    const leitong_result_passage *passages = leitong_result_passages(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[passages[i].a.document] = w->kept[passages[i].b.document] = 1;
    }
    const leitong_span *places = leitong_result_places(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[places[i].document] = 1;
        lt_table_passed(&w->result->places, &places[i], sizeof *places);
    }
    const leitong_result_template_member *members = leitong_result_template_members(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[members[i].span.document] = 1;
    }
    const leitong_result_adapted *adapted = leitong_result_adapted_pairs(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[adapted[i].document_a] = w->kept[adapted[i].document_b] = 1;
    }
    const leitong_result_swap_place *swapped = leitong_result_swap_places(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[swapped[i].a.document] = w->kept[swapped[i].b.document] = 1;
    }
    const leitong_result_left *left = leitong_result_left_behind(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[left[i].span.document] = w->kept[left[i].source.document] = 1;
    }
}

static int write_text(const writer *w, size_t number, leitong_error *error)
{
    leitong_span whole = {(uint32_t)number, 0, w->documents[number].bytes};
    char *bytes = NULL;
    size_t size = 0;
    char name[64];
    FILE *file;
    LT_TRY(leitong_result_text(w->result, &whole, &bytes, &size, error));
    int code = 0;
    snprintf(name, sizeof name, "text/%08zu.txt", number);
    LT_TRY_GOTO(done, lt_folder_file(&w->folder, name, &file, error));
    (void)fwrite(bytes, 1, size, file); /* lt_file_close reports what is lost */
    code = write_close(w, file, lt_file_close(file, w->folder.target, error), error);
done:
    free(bytes);
    return code;
}

static int write_all(writer *w, leitong_error *error)
{
    LT_TRY(write_file(w, "run.json", lt_rows_run, error));
    LT_TRY(write_file(w, "documents.jsonl", lt_rows_documents, error));
    LT_TRY(write_file(w, "pairs.jsonl", lt_rows_pairs, error));
    LT_TRY(write_file(w, "passages.jsonl", lt_rows_passages, error));
    LT_TRY(write_file(w, "cases.jsonl", lt_rows_cases, error));
    LT_TRY(write_file(w, "texts.jsonl", lt_rows_texts, error));
    LT_TRY(write_file(w, "clusters.jsonl", lt_rows_clusters, error));
    LT_TRY(write_file(w, "phrases.jsonl", lt_rows_phrases, error));
    LT_TRY(write_file(w, "templates.jsonl", lt_rows_templates, error));
    LT_TRY(write_file(w, "adapted.jsonl", lt_rows_adapted, error));
    LT_TRY(write_file(w, "swaps.jsonl", lt_rows_swaps, error));
    LT_TRY(write_file(w, "left_behind.jsonl", lt_rows_left_behind, error));
    for (size_t i = 0; i < w->document_count; i++) {
        if (w->kept[i]) {
            LT_TRY(write_text(w, i, error));
        }
    }
    return lt_folder_commit(&w->folder, error);
}

int leitong_result_write_check(const char *dir, leitong_error *error)
{
    lt_folder folder;
    LT_TRY(lt_folder_open(&folder, dir, error));
    lt_folder_abandon(&folder);
    return 0;
}

int leitong_result_write(const leitong_result *result, const char *dir, int keep_text, leitong_error *error)
{
    writer w = {.result = result, .keep = keep_text};
    w.documents = leitong_result_documents(result, &w.document_count);
    w.kept = calloc(w.document_count + 1, 1);
    if (w.kept == NULL) {
        return lt_error_memory(error);
    }
    write_choose(&w);
    w.rows = (lt_rows){.result = result, .kept = w.kept, .lines = true};
    int code = 0;
    LT_TRY_GOTO(done, lt_folder_open(&w.folder, dir, error));
    code = write_all(&w, error);
    lt_folder_abandon(&w.folder); /* after a failure; what was committed is not touched */
done:
    free(w.kept);
    return code;
}
