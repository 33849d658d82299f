/* policy_match: patterns of paths and series, as rules of a policy have them.
 *
 * Two ways back, to the last `*` and to the last `**`, so that nothing is tried twice.
 * Input: a pattern and a text, UTF-8. Output: whether all of the text matches. Ownership: nothing is kept. Errors:
 * none. Complexity: linear in text × pattern. */
#ifndef LT_GATE_POLICY_MATCH_H
#define LT_GATE_POLICY_MATCH_H

#include <stdbool.h>

/* `*` any bytes but `/`, `**` any bytes, `?` one character but `/`; `**` and `/` where a name begins: any folders, or
 * none; all else is itself. */
bool lt_policy_match(const char *pattern, const char *text);

#endif
