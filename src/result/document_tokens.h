/* document_tokens: one document of a result, measured in tokens.
 *
 * Enters: a result that holds the document's text. Leaves: the ids of all its tokens and the source byte where each
 * begins, so that a span in bytes becomes one in tokens and back. Tokens are a pure function of the text: it is folded
 * again. Owner: lt_document_tokens is the caller's; it lives without the result. Errors: LEITONG_EINPUT (the text was
 * not kept: keep it), LEITONG_EDAMAGED (it gives other tokens than it gave: scan again), LEITONG_EMEMORY. */
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

/* How a document is folded. Ids of rulers that share a lexicon can be compared. */
typedef struct lt_document_tokens_fold {
    struct lt_lexicon *lexicon; /* NULL: nobody asks for ids */
    bool known; /* the lexicon stays as it is: words that it lacks have one id, which none of its own has */
    bool fold_han;
} lt_document_tokens_fold;
LEITONG_CHECK int lt_document_tokens_lexicon_new(struct lt_lexicon **ret_lexicon, leitong_error *error);
void lt_document_tokens_lexicon_free(struct lt_lexicon *lexicon);

LEITONG_CHECK int lt_document_tokens_open(const leitong_result *result, uint32_t document,
                                          const lt_document_tokens_fold *how, lt_document_tokens *ret_ruler,
                                          leitong_error *error);
void lt_document_tokens_clear(lt_document_tokens *ruler);

/* How many tokens begin before source byte `byte`: tokens of [begin, end) are [token(begin), token(end)). */
size_t lt_document_tokens_token(const lt_document_tokens *ruler, uint64_t byte);

#endif
