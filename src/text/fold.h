/* fold: UTF-8 → tokens that know their bytes.
 *
 * Tokens are a pure function of the code points (ARCHITECTURE.md, Tokens; UAX #15, #29, #44). An id is the code point
 * of a one-letter token, or what the lexicon numbers the word: ids of one lexicon are equal where the tokens' folded
 * text is, and nowhere else. A word that a hyphen (-, U+00AD, U+2010, ¬) and a line's end break before
 * a small letter is one. Plain code points and words of ASCII take fast paths; the general path (fold_normal,
 * fold_word) is the definition.
 * Input: valid UTF-8 that begins and ends at line borders (a paragraph, or any run of whole lines).
 * Output: for each token its id and its span, half open, in bytes from the start of the text given; on wish the folded
 * text itself.
 * Ownership: lt_fold is one worker's scratch; lt_tokens is the caller's. libunistring is named in fold's files alone.
 * Errors: those of lexicon; LEITONG_EUSAGE (a stretch over 4 GiB without a line break).
 * Complexity: linear in the bytes. */
#ifndef LT_TEXT_FOLD_H
#define LT_TEXT_FOLD_H

#include "text/fold_word.h"
#include "text/lexicon.h"
#include "text/tokens.h"

typedef struct lt_fold lt_fold;
/* `lexicon`: where words get their ids; it must outlive the fold. NULL: nobody asks for ids, and all words have one. */
LEITONG_CHECK int lt_fold_new(unsigned flags, lt_lexicon *lexicon, lt_fold **ret_fold, leitong_error *error);
void lt_fold_free(lt_fold *fold);
/* What tokens were made without, in all texts since the fold was made. */
void lt_fold_get_seen(const lt_fold *fold, lt_fold_seen *ret_seen);

/* Appends the tokens of text to *tokens; `base` is added to begins and ends. On failure tokens->count is as before. */
LEITONG_CHECK int lt_fold_run(lt_fold *fold, const uint8_t *text, size_t size, uint32_t base, lt_tokens *tokens,
                              leitong_error *error);

#endif
