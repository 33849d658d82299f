/* lexicon: the words of a corpus, interned: each gets a number, equal where the words' text is equal and nowhere else.
 *
 * Input: folded words. Output: token ids, a word's text, a word's hash. A token of one code point is its own id and
 * never stands here; a word's id is LT_TOKEN_WORD | its number. Ids mean something within one lexicon alone and depend
 * on arrival until lt_lexicon_sort, so nothing that leaves the process is made of them: what is hashed for shingles,
 * seeds and content is each token's own 64-bit hash (lt_lexicon_token_hash), XXH3-64 of the word's folded UTF-8, or the
 * code point. Two words may share a hash; they never share an id.
 * The table is a hash table in shards, each with a lock, so that workers add at the same time; its slots are chosen by
 * a seeded hash, which whoever writes a text can't foresee, so that no text makes them crowded.
 * Ownership: lt_lexicon is counted: each lt_lexicon_share needs an lt_lexicon_free. Texts stand as long as it does.
 * Any number of threads may add; ids may be read by whoever received them. Sorting is one thread's, alone.
 * Errors: LEITONG_EMEMORY; LEITONG_EUSAGE (2^31 − 1 different words: scan in shards).
 * Complexity: one look a word; about 45 bytes and the text for each different word. */
#ifndef LT_TEXT_LEXICON_H
#define LT_TEXT_LEXICON_H

#include "base/error.h"

#include <stddef.h>

#define LT_TOKEN_WORD 0x80000000U
#define LT_TOKEN_UNKNOWN UINT32_MAX /* a word, and none of the lexicon */

typedef struct lt_lexicon lt_lexicon;
LEITONG_CHECK int lt_lexicon_new(lt_lexicon **ret_lexicon, leitong_error *error);
lt_lexicon *lt_lexicon_share(lt_lexicon *lexicon);
void lt_lexicon_free(lt_lexicon *lexicon);

/* The hash of a word, as it stands in signatures and seeds. */
uint64_t lt_lexicon_word_hash(const uint8_t *text, size_t size);

/* The id of a word, known before or new. `hash`: lt_lexicon_word_hash of it. */
LEITONG_CHECK int lt_lexicon_add(lt_lexicon *lexicon, const uint8_t *text, size_t size, uint64_t hash, uint32_t *ret_id,
                                 leitong_error *error);

/* The same of a known word alone: otherwise LT_TOKEN_UNKNOWN. */
uint32_t lt_lexicon_find(lt_lexicon *lexicon, const uint8_t *text, size_t size, uint64_t hash);

uint32_t lt_lexicon_count(const lt_lexicon *lexicon);
/* `number` < count: an id without LT_TOKEN_WORD. */
const uint8_t *lt_lexicon_text(const lt_lexicon *lexicon, uint32_t number, size_t *ret_size);
uint64_t lt_lexicon_token_hash(const lt_lexicon *lexicon, uint32_t id);
void lt_lexicon_token_hashes(const lt_lexicon *lexicon, const uint32_t *ids, size_t count, uint64_t *ret_hashes);

/* Numbers the words anew, by (hash, text), so that numbers depend on the set of words alone. *ret_numbers, the
 * caller's: [number of before] → number of after. */
LEITONG_CHECK int lt_lexicon_sort(lt_lexicon *lexicon, uint32_t **ret_numbers, leitong_error *error);

#endif
