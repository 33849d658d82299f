/* verdict_findings: the rows of a result that name the submission, each with its mark and what it counts.
 *
 * Input: a verdict whose tokens are flagged as approved and stock. Output: findings in the order of the submission, and
 * flags of the tokens that they cover. Ownership: the verdict owns the findings. Errors: those of fingerprint and
 * policy_baseline, LEITONG_EMEMORY. Complexity: linear in the rows and in the tokens of the findings, but for sorting.
 */
#ifndef LT_GATE_VERDICT_FINDINGS_H
#define LT_GATE_VERDICT_FINDINGS_H

#include "gate/verdict.h"

LEITONG_CHECK int lt_verdict_findings(leitong_verdict *verdict, leitong_error *error);

#endif
