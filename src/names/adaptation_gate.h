/* adaptation_gate: which pairs of documents share so much, in one region, that one may have been made from the other.
 *
 * Swaps and names left behind mean something only where a text was evidently adapted; elsewhere, two reports that quote
 * one formula, a changed name is a coincidence. The passages of a pair are joined to cases (passages/cases), and with
 * `told` the equal tokens that are no stock wording, a case is
 *   - large: told ≥ 30 and (told ≥ a fifth of the shorter document or told ≥ 500), or ≥ 30 equal tokens that are half
 * of the shorter document;
 *   - small and rare: told ≥ 100, told ≥ a 25th of the shorter document, and 100 equal tokens in wording that at most
 *     three other documents have.
 * A document with itself is no pair, nor are two versions of one document: one title and different dates.
 *
 * Input: all passages, and how rare each wording is (passages/salience).
 * Output: the pairs that are left, each with its cases of 30 equal tokens or more: whoever adapted one stretch adapted
 * the others. Ownership: lt_gated, cleared by the caller. Errors: LEITONG_EMEMORY. Complexity: n log² n in the passages
 * (cases). */
#ifndef LT_NAMES_ADAPTATION_GATE_H
#define LT_NAMES_ADAPTATION_GATE_H

#include "passages/salience.h"
#include "text/corpus.h"

#include <stdbool.h>

typedef struct lt_gated_case {
    size_t begin, count; /* in lt_gated.passages */
    uint32_t matched;
} lt_gated_case;

typedef struct lt_gated_pair {
    uint32_t document_a, document_b;
    size_t passage_begin, passage_count; /* all of the pair's, in lt_gated.all */
    size_t case_begin, case_count;
    uint32_t matched; /* equal tokens of the large cases, or without one of the small ones */
    bool large;
} lt_gated_pair;

typedef struct lt_gated {
    lt_gated_pair *pairs;
    lt_gated_case *cases;
    uint32_t *passages, *all; /* numbers of passages, ascending by a_begin within a case and a pair */
    size_t pair_count, pair_capacity, case_count, case_capacity, passage_count, passage_capacity, all_count,
        all_capacity;
} lt_gated; /* zero it first */
void lt_gated_clear(lt_gated *gated);

LEITONG_CHECK int lt_adaptation_gate(const lt_corpus *corpus, const lt_passages *passages, const lt_salience *salience,
                                     lt_gated *ret_gated, leitong_error *error);

#endif
