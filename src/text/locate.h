/* locate: token numbers → source bytes.
 *
 * Enters: a document of the corpus. Leaves: for each of its tokens the span in source bytes, and whether it stands inside
 * quotation marks (“ ” 「 」 『 』) or in a Markdown quote line (`>`). Offsets are not stored beside the tokens: tokens are a
 * pure function of the text, so the few documents that need offsets are folded again.
 * Owner: lt_locate is one worker's scratch; the arrays stand until its next call.
 * Errors: those of corpus, decode and fold. */
#ifndef LT_LOCATE_H
#define LT_LOCATE_H

#include "text/corpus.h"

typedef struct lt_located {
    const uint64_t *begins; /* [tokens] source bytes */
    const uint64_t *ends;
    const uint8_t *quoted; /* [tokens] 0 or 1 */
    size_t count;          /* = document->token_count */
} lt_located;

typedef struct lt_locate lt_locate;
LEITONG_CHECK int lt_locate_new(const lt_corpus *corpus, unsigned fold_flags, lt_locate **ret_locate,
                                leitong_error *error);
void lt_locate_free(lt_locate *locate);
LEITONG_CHECK int lt_locate_document(lt_locate *locate, uint32_t document, lt_located *ret_located,
                                     leitong_error *error);

/* Source bytes of offsets in the decoded text, in place; `offsets` ascending. */
LEITONG_CHECK int lt_locate_source(lt_locate *locate, uint32_t document, uint64_t *offsets, size_t count,
                                   leitong_error *error);

#endif
