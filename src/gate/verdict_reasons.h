/* verdict_reasons: compares figures with the levels of the policy.
 *
 * Input: a verdict with findings and figures. Output: the limits that are exceeded, each with the findings that count
 * in it, heaviest first, and the decision. Ownership: the verdict owns the reasons. Errors: LEITONG_EMEMORY.
 * Complexity: O(findings log findings) for each limit. */
#ifndef LT_GATE_VERDICT_REASONS_H
#define LT_GATE_VERDICT_REASONS_H

#include "gate/verdict.h"

LEITONG_CHECK int lt_verdict_reasons(leitong_verdict *verdict, leitong_error *error);

#endif
