#include "excerpt.h"

#include "buffer.h"

#include <stdlib.h>
#include <string.h>

/* A document on its way to its place. */
typedef struct excerpt_entry {
    lt_document row;
    uint32_t number; /* the view's */
    uint32_t from;   /* place in the numbers asked for */
} excerpt_entry;

static void excerpt_row_clear(lt_document *row)
{
    free(row->id);
    free(row->title);
    free(row->date);
    free(row->series);
    free(row->author);
}

static int excerpt_strings(lt_document *row, const lt_view_document *from, leitong_error *error)
{
    const char *const texts[] = {from->id, from->title, from->date, from->series, from->author};
    char **const copies[] = {&row->id, &row->title, &row->date, &row->series, &row->author};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *copies[i] = texts[i] == NULL ? NULL : strdup(texts[i]);
        if (texts[i] != NULL && *copies[i] == NULL) {
            return lt_error_memory(error);
        }
    }
    return 0;
}

static int excerpt_row(lt_document *row, const lt_view_document *from, leitong_error *error)
{
    *row = (lt_document){.hash = {from->hash[0], from->hash[1]},
                         .source_size = from->source_size,
                         .text_size = from->text_size,
                         .token_count = from->token_count,
                         .paragraph_count = from->paragraph_count,
                         .encoding = from->encoding,
                         .bom = from->bom,
                         .utf8_is_source = from->utf8_is_source};
    return excerpt_strings(row, from, error);
}

static int excerpt_own_row(lt_document *row, const lt_document *from, leitong_error *error)
{
    *row = *from;
    lt_view_document strings = {
        .id = from->id, .title = from->title, .date = from->date, .series = from->series, .author = from->author};
    return excerpt_strings(row, &strings, error);
}

static int excerpt_compare(const void *left, const void *right)
{
    const excerpt_entry *a = left;
    const excerpt_entry *b = right;
    return strcmp(a->row.id, b->row.id);
}

/* The document whose bytes [source_at …) or tokens hold `at`: the last that begins there or before. */
static uint32_t excerpt_find(const lt_corpus *corpus, uint64_t at, bool tokens)
{
    size_t low = 0;
    size_t high = corpus->document_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        const lt_document *d = &corpus->documents[middle];
        if ((tokens ? d->token_begin : d->source_at) <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

static int excerpt_own_view(lt_excerpt *excerpt, const lt_spool *spool, uint64_t at, void *ret_bytes, size_t size,
                            leitong_error *error)
{
    const void *bytes;
    int code = lt_spool_view(spool, at, size, &excerpt->scratch, &bytes, error);
    if (code == 0) {
        memcpy(ret_bytes, bytes, size);
    }
    return code;
}

static int excerpt_read_tokens(void *context, uint64_t offset, void *ret_bytes, size_t size, leitong_error *error)
{
    lt_excerpt *excerpt = context;
    uint64_t token = offset / sizeof(uint32_t);
    uint32_t d = excerpt_find(&excerpt->corpus, token, true);
    uint64_t begin = token - excerpt->corpus.documents[d].token_begin;
    if (d == excerpt->own) {
        return excerpt_own_view(excerpt, excerpt->submission->tokens, begin * sizeof(uint32_t), ret_bytes, size, error);
    }
    return excerpt->view->tokens(excerpt->view->context, excerpt->numbers[d], (uint32_t)begin,
                                 (uint32_t)(size / sizeof(uint32_t)), ret_bytes, error);
}

static int excerpt_read_text(void *context, uint64_t offset, void *ret_bytes, size_t size, leitong_error *error)
{
    lt_excerpt *excerpt = context;
    const lt_view *view = excerpt->view;
    uint32_t d = excerpt_find(&excerpt->corpus, offset, false);
    const lt_document *document = &excerpt->corpus.documents[d];
    bool source = document->utf8_is_source || offset < document->text_at;
    uint64_t begin = offset - (source ? document->source_at : document->text_at);
    if (d == excerpt->own) {
        const lt_document *own = &excerpt->submission->documents[0];
        return excerpt_own_view(excerpt, excerpt->submission->text, (source ? own->source_at : own->text_at) + begin,
                                ret_bytes, size, error);
    }
    return source ? view->source(view->context, excerpt->numbers[d], begin, size, ret_bytes, error)
                  : view->text(view->context, excerpt->numbers[d], begin, size, ret_bytes, error);
}

/* The sorted documents follow one another, in tokens and in bytes. */
static int excerpt_lay_out(lt_excerpt *excerpt, leitong_error *error)
{
    lt_corpus *corpus = &excerpt->corpus;
    uint64_t bytes = 0;
    for (size_t i = 0; i < corpus->document_count; i++) {
        lt_document *d = &corpus->documents[i];
        d->token_begin = corpus->token_count;
        corpus->token_count += d->token_count;
        d->source_at = bytes;
        bytes += d->source_size;
        d->text_at = d->utf8_is_source ? d->source_at + d->bom : bytes;
        bytes += d->utf8_is_source ? 0 : d->text_size;
    }
    int code = lt_spool_new_elsewhere(corpus->token_count * sizeof(uint32_t), excerpt_read_tokens, excerpt,
                                      &corpus->tokens, error);
    return code != 0 ? code : lt_spool_new_elsewhere(bytes, excerpt_read_text, excerpt, &corpus->text, error);
}

static int excerpt_compare_numbers(const void *left, const void *right)
{
    const excerpt_entry *a = left;
    const excerpt_entry *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

/* Rows are asked for in order of numbers: neighbours often stand in one block. */
static int excerpt_entries(const lt_excerpt *excerpt, const uint32_t *numbers, size_t count, excerpt_entry *entries,
                           leitong_error *error)
{
    const lt_view *view = excerpt->view;
    entries[count].number = LT_VIEW_NONE;
    int code = excerpt_own_row(&entries[count].row, &excerpt->submission->documents[0], error);
    for (size_t i = 0; i < count; i++) {
        entries[i].number = numbers[i];
        entries[i].from = (uint32_t)i;
    }
    qsort(entries, count, sizeof *entries, excerpt_compare_numbers);
    for (size_t i = 0; i < count && code == 0; i++) {
        lt_view_document row;
        code = view->document(view->context, entries[i].number, &row, error);
        code = code != 0 ? code : excerpt_row(&entries[i].row, &row, error);
    }
    return code;
}

static int excerpt_fill(lt_excerpt *excerpt, const uint32_t *numbers, size_t count, leitong_error *error)
{
    lt_corpus *corpus = &excerpt->corpus;
    excerpt_entry *entries = calloc(count + 1, sizeof *entries);
    corpus->documents = calloc(count + 1, sizeof *corpus->documents);
    excerpt->numbers = malloc((count + 1) * sizeof *excerpt->numbers);
    excerpt->of = malloc((count + 1) * sizeof *excerpt->of);
    int code = 0;
    if (entries == NULL || corpus->documents == NULL || excerpt->numbers == NULL || excerpt->of == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    code = excerpt_entries(excerpt, numbers, count, entries, error);
    if (code != 0) {
        goto done;
    }
    qsort(entries, count + 1, sizeof *entries, excerpt_compare);
    for (size_t i = 0; i <= count; i++) {
        corpus->documents[i] = entries[i].row;
        memset(&entries[i].row, 0, sizeof entries[i].row);
        excerpt->numbers[i] = entries[i].number;
        if (entries[i].number == LT_VIEW_NONE) {
            excerpt->own = (uint32_t)i;
        } else {
            excerpt->of[entries[i].from] = (uint32_t)i;
        }
    }
    corpus->document_count = corpus->document_capacity = count + 1;
    code = excerpt_lay_out(excerpt, error);
done:
    for (size_t i = 0; entries != NULL && i <= count; i++) {
        excerpt_row_clear(&entries[i].row);
    }
    free(entries);
    return code;
}

int lt_excerpt_new(const lt_view *view, const lt_corpus *submission, const uint32_t *numbers, size_t count,
                   lt_excerpt **ret_excerpt, leitong_error *error)
{
    lt_excerpt *excerpt = calloc(1, sizeof *excerpt);
    if (excerpt == NULL) {
        return lt_error_memory(error);
    }
    excerpt->view = view;
    excerpt->submission = submission;
    excerpt->corpus.lexicon = lt_lexicon_share(view->lexicon);
    int code = excerpt_fill(excerpt, numbers, count, error);
    if (code != 0) {
        lt_excerpt_free(excerpt);
        return code;
    }
    *ret_excerpt = excerpt;
    return 0;
}

void lt_excerpt_free(lt_excerpt *excerpt)
{
    if (excerpt == NULL) {
        return;
    }
    lt_corpus_clear(&excerpt->corpus);
    lt_spool_scratch_clear(&excerpt->scratch);
    free(excerpt->numbers);
    free(excerpt->of);
    free(excerpt);
}

/* Rows of a document, made of this corpus. */
static int excerpt_add(lt_excerpt *excerpt, uint32_t document, uint32_t first, uint32_t count, leitong_error *error)
{
    lt_corpus *corpus = &excerpt->corpus;
    const lt_view *view = excerpt->view;
    int code = lt_buffer_reserve(&corpus->paragraphs, &corpus->paragraph_capacity, corpus->paragraph_count + count,
                                 sizeof *corpus->paragraphs, error);
    if (code != 0) {
        return code;
    }
    lt_paragraph *rows = corpus->paragraphs + corpus->paragraph_count;
    if (document == excerpt->own) {
        memcpy(rows, excerpt->submission->paragraphs + first, count * sizeof *rows);
    } else {
        code = view->paragraphs(view->context, excerpt->numbers[document], first, count, rows, error);
    }
    for (uint32_t i = 0; i < count && code == 0; i++) {
        rows[i].document = document;
        rows[i].token_begin += corpus->documents[document].token_begin;
    }
    corpus->paragraph_count += code == 0 ? count : 0;
    return code;
}

int lt_excerpt_paragraphs(lt_excerpt *excerpt, leitong_error *error)
{
    lt_corpus *corpus = &excerpt->corpus;
    int code = 0;
    for (uint32_t d = 0; d < corpus->document_count && code == 0; d++) {
        corpus->documents[d].paragraph_begin = (uint32_t)corpus->paragraph_count;
        uint32_t count = corpus->documents[d].paragraph_count;
        code = count > 0 ? excerpt_add(excerpt, d, 0, count, error) : 0;
    }
    return code;
}

int lt_excerpt_own_paragraphs(lt_excerpt *excerpt, leitong_error *error)
{
    uint32_t count = excerpt->corpus.documents[excerpt->own].paragraph_count;
    return count > 0 ? excerpt_add(excerpt, excerpt->own, 0, count, error) : 0;
}

int lt_excerpt_paragraph(lt_excerpt *excerpt, uint32_t document, uint32_t paragraph, uint32_t *ret_number,
                         leitong_error *error)
{
    int code = excerpt_add(excerpt, document, paragraph, 1, error);
    if (code == 0) {
        *ret_number = (uint32_t)(excerpt->corpus.paragraph_count - 1);
    }
    return code;
}

int lt_excerpt_take(lt_excerpt *excerpt, lt_corpus *ret_corpus, leitong_error *error)
{
    lt_corpus *corpus = &excerpt->corpus;
    lt_spool_scratch scratch = {0};
    lt_spool *text = NULL;
    int code = lt_spool_new(NULL, &text, error);
    for (size_t d = 0; d < corpus->document_count && code == 0; d++) {
        lt_document *document = &corpus->documents[d];
        const void *bytes;
        code = lt_spool_view(corpus->text, document->source_at, (size_t)document->source_size, &scratch, &bytes, error);
        if (code == 0) { /* the spool that is read goes by the places of before, so these are not written yet */
            uint64_t at;
            code = lt_spool_append(text, bytes, (size_t)document->source_size, &at, error);
        }
    }
    lt_spool_scratch_clear(&scratch);
    if (code != 0) {
        lt_spool_free(text);
        return code;
    }
    uint64_t at = 0;
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
