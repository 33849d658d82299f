#include "names/document_view.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "text/fold_table.h"
#include "text/numerals.h"
#include "text/refold.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

#define VIEW_HEAD 512U /* tokens among which a title stands */

struct lt_name_view_reader {
    const lt_corpus *corpus;
    lt_fold *fold;
    lt_words *words;
    lt_tokens tokens;
    lt_spool_scratch text, ids;
    uint8_t *borders, *flags;
    const lt_paragraph *known; /* whose flags stand in `flags`; NULL: none's */
    size_t border_capacity, flag_capacity;
};

void lt_name_view_clear(lt_name_view *view)
{
    free(view->tokens);
    free(view->flags);
    *view = (lt_name_view){0};
}

int lt_name_view_reader_new(const lt_corpus *corpus, unsigned fold_flags, lt_name_view_reader **ret_reader,
                            leitong_error *error)
{
    lt_name_view_reader *reader = calloc(1, sizeof *reader);
    int code = reader == NULL ? lt_error_memory(error) : 0;
    LT_TRY_GOTO(failed, code);
    reader->corpus = corpus;
    LT_TRY_GOTO(failed, lt_fold_new(fold_flags | LT_FOLD_SPANS, corpus->lexicon, &reader->fold, error));
    LT_TRY_GOTO(failed, lt_words_new(&reader->words, error));
    *ret_reader = reader;
    return 0;
failed:
    lt_name_view_reader_free(reader);
    return code;
}

void lt_name_view_reader_free(lt_name_view_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    lt_fold_free(reader->fold);
    lt_words_free(reader->words);
    lt_tokens_clear(&reader->tokens);
    lt_spool_scratch_clear(&reader->text);
    lt_spool_scratch_clear(&reader->ids);
    free(reader->borders);
    free(reader->flags);
    free(reader);
}

/* What stands in text[begin, end), between two tokens. */
static unsigned view_between(const uint8_t *text, size_t begin, size_t end)
{
    unsigned flags = 0;
    for (size_t i = begin; i < end; i++) {
        bool blank = text[i] == ' ' || text[i] == '\r';
        flags |= text[i] == '\n' ? LT_VIEW_LINE | LT_VIEW_MARK : blank ? 0 : LT_VIEW_MARK;
    }
    return begin < end ? flags | LT_VIEW_WORD : 0;
}

/* The flags of a paragraph's tokens. */
static int view_paragraph(lt_name_view_reader *r, const lt_paragraph *p, uint8_t *flags, leitong_error *error)
{
    const uint8_t *text = NULL;
    const lt_byte_range range = {p->byte_begin, p->byte_end};
    size_t size = (size_t)(range.end - range.begin);
    LT_TRY(lt_corpus_text(r->corpus, &r->corpus->documents[p->document], range, &r->text, &text, error));
    LT_TRY(lt_refold_paragraph(r->corpus, p, text, r->fold, &r->tokens, error));
    LT_TRY(LT_RESERVE(r->borders, r->border_capacity, size + 1, error));
    LT_TRY(lt_words_read(r->words, (const char *)text, size, r->borders, error));
    lt_numerals_join((const char *)text, size, r->borders);
    for (size_t i = 0; i < r->tokens.count; i++) {
        size_t before = i == 0 ? r->tokens.begins[i] : r->tokens.ends[i - 1];
        unsigned word = r->borders[r->tokens.begins[i]] != 0 ? LT_VIEW_WORD : 0;
        unsigned first = i == 0 ? (unsigned)LT_VIEW_LINE | LT_VIEW_MARK | LT_VIEW_WORD : 0;
        flags[i] = (uint8_t)(word | first | view_between(text, before, r->tokens.begins[i]));
    }
    return 0;
}

/* Where the title's tokens stand, near the beginning; else the first line, or as much of it as is known. */
static int view_title(lt_name_view_reader *r, const lt_document *d, lt_name_view *view, leitong_error *error)
{
    const lt_paragraph *paragraphs = LT_FROM(r->corpus->paragraphs, d->paragraph_begin);
    const uint32_t *tokens = NULL;
    size_t count = 0;
    view->title_end = d->paragraph_count > 1 ? (uint32_t)(paragraphs[1].token_begin - d->token_begin) : view->count;
    if (d->title != NULL) {
        LT_TRY(lt_name_view_tokens(r, d->title, strlen(d->title), &tokens, &count, error));
    }
    for (size_t at = 0; count > 0 && at + count <= LT_MIN(view->count, VIEW_HEAD); at++) {
        if (memcmp(view->tokens + at, tokens, count * sizeof *tokens) == 0) {
            view->title_begin = (uint32_t)at;
            view->title_end = (uint32_t)(at + count);
            break;
        }
    }
    return 0;
}

int lt_name_view_open(lt_name_view_reader *r, uint32_t document, lt_name_view *ret_view, leitong_error *error)
{
    const lt_document *d = &r->corpus->documents[document];
    const lt_paragraph *paragraphs = LT_FROM(r->corpus->paragraphs, d->paragraph_begin);
    lt_name_view view = {.count = (uint32_t)d->token_count};
    const uint32_t *ids = NULL;
    int code = 0;
    view.tokens = malloc((view.count + 1U) * sizeof *view.tokens);
    view.flags = malloc(view.count + 1U);
    if (view.tokens == NULL || view.flags == NULL) {
        LT_TRY_GOTO(failed, lt_error_memory(error));
    }
    LT_TRY_GOTO(failed, lt_corpus_tokens(r->corpus, d->token_begin, view.count, &r->ids, &ids, error));
    for (uint32_t i = 0; i < view.count; i++) {
        view.tokens[i] = lt_fold_simplified(ids[i]);
    }
    memset(view.flags, LT_VIEW_WORD, view.count);
    view.flags[view.count] = LT_VIEW_WORD | LT_VIEW_MARK | LT_VIEW_LINE;
    for (uint32_t i = 0; i < d->paragraph_count; i++) {
        view.flags[paragraphs[i].token_begin - d->token_begin] |= LT_VIEW_LINE | LT_VIEW_MARK;
    }
    LT_TRY_GOTO(failed, view_title(r, d, &view, error));
    *ret_view = view;
    return 0;
failed:
    lt_name_view_clear(&view);
    return code;
}

int lt_name_view_read(lt_name_view_reader *r, uint32_t document, uint8_t *wanted, lt_name_view *view,
                      leitong_error *error)
{
    const lt_document *d = &r->corpus->documents[document];
    for (uint32_t i = 0; i < d->paragraph_count; i++) {
        const lt_paragraph *p = &r->corpus->paragraphs[d->paragraph_begin + i];
        if (wanted[d->paragraph_begin + i] == 1) {
            LT_TRY(view_paragraph(r, p, view->flags + (p->token_begin - d->token_begin), error));
            wanted[d->paragraph_begin + i] = 2;
        }
    }
    for (uint32_t i = view->title_begin + 1; i < view->title_end; i++) {
        view->title_end = lt_name_view_has(view, i, LT_VIEW_LINE) ? i : view->title_end;
    }
    return 0;
}

int lt_name_view_word_begins(lt_name_view_reader *r, uint32_t document, uint32_t token, bool *ret_begins,
                             leitong_error *error)
{
    const lt_document *d = &r->corpus->documents[document];
    const lt_paragraph *paragraphs = r->corpus->paragraphs + d->paragraph_begin;
    uint32_t number = 0;
    LT_LOWER_BOUND(number, d->paragraph_count, i,
                   paragraphs[i].token_begin + paragraphs[i].token_count - d->token_begin <= token);
    const lt_paragraph *p = &paragraphs[number];
    if (r->known != p) { /* a name's places follow one another, often in one paragraph */
        r->known = NULL;
        LT_TRY(LT_RESERVE(r->flags, r->flag_capacity, p->token_count, error));
        LT_TRY(view_paragraph(r, p, r->flags, error));
        r->known = p;
    }
    *ret_begins = (r->flags[token - (p->token_begin - d->token_begin)] & LT_VIEW_WORD) != 0;
    return 0;
}

int lt_name_view_tokens(lt_name_view_reader *r, const char *text, size_t size, const uint32_t **ret_tokens,
                        size_t *ret_count, leitong_error *error)
{
    r->tokens.count = 0;
    LT_TRY(lt_fold_run(r->fold, (const uint8_t *)text, size, 0, &r->tokens, error));
    for (size_t i = 0; i < r->tokens.count; i++) {
        r->tokens.ids[i] = lt_fold_simplified(r->tokens.ids[i]);
    }
    *ret_tokens = r->tokens.ids;
    *ret_count = r->tokens.count;
    return 0;
}
