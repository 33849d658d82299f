#include "report/csv.h"

#include "base/compare.h"
#include "base/file_close.h"
#include "base/ratio.h"
#include "report/printable.h"
#include "result/ranked.h"
#include "result/span_text.h"
#include "result/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct csv_table {
    const leitong_result *result;
    const leitong_result_document *documents;
    FILE *file;
    bool comma; /* this line has a cell already */
} csv_table;

static void csv_lead(csv_table *csv)
{
    if (csv->comma) {
        putc(',', csv->file);
    }
    csv->comma = true;
}

static void csv_line(csv_table *csv)
{
    fputs("\r\n", csv->file);
    csv->comma = false;
}

/* A spreadsheet that opens the table would compute a cell that begins with one of these. */
static bool csv_is_formula(uint32_t c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\n' || c == 0xFF1D ||
           c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

static void csv_bytes(csv_table *csv, const char *text, size_t size)
{
    csv_lead(csv);
    if (text == NULL) {
        return;
    }
    putc('"', csv->file);
    for (size_t at = 0; at < size;) {
        lt_printable shown;
        size_t length = lt_printable_next(text + at, size - at, &shown);
        if (at == 0 && csv_is_formula(shown.character)) {
            putc('\'', csv->file);
        }
        if (shown.character == '"') {
            putc('"', csv->file);
        }
        fwrite(shown.shape, 1, shown.length, csv->file);
        at += length;
    }
    putc('"', csv->file);
}

static void csv_text(csv_table *csv, const char *text)
{
    csv_bytes(csv, text, text != NULL ? strlen(text) : 0);
}

static void csv_number(csv_table *csv, uint64_t number)
{
    csv_lead(csv);
    fprintf(csv->file, "%" PRIu64, number);
}

static void csv_ratio(csv_table *csv, uint64_t numerator, uint64_t denominator)
{
    char text[LT_RATIO_SIZE];
    lt_ratio_text(text, numerator, denominator, 1, 6);
    csv_lead(csv);
    fputs(text, csv->file);
}

static void csv_span(csv_table *csv, const leitong_span *span)
{
    csv_text(csv, csv->documents[span->document].id);
    csv_number(csv, span->begin);
    csv_number(csv, span->end);
}

/* The span's text; an empty cell, unquoted, where it was not kept. */
static int csv_span_text(csv_table *csv, const leitong_span *span, leitong_error *error)
{
    char *text = NULL;
    size_t size = 0;
    LT_TRY(lt_span_text_utf8(csv->result, span, &text, &size, error));
    csv_bytes(csv, text, size);
    free(text);
    return 0;
}

static int csv_passages(csv_table *csv, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(csv->result, &count);
    fputs("doc_a,begin_a,end_a,doc_b,begin_b,end_b,tokens_a,tokens_b,matched,identity,longest_run,stock,edits,period,"
          "text_a,text_b\r\n",
          csv->file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        csv_span(csv, &p->a);
        csv_span(csv, &p->b);
        csv_number(csv, p->tokens_a);
        csv_number(csv, p->tokens_b);
        csv_number(csv, p->matched);
        csv_ratio(csv, p->matched, LT_MAX(p->tokens_a, p->tokens_b));
        csv_number(csv, p->longest_run);
        csv_number(csv, p->stock);
        csv_number(csv, p->edit_count);
        csv_number(csv, p->period);
        LT_TRY(csv_span_text(csv, &p->a, error));
        LT_TRY(csv_span_text(csv, &p->b, error));
        csv_line(csv);
    }
    return 0;
}

static int csv_documents(csv_table *csv, leitong_error *error)
{
    size_t count;
    uint32_t *numbers = NULL;
    (void)leitong_result_documents(csv->result, &count);
    LT_TRY(lt_ranked_documents(csv->result, &numbers, error));
    fputs("doc,title,title_from,date,date_from,series,author,hash,bytes,encoding,paragraphs,tokens,reused,ratio,ratio_"
          "without_quotes,"
          "ratio_without_stock,repeated,covered,boilerplate,excluded,longest_run,largest_source,largest_source_tokens,"
          "largest_source_ratio,salience\r\n",
          csv->file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_document *d = &csv->documents[numbers[i]];
        bool has_source = d->largest_source != LEITONG_NO_DOCUMENT;
        char hash[33];
        snprintf(hash, sizeof hash, "%016" PRIx64 "%016" PRIx64, d->hash[0], d->hash[1]);
        csv_text(csv, d->id);
        csv_text(csv, d->title);
        csv_text(csv, lt_words_origins[d->title_from]);
        csv_text(csv, d->date);
        csv_text(csv, lt_words_origins[d->date_from]);
        csv_text(csv, d->series);
        csv_text(csv, d->author);
        csv_text(csv, hash);
        csv_number(csv, d->bytes);
        csv_text(csv, d->encoding);
        csv_number(csv, d->paragraphs);
        csv_number(csv, d->tokens);
        csv_number(csv, d->reused);
        csv_ratio(csv, d->reused, d->tokens);
        csv_ratio(csv, d->reused_without_quotes, d->tokens);
        csv_ratio(csv, d->reused_without_stock, d->tokens);
        csv_number(csv, d->repeated);
        csv_number(csv, d->covered);
        csv_number(csv, d->boilerplate);
        csv_number(csv, d->excluded);
        csv_number(csv, d->longest_run);
        csv_text(csv, has_source ? csv->documents[d->largest_source].id : NULL);
        csv_number(csv, has_source ? d->largest_source_tokens : 0);
        csv_ratio(csv, has_source ? d->largest_source_tokens : 0, d->tokens);
        csv_number(csv, d->salience);
        csv_line(csv);
    }
    free(numbers);
    return 0;
}

static int csv_pairs(csv_table *csv, leitong_error *error)
{
    size_t count;
    const leitong_result_pair *pairs = leitong_result_pairs(csv->result, &count);
    fputs("doc_a,begin_a,end_a,paragraph_a,doc_b,begin_b,end_b,paragraph_b,shared,union,jaccard,containment_a,"
          "containment_b,text_a,text_b\r\n",
          csv->file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_pair *p = &pairs[i];
        uint64_t all = (uint64_t)p->shingles_a + p->shingles_b - p->shared;
        csv_span(csv, &p->a);
        csv_number(csv, p->paragraph_a);
        csv_span(csv, &p->b);
        csv_number(csv, p->paragraph_b);
        csv_number(csv, p->shared);
        csv_number(csv, all);
        csv_ratio(csv, p->shared, all);
        csv_ratio(csv, p->shared, p->shingles_a);
        csv_ratio(csv, p->shared, p->shingles_b);
        LT_TRY(csv_span_text(csv, &p->a, error));
        LT_TRY(csv_span_text(csv, &p->b, error));
        csv_line(csv);
    }
    return 0;
}

static int csv_cluster(csv_table *csv, size_t number, const leitong_result_cluster *c, leitong_error *error)
{
    size_t count;
    const leitong_result_member *members = leitong_result_members(csv->result, &count) + c->member_begin;
    for (size_t m = 0; m < c->member_count; m++) {
        csv_number(csv, number);
        csv_text(csv, lt_words_units[c->unit]);
        csv_number(csv, c->member_count);
        csv_number(csv, c->documents);
        csv_number(csv, m == c->medoid);
        csv_span(csv, &members[m].span);
        csv_ratio(csv, members[m].shared, members[m].all);
        csv_ratio(csv, members[m].shared, members[m].smaller);
        if (c->unit == LEITONG_UNIT_DOCUMENT) {
            csv_text(csv, NULL); /* whole documents are no cells */
        } else {
            LT_TRY(csv_span_text(csv, &members[m].span, error));
        }
        csv_line(csv);
    }
    return 0;
}

static int csv_clusters(csv_table *csv, leitong_error *error)
{
    size_t count;
    const leitong_result_cluster *clusters = leitong_result_clusters(csv->result, &count);
    fputs("cluster,unit,size,documents,medoid,doc,begin,end,jaccard,containment,text\r\n", csv->file);
    for (size_t i = 0; i < count; i++) {
        LT_TRY(csv_cluster(csv, i, &clusters[i], error));
    }
    return 0;
}

static int csv_phrases(csv_table *csv, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_phrase *phrases = leitong_result_phrases(csv->result, &count);
    const leitong_span *places = leitong_result_places(csv->result, &place_count);
    fputs("phrase,tokens,count,documents,doc,begin,end,text\r\n", csv->file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_phrase *p = &phrases[i];
        for (size_t m = 0; m < p->place_count; m++) {
            csv_number(csv, i);
            csv_number(csv, p->tokens);
            csv_number(csv, p->count);
            csv_number(csv, p->documents);
            csv_span(csv, &places[p->place_begin + m]);
            LT_TRY(csv_span_text(csv, &places[p->place_begin + m], error));
            csv_line(csv);
        }
    }
    return 0;
}

/* The template's own text: slots as {number}, optional wording in [brackets]. */
static int csv_pattern(csv_table *csv, const leitong_result_template *t, leitong_error *error)
{
    size_t count;
    const leitong_result_part *parts = leitong_result_parts(csv->result, &count) + t->part_begin;
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < t->part_count; i++) {
        if (parts[i].kind == LEITONG_PART_SLOT) {
            fprintf(memory, "{%" PRIu32 "}", parts[i].slot);
        } else if (parts[i].kind == LEITONG_PART_OPTIONAL) {
            fprintf(memory, "[%s]", parts[i].text);
        } else {
            fputs(parts[i].text, memory);
        }
    }
    int failed = ferror(memory);
    if (fclose(memory) != 0 || failed != 0) {
        free(text);
        return lt_error_memory(error);
    }
    csv_bytes(csv, text, size);
    free(text);
    return 0;
}

/* A fill of the slot with this number. */
typedef struct csv_fill {
    size_t number;
    const leitong_result_slot *slot;
    const leitong_result_fill *fill;
} csv_fill;

/* `f` NULL: the template has no slots. */
static int csv_template_row(csv_table *csv, size_t number, const leitong_result_template *t, const csv_fill *f,
                            leitong_error *error)
{
    csv_number(csv, number);
    csv_text(csv, lt_words_template_kinds[t->kind]);
    csv_text(csv, lt_words_units[t->unit]);
    csv_number(csv, t->size);
    csv_number(csv, t->documents);
    if (f == NULL) {
        for (int empty = 0; empty < 5; empty++) {
            csv_text(csv, NULL);
        }
    } else {
        csv_number(csv, f->number);
        csv_text(csv, lt_words_kinds[f->slot->kind]);
        csv_number(csv, f->slot->distinct);
        csv_text(csv, f->fill->text);
        csv_number(csv, f->fill->count);
    }
    LT_TRY(csv_pattern(csv, t, error));
    csv_line(csv);
    return 0;
}

static int csv_templates(csv_table *csv, leitong_error *error)
{
    size_t count;
    size_t unused;
    const leitong_result_template *templates = leitong_result_templates(csv->result, &count);
    const leitong_result_slot *slots = leitong_result_slots(csv->result, &unused);
    const leitong_result_fill *fills = leitong_result_fills(csv->result, &unused);
    fputs("template,kind,unit,size,documents,slot,slot_kind,fills,fill,count,text\r\n", csv->file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_template *t = &templates[i];
        if (t->slot_count == 0) {
            LT_TRY(csv_template_row(csv, i, t, NULL, error));
        }
        for (size_t s = 0; s < t->slot_count; s++) {
            const leitong_result_slot *slot = &slots[t->slot_begin + s];
            for (size_t f = 0; f < slot->fill_count; f++) {
                csv_fill fill = {s, slot, &fills[slot->fill_begin + f]};
                LT_TRY(csv_template_row(csv, i, t, &fill, error));
            }
        }
    }
    return 0;
}

static int csv_adapted(csv_table *csv, leitong_error *error)
{
    size_t count;
    const leitong_result_adapted *adapted = leitong_result_adapted_pairs(csv->result, &count);
    (void)error;
    fputs("doc_a,doc_b,matched,share,by,copy,copy_by,swaps,places,left_behind\r\n", csv->file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_adapted *p = &adapted[i];
        const leitong_result_document *a = &csv->documents[p->document_a];
        const leitong_result_document *b = &csv->documents[p->document_b];
        csv_text(csv, a->id);
        csv_text(csv, b->id);
        csv_number(csv, p->matched);
        csv_ratio(csv, p->matched, LT_MIN(a->tokens, b->tokens));
        csv_text(csv, lt_words_adapted[p->by]);
        csv_text(csv, lt_words_copies[p->copy]);
        csv_text(csv, lt_words_copy_by[p->copy_by]);
        csv_number(csv, p->swaps);
        csv_number(csv, p->places);
        csv_number(csv, p->left_behind);
        csv_line(csv);
    }
    return 0;
}

static int csv_swaps(csv_table *csv, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_swap *swaps = leitong_result_swaps(csv->result, &count);
    const leitong_result_swap_place *places = leitong_result_swap_places(csv->result, &place_count);
    (void)error;
    fputs("swap,from,to,kind,directed,pairs,count,doc_a,begin_a,end_a,doc_b,begin_b,end_b\r\n", csv->file);
    for (size_t i = 0; i < count; i++) {
        for (size_t p = swaps[i].place_begin; p < swaps[i].place_begin + swaps[i].place_count; p++) {
            csv_number(csv, i);
            csv_text(csv, swaps[i].from);
            csv_text(csv, swaps[i].to);
            csv_text(csv, lt_words_kinds[swaps[i].kind]);
            csv_text(csv, swaps[i].directed ? "true" : "false");
            csv_number(csv, swaps[i].pairs);
            csv_number(csv, swaps[i].place_count);
            csv_span(csv, &places[p].a);
            csv_span(csv, &places[p].b);
            csv_line(csv);
        }
    }
    return 0;
}

static int csv_left_behind(csv_table *csv, leitong_error *error)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(csv->result, &count);
    (void)error;
    fputs("doc,begin,end,text,kind,class,strength,instead,doc_source,begin_source,end_source\r\n", csv->file);
    for (size_t i = 0; i < count; i++) {
        csv_span(csv, &left[i].span);
        csv_text(csv, left[i].text);
        csv_text(csv, lt_words_kinds[left[i].kind]);
        csv_text(csv, lt_words_left_classes[left[i].left_class]);
        csv_text(csv, lt_words_strengths[left[i].weak != 0]);
        csv_text(csv, left[i].instead);
        csv_span(csv, &left[i].source);
        csv_line(csv);
    }
    return 0;
}

/* A text's number; an empty cell where there is none. */
static void csv_text_number(csv_table *csv, uint32_t text)
{
    if (text == LEITONG_NO_TEXT) {
        csv_text(csv, NULL);
    } else {
        csv_number(csv, text);
    }
}

static int csv_cases(csv_table *csv, leitong_error *error)
{
    size_t count;
    const leitong_result_case *cases = leitong_result_cases(csv->result, &count);
    fputs("doc_a,begin_a,end_a,doc_b,begin_b,end_b,passages,matched,share_a,share_b,salience,text,earliest,text_a,"
          "text_b\r\n",
          csv->file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_case *c = &cases[i];
        csv_span(csv, &c->a);
        csv_span(csv, &c->b);
        csv_number(csv, c->passage_count);
        csv_number(csv, LT_MIN(c->matched_a, c->matched_b));
        csv_ratio(csv, c->matched_a, csv->documents[c->a.document].tokens);
        csv_ratio(csv, c->matched_b, csv->documents[c->b.document].tokens);
        csv_number(csv, c->salience);
        csv_text_number(csv, c->text);
        csv_text(csv, lt_words_earliest[c->earliest]);
        LT_TRY(csv_span_text(csv, &c->a, error));
        LT_TRY(csv_span_text(csv, &c->b, error));
        csv_line(csv);
    }
    return 0;
}

static int csv_texts(csv_table *csv, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_text_row *texts = leitong_result_texts(csv->result, &count);
    const leitong_span *places = leitong_result_text_places(csv->result, &place_count);
    fputs("text,kind,documents,places,salience,doc,begin,end,words\r\n", csv->file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_text_row *t = &texts[i];
        for (size_t p = t->place_begin; p < t->place_begin + t->place_count; p++) {
            csv_number(csv, i);
            csv_text(csv, lt_words_text_kinds[t->kind]);
            csv_number(csv, t->documents);
            csv_number(csv, t->place_count);
            csv_number(csv, t->salience);
            csv_span(csv, &places[p]);
            LT_TRY(csv_span_text(csv, &places[p], error));
            csv_line(csv);
        }
    }
    return 0;
}

int lt_csv_report(const leitong_result *result, const leitong_report_options *options, FILE *file, leitong_error *error)
{
    static int (*const tables[])(csv_table *, leitong_error *) = {
        [LEITONG_TABLE_PASSAGES] = csv_passages, [LEITONG_TABLE_DOCUMENTS] = csv_documents,
        [LEITONG_TABLE_PAIRS] = csv_pairs,       [LEITONG_TABLE_CLUSTERS] = csv_clusters,
        [LEITONG_TABLE_PHRASES] = csv_phrases,   [LEITONG_TABLE_TEMPLATES] = csv_templates,
        [LEITONG_TABLE_SWAPS] = csv_swaps,       [LEITONG_TABLE_LEFT_BEHIND] = csv_left_behind,
        [LEITONG_TABLE_CASES] = csv_cases,       [LEITONG_TABLE_TEXTS] = csv_texts,
        [LEITONG_TABLE_ADAPTED] = csv_adapted,
    };
    size_t count;
    csv_table csv = {.result = result, .documents = leitong_result_documents(result, &count), .file = file};
    if (options->bom) {
        fputs("\xEF\xBB\xBF", file);
    }
    LT_TRY(tables[options->table](&csv, error));
    return lt_file_close(file, "the csv report", error);
}
