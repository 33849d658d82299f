#include "text/locate.h"

#include "buffer.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

struct lt_locate {
    const lt_corpus *corpus;
    lt_fold *fold;
    lt_tokens tokens;
    lt_spool_scratch text;
    lt_spool_scratch source;
    uint64_t *begins, *ends;
    uint8_t *quoted;
    size_t begins_capacity, ends_capacity, quoted_capacity;
};

int lt_locate_new(const lt_corpus *corpus, unsigned fold_flags, lt_locate **ret_locate, leitong_error *error)
{
    lt_locate *locate = calloc(1, sizeof *locate);
    if (locate == NULL) {
        return lt_error_memory(error);
    }
    locate->corpus = corpus;
    int code = lt_fold_new(fold_flags | LT_FOLD_SPANS, &locate->fold, error);
    if (code != 0) {
        free(locate);
        return code;
    }
    *ret_locate = locate;
    return 0;
}

void lt_locate_free(lt_locate *locate)
{
    if (locate == NULL) {
        return;
    }
    lt_fold_free(locate->fold);
    lt_tokens_clear(&locate->tokens);
    lt_spool_scratch_clear(&locate->text);
    lt_spool_scratch_clear(&locate->source);
    free(locate->begins);
    free(locate->ends);
    free(locate->quoted);
    free(locate);
}

/* The mark at `at`: +1 opens, -1 closes, 0 neither; *ret_kind tells which pair. */
static int quote_mark(const uint8_t *at, size_t left, int *ret_kind)
{
    if (left < 3) {
        return 0;
    }
    if (at[0] == 0xE2 && at[1] == 0x80 && (at[2] == 0x9C || at[2] == 0x9D)) { /* “ ” */
        *ret_kind = 0;
        return at[2] == 0x9C ? 1 : -1;
    }
    if (at[0] == 0xE3 && at[1] == 0x80 && at[2] >= 0x8C && at[2] <= 0x8F) { /* 「 」 『 』 */
        *ret_kind = at[2] <= 0x8D ? 1 : 2;
        return at[2] % 2 == 0 ? 1 : -1;
    }
    return 0;
}

/* The first token of [first, last) that begins behind `opened`. */
static size_t quote_first(const lt_tokens *tokens, size_t first, size_t last, uint64_t opened)
{
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if (tokens->begins[middle] > opened) {
            last = middle;
        } else {
            first = middle + 1;
        }
    }
    return first;
}

/* Quotation ends with its paragraph: an unclosed mark must not swallow the rest of the document. Marks nest;
 * a closing mark without its opening one is none. Tokens of one paragraph: [first, last). */
static void quote_paragraph(const uint8_t *text, const lt_paragraph *paragraph, const lt_tokens *tokens, size_t first,
                            size_t last, uint8_t *quoted)
{
    const uint8_t *at = text + paragraph->byte_begin;
    size_t size = (size_t)(paragraph->byte_end - paragraph->byte_begin);
    uint64_t opened[3] = {0};
    unsigned depth[3] = {0};
    bool block = size > 0 && at[0] == '>';
    memset(quoted + first, block, last - first);
    if (block) {
        return;
    }
    for (size_t i = 0; i < size; i++) {
        int kind = 0;
        int mark = at[i] >= 0xE2 ? quote_mark(at + i, size - i, &kind) : 0;
        if (mark > 0 && depth[kind]++ == 0) {
            opened[kind] = paragraph->byte_begin + i;
        } else if (mark < 0 && depth[kind] > 0 && --depth[kind] == 0) {
            uint64_t closed = paragraph->byte_begin + i;
            for (size_t t = quote_first(tokens, first, last, opened[kind]); t < last && tokens->begins[t] < closed; t++) {
                quoted[t] = 1;
            }
        }
    }
}

static int locate_fold(lt_locate *locate, const lt_document *document, const uint8_t *text, leitong_error *error)
{
    const lt_paragraph *paragraphs = locate->corpus->paragraphs + document->paragraph_begin;
    locate->tokens.count = 0;
    int code = lt_buffer_reserve(&locate->quoted, &locate->quoted_capacity, document->token_count + 1, 1, error);
    for (uint32_t i = 0; code == 0 && i < document->paragraph_count; i++) {
        const lt_paragraph *p = &paragraphs[i];
        size_t first = locate->tokens.count;
        code = lt_fold_run(locate->fold, text + p->byte_begin, (size_t)(p->byte_end - p->byte_begin),
                           (uint32_t)p->byte_begin, &locate->tokens, error);
        if (code == 0 && locate->tokens.count - first != p->token_count) {
            return lt_error_at(error, LEITONG_EDAMAGED, document->id, p->byte_begin,
                               "the kept text no longer gives the tokens it gave");
        }
        if (code == 0) {
            quote_paragraph(text, p, &locate->tokens, first, locate->tokens.count, locate->quoted);
        }
    }
    return code;
}

/* A decoder for a document that is not plain UTF-8; its text is the source's own. */
static int locate_decode(lt_locate *locate, const lt_document *document, lt_decoded *ret_decoded, leitong_error *error)
{
    const void *bytes;
    int code = lt_spool_view(locate->corpus->text, document->source_at, (size_t)document->source_size, &locate->source,
                             &bytes, error);
    if (code != 0) {
        return code;
    }
    return lt_decode(bytes, (size_t)document->source_size, document->encoding, document->id, ret_decoded, NULL, error);
}

int lt_locate_source(lt_locate *locate, uint32_t document, uint64_t *offsets, size_t count, leitong_error *error)
{
    const lt_document *d = &locate->corpus->documents[document];
    if (d->utf8_is_source) {
        for (size_t i = 0; i < count; i++) {
            offsets[i] += d->bom;
        }
        return 0;
    }
    lt_decoded decoded = {0};
    int code = locate_decode(locate, d, &decoded, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < count; i++) {
        offsets[i] = lt_decoded_source(&decoded, (size_t)offsets[i]);
    }
    lt_decoded_clear(&decoded);
    return 0;
}

int lt_locate_document(lt_locate *locate, uint32_t document, lt_located *ret_located, leitong_error *error)
{
    const lt_document *d = &locate->corpus->documents[document];
    const uint8_t *text;
    int code = lt_corpus_text(locate->corpus, d, 0, d->text_size, &locate->text, &text, error);
    if (code == 0) {
        code = locate_fold(locate, d, text, error);
    }
    size_t count = locate->tokens.count;
    if (code == 0) {
        code = lt_buffer_reserve(&locate->begins, &locate->begins_capacity, count + 1, sizeof(uint64_t), error);
    }
    if (code == 0) {
        code = lt_buffer_reserve(&locate->ends, &locate->ends_capacity, count + 1, sizeof(uint64_t), error);
    }
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < count; i++) {
        locate->begins[i] = locate->tokens.begins[i];
        locate->ends[i] = locate->tokens.ends[i];
    }
    code = lt_locate_source(locate, document, locate->begins, count, error);
    if (code == 0) {
        code = lt_locate_source(locate, document, locate->ends, count, error);
    }
    if (code == 0) {
        *ret_located = (lt_located){locate->begins, locate->ends, locate->quoted, count};
    }
    return code;
}
