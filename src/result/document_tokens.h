/* document_tokens: the tokens of one document of a result, with the source byte where each begins.
 *
 * Tokens are a pure function of the text, so the kept text is folded again; their number is checked against the one the
 * scan wrote. A binary search over the begins turns a span of bytes into a range of tokens.
 * Input: a result that holds the document's text. Output: ids and begins of all its tokens.
 * Ownership: lt_document_tokens is the caller's; it does not refer to the result. Errors: LEITONG_EINPUT (the text was
 * not kept: keep it), LEITONG_EDAMAGED (the text gives another number of tokens: scan again), LEITONG_EMEMORY.
 * Complexity: linear in the text; O(log tokens) for each byte that is looked up. */
#ifndef LT_RESULT_DOCUMENT_TOKENS_H
#define LT_RESULT_DOCUMENT_TOKENS_H

#include "base/error.h"
#include "leitong/result.h"

#include <stdbool.h>

typedef struct lt_document_tokens {
    uint32_t *ids;
    uint64_t *begins; /* source bytes, ascending */
    size_t count;
} lt_document_tokens; /* zero it first */

/* How a document is folded. Ids that come from one lexicon can be compared. */
typedef struct lt_document_tokens_fold {
    struct lt_lexicon *lexicon; /* NULL: ids are not needed */
    bool known; /* the lexicon is not changed: all words that it lacks get one id, which none of its own has */
    bool fold_han;
} lt_document_tokens_fold;
LEITONG_CHECK int lt_document_tokens_lexicon_new(struct lt_lexicon **ret_lexicon, leitong_error *error);
void lt_document_tokens_lexicon_free(struct lt_lexicon *lexicon);

LEITONG_CHECK int lt_document_tokens_open(const leitong_result *result, uint32_t document,
                                          const lt_document_tokens_fold *how, lt_document_tokens *ret_tokens,
                                          leitong_error *error);
void lt_document_tokens_clear(lt_document_tokens *tokens);

/* How many tokens begin before source byte `byte`: tokens of [begin, end) are [token(begin), token(end)). */
size_t lt_document_tokens_token(const lt_document_tokens *tokens, uint64_t byte);

#endif
