/* store_words: the words of a segment, as text, so that its token ids mean the same whoever reads them.
 *
 * A segment numbers its words by (hash, text); its tokens hold LT_TOKEN_WORD | that number. Input: a sorted lexicon, or
 * several segments' words. Output: the stream LT_STORE_WORDS; from there words in order, or, for a reader's tokens, ids
 * of the reader's own lexicon, into which a word comes when a token first needs it. Ownership: the caller.
 * Errors: those of store_table and lexicon; LEITONG_EDAMAGED (a token whose word is not there: the message names table
 * and segment). Complexity: a lookup for each different word that a reader meets; 4 bytes a word of a segment. */
#ifndef LT_INDEX_STORE_WORDS_H
#define LT_INDEX_STORE_WORDS_H

#include "index/store_catalog.h"
#include "index/store_row.h"
#include "index/store_table.h"

LEITONG_CHECK int lt_store_words_put(lt_store_stream *stream, const uint8_t *text, size_t size, lt_store_bytes *scratch,
                                     leitong_error *error);

/* The words of one segment, one behind the other. */
typedef struct lt_store_words {
    lt_store_txn *txn;
    const lt_store_segment *segment;
    lt_store_chunk chunk;
    uint64_t next;     /* number of the word behind the present one */
    const uint8_t *at; /* of its bytes */
    const uint8_t *text;
    size_t size;
    uint64_t hash;
    bool any;     /* a word is there */
} lt_store_words; /* zero it first */
void lt_store_words_clear(lt_store_words *words);
/* At the segment's first word; `any` says whether there is one. */
LEITONG_CHECK int lt_store_words_open(lt_store_words *words, lt_store_txn *txn, const lt_store_segment *segment,
                                      leitong_error *error);
LEITONG_CHECK int lt_store_words_next(lt_store_words *words, leitong_error *error);
/* Below, at or above 0 as the present word of x comes before that of y. */
int lt_store_words_compare(const lt_store_words *x, const lt_store_words *y);

/* What a reader knows of each segment's words. */
typedef struct lt_store_naming {
    const lt_store_catalog *catalog;
    lt_lexicon *lexicon;
    uint32_t **ids; /* [segment of the catalog][word] → id; 0: not asked for yet; made when needed */
    lt_store_chunk chunk;
} lt_store_naming; /* zero it first */
/* The catalog outlives it. */
LEITONG_CHECK int lt_store_naming_open(lt_store_naming *naming, const lt_store_catalog *catalog, leitong_error *error);
void lt_store_naming_clear(lt_store_naming *naming);
/* Tokens of a segment of the catalog become ids of the lexicon. */
LEITONG_CHECK int lt_store_naming_run(lt_store_naming *naming, lt_store_txn *txn, const lt_store_segment *segment,
                                      size_t count, uint32_t *tokens, leitong_error *error);

#endif
