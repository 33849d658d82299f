/* words: tells apart hashed words with one id (two in 2^31) by their folded text.
 *
 * Enters: two paragraphs. Leaves: whether two different words with one id stand in them, which next to never happens;
 * then, numbers for their words that differ where the words do. The text that both begin and end with is not folded
 * twice: near copies cost the fold of what differs.
 * Owner: lt_words is one worker's scratch; it keeps the left paragraph's words while it stays the same.
 * Errors: those of corpus and fold; LEITONG_EDAMAGED (a paragraph's text no longer folds to its tokens: scan again). */
#ifndef LT_WORDS_H
#define LT_WORDS_H

#include "text/corpus.h"

typedef struct lt_words lt_words;

/* A paragraph and its tokens, which must stand during the call. */
typedef struct lt_words_side {
    uint32_t paragraph;
    const uint32_t *tokens;
    size_t count;
} lt_words_side;

/* `fold_flags`: as the corpus was folded (LT_FOLD_HAN or 0). */
LEITONG_CHECK int lt_words_new(const lt_corpus *corpus, unsigned fold_flags, lt_words **ret_words,
                               leitong_error *error);
void lt_words_free(lt_words *words);

/* Whether an id stands for two words in the two paragraphs together. */
LEITONG_CHECK int lt_words_collide(lt_words *words, const lt_words_side *left, const lt_words_side *right,
                                   bool *ret_collide, leitong_error *error);

/* Tokens in which words are numbered by their text: equal where the words are. They stand until the next call. */
LEITONG_CHECK int lt_words_number(lt_words *words, const lt_words_side *left, const lt_words_side *right,
                                  const uint32_t **ret_left, const uint32_t **ret_right, leitong_error *error);

/* Two paragraphs with equal ids: whether they are equal words too. Mostly their very bytes are equal. */
LEITONG_CHECK int lt_words_equal(lt_words *words, const lt_words_side *left, const lt_words_side *right,
                                 bool *ret_equal, leitong_error *error);

#endif
