/* write: a result → a result directory (FORMATS.md gives every key).
 *
 * Enters: a result, through its public accessors. Leaves: run.json, *.jsonl and text/ in a folder that is renamed into
 * place. Owner: none. Errors: those of folder and of leitong_result_text. */
#include "json_write.h"
#include "leitong/leitong.h"
#include "report/folder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct writer {
    const leitong_result *result;
    const leitong_result_document *documents;
    size_t document_count;
    unsigned char *kept; /* [document] its text is written */
    int keep;
    lt_folder folder;
} writer;

typedef int (*write_rows)(const writer *w, lt_json *json, leitong_error *error);

static const char *const write_units[] = {"paragraph", "passage", "document"};
static const char *const write_modes[] = {"auto", "line", "blank"};

static void write_span_members(const writer *w, lt_json *json, const leitong_span *span)
{
    lt_json_string(json, "doc", w->documents[span->document].id);
    lt_json_number(json, "begin", span->begin);
    lt_json_number(json, "end", span->end);
}

static void write_span(const writer *w, lt_json *json, const char *key, const leitong_span *span)
{
    lt_json_open(json, key);
    write_span_members(w, json, span);
    lt_json_close(json);
}

static void write_skipped(const writer *w, lt_json *json)
{
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(w->result, &count);
    lt_json_open_list(json, "skipped");
    for (size_t i = 0; i < count; i++) {
        lt_json_open(json, NULL);
        lt_json_string(json, "what", skips[i].what);
        lt_json_string(json, "reason", skips[i].reason);
        lt_json_number(json, "count", skips[i].count);
        lt_json_open_list(json, "examples");
        for (size_t e = 0; e < skips[i].example_count; e++) {
            lt_json_string(json, NULL, skips[i].examples[e]);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void write_options(const leitong_result_run *run, lt_json *json)
{
    lt_json_ratio(json, "threshold", (uint64_t)(run->threshold * 1e9 + 0.5), 1000000000);
    lt_json_ratio(json, "recall", (uint64_t)(run->recall * 1e9 + 0.5), 1000000000);
    lt_json_number(json, "bands", run->bands);
    lt_json_number(json, "rows", run->rows);
    lt_json_number(json, "shingle", run->shingle);
    lt_json_number(json, "run", run->run);
    lt_json_number(json, "stock", run->stock);
    lt_json_string(json, "paragraph", write_modes[run->paragraph]);
    lt_json_bool(json, "fold_han", run->fold_han != 0);
    lt_json_string(json, "pairs_listed", run->pairs == 0 ? "medoid" : "all");
    lt_json_bool(json, "passages_sought", run->passages != 0);
}

static int write_run(const writer *w, lt_json *json, leitong_error *error)
{
    const leitong_result_run *run = leitong_result_get_run(w->result);
    size_t pairs;
    size_t passages;
    size_t clusters;
    size_t phrases;
    (void)error;
    (void)leitong_result_pairs(w->result, &pairs);
    (void)leitong_result_passages(w->result, &passages);
    (void)leitong_result_clusters(w->result, &clusters);
    (void)leitong_result_phrases(w->result, &phrases);
    lt_json_open(json, NULL);
    lt_json_string(json, "version", leitong_version());
    write_options(run, json);
    lt_json_number(json, "documents", run->documents);
    lt_json_number(json, "bytes", run->bytes);
    lt_json_number(json, "paragraphs", run->paragraphs);
    lt_json_number(json, "tokens", run->tokens);
    lt_json_number(json, "pairs", pairs);
    lt_json_number(json, "passages", passages);
    lt_json_number(json, "clusters", clusters);
    lt_json_number(json, "phrases", phrases);
    lt_json_number(json, "templates", 0);
    write_skipped(w, json);
    lt_json_number(json, "verified", run->verified);
    lt_json_number(json, "bucket_overflow", run->bucket_overflow);
    lt_json_number(json, "seeds", run->seeds);
    lt_json_number(json, "hits", run->hits);
    lt_json_close(json);
    lt_json_line(json);
    return 0;
}

static void write_sources(const writer *w, lt_json *json, const leitong_result_document *d,
                          const leitong_result_source *sources, size_t count)
{
    lt_json_open_list(json, "sources");
    for (size_t i = 0; i < count; i++) {
        lt_json_open(json, NULL);
        lt_json_string(json, "doc", w->documents[sources[i].source].id);
        lt_json_number(json, "exclusive", sources[i].exclusive);
        lt_json_number(json, "full", sources[i].full);
        lt_json_ratio(json, "ratio_exclusive", sources[i].exclusive, d->tokens);
        lt_json_ratio(json, "ratio_full", sources[i].full, d->tokens);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void write_largest_source(const writer *w, lt_json *json, const leitong_result_document *d)
{
    if (d->largest_source == LEITONG_NO_DOCUMENT) {
        lt_json_string(json, "largest_source", NULL);
        return;
    }
    lt_json_open(json, "largest_source");
    lt_json_string(json, "doc", w->documents[d->largest_source].id);
    lt_json_number(json, "tokens", d->largest_source_tokens);
    lt_json_ratio(json, "ratio", d->largest_source_tokens, d->tokens);
    lt_json_close(json);
}

static void write_document(const writer *w, lt_json *json, size_t number, const leitong_result_source *sources,
                           size_t source_count)
{
    const leitong_result_document *d = &w->documents[number];
    char text[64];
    lt_json_open(json, NULL);
    lt_json_string(json, "doc", d->id);
    snprintf(text, sizeof text, "%016" PRIx64 "%016" PRIx64, d->hash[0], d->hash[1]);
    lt_json_string(json, "hash", text);
    lt_json_number(json, "bytes", d->bytes);
    lt_json_string(json, "encoding", d->encoding);
    lt_json_number(json, "paragraphs", d->paragraphs);
    lt_json_number(json, "tokens", d->tokens);
    lt_json_number(json, "reused", d->reused);
    lt_json_ratio(json, "ratio", d->reused, d->tokens);
    lt_json_ratio(json, "ratio_without_quotes", d->reused_without_quotes, d->tokens);
    lt_json_ratio(json, "ratio_without_stock", d->reused_without_stock, d->tokens);
    lt_json_number(json, "longest_run", d->longest_run);
    write_largest_source(w, json, d);
    lt_json_string(json, "title", d->title);
    lt_json_string(json, "date", d->date);
    lt_json_string(json, "series", d->series);
    lt_json_string(json, "author", d->author);
    lt_json_number(json, "reused_without_quotes", d->reused_without_quotes);
    lt_json_number(json, "reused_without_stock", d->reused_without_stock);
    write_sources(w, json, d, sources, source_count);
    snprintf(text, sizeof text, "text/%08zu.txt", number);
    lt_json_string(json, "text", w->kept[number] ? text : NULL);
    lt_json_close(json);
    lt_json_line(json);
}

static int write_documents(const writer *w, lt_json *json, leitong_error *error)
{
    size_t source_count;
    const leitong_result_source *sources = leitong_result_sources(w->result, &source_count);
    size_t at = 0;
    (void)error;
    for (size_t i = 0; i < w->document_count; i++) {
        size_t first = at;
        while (at < source_count && sources[at].document == i) {
            at++;
        }
        write_document(w, json, i, sources + first, at - first);
    }
    return 0;
}

static void write_pair_side(const writer *w, lt_json *json, const char *key, const leitong_span *span,
                            uint32_t paragraph)
{
    lt_json_open(json, key);
    write_span_members(w, json, span);
    lt_json_number(json, "paragraph", paragraph);
    lt_json_close(json);
}

static int write_pairs(const writer *w, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_pair *pairs = leitong_result_pairs(w->result, &count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_pair *p = &pairs[i];
        uint64_t all = (uint64_t)p->shingles_a + p->shingles_b - p->shared;
        lt_json_open(json, NULL);
        write_pair_side(w, json, "a", &p->a, p->paragraph_a);
        write_pair_side(w, json, "b", &p->b, p->paragraph_b);
        lt_json_number(json, "shared", p->shared);
        lt_json_number(json, "union", all);
        lt_json_ratio(json, "jaccard", p->shared, all);
        lt_json_ratio(json, "containment_a", p->shared, p->shingles_a);
        lt_json_ratio(json, "containment_b", p->shared, p->shingles_b);
        lt_json_number(json, "shingles_a", p->shingles_a);
        lt_json_number(json, "shingles_b", p->shingles_b);
        lt_json_close(json);
        lt_json_line(json);
    }
    return 0;
}

static void write_range(lt_json *json, const char *key, uint64_t begin, uint64_t end)
{
    lt_json_open_list(json, key);
    lt_json_number(json, NULL, begin);
    lt_json_number(json, NULL, end);
    lt_json_close_list(json);
}

static void write_edits(lt_json *json, const leitong_result_edit *edits, size_t count)
{
    lt_json_open_list(json, "edits");
    for (size_t i = 0; i < count; i++) {
        lt_json_open(json, NULL);
        write_range(json, "a", edits[i].a_begin, edits[i].a_end);
        write_range(json, "b", edits[i].b_begin, edits[i].b_end);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static int write_passages(const writer *w, lt_json *json, leitong_error *error)
{
    size_t count;
    size_t edit_count;
    const leitong_result_passage *passages = leitong_result_passages(w->result, &count);
    const leitong_result_edit *edits = leitong_result_edits(w->result, &edit_count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        uint32_t longer = p->tokens_a > p->tokens_b ? p->tokens_a : p->tokens_b;
        lt_json_open(json, NULL);
        write_span(w, json, "a", &p->a);
        write_span(w, json, "b", &p->b);
        lt_json_number(json, "tokens_a", p->tokens_a);
        lt_json_number(json, "tokens_b", p->tokens_b);
        lt_json_number(json, "matched", p->matched);
        lt_json_ratio(json, "identity", p->matched, longer);
        lt_json_number(json, "longest_run", p->longest_run);
        lt_json_number(json, "stock", p->stock);
        write_edits(json, edits + p->edit_begin, p->edit_count);
        if (p->period > 0) {
            lt_json_number(json, "period", p->period);
        }
        lt_json_close(json);
        lt_json_line(json);
    }
    return 0;
}

static void write_members(const writer *w, lt_json *json, const leitong_result_member *members, size_t count)
{
    lt_json_open_list(json, "members");
    for (size_t m = 0; m < count; m++) {
        lt_json_open(json, NULL);
        write_span_members(w, json, &members[m].span);
        lt_json_ratio(json, "jaccard", members[m].shared, members[m].all);
        lt_json_ratio(json, "containment", members[m].shared, members[m].smaller);
        lt_json_number(json, "shared", members[m].shared);
        lt_json_number(json, "all", members[m].all);
        lt_json_number(json, "smaller", members[m].smaller);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static int write_clusters(const writer *w, lt_json *json, leitong_error *error)
{
    size_t count;
    size_t member_count;
    const leitong_result_cluster *clusters = leitong_result_clusters(w->result, &count);
    const leitong_result_member *members = leitong_result_members(w->result, &member_count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_cluster *c = &clusters[i];
        const leitong_result_member *own = members + c->member_begin;
        const leitong_result_member *least = own;
        for (size_t m = 1; m < c->member_count; m++) {
            if ((uint64_t)own[m].shared * least->all < (uint64_t)least->shared * own[m].all) {
                least = &own[m];
            }
        }
        lt_json_open(json, NULL);
        lt_json_number(json, "cluster", i);
        lt_json_string(json, "unit", write_units[c->unit]);
        lt_json_number(json, "size", c->member_count);
        lt_json_number(json, "documents", c->documents);
        lt_json_number(json, "medoid", c->medoid);
        lt_json_ratio(json, "min_jaccard", least->shared, least->all);
        write_members(w, json, own, c->member_count);
        lt_json_close(json);
        lt_json_line(json);
    }
    return 0;
}

static int write_phrases(const writer *w, lt_json *json, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_phrase *phrases = leitong_result_phrases(w->result, &count);
    const leitong_span *places = leitong_result_places(w->result, &place_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_phrase *p = &phrases[i];
        char *text = NULL;
        size_t size = 0;
        int code = leitong_result_utf8(w->result, &places[p->place_begin], &text, &size, error);
        if (code != 0) {
            return code;
        }
        lt_json_open(json, NULL);
        lt_json_bytes(json, "text", text, size);
        free(text);
        lt_json_number(json, "tokens", p->tokens);
        lt_json_number(json, "count", p->place_count);
        lt_json_number(json, "documents", p->documents);
        lt_json_open_list(json, "places");
        for (size_t m = 0; m < p->place_count; m++) {
            write_span(w, json, NULL, &places[p->place_begin + m]);
        }
        lt_json_close_list(json);
        lt_json_close(json);
        lt_json_line(json);
    }
    return 0;
}

static int write_file(writer *w, const char *name, write_rows rows, leitong_error *error)
{
    FILE *file;
    int code = lt_folder_file(&w->folder, name, &file, error);
    if (code != 0) {
        return code;
    }
    lt_json json;
    lt_json_begin(&json, file);
    code = rows(w, &json, error);
    int ended = lt_json_end(&json, name, code == 0 ? error : NULL);
    if (fclose(file) != 0 && code == 0 && ended == 0) {
        ended = lt_error_system(error, name, "can't be written");
    }
    return code != 0 ? code : ended;
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
    }
    const leitong_result_passage *passages = leitong_result_passages(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[passages[i].a.document] = w->kept[passages[i].b.document] = 1;
    }
    const leitong_span *places = leitong_result_places(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        w->kept[places[i].document] = 1;
    }
}

static int write_text(const writer *w, size_t number, leitong_error *error)
{
    leitong_span whole = {(uint32_t)number, 0, w->documents[number].bytes};
    char *bytes = NULL;
    size_t size = 0;
    char name[64];
    FILE *file;
    int code = leitong_result_text(w->result, &whole, &bytes, &size, error);
    if (code != 0) {
        return code;
    }
    snprintf(name, sizeof name, "text/%08zu.txt", number);
    code = lt_folder_file(&w->folder, name, &file, error);
    if (code == 0) {
        size_t put = fwrite(bytes, 1, size, file);
        if (fclose(file) != 0 || put != size) {
            code = lt_error_system(error, name, "can't be written");
        }
    }
    free(bytes);
    return code;
}

static int write_all(writer *w, leitong_error *error)
{
    int code = write_file(w, "run.json", write_run, error);
    code = code != 0 ? code : write_file(w, "documents.jsonl", write_documents, error);
    code = code != 0 ? code : write_file(w, "pairs.jsonl", write_pairs, error);
    code = code != 0 ? code : write_file(w, "passages.jsonl", write_passages, error);
    code = code != 0 ? code : write_file(w, "clusters.jsonl", write_clusters, error);
    code = code != 0 ? code : write_file(w, "phrases.jsonl", write_phrases, error);
    for (size_t i = 0; code == 0 && i < w->document_count; i++) {
        if (w->kept[i]) {
            code = write_text(w, i, error);
        }
    }
    return code != 0 ? code : lt_folder_commit(&w->folder, error);
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
    int code = lt_folder_open(&w.folder, dir, error);
    if (code == 0) {
        code = write_all(&w, error);
        if (code != 0) {
            lt_folder_abandon(&w.folder);
        }
    }
    free(w.kept);
    return code;
}
