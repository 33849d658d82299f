/* ruler: one document of a result, measured in tokens.
 *
 * Enters: a result that holds the document's text. Leaves: the ids of all its tokens and the source byte where each
 * begins, so that a span in bytes becomes one in tokens and back. Tokens are a pure function of the text: it is folded
 * again. Owner: lt_ruler is the caller's; it lives without the result. Errors: LEITONG_EINPUT (the text was not kept:
 * keep it), LEITONG_EDAMAGED (it gives other tokens than it gave: scan again), LEITONG_EMEMORY. */
#ifndef LT_RESULT_RULER_H
#define LT_RESULT_RULER_H

#include "base/error.h"
#include "leitong/result.h"

#include <stdbool.h>

typedef struct lt_ruler {
    uint32_t *ids;
    uint64_t *begins; /* source bytes, ascending */
    size_t count;
} lt_ruler; /* zero it first */

/* How a document is folded. Ids of rulers that share a lexicon can be compared. */
typedef struct lt_ruler_fold {
    struct lt_lexicon *lexicon; /* NULL: nobody asks for ids */
    bool known; /* the lexicon stays as it is: words that it lacks have one id, which none of its own has */
    bool fold_han;
} lt_ruler_fold;
LEITONG_CHECK int lt_ruler_lexicon_new(struct lt_lexicon **ret_lexicon, leitong_error *error);
void lt_ruler_lexicon_free(struct lt_lexicon *lexicon);

LEITONG_CHECK int lt_ruler_open(const leitong_result *result, uint32_t document, const lt_ruler_fold *how,
                                lt_ruler *ret_ruler, leitong_error *error);
void lt_ruler_clear(lt_ruler *ruler);

/* How many tokens begin before source byte `byte`: tokens of [begin, end) are [token(begin), token(end)). */
size_t lt_ruler_token(const lt_ruler *ruler, uint64_t byte);

#endif
