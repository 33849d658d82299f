#include "index/store_row.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "leitong/document.h"

#include <string.h>

#define ROW_PIECE 256U /* paragraphs of a piece; reading starts at the first of a piece */
#define ROW_STRINGS 5U
#define ROW_NUMBERS 12U
#define ROW_LONGEST 10U /* bytes of a number */

static int row_append(lt_store_bytes *to, const void *bytes, size_t size, leitong_error *error)
{
    LT_TRY(LT_RESERVE(to->bytes, to->capacity, to->size + size, error));
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
    return 0;
}

static int row_append_number(lt_store_bytes *to, uint64_t number, leitong_error *error)
{
    uint8_t coded[ROW_LONGEST];
    size_t size = lt_block_put(coded, number);
    return row_append(to, coded, size, error);
}

/* Strings are stored with their NUL, so that a decoded row can point to them. */
static int row_append_string(lt_store_bytes *to, const char *string, leitong_error *error)
{
    size_t size = string == NULL ? 0 : strlen(string) + 1;
    LT_TRY(row_append_number(to, size, error));
    return size == 0 ? 0 : row_append(to, string, size, error);
}

int lt_store_row_put(const lt_store_row *row, lt_store_bytes *to, leitong_error *error)
{
    const lt_view_document *d = &row->document;
    const char *const strings[ROW_STRINGS] = {d->id, d->title, d->date, d->series, d->author};
    const uint64_t numbers[ROW_NUMBERS] = {
        d->source_size,    d->text_size, d->token_count, d->paragraph_count, (uint64_t)d->encoding, d->bom,
        d->utf8_is_source, row->text_at, row->token_at,  row->paragraph_at,  d->title_from,         d->date_from};
    uint8_t length[4] = {0}; /* filled in when it is known */
    size_t begin = to->size;
    LT_TRY(row_append(to, length, sizeof length, error));
    LT_TRY(row_append(to, d->hash, sizeof d->hash, error));
    for (unsigned i = 0; i < ROW_NUMBERS; i++) {
        LT_TRY(row_append_number(to, numbers[i], error));
    }
    for (unsigned i = 0; i < ROW_STRINGS; i++) {
        LT_TRY(row_append_string(to, strings[i], error));
    }
    size_t size = to->size - begin - sizeof length;
    for (unsigned i = 0; i < sizeof length; i++) {
        to->bytes[begin + i] = (uint8_t)(size >> 8 * i);
    }
    return 0;
}

static bool row_parse(const uint8_t *at, const uint8_t *end, lt_store_row *row)
{
    lt_view_document *d = &row->document;
    const char **const strings[ROW_STRINGS] = {&d->id, &d->title, &d->date, &d->series, &d->author};
    uint64_t n[ROW_NUMBERS];
    if ((size_t)(end - at) < sizeof d->hash) {
        return false;
    }
    memcpy(d->hash, at, sizeof d->hash);
    at += sizeof d->hash;
    for (unsigned i = 0; at != NULL && i < ROW_NUMBERS; i++) {
        at = lt_block_get(at, end, &n[i]);
    }
    for (unsigned i = 0; at != NULL && i < ROW_STRINGS; i++) {
        uint64_t size = 0;
        at = lt_block_get(at, end, &size);
        if (at == NULL || size > (uint64_t)(end - at) || (size > 0 && at[size - 1] != 0)) {
            return false;
        }
        *strings[i] = size == 0 ? NULL : (const char *)at;
        at += size;
    }
    if (at != end || d->id == NULL || n[2] > UINT32_MAX || n[3] > UINT32_MAX || !lt_encoding_is_known(n[4]) ||
        n[5] > 4 || n[10] > LEITONG_ORIGIN_PROPERTY || n[11] > LEITONG_ORIGIN_PROPERTY) {
        return false;
    }
    d->source_size = n[0];
    d->text_size = n[1];
    d->token_count = (uint32_t)n[2];
    d->paragraph_count = (uint32_t)n[3];
    d->encoding = (lt_encoding)n[4];
    d->bom = (uint8_t)n[5];
    d->utf8_is_source = n[6] != 0;
    row->text_at = n[7];
    row->token_at = n[8];
    row->paragraph_at = n[9];
    d->title_from = (uint8_t)n[10];
    d->date_from = (uint8_t)n[11];
    return true;
}

bool lt_store_row_get(const uint8_t *at, const uint8_t *end, uint64_t index, lt_store_row *ret_row)
{
    for (;; index--) {
        if (end - at < 4) {
            return false;
        }
        size_t size = at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16 | (size_t)at[3] << 24;
        at += 4;
        if (size > (size_t)(end - at)) {
            return false;
        }
        if (index == 0) {
            return row_parse(at, at + size, ret_row);
        }
        at += size;
    }
}

int lt_store_paragraphs_put(const lt_paragraph *paragraphs, uint32_t count, uint64_t first_token,
                            lt_store_stream *stream, lt_store_bytes *scratch, leitong_error *error)
{
    for (uint32_t first = 0; first < count; first += ROW_PIECE) {
        uint32_t piece = LT_MIN(count - first, ROW_PIECE);
        uint64_t behind = 0;
        scratch->size = 0;
        for (uint32_t i = 0; i < piece; i++) {
            const lt_paragraph *p = &paragraphs[first + i];
            uint64_t begin = i == 0 ? p->byte_begin << 1 | 1 : (p->byte_begin - behind) << 1;
            LT_TRY(row_append_number(scratch, begin, error));
            if (i == 0) {
                LT_TRY(row_append_number(scratch, p->token_begin - first_token, error));
            }
            LT_TRY(row_append_number(scratch, p->byte_end - p->byte_begin, error));
            LT_TRY(row_append_number(scratch, p->token_count, error));
            behind = p->byte_end;
        }
        LT_TRY(lt_store_stream_add(stream, scratch->bytes, scratch->size, piece, error));
    }
    return 0;
}

bool lt_store_paragraphs_get(const uint8_t *at, const uint8_t *end, uint64_t skip, uint32_t count, uint32_t document,
                             lt_paragraph *ret_paragraphs)
{
    uint64_t behind = 0;
    uint64_t token = 0;
    for (uint64_t i = 0; i < skip + count; i++) {
        uint64_t begin = 0;
        uint64_t size = 0;
        uint64_t tokens = 0;
        at = lt_block_get(at, end, &begin);
        bool first = at != NULL && (begin & 1) != 0;
        at = first ? lt_block_get(at, end, &token) : at;
        at = at == NULL ? NULL : lt_block_get(at, end, &size);
        at = at == NULL ? NULL : lt_block_get(at, end, &tokens);
        if (at == NULL || tokens > UINT32_MAX) {
            return false;
        }
        begin = (begin >> 1) + (first ? 0 : behind);
        behind = begin + size;
        if (i >= skip) {
            ret_paragraphs[i - skip] = (lt_paragraph){.token_begin = token,
                                                      .byte_begin = begin,
                                                      .byte_end = behind,
                                                      .token_count = (uint32_t)tokens,
                                                      .document = document};
        }
        token += tokens;
    }
    return true;
}
