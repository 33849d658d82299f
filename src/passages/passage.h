/* passage: finds all passages, phrases and stock wording of a corpus.
 *
 *      seeds → postings ─┬─ hits → pairs of documents: chain, align, merge, audit → passages
 *                        ├─ phrase parts → phrases
 *                        └─ marks → stock wording
 *
 * No verbatim run of `run` tokens or more escapes (ARCHITECTURE.md, contract 1): of a run in at most `hot` places every
 * pair of places is within passages (audit.h says what contains what); a run in more places is in phrase rows, and its
 * places are in passages with the first of them. Seeds and hits go through sorted runs and spill under a memory limit.
 * Neither that nor the number of workers shows in the result.
 * Input: a corpus in its final order of documents.
 * Output: passages sorted by (document_a, a_begin, document_b, b_begin, a_end, b_end), document_a ≤ document_b and,
 * within one document, a_begin < b_begin; phrases with their places; stretches of stock wording.
 * Ownership: lt_passage_result, cleared by the caller.
 * Errors: those of sorted_run and corpus; LEITONG_EUSAGE (an option out of its range, a document of 2^31 tokens);
 * LEITONG_ECANCELLED.
 * Complexity: linear in tokens and hits, and hits are linear in seeds (contract 8; posting.h). */
#ifndef LT_PASSAGES_PASSAGE_H
#define LT_PASSAGES_PASSAGE_H

#include "passages/phrase.h"

#define LT_PASSAGE_RUN_MOST 1000

typedef struct lt_passage_result {
    lt_passages passages;
    lt_phrase *phrases; /* sorted by their first place */
    size_t phrase_count, phrase_capacity;
    lt_place *places; /* of a phrase: ascending; all of the same tokens */
    size_t place_count, place_capacity;
    lt_place *stock; /* stock wording: ascending, disjoint */
    size_t stock_count, stock_capacity;
    uint64_t seeds, windows, hits; /* how much work it was: seeds; runs compared by all their tokens; distinct hits */
} lt_passage_result;
void lt_passage_result_clear(lt_passage_result *result);

typedef struct lt_passage_options {
    unsigned run;                                                  /* 13; 1 … LT_PASSAGE_RUN_MOST */
    unsigned hot;                                                  /* 16; ≥ 1 */
    unsigned stock;                                                /* documents; 8; ≥ 2 */
    uint64_t memory;                                               /* bytes of seeds and hits; 0: no limit */
    const char *folder;                                            /* for spills; may be NULL without a limit */
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
    const lt_posting_subject *subject; /* NULL: passages of every document */
    lt_sorted_run *seeds; /* NULL: the corpus's own; otherwise these are read, and left empty. The caller frees them */
} lt_passage_options;

LEITONG_CHECK int lt_passage_run(const lt_corpus *corpus, const lt_passage_options *options, lt_workers *workers,
                                 lt_passage_result *ret_result, leitong_error *error);

#endif
