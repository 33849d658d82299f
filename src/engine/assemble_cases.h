/* assemble_cases: cases and texts → public rows, in the order of what they tell; ranks of documents.
 *
 *   lt_ranking_make        sides, weights and texts of what was found
 *     → assemble_passages  locates the texts' places while it has each document in hand
 *     → assemble           hands the text over to the result
 *     → lt_assemble_cases  distances in characters → cases; kinds; orders; rows
 *
 * Lists of their own, each ordered by untold salience: texts of each kind; cases between documents, and within one.
 * What a case tells is the spans of its passages and all places of their texts; a document, that of its passages.
 * Input: what the passage path found; N, the documents compared; of what stands where boilerplate. Output: cases and
 * texts as rows; each passage knows its text. Ownership: lt_ranking, cleared by the caller; rows are the result's.
 * Errors: those of leitong_result_text; LEITONG_EMEMORY. Complexity: that of cases, texts, salience and untold; each
 * document with a passage is read once. */
#ifndef LT_ENGINE_ASSEMBLE_CASES_H
#define LT_ENGINE_ASSEMBLE_CASES_H

#include "passages/texts.h"
#include "result/result.h"

typedef struct lt_ranking {
    lt_side_list sides;
    lt_salience salience;
    lt_common_texts texts;
    unsigned stock;
} lt_ranking; /* zero it first */
void lt_ranking_clear(lt_ranking *ranking);

typedef struct lt_ranking_options {
    uint64_t compared; /* N: documents */
    unsigned stock;    /* documents that make wording a formula */
    unsigned run;      /* tokens */
} lt_ranking_options;

LEITONG_CHECK int lt_ranking_make(const lt_corpus *corpus, const lt_passage_result *found,
                                  const lt_ranking_options *options, lt_ranking *ret_ranking, leitong_error *error);

typedef struct lt_assemble_cases_input {
    const lt_passage_result *found;
    const lt_ranking *ranking;
    const lt_place *boilerplate; /* ascending, disjoint */
    size_t boilerplate_count;
} lt_assemble_cases_input;

/* After lt_assemble_hand_over. */
LEITONG_CHECK int lt_assemble_cases(const lt_assemble_cases_input *input, leitong_result *result, leitong_error *error);

#endif
