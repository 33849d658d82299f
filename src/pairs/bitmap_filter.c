#include "pairs/bitmap_filter.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "sketch/shingle.h"

#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__) && !defined(LEITONG_NO_CLONES)
#define BITMAP_CLONES __attribute__((target_clones("avx2", "default"))) /* avx2 brings popcnt */
#else
#define BITMAP_CLONES
#endif

enum { BITMAP_WORDS = 8 }; /* of 64 bits */

typedef struct bitmap_entry {
    uint64_t bits[BITMAP_WORDS];
    uint32_t paragraph;
    uint32_t windows; /* 0: nobody's */
} bitmap_entry;

struct lt_bitmap_filter {
    const lt_corpus *corpus;
    unsigned shingle;
    bitmap_entry left;
    bitmap_entry *entries; /* [place modulo LT_BITMAP_FILTER_KEPT] */
    lt_spool_scratch scratch;
    uint64_t *hashes;
    size_t hash_capacity;
};

int lt_bitmap_filter_new(const lt_corpus *corpus, unsigned shingle, lt_bitmap_filter **ret_filter, leitong_error *error)
{
    lt_bitmap_filter *filter = calloc(1, sizeof *filter);
    if (filter == NULL) {
        return lt_error_memory(error);
    }
    filter->corpus = corpus;
    filter->shingle = shingle;
    *ret_filter = filter;
    return 0;
}

void lt_bitmap_filter_free(lt_bitmap_filter *filter)
{
    if (filter == NULL) {
        return;
    }
    free(filter->entries);
    free(filter->hashes);
    lt_spool_scratch_clear(&filter->scratch);
    free(filter);
}

static int bitmap_filter_fill(lt_bitmap_filter *filter, uint32_t paragraph, bitmap_entry *entry, leitong_error *error)
{
    const lt_paragraph *span = &filter->corpus->paragraphs[paragraph];
    const uint32_t *tokens = NULL;
    size_t windows = lt_shingle_count(span->token_count, filter->shingle);
    LT_TRY(lt_corpus_tokens(filter->corpus, span->token_begin, span->token_count, &filter->scratch, &tokens, error));
    LT_TRY(LT_RESERVE(filter->hashes, filter->hash_capacity, windows, error));
    size_t width = lt_shingle_width(span->token_count, filter->shingle) * sizeof *tokens;
    lt_hash_windows(tokens, windows, width, sizeof *tokens, filter->hashes);
    memset(entry->bits, 0, sizeof entry->bits);
    for (size_t i = 0; i < windows; i++) {
        entry->bits[filter->hashes[i] / 64 % BITMAP_WORDS] |= UINT64_C(1) << (filter->hashes[i] % 64);
    }
    entry->paragraph = paragraph;
    entry->windows = (uint32_t)windows;
    return 0;
}

BITMAP_CLONES static void bitmap_filter_count(const uint64_t *a, const uint64_t *b, uint32_t *ret_a_alone,
                                              uint32_t *ret_b_alone)
{
    uint32_t a_alone = 0;
    uint32_t b_alone = 0;
    for (int i = 0; i < BITMAP_WORDS; i++) {
        a_alone += (uint32_t)__builtin_popcountll(a[i] & ~b[i]);
        b_alone += (uint32_t)__builtin_popcountll(b[i] & ~a[i]);
    }
    *ret_a_alone = a_alone;
    *ret_b_alone = b_alone;
}

int lt_bitmap_filter_bound(lt_bitmap_filter *filter, uint32_t a, uint32_t b, uint32_t place, lt_overlap *ret_most,
                           leitong_error *error)
{
    if (filter->entries == NULL) {
        filter->entries = calloc(LT_BITMAP_FILTER_KEPT, sizeof *filter->entries);
        if (filter->entries == NULL) {
            return lt_error_memory(error);
        }
    }
    if (filter->left.windows == 0 || filter->left.paragraph != a) {
        filter->left.windows = 0;
        LT_TRY(bitmap_filter_fill(filter, a, &filter->left, error));
    }
    bitmap_entry *right = &filter->entries[place % LT_BITMAP_FILTER_KEPT];
    if (right->windows == 0 || right->paragraph != b) {
        right->windows = 0;
        LT_TRY(bitmap_filter_fill(filter, b, right, error));
    }
    uint32_t a_alone = 0;
    uint32_t b_alone = 0;
    bitmap_filter_count(filter->left.bits, right->bits, &a_alone, &b_alone);
    /* At best all others are shared. */
    uint32_t a_rest = filter->left.windows - a_alone;
    uint32_t b_rest = right->windows - b_alone;
    uint32_t shared = LT_MIN(a_rest, b_rest);
    *ret_most = (lt_overlap){shared, shared + a_alone, shared + b_alone};
    return 0;
}
