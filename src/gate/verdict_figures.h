/* verdict_figures: counts the tokens of the submission by what covers them.
 *
 * Input: a verdict with findings and flags. Output: its figures, with those of verdict_sources. Ownership: the verdict.
 * Errors: LEITONG_EINPUT (the result does not say where stock wording is: judge the scan's own result), those of
 * verdict_sources. Complexity: linear in tokens and findings, and that of verdict_sources. */
#ifndef LT_GATE_VERDICT_FIGURES_H
#define LT_GATE_VERDICT_FIGURES_H

#include "gate/verdict.h"

LEITONG_CHECK int lt_verdict_figures(leitong_verdict *verdict, leitong_error *error);

#endif
