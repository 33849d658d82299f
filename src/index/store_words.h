/* store_words: the words of a segment, as text, which give meaning to its token ids.
 *
 * A segment numbers its words by (hash, text); a token that is a word is LT_TOKEN_WORD | that number. A reader has a
 * lexicon of its own; a word is added to it when a token first needs it.
 * Input: a sorted lexicon, or the words of several segments; tokens of a segment. Output: the stream LT_STORE_WORDS;
 * its words in order; tokens as ids of the reader's lexicon. Ownership: the caller.
 * Errors: those of store_table and lexicon; LEITONG_EDAMAGED (the word of a token is missing: the message names table
 * and segment). Complexity: a lookup for each different word that a reader meets; 4 bytes for each word of a segment.
 */
#ifndef LT_INDEX_STORE_WORDS_H
#define LT_INDEX_STORE_WORDS_H

#include "index/store_catalog.h"
#include "index/store_row.h"
#include "index/store_table.h"

LEITONG_CHECK int lt_store_words_put(lt_store_stream *stream, const uint8_t *text, size_t size, lt_store_bytes *scratch,
                                     leitong_error *error);

/* An iterator over the words of one segment. */
typedef struct lt_store_words {
    lt_store_txn *txn;
    const lt_store_segment *segment;
    lt_store_chunk chunk;
    uint64_t next;     /* number of the next word */
    const uint8_t *at; /* its bytes */
    const uint8_t *text;
    size_t size;
    uint64_t hash;
    bool any;     /* there is a current word */
} lt_store_words; /* zero it first */
void lt_store_words_clear(lt_store_words *words);
/* Goes to the segment's first word; `any` says whether there is one. */
LEITONG_CHECK int lt_store_words_open(lt_store_words *words, lt_store_txn *txn, const lt_store_segment *segment,
                                      leitong_error *error);
LEITONG_CHECK int lt_store_words_next(lt_store_words *words, leitong_error *error);
/* Compares the current words: below, at or above 0, like strcmp. */
int lt_store_words_compare(const lt_store_words *x, const lt_store_words *y);

/* Translates the words of each segment into a reader's lexicon. */
typedef struct lt_store_naming {
    const lt_store_catalog *catalog;
    lt_lexicon *lexicon;
    uint32_t **ids; /* [segment of the catalog][word] -> id; 0: not needed yet; allocated when needed */
    lt_store_chunk chunk;
} lt_store_naming; /* zero it first */
/* The catalog outlives it. */
LEITONG_CHECK int lt_store_naming_open(lt_store_naming *naming, const lt_store_catalog *catalog, leitong_error *error);
void lt_store_naming_clear(lt_store_naming *naming);
/* Tokens of a segment of the catalog become ids of the lexicon. */
LEITONG_CHECK int lt_store_naming_run(lt_store_naming *naming, lt_store_txn *txn, const lt_store_segment *segment,
                                      size_t count, uint32_t *tokens, leitong_error *error);

#endif
