/* vocabulary: words of one to LT_NAME_LONGEST tokens, each once, and which of them begin at a place of a text.
 *
 * Input: token runs. Output: a number for each different one, in order of arrival, and lookups.
 * Ownership: lt_vocabulary; once filled it is read-only and threads may share it. Errors: LEITONG_EMEMORY.
 * Complexity: constant time a word (a hash table); a table by the first two tokens says at once that no word begins. */
#ifndef LT_NAMES_VOCABULARY_H
#define LT_NAMES_VOCABULARY_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define LT_NAME_LONGEST 24 /* tokens */
#define LT_VOCABULARY_NONE UINT32_MAX

typedef struct lt_word {
    size_t at; /* in tokens */
    uint8_t length;
} lt_word;

typedef struct lt_vocabulary {
    lt_word *words;
    uint32_t *tokens;
    uint64_t *slots;   /* hash table: high half of the hash, word number + 1; a power of two */
    uint32_t *lengths; /* once finished; by hash of two tokens: bit n: a word of n tokens begins with some of these */
    size_t count, capacity, token_count, token_capacity, slot_count, length_count;
} lt_vocabulary; /* zero it first */
void lt_vocabulary_clear(lt_vocabulary *vocabulary);

/* `length` is 1 … LT_NAME_LONGEST. *ret_word: its number, new or known. */
LEITONG_CHECK int lt_vocabulary_add(lt_vocabulary *vocabulary, const uint32_t *tokens, size_t length,
                                    uint32_t *ret_word, leitong_error *error);

/* The word that is tokens[0, length), or LT_VOCABULARY_NONE. */
uint32_t lt_vocabulary_find(const lt_vocabulary *vocabulary, const uint32_t *tokens, size_t length);

/* Makes ready for lt_vocabulary_lengths; no word is added after it. */
LEITONG_CHECK int lt_vocabulary_finish(lt_vocabulary *vocabulary, leitong_error *error);

/* Lengths at which a word may begin at tokens[0], `left` ≥ 1 tokens being there: bit n for n tokens. Never misses one;
 * lt_vocabulary_find decides. */
uint32_t lt_vocabulary_lengths(const lt_vocabulary *vocabulary, const uint32_t *tokens, size_t left);

#endif
