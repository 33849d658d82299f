/* document_view: a document as names are looked for in it: tokens in simplified characters, and what stands between
 * them.
 *
 * Input: a document of the corpus, and which of its paragraphs matter: these are folded again for the marks between
 * tokens and broken into words by ICU, which is slow. Of the others every token counts as a word.
 * Output: lt_name_view.
 * Ownership: lt_name_view is the caller's; lt_name_view_reader is one worker's scratch.
 * Errors: those of corpus, refold and words.
 * Complexity: linear in the tokens. */
#ifndef LT_NAMES_DOCUMENT_VIEW_H
#define LT_NAMES_DOCUMENT_VIEW_H

#include "text/corpus.h"

#include <stdbool.h>

/* What stands before a token. */
enum lt_name_view_flag {
    LT_VIEW_WORD = 1, /* a word begins with it */
    LT_VIEW_MARK = 2, /* a mark or a line break */
    LT_VIEW_LINE = 4  /* a line break, or nothing: it is the first */
};

typedef struct lt_name_view {
    uint32_t *tokens; /* simplified */
    uint8_t *flags;   /* [count + 1]: behind the last token stands a line break */
    uint32_t count;
    uint32_t title_begin, title_end; /* its title; where its text gives none, its first line */
} lt_name_view;                      /* zero it first */
void lt_name_view_clear(lt_name_view *view);

typedef struct lt_name_view_reader lt_name_view_reader;
LEITONG_CHECK int lt_name_view_reader_new(const lt_corpus *corpus, unsigned fold_flags,
                                          lt_name_view_reader **ret_reader, leitong_error *error);
void lt_name_view_reader_free(lt_name_view_reader *reader);

/* Tokens alone; no paragraph is read. */
LEITONG_CHECK int lt_name_view_open(lt_name_view_reader *reader, uint32_t document, lt_name_view *ret_view,
                                    leitong_error *error);
/* Reads the paragraphs with wanted[paragraph of the corpus] == 1, and makes these entries 2. */
LEITONG_CHECK int lt_name_view_read(lt_name_view_reader *reader, uint32_t document, uint8_t *wanted, lt_name_view *view,
                                    leitong_error *error);

/* Whether a word begins with a token, whichever paragraphs were wanted. */
LEITONG_CHECK int lt_name_view_word_begins(lt_name_view_reader *reader, uint32_t document, uint32_t token,
                                           bool *ret_begins, leitong_error *error);

/* The tokens of a text, simplified; they stand until the reader is used again. */
LEITONG_CHECK int lt_name_view_tokens(lt_name_view_reader *reader, const char *text, size_t size,
                                      const uint32_t **ret_tokens, size_t *ret_count, leitong_error *error);

/* Whether tokens [begin, end) are of the title. */
static inline bool lt_name_view_title(const lt_name_view *view, uint32_t begin, uint32_t end)
{
    return view->title_begin <= begin && end <= view->title_end;
}

static inline bool lt_name_view_has(const lt_name_view *view, uint32_t token, unsigned flags)
{
    return (view->flags[token] & flags) != 0;
}

#endif
