#include "index/view.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

static uint32_t view_tag(const lt_lexicon *lexicon, uint32_t token)
{
    return (uint32_t)(lt_lexicon_token_hash(lexicon, token) * UINT64_C(0x9E3779B97F4A7C15) >> 62);
}

uint32_t lt_view_tags(const lt_lexicon *lexicon, const uint32_t *tokens, size_t count, size_t seed, unsigned width)
{
    uint32_t tags = 0;
    size_t end = seed + width;
    for (unsigned i = 0; i < LT_VIEW_TAGS && i < seed; i++) {
        tags |= view_tag(lexicon, tokens[seed - 1 - i]) << 2 * i;
    }
    for (unsigned i = 0; i < LT_VIEW_TAGS && end + i < count; i++) {
        tags |= view_tag(lexicon, tokens[end + i]) << 2 * (LT_VIEW_TAGS + i);
    }
    return tags;
}

int lt_view_same_source(const lt_view *view, uint32_t document, const uint8_t *bytes, uint64_t size, bool *ret_same,
                        leitong_error *error)
{
    enum { PIECE = 65536 };
    lt_view_document row;
    uint64_t hash[2];
    LT_TRY(view->document(view->context, document, &row, error));
    bool same = row.source_size == size;
    if (same) { /* the hash excludes most; only the bytes prove that two are equal */
        lt_hash_128(bytes, (size_t)size, hash);
        same = memcmp(hash, row.hash, sizeof hash) == 0;
    }
    uint8_t *piece = same ? malloc(PIECE) : NULL;
    if (same && piece == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    for (uint64_t at = 0; same && at < size; at += PIECE) {
        size_t part = size - at < PIECE ? (size_t)(size - at) : PIECE;
        LT_TRY_GOTO(done, view->source(view->context, document, at, part, piece, error));
        same = memcmp(piece, bytes + at, part) == 0;
    }
    *ret_same = same;
done:
    free(piece);
    return code;
}
