/* summary: what a scan found, for people, on stdout.
 *
 * Input: a result, the language: Chinese or English.
 * Output: what was read, what was skipped and why, the most telling cases, formulas and repetitions, fitted to the
 * terminal.
 * Ownership: none.
 * Errors: none (a text that was not kept is left out).
 * Complexity: linear in the rows of the result. */
#ifndef LT_CLI_SUMMARY_H
#define LT_CLI_SUMMARY_H

#include "leitong/leitong.h"

#include <stdbool.h>

/* `output`: the result directory; NULL: none was written. */
void summary_print(const leitong_result *result, const char *output, bool is_zh, bool verbose);

#endif
