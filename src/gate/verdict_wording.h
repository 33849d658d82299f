/* verdict_wording: flags the submission's tokens that are approved or stock wording.
 *
 * Input: a verdict with the submission's tokens. Output: flags, and one approval for each approved text that occurs in
 * the submission or has expired. Ownership: the verdict owns the approvals; their strings are the policy's. Errors:
 * those of policy_wording, LEITONG_EMEMORY. Complexity: that of lt_wording_find. */
#ifndef LT_GATE_VERDICT_WORDING_H
#define LT_GATE_VERDICT_WORDING_H

#include "gate/verdict.h"

LEITONG_CHECK int lt_verdict_wording(leitong_verdict *verdict, leitong_error *error);

#endif
