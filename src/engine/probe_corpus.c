#include "engine/probe_corpus.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* Sizes of the spools, which grow: no view reaches beyond what is there. */
#define CORPUS_BYTES (UINT64_MAX / 2)

static void probe_corpus_row_clear(lt_document *row)
{
    free(row->id);
    free(row->title);
    free(row->date);
    free(row->series);
    free(row->author);
}

static int probe_corpus_strings(lt_document *row, const lt_view_document *from, leitong_error *error)
{
    const char *const texts[] = {from->id, from->title, from->date, from->series, from->author};
    char **const copies[] = {&row->id, &row->title, &row->date, &row->series, &row->author};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *copies[i] = NULL;
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *copies[i] = texts[i] == NULL ? NULL : strdup(texts[i]);
        if (texts[i] != NULL && *copies[i] == NULL) {
            probe_corpus_row_clear(row);
            return lt_error_memory(error);
        }
    }
    return 0;
}

/* The document whose bytes [source_at …) or tokens hold `at`: the last that begins there or before. */
static uint32_t probe_corpus_find(const lt_corpus *corpus, uint64_t at, bool tokens)
{
    const lt_document *documents = corpus->documents;
    size_t behind = 1; /* the first that begins behind it */
    LT_LOWER_BOUND(behind, corpus->document_count, middle,
                   (tokens ? documents[middle].token_begin : documents[middle].source_at) <= at);
    return (uint32_t)(behind - 1);
}

static int probe_corpus_own_view(lt_probe_corpus *gathered, const lt_spool *spool, uint64_t at, void *ret_bytes,
                                 size_t size, leitong_error *error)
{
    const void *bytes;
    LT_TRY(lt_spool_view(spool, at, size, &gathered->scratch, &bytes, error));
    memcpy(ret_bytes, bytes, size);
    return 0;
}

static int probe_corpus_read_tokens(void *context, uint64_t offset, void *ret_bytes, size_t size, leitong_error *error)
{
    lt_probe_corpus *gathered = context;
    uint64_t token = offset / sizeof(uint32_t);
    uint32_t d = probe_corpus_find(&gathered->corpus, token, true);
    uint64_t begin = token - gathered->corpus.documents[d].token_begin;
    if (d == gathered->own) {
        return probe_corpus_own_view(gathered, gathered->submission->tokens, begin * sizeof(uint32_t), ret_bytes, size,
                                     error);
    }
    return gathered->view->tokens(gathered->view->context, gathered->numbers[d], (uint32_t)begin,
                                  (uint32_t)(size / sizeof(uint32_t)), ret_bytes, error);
}

static int probe_corpus_read_text(void *context, uint64_t offset, void *ret_bytes, size_t size, leitong_error *error)
{
    lt_probe_corpus *gathered = context;
    const lt_view *view = gathered->view;
    uint32_t d = probe_corpus_find(&gathered->corpus, offset, false);
    const lt_document *document = &gathered->corpus.documents[d];
    bool source = document->utf8_is_source || offset < document->text_at;
    uint64_t begin = offset - (source ? document->source_at : document->text_at);
    if (d == gathered->own) {
        const lt_document *own = &gathered->submission->documents[0];
        return probe_corpus_own_view(gathered, gathered->submission->text,
                                     (source ? own->source_at : own->text_at) + begin, ret_bytes, size, error);
    }
    return source ? view->source(view->context, gathered->numbers[d], begin, size, ret_bytes, error)
                  : view->text(view->context, gathered->numbers[d], begin, size, ret_bytes, error);
}

/* The document's place behind those before it, in tokens and in bytes. */
static void probe_corpus_lay_out(lt_document *d, uint64_t *tokens, uint64_t *bytes)
{
    d->token_begin = *tokens;
    *tokens += d->token_count;
    d->source_at = *bytes;
    *bytes += d->source_size;
    d->text_at = d->utf8_is_source ? d->source_at + d->bom : *bytes;
    *bytes += d->utf8_is_source ? 0 : d->text_size;
}

/* A document behind the others; its strings are the gathered corpus's from now on, or freed. */
static int probe_corpus_append(lt_probe_corpus *gathered, lt_document *row, uint32_t number, leitong_error *error)
{
    lt_corpus *corpus = &gathered->corpus;
    size_t count = corpus->document_count;
    int code = 0;
    LT_TRY_GOTO(failed, LT_RESERVE(corpus->documents, corpus->document_capacity, count + 1, error));
    LT_TRY_GOTO(failed, LT_RESERVE(gathered->numbers, gathered->number_capacity, count + 1, error));
    probe_corpus_lay_out(row, &corpus->token_count, &gathered->bytes);
    gathered->numbers[count] = number;
    corpus->documents[count] = *row;
    corpus->document_count++;
    return 0;
failed:
    probe_corpus_row_clear(row);
    return code;
}

/* Rows of a document, made of this corpus. */
static int probe_corpus_paragraphs(lt_probe_corpus *gathered, uint32_t document, uint32_t first, uint32_t count,
                                   leitong_error *error)
{
    lt_corpus *corpus = &gathered->corpus;
    const lt_view *view = gathered->view;
    LT_TRY(lt_corpus_reserve_paragraphs(corpus, corpus->paragraph_count + count, error));
    lt_paragraph *rows = corpus->paragraphs + corpus->paragraph_count;
    if (document == gathered->own) {
        memcpy(rows, gathered->submission->paragraphs + first, count * sizeof *rows);
    } else {
        LT_TRY(view->paragraphs(view->context, gathered->numbers[document], first, count, rows, error));
    }
    for (uint32_t i = 0; i < count; i++) {
        rows[i].document = document;
        rows[i].token_begin += corpus->documents[document].token_begin;
    }
    corpus->paragraph_count += count;
    return 0;
}

static int probe_corpus_own(lt_probe_corpus *gathered, leitong_error *error)
{
    const lt_corpus *submission = gathered->submission;
    lt_document row = submission->documents[0];
    lt_view_document strings = {
        .id = row.id, .title = row.title, .date = row.date, .series = row.series, .author = row.author};
    LT_TRY(probe_corpus_strings(&row, &strings, error));
    LT_TRY(probe_corpus_append(gathered, &row, LT_VIEW_NONE, error));
    return row.paragraph_count == 0 ? 0 : probe_corpus_paragraphs(gathered, 0, 0, row.paragraph_count, error);
}

int lt_probe_corpus_open(const lt_view *view, const lt_corpus *submission, lt_probe_corpus **ret_gathered,
                         leitong_error *error)
{
    lt_probe_corpus *gathered = calloc(1, sizeof *gathered);
    if (gathered == NULL) {
        return lt_error_memory(error);
    }
    lt_corpus *corpus = &gathered->corpus;
    int code = 0;
    gathered->view = view;
    gathered->submission = submission;
    corpus->lexicon = lt_lexicon_share(view->lexicon);
    LT_TRY_GOTO(done, lt_spool_new_elsewhere(CORPUS_BYTES, probe_corpus_read_tokens, gathered, &corpus->tokens, error));
    LT_TRY_GOTO(done, lt_spool_new_elsewhere(CORPUS_BYTES, probe_corpus_read_text, gathered, &corpus->text, error));
    LT_TRY_GOTO(done, probe_corpus_own(gathered, error));
    *ret_gathered = gathered;
    gathered = NULL;
done:
    lt_probe_corpus_free(gathered);
    return code;
}

void lt_probe_corpus_free(lt_probe_corpus *gathered)
{
    if (gathered == NULL) {
        return;
    }
    lt_corpus_clear(&gathered->corpus);
    lt_spool_scratch_clear(&gathered->scratch);
    lt_number_map_clear(&gathered->known);
    free(gathered->numbers);
    free(gathered);
}

int lt_probe_corpus_add(lt_probe_corpus *gathered, uint32_t number, uint32_t *ret_document, leitong_error *error)
{
    uint32_t known = gathered->known.count;
    uint32_t place = 0;
    LT_TRY(lt_number_map_add(&gathered->known, number, &place, error));
    if (place == known) {
        lt_view_document from;
        LT_TRY(gathered->view->document(gathered->view->context, number, &from, error));
        lt_document row = {.hash = {from.hash[0], from.hash[1]},
                           .source_size = from.source_size,
                           .text_size = from.text_size,
                           .token_count = from.token_count,
                           .paragraph_count = from.paragraph_count,
                           .encoding = from.encoding,
                           .bom = from.bom,
                           .utf8_is_source = from.utf8_is_source,
                           .title_from = from.title_from,
                           .date_from = from.date_from};
        LT_TRY(probe_corpus_strings(&row, &from, error));
        LT_TRY(probe_corpus_append(gathered, &row, number, error));
    }
    *ret_document = place + 1;
    return 0;
}

int lt_probe_corpus_paragraph(lt_probe_corpus *gathered, uint32_t document, uint32_t paragraph, uint32_t *ret_number,
                              leitong_error *error)
{
    LT_TRY(probe_corpus_paragraphs(gathered, document, paragraph, 1, error));
    *ret_number = (uint32_t)(gathered->corpus.paragraph_count - 1);
    return 0;
}

/* A document while documents are sorted. */
typedef struct corpus_entry {
    lt_document row;
    uint32_t number, arrival;
} corpus_entry;

static int probe_corpus_compare(const void *left, const void *right)
{
    const corpus_entry *a = left;
    const corpus_entry *b = right;
    return strcmp(a->row.id, b->row.id);
}

int lt_probe_corpus_settle(lt_probe_corpus *gathered, uint32_t *ret_places, leitong_error *error)
{
    lt_corpus *corpus = &gathered->corpus;
    size_t count = corpus->document_count;
    corpus_entry *entries = malloc((count + 1) * sizeof *entries);
    if (entries == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        entries[i] = (corpus_entry){corpus->documents[i], gathered->numbers[i], (uint32_t)i};
    }
    qsort(entries, count, sizeof *entries, probe_corpus_compare);
    corpus->token_count = gathered->bytes = 0;
    for (size_t i = 0; i < count; i++) {
        corpus->documents[i] = entries[i].row;
        gathered->numbers[i] = entries[i].number;
        ret_places[entries[i].arrival] = (uint32_t)i;
        probe_corpus_lay_out(&corpus->documents[i], &corpus->token_count, &gathered->bytes);
    }
    gathered->own = ret_places[gathered->own];
    corpus->paragraph_count = 0;
    free(entries);
    return 0;
}

int lt_probe_corpus_keep(lt_probe_corpus *gathered, const bool *named, uint32_t *ret_places, leitong_error *error)
{
    lt_corpus *corpus = &gathered->corpus;
    size_t count = corpus->document_count;
    uint32_t kept = 0;
    corpus->token_count = gathered->bytes = 0;
    for (size_t i = 0; i < count; i++) {
        lt_document row = corpus->documents[i];
        if (!named[i] && i != gathered->own) {
            probe_corpus_row_clear(&row);
            continue;
        }
        probe_corpus_lay_out(&row, &corpus->token_count, &gathered->bytes);
        corpus->documents[kept] = row;
        gathered->numbers[kept] = gathered->numbers[i];
        ret_places[i] = kept++;
    }
    corpus->document_count = kept; /* of the others nothing is left */
    gathered->own = ret_places[gathered->own];
    for (uint32_t d = 0; d < kept; d++) {
        lt_document *document = &corpus->documents[d];
        document->paragraph_begin = (uint32_t)corpus->paragraph_count;
        if (document->paragraph_count > 0) {
            LT_TRY(probe_corpus_paragraphs(gathered, d, 0, document->paragraph_count, error));
        }
    }
    return 0;
}

/* The documents' source bytes, one behind the other. The spool that is read goes by the documents' places in it, so
 * these stay as they are. */
static int probe_corpus_copy_text(const lt_corpus *corpus, lt_spool **ret_text, leitong_error *error)
{
    lt_spool_scratch scratch = {0};
    lt_spool *text = NULL;
    int code = 0;
    LT_TRY(lt_spool_new(NULL, &text, error));
    for (size_t d = 0; d < corpus->document_count; d++) {
        const lt_document *document = &corpus->documents[d];
        size_t size = (size_t)document->source_size;
        const void *bytes;
        uint64_t at;
        LT_TRY_GOTO(done, lt_spool_view(corpus->text, document->source_at, size, &scratch, &bytes, error));
        LT_TRY_GOTO(done, lt_spool_append(text, bytes, size, &at, error));
    }
    *ret_text = text;
    text = NULL;
done:
    lt_spool_scratch_clear(&scratch);
    lt_spool_free(text);
    return code;
}

int lt_probe_corpus_take(lt_probe_corpus *gathered, lt_corpus *ret_corpus, leitong_error *error)
{
    lt_corpus *corpus = &gathered->corpus;
    lt_spool *text = NULL;
    uint64_t at = 0;
    LT_TRY(probe_corpus_copy_text(corpus, &text, error));
    for (size_t d = 0; d < corpus->document_count; d++) {
        corpus->documents[d].source_at = at;
        at += corpus->documents[d].source_size;
    }
    lt_spool_free(corpus->text);
    lt_spool_free(corpus->tokens);
    corpus->text = text;
    corpus->tokens = NULL;
    *ret_corpus = *corpus;
    memset(corpus, 0, sizeof *corpus);
    return 0;
}
