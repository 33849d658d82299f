#include "result/rows.h"

#include "base/compare.h"
#include "leitong/leitong.h"
#include "result/dates.h"
#include "result/ranked.h"
#include "result/result.h"
#include "result/span_text.h"
#include "result/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const rows_modes[] = {"auto", "line", "blank"};

void lt_rows_end(const lt_rows *rows, lt_json *json)
{
    if (rows->lines) {
        lt_json_line(json);
    }
}

void lt_rows_span_members(const lt_rows *rows, lt_json *json, const leitong_span *span)
{
    size_t count;
    lt_json_string(json, "doc", leitong_result_documents(rows->result, &count)[span->document].id);
    lt_json_number(json, "begin", span->begin);
    lt_json_number(json, "end", span->end);
}

void lt_rows_span(const lt_rows *rows, lt_json *json, const char *key, const leitong_span *span)
{
    lt_json_open(json, key);
    lt_rows_span_members(rows, json, span);
    lt_json_close(json);
}

static void rows_skipped(const lt_rows *rows, lt_json *json)
{
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(rows->result, &count);
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

void lt_rows_options(const leitong_result_run *run, lt_json *json)
{
    lt_json_ratio(json, "threshold", (uint64_t)(run->threshold * 1e9 + 0.5), 1000000000);
    lt_json_ratio(json, "recall", (uint64_t)(run->recall * 1e9 + 0.5), 1000000000);
    lt_json_number(json, "bands", run->bands);
    lt_json_number(json, "rows", run->rows);
    lt_json_number(json, "shingle", run->shingle);
    lt_json_number(json, "run", run->run);
    lt_json_number(json, "stock", run->stock);
    lt_json_number(json, "bucket_first", run->bucket_first);
    lt_json_string(json, "paragraph", rows_modes[run->paragraph]);
    lt_json_bool(json, "fold_han", run->fold_han != 0);
    lt_json_string(json, "pairs_listed", run->pairs == 0 ? "medoid" : "all");
    lt_json_bool(json, "passages_sought", run->passages != 0);
    lt_json_bool(json, "templates_sought", run->templates != 0);
    lt_json_bool(json, "names_sought", run->names != 0);
    lt_json_number(json, "gazetteer", run->gazetteer);
    lt_json_number(json, "masks", run->masks);
}

int lt_rows_run(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    const leitong_result_run *run = leitong_result_get_run(rows->result);
    leitong_result_counts counts = leitong_result_count(rows->result);
    (void)error;
    lt_json_open(json, rows->lines ? NULL : "run");
    lt_json_string(json, "version", leitong_version());
    lt_json_number(json, "format", LT_RESULT_FORMAT);
    lt_rows_options(run, json);
    lt_json_number(json, "documents", run->documents);
    lt_json_number(json, "bytes", run->bytes);
    lt_json_number(json, "paragraphs", run->paragraphs);
    lt_json_number(json, "tokens", run->tokens);
    lt_json_number(json, "pairs", counts.pairs);
    lt_json_number(json, "passages", counts.passages);
    lt_json_number(json, "cases", counts.cases);
    lt_json_number(json, "texts", counts.texts);
    lt_json_number(json, "clusters", counts.clusters);
    lt_json_number(json, "phrases", counts.phrases);
    lt_json_number(json, "templates", counts.templates);
    rows_skipped(rows, json);
    lt_json_string(json, "icu", run->icu);
    lt_json_number(json, "verified", run->verified);
    lt_json_number(json, "seeds", run->seeds);
    lt_json_number(json, "hits", run->hits);
    lt_json_number(json, "adapted", counts.adapted);
    lt_json_number(json, "swaps", counts.swaps);
    lt_json_number(json, "left_behind", counts.left_behind);
    lt_json_close(json);
    lt_rows_end(rows, json);
    return 0;
}

static void rows_sources(const lt_rows *rows, lt_json *json, const leitong_result_document *d,
                         const leitong_result_source *sources, size_t count)
{
    size_t document_count;
    const leitong_result_document *documents = leitong_result_documents(rows->result, &document_count);
    lt_json_open_list(json, "sources");
    for (size_t i = 0; i < count; i++) {
        lt_json_open(json, NULL);
        lt_json_string(json, "doc", documents[sources[i].source].id);
        lt_json_number(json, "exclusive", sources[i].exclusive);
        lt_json_number(json, "full", sources[i].full);
        lt_json_ratio(json, "ratio_exclusive", sources[i].exclusive, d->tokens);
        lt_json_ratio(json, "ratio_full", sources[i].full, d->tokens);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void rows_largest_source(const lt_rows *rows, lt_json *json, const leitong_result_document *d)
{
    if (d->largest_source == LEITONG_NO_DOCUMENT) {
        lt_json_string(json, "largest_source", NULL);
        return;
    }
    size_t document_count;
    const leitong_result_document *documents = leitong_result_documents(rows->result, &document_count);
    lt_json_open(json, "largest_source");
    lt_json_string(json, "doc", documents[d->largest_source].id);
    lt_json_number(json, "tokens", d->largest_source_tokens);
    lt_json_ratio(json, "ratio", d->largest_source_tokens, d->tokens);
    lt_json_close(json);
}

/* Where the document's boilerplate lies. */
static void rows_boilerplate(const lt_rows *rows, lt_json *json, size_t document)
{
    size_t count;
    size_t i = 0;
    const leitong_span *spans = leitong_result_boilerplate(rows->result, &count);
    LT_LOWER_BOUND(i, count, middle, spans[middle].document < document);
    lt_json_open_list(json, "boilerplate_spans");
    for (; i < count && spans[i].document == document; i++) {
        lt_json_open(json, NULL);
        lt_json_number(json, "begin", spans[i].begin);
        lt_json_number(json, "end", spans[i].end);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void rows_document(const lt_rows *rows, lt_json *json, size_t number, const leitong_result_source *sources,
                          size_t source_count)
{
    size_t document_count;
    const leitong_result_document *d = leitong_result_documents(rows->result, &document_count) + number;
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
    lt_json_number(json, "repeated", d->repeated);
    lt_json_ratio(json, "ratio_repeated", d->repeated, d->tokens);
    lt_json_number(json, "covered", d->covered);
    lt_json_ratio(json, "ratio_covered", d->covered, d->tokens);
    lt_json_number(json, "boilerplate", d->boilerplate);
    lt_json_number(json, "excluded", d->excluded);
    lt_json_number(json, "longest_run", d->longest_run);
    rows_largest_source(rows, json, d);
    lt_json_string(json, "title", d->title);
    lt_json_string(json, "title_from", lt_words_origins[d->title_from]);
    lt_json_string(json, "date", d->date);
    lt_json_string(json, "date_from", lt_words_origins[d->date_from]);
    lt_json_string(json, "series", d->series);
    lt_json_string(json, "author", d->author);
    lt_json_number(json, "reused_without_quotes", d->reused_without_quotes);
    lt_json_number(json, "reused_without_stock", d->reused_without_stock);
    lt_json_number(json, "salience", d->salience);
    lt_json_number(json, "rank", d->rank);
    rows_sources(rows, json, d, sources, source_count);
    rows_boilerplate(rows, json, number);
    if (rows->kept != NULL) {
        snprintf(text, sizeof text, "text/%08zu.txt", number);
        lt_json_string(json, "text", rows->kept[number] ? text : NULL);
    }
    lt_json_close(json);
    lt_rows_end(rows, json);
}

/* ret_begins: [document + 1] in the sources, which ascend by document. */
static void rows_source_begins(const leitong_result_source *sources, size_t source_count, size_t documents,
                               size_t *ret_begins)
{
    size_t at = 0;
    for (size_t d = 0; d <= documents; d++) {
        while (at < source_count && sources[at].document < d) {
            at++;
        }
        ret_begins[d] = at;
    }
}

int lt_rows_documents(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    size_t source_count;
    const leitong_result_source *sources = leitong_result_sources(rows->result, &source_count);
    uint32_t *numbers = NULL;
    (void)leitong_result_documents(rows->result, &count);
    size_t *begins = malloc((count + 1) * sizeof *begins);
    int code = 0;
    if (begins == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    LT_TRY_GOTO(done, lt_ranked_documents(rows->result, &numbers, error));
    rows_source_begins(sources, source_count, count, begins);
    for (size_t i = 0; i < count; i++) {
        size_t d = numbers[i];
        rows_document(rows, json, d, sources + begins[d], begins[d + 1] - begins[d]);
    }
done:
    free(begins);
    free(numbers);
    return code;
}

static void rows_pair_side(const lt_rows *rows, lt_json *json, const char *key, const leitong_span *span,
                           uint32_t paragraph)
{
    lt_json_open(json, key);
    lt_rows_span_members(rows, json, span);
    lt_json_number(json, "paragraph", paragraph);
    lt_json_close(json);
}

int lt_rows_pairs(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_pair *pairs = leitong_result_pairs(rows->result, &count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_pair *p = &pairs[i];
        uint64_t all = (uint64_t)p->shingles_a + p->shingles_b - p->shared;
        lt_json_open(json, NULL);
        rows_pair_side(rows, json, "a", &p->a, p->paragraph_a);
        rows_pair_side(rows, json, "b", &p->b, p->paragraph_b);
        lt_json_number(json, "shared", p->shared);
        lt_json_number(json, "union", all);
        lt_json_ratio(json, "jaccard", p->shared, all);
        lt_json_ratio(json, "containment_a", p->shared, p->shingles_a);
        lt_json_ratio(json, "containment_b", p->shared, p->shingles_b);
        lt_json_number(json, "shingles_a", p->shingles_a);
        lt_json_number(json, "shingles_b", p->shingles_b);
        lt_json_close(json);
        lt_rows_end(rows, json);
        lt_table_passed(&rows->result->pairs, p, sizeof *p);
    }
    return 0;
}

void lt_rows_range(lt_json *json, const char *key, uint64_t begin, uint64_t end)
{
    lt_json_open_list(json, key);
    lt_json_number(json, NULL, begin);
    lt_json_number(json, NULL, end);
    lt_json_close_list(json);
}

/* Edits of a passage, and in a report both texts with them. */
typedef struct rows_sides {
    lt_span_edits edits;
    lt_span_text a, b;
} rows_sides;

static void rows_sides_clear(rows_sides *sides)
{
    lt_span_text_clear(&sides->a);
    lt_span_text_clear(&sides->b);
}

static int rows_sides_read(const lt_rows *rows, const leitong_result_passage *p, rows_sides *sides,
                           leitong_error *error)
{
    if (!rows->texts) {
        return 0;
    }
    LT_TRY(lt_span_text_read(rows->result, p, LT_SIDE_A, &sides->edits, &sides->a, error));
    return lt_span_text_read(rows->result, p, LT_SIDE_B, &sides->edits, &sides->b, error);
}

static void rows_edit_text(lt_json *json, const char *key, const lt_span_text *side, size_t edit)
{
    if (side->text != NULL) {
        lt_json_bytes(json, key, side->text + side->cuts[2 * edit], side->cuts[2 * edit + 1] - side->cuts[2 * edit]);
    }
}

static void rows_edits(lt_json *json, const char *key, const rows_sides *sides)
{
    lt_json_open_list(json, key);
    for (size_t i = 0; i < sides->edits.count; i++) {
        const leitong_result_edit *edit = &sides->edits.items[i];
        lt_json_open(json, NULL);
        lt_rows_range(json, "a", edit->a_begin, edit->a_end);
        lt_rows_range(json, "b", edit->b_begin, edit->b_end);
        rows_edit_text(json, "text_a", &sides->a, i);
        rows_edit_text(json, "text_b", &sides->b, i);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

/* SPAN, and in a report its text: null where it was not kept. */
static void rows_passage_side(const lt_rows *rows, lt_json *json, const char *key, const leitong_span *span,
                              const lt_span_text *side)
{
    lt_json_open(json, key);
    lt_rows_span_members(rows, json, span);
    if (rows->texts && side->text == NULL) {
        lt_json_string(json, "text", NULL);
    } else if (rows->texts) {
        lt_json_bytes(json, "text", side->text, side->size);
    }
    lt_json_close(json);
}

static void rows_passage_object(const lt_rows *rows, lt_json *json, const leitong_result_passage *p,
                                const rows_sides *exact, const rows_sides *shown)
{
    lt_json_open(json, NULL);
    rows_passage_side(rows, json, "a", &p->a, &exact->a);
    rows_passage_side(rows, json, "b", &p->b, &exact->b);
    lt_json_number(json, "tokens_a", p->tokens_a);
    lt_json_number(json, "tokens_b", p->tokens_b);
    lt_json_number(json, "matched", p->matched);
    lt_json_ratio(json, "identity", p->matched, LT_MAX(p->tokens_a, p->tokens_b));
    lt_json_number(json, "longest_run", p->longest_run);
    lt_json_number(json, "stock", p->stock);
    lt_rows_text_number(json, p->text);
    rows_edits(json, "edits", exact);
    rows_edits(json, "edits_shown", shown);
    if (p->period > 0) {
        lt_json_number(json, "period", p->period);
    }
    int earliest = lt_dates_side(rows->result, p->a.document, p->b.document);
    if (earliest != LEITONG_EARLIEST_UNKNOWN) {
        lt_json_string(json, "earliest", lt_words_earliest[earliest]);
    }
    lt_json_close(json);
    lt_rows_end(rows, json);
}

static int rows_passage(const lt_rows *rows, lt_json *json, const leitong_result_passage *p, leitong_error *error)
{
    rows_sides exact = {.edits = lt_span_edits_exact(rows->result, p)};
    rows_sides shown = {.edits = lt_span_edits_shown(rows->result, p)};
    int code = 0;
    LT_TRY_GOTO(done, rows_sides_read(rows, p, &exact, error));
    LT_TRY_GOTO(done, rows_sides_read(rows, p, &shown, error));
    rows_passage_object(rows, json, p, &exact, &shown);
done:
    rows_sides_clear(&exact);
    rows_sides_clear(&shown);
    return code;
}

int lt_rows_passages(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(rows->result, &count);
    for (size_t i = 0; i < count; i++) {
        LT_TRY(rows_passage(rows, json, &passages[i], error));
    }
    return 0;
}

static void rows_members(const lt_rows *rows, lt_json *json, const leitong_result_member *members, size_t count)
{
    lt_json_open_list(json, "members");
    for (size_t m = 0; m < count; m++) {
        lt_json_open(json, NULL);
        lt_rows_span_members(rows, json, &members[m].span);
        lt_json_ratio(json, "jaccard", members[m].shared, members[m].all);
        lt_json_ratio(json, "containment", members[m].shared, members[m].smaller);
        lt_json_number(json, "shared", members[m].shared);
        lt_json_number(json, "all", members[m].all);
        lt_json_number(json, "smaller", members[m].smaller);
        lt_json_close(json);
        lt_table_passed(&rows->result->members, &members[m], sizeof *members);
    }
    lt_json_close_list(json);
}

int lt_rows_span_text(const lt_rows *rows, lt_json *json, const leitong_span *span, leitong_error *error)
{
    char *text = NULL;
    size_t size = 0;
    LT_TRY(lt_span_text_utf8(rows->result, span, &text, &size, error));
    if (text == NULL) {
        lt_json_string(json, "text", NULL);
    } else {
        lt_json_bytes(json, "text", text, size);
    }
    free(text);
    return 0;
}

static int rows_cluster(const lt_rows *rows, lt_json *json, size_t number, const leitong_result_cluster *c,
                        leitong_error *error)
{
    size_t member_count;
    const leitong_result_member *own = leitong_result_members(rows->result, &member_count) + c->member_begin;
    const leitong_result_member *least = own;
    for (size_t m = 1; m < c->member_count; m++) {
        if ((uint64_t)own[m].shared * least->all < (uint64_t)least->shared * own[m].all) {
            least = &own[m];
        }
        lt_table_passed(&rows->result->members, &own[m], sizeof *own);
    }
    lt_json_open(json, NULL);
    lt_json_number(json, "cluster", number);
    lt_json_string(json, "unit", lt_words_units[c->unit]);
    lt_json_number(json, "size", c->member_count);
    lt_json_number(json, "documents", c->documents);
    lt_json_number(json, "medoid", c->medoid);
    lt_json_ratio(json, "min_jaccard", least->shared, least->all);
    if (rows->texts && c->unit != LEITONG_UNIT_DOCUMENT) {
        LT_TRY(lt_rows_span_text(rows, json, &own[c->medoid].span, error));
    }
    rows_members(rows, json, own, c->member_count);
    size_t earliest = lt_dates_earliest(rows->result, own, c->member_count);
    if (earliest != LT_DATES_NONE) {
        lt_json_number(json, "earliest", earliest);
    }
    lt_json_close(json);
    lt_rows_end(rows, json);
    return 0;
}

int lt_rows_clusters(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_cluster *clusters = leitong_result_clusters(rows->result, &count);
    for (size_t i = 0; i < count; i++) {
        LT_TRY(rows_cluster(rows, json, i, &clusters[i], error));
    }
    return 0;
}

void lt_rows_more(lt_json *json, uint64_t all, size_t listed)
{
    if (all > listed) {
        lt_json_open(json, NULL);
        lt_json_number(json, "more", all - listed);
        lt_json_close(json);
    }
}

int lt_rows_phrases(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_phrase *phrases = leitong_result_phrases(rows->result, &count);
    const leitong_span *places = leitong_result_places(rows->result, &place_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_phrase *p = &phrases[i];
        lt_json_open(json, NULL);
        LT_TRY(lt_rows_span_text(rows, json, &places[p->place_begin], error));
        lt_json_number(json, "tokens", p->tokens);
        lt_json_number(json, "count", p->count);
        lt_json_number(json, "documents", p->documents);
        lt_json_open_list(json, "places");
        for (size_t m = 0; m < p->place_count; m++) {
            lt_rows_span(rows, json, NULL, &places[p->place_begin + m]);
        }
        lt_rows_more(json, p->count, p->place_count);
        lt_json_close_list(json);
        lt_json_close(json);
        lt_rows_end(rows, json);
    }
    return 0;
}
