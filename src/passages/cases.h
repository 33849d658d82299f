/* cases: what one document took from another in one region.
 *
 * A case is a set of passages of one pair of documents that no gap of more than LT_CASE_DISTANCE characters parts, on
 * either side, in any order (proximity): sentences that were shuffled or interleaved, and what was put between them,
 * are one case. A document with itself has cases too. Input: passages in their order, and the characters that each
 * spans on either side. Output: for each passage its case; the cases in the order of their first passage. Ownership:
 * lt_cases, cleared by the caller. Errors: LEITONG_EMEMORY. Complexity: n log² n in the passages of a pair. */
#ifndef LT_PASSAGES_CASES_H
#define LT_PASSAGES_CASES_H

#include "passages/proximity.h"
#include "passages/trim.h"

#define LT_CASE_DISTANCE 200 /* characters */

typedef struct lt_case {
    size_t begin, count; /* in lt_cases.passages */
} lt_case;

typedef struct lt_cases {
    lt_case *items;
    size_t count;
    uint32_t *passages; /* numbers of passages, case after case, ascending within each */
} lt_cases;             /* zero it first */
void lt_cases_clear(lt_cases *cases);

/* boxes: [passage], in characters. */
LEITONG_CHECK int lt_cases_run(const lt_passages *passages, const lt_proximity_box *boxes, lt_cases *ret_cases,
                               leitong_error *error);

#endif
