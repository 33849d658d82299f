/* store_row: encodes a document's row and its paragraphs as bytes of a segment's streams, and decodes them.
 *
 * Input: rows and paragraphs, or their bytes. Output: bytes (format: src/index/FORMAT.md, streams), or rows and
 * paragraphs. Ownership: the strings of a decoded row point into its bytes. Errors: LEITONG_EMEMORY; decoding returns
 * false for damaged bytes, because the caller knows the place.
 * Complexity: linear in the bytes; a row or paragraph is reached from the first of its chunk. */
#ifndef LT_INDEX_STORE_ROW_H
#define LT_INDEX_STORE_ROW_H

#include "index/store_table.h"
#include "index/view.h"

typedef struct lt_store_row {
    lt_view_document document;
    uint64_t text_at, token_at, paragraph_at; /* their begin in the segment's streams */
} lt_store_row;

typedef struct lt_store_bytes {
    uint8_t *bytes;
    size_t size, capacity;
} lt_store_bytes; /* zero it first, free(bytes) last */

LEITONG_CHECK int lt_store_row_put(const lt_store_row *row, lt_store_bytes *to, leitong_error *error);
/* Row number `index` of those at [at, end). */
LEITONG_CHECK bool lt_store_row_get(const uint8_t *at, const uint8_t *end, uint64_t index, lt_store_row *ret_row);

/* All paragraphs of one document; token_begin counts from `first_token`. */
LEITONG_CHECK int lt_store_paragraphs_put(const lt_paragraph *paragraphs, uint32_t count, uint64_t first_token,
                                          lt_store_stream *stream, lt_store_bytes *scratch, leitong_error *error);
/* Paragraphs [skip, skip + count) of those at [at, end). */
LEITONG_CHECK bool lt_store_paragraphs_get(const uint8_t *at, const uint8_t *end, uint64_t skip, uint32_t count,
                                           uint32_t document, lt_paragraph *ret_paragraphs);

#endif
