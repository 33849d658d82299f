/* excerpt: a corpus of a submission and those of an index's documents that have to do with it.
 *
 * Enters: a submission, settled, and the view's numbers of some documents. Leaves: a settled corpus, documents in order
 * of ids. Tokens and text are read from the view when somebody looks at them, each time; the submission's from where
 * they stand. Paragraphs are there once they were asked for. Owner: lt_excerpt, which the view and the submission must
 * outlive; one thread at a time, as the view says. Errors: those of view. */
#ifndef LT_EXCERPT_H
#define LT_EXCERPT_H

#include "index/view.h"

typedef struct lt_excerpt {
    lt_corpus corpus;
    uint32_t *numbers; /* [document] → the view's number; LT_VIEW_NONE: the submission's */
    uint32_t *of;      /* [place in the numbers asked for] → document */
    uint32_t own;      /* the submission's document */
    const lt_view *view;
    const lt_corpus *submission;
    lt_spool_scratch scratch;
} lt_excerpt;

/* `submission`: a corpus of one document. `numbers`: each once. */
LEITONG_CHECK int lt_excerpt_new(const lt_view *view, const lt_corpus *submission, const uint32_t *numbers,
                                 size_t count, lt_excerpt **ret_excerpt, leitong_error *error);
void lt_excerpt_free(lt_excerpt *excerpt);

/* All paragraphs of all documents. */
LEITONG_CHECK int lt_excerpt_paragraphs(lt_excerpt *excerpt, leitong_error *error);
/* One more paragraph, of a document of the view, behind those that are there; *ret_number is its number. Paragraphs
 * added so are in no order. */
LEITONG_CHECK int lt_excerpt_paragraph(lt_excerpt *excerpt, uint32_t document, uint32_t paragraph, uint32_t *ret_number,
                                       leitong_error *error);
/* The submission's paragraphs, first of all. */
LEITONG_CHECK int lt_excerpt_own_paragraphs(lt_excerpt *excerpt, leitong_error *error);

/* The corpus moves to the caller, with its text in memory (source bytes alone) and without its tokens: nothing of it
 * depends on view and submission any more. */
LEITONG_CHECK int lt_excerpt_take(lt_excerpt *excerpt, lt_corpus *ret_corpus, leitong_error *error);

#endif
