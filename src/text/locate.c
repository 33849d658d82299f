#include "text/locate.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "text/line_form.h"
#include "text/quotation.h"
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
    size_t offset_capacity;
    lt_quotation quotation;
    lt_stretches quoted, excluded;
    lt_stretches pending; /* quoted, if a later paragraph closes what they leave open */
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
    lt_quotation_clear(&locate->quotation);
    free(locate->quoted.items);
    free(locate->excluded.items);
    free(locate->pending.items);
    free(locate);
}

/* A paragraph in hand. */
typedef struct locate_paragraph {
    const lt_paragraph *row;
    const uint8_t *text;
    size_t size;
    uint32_t first; /* the document's number of its first token */
    bool folded;
} locate_paragraph;

static int locate_fold(lt_locate *locate, locate_paragraph *p, leitong_error *error)
{
    if (p->folded) {
        return 0;
    }
    p->folded = true;
    return lt_refold_paragraph(locate->corpus, p->row, p->text, locate->fold, &locate->tokens, error);
}

/* Tokens that begin in bytes [begin, end) of the paragraph. */
static int locate_stretch(lt_locate *locate, locate_paragraph *p, size_t begin, size_t end, lt_stretches *stretches,
                          leitong_error *error)
{
    LT_TRY(locate_fold(locate, p, error));
    const lt_tokens *tokens = &locate->tokens;
    size_t from = 0;
    size_t to = 0;
    LT_LOWER_BOUND(from, tokens->count, middle, tokens->begins[middle] < begin);
    LT_LOWER_BOUND(to, tokens->count, middle, tokens->begins[middle] < end);
    if (from >= to) {
        return 0;
    }
    LT_TRY(LT_RESERVE(stretches->items, stretches->capacity, stretches->count + 1, error));
    stretches->items[stretches->count++] = (lt_stretch){p->first + (uint32_t)from, p->first + (uint32_t)to};
    return 0;
}

static int locate_quoted(lt_locate *locate, locate_paragraph *p, leitong_error *error)
{
    lt_quotation *quotation = &locate->quotation;
    lt_stretches *quoted = &locate->quoted;
    lt_stretches *pending = &locate->pending;
    LT_TRY(lt_quotation_paragraph(quotation, p->text, p->size, error));
    for (size_t i = 0; i < quotation->count; i++) {
        LT_TRY(locate_stretch(locate, p, quotation->ranges[i].begin, quotation->ranges[i].end, quoted, error));
    }
    if (quotation->closes) {
        LT_TRY(LT_RESERVE(quoted->items, quoted->capacity, quoted->count + pending->count, error));
        memcpy(LT_FROM(quoted->items, quoted->count), pending->items, pending->count * sizeof *pending->items);
        quoted->count += pending->count;
    }
    if (quotation->closes || !quotation->continues) {
        pending->count = 0;
    }
    return quotation->open ? locate_stretch(locate, p, quotation->open_at, p->size, pending, error) : 0;
}

static int locate_excluded(lt_locate *locate, locate_paragraph *p, leitong_error *error)
{
    for (size_t begin = 0, end; begin < p->size; begin = end + 1) {
        const uint8_t *feed = memchr(p->text + begin, '\n', p->size - begin);
        end = feed != NULL ? (size_t)(feed - p->text) : p->size;
        size_t from = begin;
        size_t to = end;
        while (from < to && (p->text[from] == ' ' || p->text[from] == '\t')) {
            from++;
        }
        while (from < to && (p->text[to - 1] == ' ' || p->text[to - 1] == '\r')) {
            to--;
        }
        if (lt_line_form_of(p->text + from, to - from) != LT_LINE_TEXT) {
            LT_TRY(locate_stretch(locate, p, from, to, &locate->excluded, error));
        }
    }
    return 0;
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
    locate->quoted.count = locate->excluded.count = locate->pending.count = 0;
    locate->quotation.open = false;
    for (uint32_t i = 0; i < d->paragraph_count; i++) {
        const lt_paragraph *row = &paragraphs[i];
        locate_paragraph p = {.row = row,
                              .size = (size_t)(row->byte_end - row->byte_begin),
                              .first = (uint32_t)(row->token_begin - d->token_begin)};
        uint64_t last = (uint64_t)p.first + row->token_count;
        LT_TRY(lt_corpus_text(locate->corpus, d, (lt_byte_range){row->byte_begin, row->byte_end}, &locate->text,
                              &p.text, error));
        if (ret_located != NULL) {
            LT_TRY(locate_quoted(locate, &p, error));
            LT_TRY(locate_excluded(locate, &p, error));
        }
        if (at < count && wanted[at].key >> 1 < last) {
            LT_TRY(locate_fold(locate, &p, error));
        }
        for (; at < count && wanted[at].key >> 1 < last; at++) {
            size_t token = (size_t)((wanted[at].key >> 1) - p.first);
            bool end = (wanted[at].key & 1) != 0;
            locate->offsets[at] = row->byte_begin + (end ? locate->tokens.ends[token] : locate->tokens.begins[token]);
        }
        lt_corpus_passed(locate->corpus, d->paragraph_begin + (size_t)i);
    }
    LT_TRY(lt_locate_source(locate, document, locate->offsets, count, error));
    for (size_t i = 0; i < count; i++) {
        *wanted[i].ret_offset = locate->offsets[i];
    }
    if (ret_located != NULL) {
        *ret_located = (lt_located){&locate->quoted, &locate->excluded};
    }
    return 0;
}
