/* refold: a paragraph of the corpus as tokens once more, from its kept text.
 *
 * Input: a paragraph of the corpus and its text, as lt_corpus_text reads it.
 * Output: its tokens, as many as its row says, so that whoever sized an array by the row may fill it by the tokens.
 * Begins and ends count from the paragraph's first byte.
 * Ownership: the caller of fold and tokens.
 * Errors: those of fold; LEITONG_EDAMAGED (the kept text no longer gives the tokens it gave, as memory or disk is
 * damaged: scan again).
 * Complexity: linear in the bytes. */
#ifndef LT_TEXT_REFOLD_H
#define LT_TEXT_REFOLD_H

#include "text/corpus.h"
#include "text/fold.h"

/* What `tokens` held is gone. */
LEITONG_CHECK int lt_refold_paragraph(const lt_corpus *corpus, const lt_paragraph *paragraph, const uint8_t *text,
                                      lt_fold *fold, lt_tokens *tokens, leitong_error *error);

#endif
