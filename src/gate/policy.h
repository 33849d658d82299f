/* policy: the limits for what may come in (include/leitong/gate.h; FORMATS.md gives every key of the file).
 *
 * Input: a policy file and the options that override it. Output: the levels (policy_limits) in force for a submission,
 * approved wording (policy_wording) and the baseline (policy_baseline). Ownership: leitong_policy owns all of it.
 * Errors: LEITONG_EUSAGE with file, byte and key: mend the policy there. Complexity: linear in the file;
 * lt_policy_limits is linear in the rules. */
#ifndef LT_GATE_POLICY_H
#define LT_GATE_POLICY_H

#include "gate/policy_baseline.h"
#include "gate/policy_limits.h"
#include "gate/policy_wording.h"
#include "leitong/gate.h"

#include <stdbool.h>

typedef struct lt_policy_rule {
    char *path, *series; /* patterns; NULL: any */
    lt_limits limits;
    bool met; /* some document matched it */
} lt_policy_rule;

struct leitong_policy {
    lt_limits limits;
    lt_limits options; /* they have the last word */
    lt_policy_rule *rules;
    size_t rule_count, rule_capacity;
    bool own_series, own_author;
    bool count_excluded; /* tokens in lines that are not the author's text */
    char today[11];      /* "" where it is not known */
    lt_wording wording;
    lt_baseline baseline;
};

/* The levels for a submission; `series` may be NULL. Rules that match apply in their order, and are noted as met. */
void lt_policy_limits(leitong_policy *policy, const char *path, const char *series, lt_limits *ret_limits);

/* YYYY-MM-DD, of a day that there is. */
bool lt_policy_date(const char *text);

#endif
