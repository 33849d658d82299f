/* view: the queries that an index answers, independent of who answers: the store, or a corpus in a test.
 *
 * A view is an interface: a context pointer and functions. It shows one consistent state. Document numbers are below
 * UINT32_MAX and name one document as long as the view exists; their order means nothing: results are ordered by id,
 * which `document` returns. Removed and replaced documents have no number that a query returns.
 * Input: keys (bands, seeds), ids, document numbers. Output: places, rows, tokens, text.
 * Ownership: a view belongs to whoever filled it in, until it is closed there; one thread uses it at a time. Result
 * lists belong to the caller, and results are appended to them.
 * Errors: LEITONG_EDAMAGED (a block is not what was written; the message has path and remedy), LEITONG_EUSAGE (no such
 * document, or a range beyond its end), LEITONG_EMEMORY, LEITONG_ESYSTEM. Complexity: that of the implementation
 * (store_lookup, store_bucket). */
#ifndef LT_INDEX_VIEW_H
#define LT_INDEX_VIEW_H

#include "text/corpus.h"

#include <stddef.h>

#define LT_VIEW_NONE UINT32_MAX

/* The parameters of an index; a submission is read with the same ones. */
typedef struct lt_view_parameters {
    double threshold, recall;
    unsigned bands, rows, shingle, run;
    int paragraph; /* enum leitong_paragraphs */
    bool fold_han;
} lt_view_parameters;

/* A document's row. Strings are valid until the next query, and NULL where unknown; the id is never NULL. */
typedef struct lt_view_document {
    const char *id, *title, *date, *series, *author;
    uint8_t title_from, date_from; /* enum leitong_origin */
    uint64_t hash[2];              /* XXH3-128 of the source bytes, high half first */
    uint64_t source_size;          /* bytes as given */
    uint64_t text_size;            /* bytes of UTF-8, without a byte order mark */
    uint32_t token_count, paragraph_count;
    lt_encoding encoding;
    uint8_t bom;         /* bytes */
    bool utf8_is_source; /* the text is source bytes [bom, source_size) */
} lt_view_document;

/* A place of a seed. */
typedef struct lt_view_place {
    uint32_t document;
    uint32_t at;   /* number of its first token in the document, from 0 */
    uint32_t tags; /* lt_view_tags of its neighbours */
} lt_view_place;

typedef struct lt_view_places {
    lt_view_place *items;
    size_t count, capacity;
} lt_view_places; /* zero it first, free(items) last */

/* The content of one or more equal paragraphs, with the first of them in order of (id, paragraph). */
typedef struct lt_view_content {
    uint64_t hash;     /* high half of the content hash */
    uint32_t document; /* of the first … */
    uint32_t at;       /* … and its number in the document, from 0 */
} lt_view_content;

typedef struct lt_view_contents {
    lt_view_content *items;
    size_t count, capacity;
} lt_view_contents; /* zero it first, free(items) last */

/* A query for LSH buckets. */
typedef struct lt_view_buckets {
    const uint64_t *keys; /* band << 32 | key; best in ascending order */
    size_t count;
    uint32_t most;    /* contents to return for each key */
    uint32_t without; /* a document whose paragraphs are left out; LT_VIEW_NONE: none */
} lt_view_buckets;

typedef struct lt_view {
    void *context;
    const lt_view_parameters *parameters;
    lt_lexicon *lexicon; /* of the ids that `tokens` returns, and of a submission's; grows with queries */
    /* *ret_document: LT_VIEW_NONE when no document has this id. */
    int (*find)(void *context, const char *id, uint32_t *ret_document, leitong_error *error);
    int (*document)(void *context, uint32_t document, lt_view_document *ret_row, leitong_error *error);
    /* `count` rows from paragraph `first` on; token_begin counts from the document's first token, bytes are of the
     * document's UTF-8, `document` is the view's number. */
    int (*paragraphs)(void *context, uint32_t document, uint32_t first, uint32_t count, lt_paragraph *ret_rows,
                      leitong_error *error);
    int (*tokens)(void *context, uint32_t document, uint32_t begin, uint32_t count, uint32_t *ret_tokens,
                  leitong_error *error);
    /* `size` bytes from `begin` on, of the source as given; of the UTF-8 text that was made of it. */
    int (*source)(void *context, uint32_t document, uint64_t begin, size_t size, uint8_t *ret_bytes,
                  leitong_error *error);
    int (*text)(void *context, uint32_t document, uint64_t begin, size_t size, uint8_t *ret_bytes,
                leitong_error *error);
    /* Appends the first contents of each bucket, in order of their hashes, bucket after bucket; ret_ends[i]:
     * contents->count after those of key i. Query many keys at once: the store then overlaps their cache misses. */
    int (*bands)(void *context, const lt_view_buckets *ask, lt_view_contents *contents, size_t *ret_ends,
                 leitong_error *error);
    /* The same for all places of seeds, those of a seed in any order; seeds best ascending by lt_view_seed_order. */
    int (*seeds)(void *context, const uint64_t *hashes, size_t count, lt_view_places *places, size_t *ret_ends,
                 leitong_error *error);
} lt_view;

/* The order of seeds in an index: lane after lane of passages/seeds, which are chosen by the low bits of the hash. */
#define LT_VIEW_LANE_BITS 6U
static inline uint64_t lt_view_seed_order(uint64_t hash)
{
    return hash >> LT_VIEW_LANE_BITS | hash << (64 - LT_VIEW_LANE_BITS);
}
static inline uint64_t lt_view_seed_hash(uint64_t order)
{
    return order << LT_VIEW_LANE_BITS | order >> (64 - LT_VIEW_LANE_BITS);
}

/* The tags of a place: fingerprints of 2 bits of the LT_VIEW_TAGS tokens before the seed (nearest in the lowest bits)
 * and, above them, of those after it; 0 beyond the document's ends. Equal tokens have equal tags, so most places of a
 * frequent seed that share no run with a submission are excluded without reading their tokens (tag_set). `width`:
 * tokens of the seed. */
#define LT_VIEW_TAGS 8
uint32_t lt_view_tags(const lt_lexicon *lexicon, const uint32_t *tokens, size_t count, size_t seed, unsigned width);

/* Whether `bytes` are the document's source. */
LEITONG_CHECK int lt_view_same_source(const lt_view *view, uint32_t document, const uint8_t *bytes, uint64_t size,
                                      bool *ret_same, leitong_error *error);

#endif
