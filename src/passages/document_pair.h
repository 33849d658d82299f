/* document_pair: the passages between two documents, or within one.
 *
 * Enters: the sorted hits of one document pair. Leaves: its passages, appended, sorted by (a_begin, b_begin, a_end,
 * b_end): hits confirmed on tokens; tandem repeats; chains, alignment and merging of the rest; the audit; stock
 * counted. A function of the two documents and their hits alone, so that pairs may be done by any worker. Owner:
 * lt_document_pair is one worker's scratch; it keeps the documents of its last call loaded. Errors: those of corpus. */
#ifndef LT_PASSAGES_DOCUMENT_PAIR_H
#define LT_PASSAGES_DOCUMENT_PAIR_H

#include "passages/phrase.h"

typedef struct lt_document_pair lt_document_pair;

/* What all pairs of a corpus have in common. */
typedef struct lt_document_pair_context {
    const lt_corpus *corpus;
    const uint64_t *hot; /* as lt_postings.hot */
    const lt_stock *stock;
    lt_winnow shape;
    /* A document that every pair has, whose others are costly to read: where hits are few, the tokens around them are
     * read first, and no more when nothing can come of them. NULL: none. */
    const lt_posting_subject *subject;
} lt_document_pair_context;

/* What the context points to must outlive the pair. */
LEITONG_CHECK int lt_document_pair_new(const lt_document_pair_context *context, lt_document_pair **ret_pair,
                                       leitong_error *error);
void lt_document_pair_free(lt_document_pair *between);
/* A hint: the tokens of this hit will be asked for soon. Of unrelated documents a pair has a hit or two, each at
 * another end of memory. */
void lt_document_pair_expect(const lt_document_pair *between, lt_record hit);
/* `hits`: records of one key. */
LEITONG_CHECK int lt_document_pair_run(lt_document_pair *between, const lt_record *hits, size_t count,
                                       lt_passages *passages, leitong_error *error);

#endif
