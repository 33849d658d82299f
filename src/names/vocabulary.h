/* vocabulary: words of one to LT_NAME_LONGEST tokens, each once, and where they begin in a text.
 *
 * Input: token runs with a kind and flags (name.h). Output: a number for each, in order of arrival, and lookups.
 * A word that arrives again adds its flags; of two kinds the lower stays. Ownership: lt_vocabulary; once filled it is
 * read-only and threads may share it. Errors: LEITONG_EMEMORY. */
#ifndef LT_NAMES_VOCABULARY_H
#define LT_NAMES_VOCABULARY_H

#include "names/name.h"

#define LT_VOCABULARY_NONE UINT32_MAX
#define LT_VOCABULARY_FIRSTS (1U << 19)

typedef struct lt_word {
    size_t at; /* in tokens */
    uint8_t length, kind, flags;
    uint32_t certain; /* how often it arrived with LT_NAME_CERTAIN */
} lt_word;

typedef struct lt_vocabulary {
    lt_word *words;
    uint32_t *tokens;
    uint64_t *slots; /* hash table: high half of the hash, word number + 1; a power of two */
    /* Once finished: */
    uint32_t *lengths; /* by hash of two tokens: bit n: a word of n tokens begins with some of these */
    uint64_t *firsts;  /* LT_VOCABULARY_FIRSTS bits by the same hash: few enough to stay in the cache */
    bool single;       /* some have one token */
    size_t count, capacity, token_count, token_capacity, slot_count, length_count;
} lt_vocabulary; /* zero it first */
void lt_vocabulary_clear(lt_vocabulary *vocabulary);

/* `length` is 1 … LT_NAME_LONGEST. */
LEITONG_CHECK int lt_vocabulary_add(lt_vocabulary *vocabulary, const uint32_t *tokens, size_t length, int kind,
                                    unsigned flags, leitong_error *error);

/* All words of another one, but for those of which wanted[word] is 0; `wanted` NULL: all. */
LEITONG_CHECK int lt_vocabulary_join(lt_vocabulary *vocabulary, const lt_vocabulary *other, const uint8_t *wanted,
                                     leitong_error *error);

/* The word that is tokens[0, length), or LT_VOCABULARY_NONE. */
uint32_t lt_vocabulary_find(const lt_vocabulary *vocabulary, const uint32_t *tokens, size_t length);

/* Makes ready for lt_vocabulary_may and _lengths; no word is added after it. */
LEITONG_CHECK int lt_vocabulary_finish(lt_vocabulary *vocabulary, leitong_error *error);

/* Of the two tokens with which a word begins; of a word of one token the second counts as 0. */
static inline uint64_t lt_vocabulary_hash(uint32_t first, uint32_t second)
{
    return (first + UINT64_C(0x9E3779B97F4A7C15) * (second + 1)) * UINT64_C(0xBF58476D1CE4E5B9);
}

static inline bool lt_vocabulary_may_pair(const lt_vocabulary *vocabulary, uint32_t first, uint32_t second)
{
    size_t bit = (size_t)(lt_vocabulary_hash(first, second) >> 32) % LT_VOCABULARY_FIRSTS;
    return (vocabulary->firsts[bit / 64] >> bit % 64 & 1) != 0;
}

/* Whether a word may begin at tokens[0], `left` ≥ 1 tokens being there: few do. The vocabulary is finished. */
static inline bool lt_vocabulary_may(const lt_vocabulary *vocabulary, const uint32_t *tokens, size_t left)
{
    return (left > 1 && lt_vocabulary_may_pair(vocabulary, tokens[0], tokens[1])) ||
           (vocabulary->single && lt_vocabulary_may_pair(vocabulary, tokens[0], 0));
}

/* Lengths at which a word may begin at tokens[0], `left` ≥ 1 tokens being there: bit n for n tokens. Never misses one;
 * lt_vocabulary_find decides. */
uint32_t lt_vocabulary_lengths(const lt_vocabulary *vocabulary, const uint32_t *tokens, size_t left);

#endif
