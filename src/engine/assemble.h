/* assemble: what the paragraph path found → rows of the public tables.
 *
 * The matching stages count in paragraphs of a corpus and in distinct contents. Rows name documents and source bytes:
 *
 *   lt_assemble_paragraphs, _pairs, _documents       rows that name paragraphs
 *     → lt_assemble_source                           the corpus's paragraphs: decoded text → source bytes
 *     → lt_assemble_spans                            spans of those rows
 *     → lt_assemble_hand_over                        the result owns the corpus
 *
 * Exact duplicates, one distinct paragraph until here, get their rows back: every copy a row with the first, or with
 * `all` every copy with every other. Passages, templates and names are assembled before lt_assemble_source
 * (assemble_passages, assemble_templates, assemble_names), since they fold paragraphs again.
 * Input: a settled corpus, its candidates and clusters.
 * Output: rows of a leitong_result, sorted as FORMATS.md says.
 * Ownership: rows are the result's; the corpus is the caller's until lt_assemble_hand_over.
 * Errors: those of locate and jaccard; LEITONG_EMEMORY.
 * Complexity: linear in paragraphs and rows. */
#ifndef LT_ENGINE_ASSEMBLE_H
#define LT_ENGINE_ASSEMBLE_H

#include "pairs/cluster.h"
#include "result/result.h"

/* The corpus's paragraph offsets become source bytes: after this nothing may be folded or located any more. */
LEITONG_CHECK int lt_assemble_source(lt_corpus *corpus, leitong_error *error);

/* documents: identity and sizes; figures of reuse are zero until passages are assembled. */
LEITONG_CHECK int lt_assemble_documents(const lt_corpus *corpus, leitong_result *result, leitong_error *error);

typedef struct lt_assemble_paragraphs_input {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    const lt_clusters *clusters;
    lt_jaccard *verify; /* of the corpus: counts the distinct shingles of a repeated paragraph */
    bool all;           /* as LEITONG_PAIRS_ALL */
} lt_assemble_paragraphs_input;

/* pairs, and clusters of unit paragraph, the first of the result. Their spans are filled in by lt_assemble_spans;
 * *ret_members: [member] its paragraph until then, the caller's. */
LEITONG_CHECK int lt_assemble_paragraphs(const lt_assemble_paragraphs_input *input, leitong_result *result,
                                         uint32_t **ret_members, leitong_error *error);

/* pairs, of paragraph numbers as they are; they are sorted. Their spans are filled in by lt_assemble_spans. */
LEITONG_CHECK int lt_assemble_pairs(const lt_corpus *corpus, lt_pair *pairs, size_t count, leitong_result *result,
                                    leitong_error *error);

/* Fills in the spans of pairs, and of members of clusters of unit paragraph (NULL: there are none). Call it once, after
 * lt_assemble_source. */
void lt_assemble_spans(const lt_corpus *corpus, const uint32_t *member_paragraphs, leitong_result *result);

/* The corpus moves to the result, which reads its strings and its text from it; tokens and lexicon are freed. */
LEITONG_CHECK int lt_assemble_hand_over(lt_corpus *corpus, leitong_result *result, leitong_error *error);

#endif
