/* assemble: what the matching rooms found → the public tables.
 *
 * Enters: a settled corpus with its candidates, clusters and (where asked for) passages. Leaves: rows of a
 * leitong_result, in source bytes, sorted as FORMATS.md says. Exact duplicates, collapsed until here, get their rows
 * back. Owner: the result's rows are the result's. Errors: those of locate and verify; LEITONG_EMEMORY. */
#ifndef LT_ENGINE_ASSEMBLE_H
#define LT_ENGINE_ASSEMBLE_H

#include "pairs/cluster.h"
#include "result/result.h"

/* The corpus's paragraph offsets become source bytes: after this nothing may be folded or located any more. */
LEITONG_CHECK int lt_assemble_source(lt_corpus *corpus, leitong_error *error);

/* documents: identity and sizes; figures of reuse are zero until passages are assembled. */
LEITONG_CHECK int lt_assemble_documents(const lt_corpus *corpus, leitong_result *result, leitong_error *error);

/* pairs, and clusters of unit paragraph. `jaccard` computes how many distinct shingles a repeated paragraph has;
 * `all` as LEITONG_PAIRS_ALL. Call before lt_assemble_source for `jaccard`'s sake: offsets are filled in by _spans. */
LEITONG_CHECK int lt_assemble_paragraphs(const lt_corpus *corpus, const lt_candidates *candidates,
                                         const lt_clusters *clusters, lt_jaccard *verify, bool all,
                                         leitong_result *result, leitong_error *error);

/* pairs, of paragraph numbers as they are; they are sorted. */
LEITONG_CHECK int lt_assemble_pairs(const lt_corpus *corpus, lt_pair *pairs, size_t count, leitong_result *result,
                                    leitong_error *error);

/* Turns paragraph numbers, kept in span.begin by the two above, into source bytes. */
void lt_assemble_spans(const lt_corpus *corpus, leitong_result *result);

/* The corpus moves to the result: its strings and its text live on there; its tokens have done their work. */
LEITONG_CHECK int lt_assemble_hand_over(lt_corpus *corpus, leitong_result *result, leitong_error *error);

#endif
