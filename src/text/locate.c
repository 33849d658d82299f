#include "text/locate.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "text/refold.h"

#include <stdlib.h>
#include <string.h>

struct lt_locate {
    const lt_corpus *corpus;
    lt_fold *fold;
    lt_tokens tokens; /* of one paragraph */
    lt_spool_scratch text;
    lt_spool_scratch source;
    uint64_t *offsets; /* of what is wanted */
    uint8_t *quoted;   /* [token of the paragraph] */
    lt_stretch *quotes;
    size_t offset_capacity, quoted_capacity, quote_capacity, quote_count;
};

int lt_locate_new(const lt_corpus *corpus, unsigned fold_flags, lt_locate **ret_locate, leitong_error *error)
{
    lt_locate *locate = calloc(1, sizeof *locate);
    if (locate == NULL) {
        return lt_error_memory(error);
    }
    locate->corpus = corpus;
    int code = lt_fold_new(fold_flags | LT_FOLD_SPANS, NULL, &locate->fold, error);
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
    free(locate->offsets);
    free(locate->quoted);
    free(locate->quotes);
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

/* The first token that begins behind byte `opened` of the paragraph. */
static size_t quote_first(const lt_tokens *tokens, size_t opened)
{
    size_t first = 0;
    LT_LOWER_BOUND(first, tokens->count, middle, tokens->begins[middle] <= opened);
    return first;
}

/* Quotation ends with its paragraph: an unclosed mark must not swallow the rest of the document. Marks nest;
 * a closing mark without its opening one is none. */
static void quote_paragraph(const uint8_t *at, const lt_paragraph *paragraph, const lt_tokens *tokens, uint8_t *quoted)
{
    size_t size = (size_t)(paragraph->byte_end - paragraph->byte_begin);
    size_t opened[3] = {0};
    unsigned depth[3] = {0};
    bool block = size > 0 && at[0] == '>';
    memset(quoted, block, tokens->count);
    for (size_t i = 0; i < size && !block; i++) {
        int kind = 0;
        int mark = at[i] >= 0xE2 ? quote_mark(at + i, size - i, &kind) : 0;
        if (mark > 0 && depth[kind]++ == 0) {
            opened[kind] = i;
        } else if (mark < 0 && depth[kind] > 0 && --depth[kind] == 0) {
            for (size_t t = quote_first(tokens, opened[kind]); t < tokens->count && tokens->begins[t] < i; t++) {
                quoted[t] = 1;
            }
        }
    }
}

/* Whether a paragraph may hold quotation: looked at before it is folded for that alone. */
static bool quote_possible(const uint8_t *at, size_t size)
{
    if (size > 0 && at[0] == '>') {
        return true;
    }
    int kind;
    for (size_t i = 0; i < size; i++) {
        if (at[i] >= 0xE2 && quote_mark(at + i, size - i, &kind) < 0) {
            return true;
        }
    }
    return false;
}

/* Flags of a paragraph's tokens → stretches; `first` is the document's number of its first token. */
static int quote_gather(lt_locate *locate, size_t first, leitong_error *error)
{
    for (size_t t = 0; t < locate->tokens.count; t++) {
        if (!locate->quoted[t]) {
            continue;
        }
        uint32_t token = (uint32_t)(first + t);
        lt_stretch *last = locate->quote_count > 0 ? &locate->quotes[locate->quote_count - 1] : NULL;
        if (last != NULL && last->end == token) {
            last->end++;
            continue;
        }
        LT_TRY(LT_RESERVE(locate->quotes, locate->quote_capacity, locate->quote_count + 1, error));
        locate->quotes[locate->quote_count++] = (lt_stretch){token, token + 1};
    }
    return 0;
}

static int locate_fold(lt_locate *locate, const lt_document *document, const lt_paragraph *p, const uint8_t *text,
                       leitong_error *error)
{
    LT_TRY(lt_refold_paragraph(locate->corpus, p, text, locate->fold, &locate->tokens, error));
    LT_TRY(LT_RESERVE(locate->quoted, locate->quoted_capacity, p->token_count, error));
    quote_paragraph(text, p, &locate->tokens, locate->quoted);
    return quote_gather(locate, (size_t)(p->token_begin - document->token_begin), error);
}

/* A decoder for a document that is not plain UTF-8; its text is the source's own. */
static int locate_decode(lt_locate *locate, const lt_document *document, lt_decoded *ret_decoded, leitong_error *error)
{
    const void *bytes;
    LT_TRY(lt_spool_view(locate->corpus->text, document->source_at, (size_t)document->source_size, &locate->source,
                         &bytes, error));
    lt_encoded source = {bytes, (size_t)document->source_size, document->encoding, document->id};
    return lt_decode(&source, ret_decoded, NULL, error);
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
    LT_TRY(locate_decode(locate, d, &decoded, error));
    for (size_t i = 0; i < count; i++) {
        offsets[i] = lt_decoded_source(&decoded, (size_t)offsets[i]);
    }
    lt_decoded_clear(&decoded);
    return 0;
}

int lt_locate_document(lt_locate *locate, uint32_t document, const lt_location *wanted, size_t count,
                       lt_located *ret_located, leitong_error *error)
{
    const lt_document *d = &locate->corpus->documents[document];
    const lt_paragraph *paragraphs = locate->corpus->paragraphs + d->paragraph_begin;
    LT_TRY(LT_RESERVE(locate->offsets, locate->offset_capacity, count + 1, error));
    size_t at = 0;
    locate->quote_count = 0;
    for (uint32_t i = 0; i < d->paragraph_count; i++) {
        const lt_paragraph *p = &paragraphs[i];
        uint64_t first = p->token_begin - d->token_begin;
        uint64_t last = first + p->token_count;
        const uint8_t *text;
        LT_TRY(lt_corpus_text(locate->corpus, d, (lt_byte_range){p->byte_begin, p->byte_end}, &locate->text, &text,
                              error));
        bool asked = at < count && wanted[at].key >> 1 < last;
        if (asked || quote_possible(text, (size_t)(p->byte_end - p->byte_begin))) {
            LT_TRY(locate_fold(locate, d, p, text, error));
        }
        for (; at < count && wanted[at].key >> 1 < last; at++) {
            size_t token = (size_t)((wanted[at].key >> 1) - first);
            bool end = (wanted[at].key & 1) != 0;
            locate->offsets[at] = p->byte_begin + (end ? locate->tokens.ends[token] : locate->tokens.begins[token]);
        }
    }
    LT_TRY(lt_locate_source(locate, document, locate->offsets, count, error));
    for (size_t i = 0; i < count; i++) {
        *wanted[i].ret_offset = locate->offsets[i];
    }
    *ret_located = (lt_located){locate->quotes, locate->quote_count};
    return 0;
}
