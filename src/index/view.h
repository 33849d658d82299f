/* view: what an index can be asked, whoever answers: the store, or a settled corpus in a test.
 *
 * Enters: keys, ids, document numbers. Leaves: places, rows, tokens, text of one consistent state. A document number is
 * below UINT32_MAX, names one document as long as the view stands, and says nothing of order (results are in order of
 * ids, which is why `document` gives the id). A removed or replaced document is named by nothing.
 * Owner: whoever filled in the lt_view, until its own close; one thread asks at a time. Lists grow, and are the
 * asker's. Errors: LEITONG_EDAMAGED (a block that is not what was written: path and remedy in the message),
 * LEITONG_EUSAGE (no such document, a range beyond its end), LEITONG_EMEMORY, LEITONG_ESYSTEM. */
#ifndef LT_INDEX_VIEW_H
#define LT_INDEX_VIEW_H

#include "text/corpus.h"

#include <stddef.h>

#define LT_VIEW_NONE UINT32_MAX

/* What all documents of an index were taken in with; a submission is taken in alike. */
typedef struct lt_view_parameters {
    double threshold, recall;
    unsigned bands, rows, shingle, run;
    int paragraph; /* enum leitong_paragraphs */
    bool fold_han;
} lt_view_parameters;

/* A document's row. Strings stand until the next question; NULL where unknown, but for the id. */
typedef struct lt_view_document {
    const char *id, *title, *date, *series, *author;
    uint64_t hash[2];     /* XXH3-128 of the source bytes, high half first */
    uint64_t source_size; /* bytes as given */
    uint64_t text_size;   /* bytes of UTF-8, without a byte order mark */
    uint32_t token_count, paragraph_count;
    lt_encoding encoding;
    uint8_t bom;         /* bytes */
    bool utf8_is_source; /* the text is source bytes [bom, source_size) */
} lt_view_document;

/* Where a seed stands. */
typedef struct lt_view_place {
    uint32_t document;
    uint32_t at;   /* its first token, within the document, from 0 */
    uint32_t tags; /* lt_view_tags of its neighbours */
} lt_view_place;

typedef struct lt_view_places {
    lt_view_place *items;
    size_t count, capacity;
} lt_view_places; /* zero it first, free(items) last */

/* A paragraph's wording, in however many places: the first of them, in order of (id, paragraph). */
typedef struct lt_view_content {
    uint64_t hash;     /* high half of the content hash */
    uint32_t document; /* where it stands first … */
    uint32_t at;       /* … the paragraph's number within the document, from 0 */
} lt_view_content;

typedef struct lt_view_contents {
    lt_view_content *items;
    size_t count, capacity;
} lt_view_contents; /* zero it first, free(items) last */

/* Which buckets, and how much of each. */
typedef struct lt_view_buckets {
    const uint64_t *keys; /* band << 32 | key; ascending, so far as can be */
    size_t count;
    uint32_t most;    /* contents of a key */
    uint32_t without; /* a document whose paragraphs take no place; LT_VIEW_NONE: none */
} lt_view_buckets;

typedef struct lt_view {
    void *context;
    const lt_view_parameters *parameters;
    lt_lexicon *lexicon; /* of the ids of `tokens`: whoever compares with them folds with it; grows while asking */
    /* *ret_document = LT_VIEW_NONE where no document has this id. */
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
    /* Appends of each band's key the first contents by hash: those of a key behind those of the key before, ascending;
     * ret_ends[i]: contents->count behind those of key i. Ask for many at once: a store waits for its memory once for
     * many of them. */
    int (*bands)(void *context, const lt_view_buckets *ask, lt_view_contents *contents, size_t *ret_ends,
                 leitong_error *error);
    /* Likewise every place of seeds, each seed's in any order; ascending by lt_view_seed_order, so far as can be. */
    int (*seeds)(void *context, const uint64_t *hashes, size_t count, lt_view_places *places, size_t *ret_ends,
                 leitong_error *error);
} lt_view;

/* How seeds are sorted: lanes of passages/seeds, which go by the hash's low bits, one behind the other. */
#define LT_VIEW_LANE_BITS 6U
static inline uint64_t lt_view_seed_order(uint64_t hash)
{
    return hash >> LT_VIEW_LANE_BITS | hash << (64 - LT_VIEW_LANE_BITS);
}
static inline uint64_t lt_view_seed_hash(uint64_t order)
{
    return order << LT_VIEW_LANE_BITS | order >> (64 - LT_VIEW_LANE_BITS);
}

/* What is remembered of a seed's neighbours, so that most of a hot seed's places are known to share no run with a
 * submission's without reading their tokens: two bits each of the LT_VIEW_TAGS tokens before it (nearest in the lowest
 * bits) and, above them, of those behind it; 0 where the document ends. Equal tokens have equal tags; the converse is
 * asked of the tokens. `width`: tokens of the seed. */
#define LT_VIEW_TAGS 8
uint32_t lt_view_tags(const lt_lexicon *lexicon, const uint32_t *tokens, size_t count, size_t seed, unsigned width);

/* Whether `bytes` are the document's source. */
LEITONG_CHECK int lt_view_same_source(const lt_view *view, uint32_t document, const uint8_t *bytes, uint64_t size,
                                      bool *ret_same, leitong_error *error);

#endif
