/* salience: how telling a token's wording is: log₂((N + 2) / df), as the weight of a term by its document frequency
 * (inverse document frequency: Spärck Jones 1972).
 *
 * df of a token is the number of different documents that hold the wording it stands in. Inside a phrase (a window in
 * more than 16 places): the documents of the phrase, of several the most. Otherwise its own document and those that
 * have a passage over it. At least 2, so that a copy within one document is not rarer than one between two.
 * N: documents compared. Weights are integers, 1/256 bit: lt_salience_log(N + 2) − lt_salience_log(df).
 *
 *   passages of the document   ├──── with d1 ────┤
 *                                   ├─── with d2, d3 ───┤
 *   phrase in 40 documents                   ├───┤
 *   df                         2    4        40  4      (no passage: 2)
 *
 * Input: what the passage path found. Output: for each document the stretches of equal df.
 * Ownership: lt_salience, cleared by the caller. Errors: LEITONG_EMEMORY.
 * Complexity: n log n in passages and places of phrases. */
#ifndef LT_PASSAGES_SALIENCE_H
#define LT_PASSAGES_SALIENCE_H

#include "passages/passage.h"
#include "passages/side_list.h"

/* 256 · log₂ number, rounded; number ≥ 1. */
uint32_t lt_salience_log(uint64_t number);

/* From token `begin` of the document to the next step; `before`: the weight of the document's tokens before it. */
typedef struct lt_salience_step {
    uint32_t begin, weight;
    uint32_t documents; /* df, but 1 where no other document has a passage over it */
    uint64_t before;
} lt_salience_step;

typedef struct lt_salience {
    uint64_t *bases; /* [document + 1]: where its tokens begin among those of all */
    size_t *begins;  /* [document + 1]: its steps are steps[begins[d] … begins[d + 1]); the first begins at token 0 */
    lt_salience_step *steps;
    size_t step_count, step_capacity;
} lt_salience; /* zero it first */
void lt_salience_clear(lt_salience *salience);

typedef struct lt_salience_input {
    const lt_passage_result *found;
    const lt_side_list *sides;
    const uint64_t *token_counts; /* [document] */
    size_t document_count;
    uint64_t compared; /* N */
} lt_salience_input;

LEITONG_CHECK int lt_salience_run(const lt_salience_input *input, lt_salience *ret_salience, leitong_error *error);

/* The step that holds a token of the document. */
size_t lt_salience_find(const lt_salience *salience, uint32_t document, uint32_t token);
/* The weight of all tokens of a place. */
uint64_t lt_salience_place(const lt_salience *salience, const lt_place *place);

#endif
