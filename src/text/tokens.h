/* tokens: the tokens of a text, one array a property.
 *
 * Input: which properties are kept, as flags. Output: arrays of one length; those that no flag asks for stay empty.
 * Ownership: lt_tokens is the caller's, who clears it. Errors: LEITONG_EMEMORY. Complexity: appending is linear. */
#ifndef LT_TEXT_TOKENS_H
#define LT_TEXT_TOKENS_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_tokens {
    uint32_t *ids;
    uint64_t *hashes; /* only with LT_FOLD_HASHES: lt_lexicon_token_hash of each */
    uint32_t *begins; /* bytes from the start of the text given to lt_fold_run + `base` */
    uint32_t *ends;
    size_t count;
    size_t ids_capacity, hashes_capacity, begins_capacity, ends_capacity;
    /* Only with LT_FOLD_TEXT: token i is text[text_ends[i - 1] … text_ends[i]), the first from 0. */
    uint8_t *text;
    uint32_t *text_ends;
    size_t text_size, text_capacity, text_ends_capacity;
} lt_tokens; /* zero it first */
void lt_tokens_clear(lt_tokens *tokens);

enum lt_fold_flags {
    LT_FOLD_HAN = 1,    /* traditional → simplified, a character at a time */
    LT_FOLD_TEXT = 2,   /* keep the folded text */
    LT_FOLD_SPANS = 4,  /* keep begins and ends */
    LT_FOLD_HASHES = 8, /* keep hashes */
    LT_FOLD_KNOWN = 16  /* words that the lexicon lacks stay outside: all of them are LT_TOKEN_UNKNOWN */
};

/* Room for `more` tokens behind the last, in the arrays that `flags` ask for. */
LEITONG_CHECK int lt_tokens_reserve(lt_tokens *tokens, size_t more, unsigned flags, leitong_error *error);

#endif
