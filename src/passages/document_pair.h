/* document_pair: finds the passages between two documents, or within one.
 *
 * 1. Hits are confirmed on tokens: until here they had equal hashes only.
 * 2. In a document with itself, tandem repeats become passages (audit).
 * 3. The other hits are chained (chain), aligned and merged (align).
 * 4. Every run gets a passage that contains it (audit), and where two passages contain the same two places, one is cut
 *    (overlap_resolution), in turn, until nothing changes.
 * 5. Of what contract 1 does not demand, passages and their ends, the best is kept: a bound a token (undemanded).
 * 6. Stock wording is counted (phrase).
 * Input: the sorted hits of one document pair.
 * Output: its passages, appended, sorted by (a_begin, b_begin, a_end, b_end). A function of the two documents and their
 * hits alone, so that any worker may do any pair.
 * Ownership: lt_document_pair is one worker's scratch; it keeps the documents of its last call loaded.
 * Errors: those of corpus.
 * Complexity: that of chain, align and audit. */
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
     * read first, and no more when they yield no passage. NULL: none. */
    const lt_posting_subject *subject;
} lt_document_pair_context;

/* What the context points to must outlive the pair. */
LEITONG_CHECK int lt_document_pair_new(const lt_document_pair_context *context, lt_document_pair **ret_pair,
                                       leitong_error *error);
void lt_document_pair_free(lt_document_pair *pair);
/* A hint to prefetch: the tokens of this hit will be read soon. A pair of unrelated documents has a hit or two, far
 * apart in memory. */
void lt_document_pair_expect(const lt_document_pair *pair, lt_record hit);
/* `hits`: records of one key. */
LEITONG_CHECK int lt_document_pair_run(lt_document_pair *pair, const lt_record *hits, size_t count,
                                       lt_passages *passages, leitong_error *error);

#endif
