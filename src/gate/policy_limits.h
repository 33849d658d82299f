/* policy_limits: the limits of a policy, and the levels that warn and refuse.
 *
 * Input: the member `limits` of a policy or of a rule, or an option's text. Output: levels as integers. Ownership:
 * values of the caller. Errors: LEITONG_EUSAGE, in the policy with its key, in an option with its name: no such limit,
 * a level that is none, a warning above the refusal. Complexity: linear in the text. */
#ifndef LT_GATE_POLICY_LIMITS_H
#define LT_GATE_POLICY_LIMITS_H

#include "gate/policy_json.h"
#include "leitong/gate.h"

#include <stdbool.h>

#define LT_POLICY_UNIT 1000000U /* a ratio's levels are integers: millionths */

enum { LT_LEVEL_WARN, LT_LEVEL_REFUSE, LT_LEVELS };

/* A level as a rule sets it. */
typedef struct lt_level {
    bool is_set;    /* by this rule; otherwise the level before it stays in force */
    bool limited;   /* there is one */
    uint64_t value; /* a count, or of ratios millionths */
    size_t rule;    /* that set it: 0 the policy's own or an option's */
} lt_level;

typedef struct lt_limits {
    lt_level levels[LEITONG_LIMITS][LT_LEVELS];
} lt_limits;

bool lt_limit_is_ratio(int limit);

/* What `rule` sets takes the place of what was. */
void lt_limits_apply(lt_limits *limits, const lt_limits *rule);
/* The limits without a policy, or of one without `limits`. */
void lt_limits_built_in(lt_limits *limits);
/* The member `limits` of the policy or of a rule; `base`: what it changes. */
void lt_limits_read(lt_policy_json *json, const lt_json_node *object, const char *key_path, size_t rule,
                    const lt_limits *base, lt_limits *limits);
/* "total_ratio=0.3,longest_run=none" of the option `name`; NULL sets nothing. */
LEITONG_CHECK int lt_limits_parse(lt_limits *limits, const char *name, const char *text, int level,
                                  leitong_error *error);

#endif
