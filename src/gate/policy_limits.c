#include "gate/policy_limits.h"

#include "base/compare.h"
#include "leitong/gate.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static const char *const limit_names[LEITONG_LIMITS] = {
    [LEITONG_LIMIT_TOTAL] = "total_ratio",
    [LEITONG_LIMIT_WITHOUT_STOCK] = "ratio_without_stock",
    [LEITONG_LIMIT_SOURCE] = "source_ratio",
    [LEITONG_LIMIT_RUN] = "longest_run",
    [LEITONG_LIMIT_PASSAGES] = "passages",
    [LEITONG_LIMIT_PARAGRAPHS] = "paragraphs",
    [LEITONG_LIMIT_DOCUMENT] = "document_ratio",
    [LEITONG_LIMIT_WITHOUT_QUOTES] = "ratio_without_quotes",
    [LEITONG_LIMIT_WITHOUT_OWN] = "ratio_without_own",
    [LEITONG_LIMIT_REPEATED] = "repeated_ratio",
    [LEITONG_LIMIT_LEFT_BEHIND] = "left_behind",
    [LEITONG_LIMIT_ADAPTED] = "adapted",
    [LEITONG_LIMIT_EXCLUDED] = "excluded_ratio",
    [LEITONG_LIMIT_WITHOUT_BOILERPLATE] = "ratio_without_boilerplate",
};
static const char *const level_names[LT_LEVELS + 1] = {[LT_LEVEL_WARN] = "warn", [LT_LEVEL_REFUSE] = "refuse"};

const char *leitong_limit_name(int limit)
{
    return limit >= 0 && limit < LEITONG_LIMITS ? limit_names[limit] : "";
}

bool lt_limit_is_ratio(int limit)
{
    return limit != LEITONG_LIMIT_RUN && limit != LEITONG_LIMIT_PASSAGES && limit != LEITONG_LIMIT_PARAGRAPHS &&
           limit != LEITONG_LIMIT_LEFT_BEHIND && limit != LEITONG_LIMIT_ADAPTED;
}

void lt_limits_apply(lt_limits *limits, const lt_limits *rule)
{
    for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
        for (int level = 0; level < LT_LEVELS; level++) {
            if (rule->levels[limit][level].is_set) {
                limits->levels[limit][level] = rule->levels[limit][level];
            }
        }
    }
}

/* A level as a number → an integer; NULL, or what is wrong with it. */
static const char *level_value(int limit, double number, lt_level *level)
{
    if (lt_limit_is_ratio(limit)) {
        double millionths = number * LT_POLICY_UNIT;
        if (!(number >= 0 && number <= 1)) {
            return "is not between 0 and 1";
        }
        if (fabs(millionths - nearbyint(millionths)) > 1e-4) {
            return "has more than six digits behind the point";
        }
        level->value = (uint64_t)nearbyint(millionths);
    } else {
        if (!(number >= 0 && number <= UINT32_MAX) || number != nearbyint(number)) {
            return "is no whole number from 0 to 4294967295";
        }
        level->value = (uint64_t)number;
    }
    level->is_set = level->limited = true;
    return NULL;
}

/* A warning above the refusal can never be given: a mistake. */
static bool limits_in_order(const lt_limits *limits, int *ret_limit)
{
    for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
        const lt_level *warn = &limits->levels[limit][LT_LEVEL_WARN];
        const lt_level *refuse = &limits->levels[limit][LT_LEVEL_REFUSE];
        if (warn->limited && refuse->limited && warn->value > refuse->value) {
            *ret_limit = limit;
            return false;
        }
    }
    return true;
}

static void limits_member(lt_policy_json *json, const lt_json_node *object, const char *key_path, int limit,
                          size_t rule, lt_limits *limits)
{
    char inner[LT_POLICY_JSON_KEY];
    const lt_json_node *member = NULL;
    bool is_null = lt_json_kind_of(lt_json_member(object, limit_names[limit])) == LT_JSON_NULL;
    if (!is_null) {
        member = lt_policy_json_object(json, object, key_path, limit_names[limit]);
    }
    lt_policy_json_path(inner, key_path, limit_names[limit]);
    if (member != NULL) {
        lt_policy_json_known(json, member, inner, level_names);
    }
    for (int level = 0; json->code == 0 && level < LT_LEVELS; level++) {
        char place[LT_POLICY_JSON_KEY];
        const lt_json_node *number = lt_json_member(member, level_names[level]);
        lt_level *to = &limits->levels[limit][level];
        const char *fault = NULL;
        lt_policy_json_path(place, inner, level_names[level]);
        if (is_null || lt_json_kind_of(number) == LT_JSON_NULL) {
            *to = (lt_level){.is_set = true};
        } else if (lt_json_kind_of(number) == LT_JSON_NUMBER) {
            fault = level_value(limit, lt_json_double(number), to);
        } else if (number != NULL) {
            fault = "is no number";
        }
        to->rule = rule;
        if (fault != NULL) {
            (void)lt_policy_json_fault(json, place, "%s", fault);
        }
    }
}

void lt_limits_read(lt_policy_json *json, const lt_json_node *object, const char *key_path, size_t rule,
                    const lt_limits *base, lt_limits *limits)
{
    const char *known[LEITONG_LIMITS + 1] = {NULL};
    char inner[LT_POLICY_JSON_KEY];
    int wrong = 0;
    const lt_json_node *member = lt_policy_json_object(json, object, key_path, "limits");
    lt_policy_json_path(inner, key_path, "limits");
    memcpy(known, limit_names, sizeof limit_names);
    if (member != NULL) {
        lt_policy_json_known(json, member, inner, known);
    }
    for (int limit = 0; member != NULL && limit < LEITONG_LIMITS; limit++) {
        limits_member(json, member, inner, limit, rule, limits);
    }
    lt_limits all = *base;
    lt_limits_apply(&all, limits);
    if (json->code == 0 && !limits_in_order(&all, &wrong)) {
        lt_policy_json_path(inner, inner, limit_names[wrong]);
        (void)lt_policy_json_fault(json, inner, "warns above the level that refuses");
    }
}

void lt_limits_built_in(lt_limits *limits)
{
    static const struct {
        int limit;
        uint64_t warn, refuse;
    } levels[] = {{LEITONG_LIMIT_TOTAL, 100000, 300000}, {LEITONG_LIMIT_DOCUMENT, 500000, 700000}};
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        lt_level *to = limits->levels[levels[i].limit];
        to[LT_LEVEL_WARN] = (lt_level){true, true, levels[i].warn, 0};
        to[LT_LEVEL_REFUSE] = (lt_level){true, true, levels[i].refuse, 0};
    }
}

/* Digits, with a point between: strtod would ask the locale which point, and take 0x1p-3, too. */
static bool limits_number(const char *text, size_t size, double *ret_number)
{
    double number = 0;
    double unit = 0; /* of the last digit behind the point; 0 before it */
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '.' && unit == 0 && i > 0 && i + 1 < size) {
            unit = 1;
        } else if (isdigit((unsigned char)text[i])) {
            number = 10 * number + (text[i] - '0');
            unit *= 10;
        } else {
            return false;
        }
    }
    *ret_number = unit > 0 ? number / unit : number;
    return size > 0 && size <= 18;
}

int lt_limits_parse(lt_limits *limits, const char *name, const char *text, int level, leitong_error *error)
{
    while (text != NULL && *text != '\0') {
        size_t size = strcspn(text, ",");
        size_t key = strcspn(text, "=,");
        int limit = 0;
        while (limit < LEITONG_LIMITS &&
               (strlen(limit_names[limit]) != key || strncmp(limit_names[limit], text, key) != 0)) {
            limit++;
        }
        if (limit == LEITONG_LIMITS || key >= size) {
            return lt_error_set(error, LEITONG_EUSAGE, "%s: '%.*s' is no LIMIT=LEVEL such as total_ratio=0.3", name,
                                (int)LT_MIN(size, 100), text);
        }
        const char *value = text + key + 1;
        size_t value_size = size - key - 1;
        lt_level *to = &limits->levels[limit][level];
        if (value_size == strlen("none") && strncmp(value, "none", value_size) == 0) {
            *to = (lt_level){.is_set = true};
        } else {
            double number = 0;
            const char *fault =
                limits_number(value, value_size, &number) ? level_value(limit, number, to) : "is no number";
            if (fault != NULL) {
                return lt_error_set(error, LEITONG_EUSAGE, "%s: %s: '%.*s' %s", name, limit_names[limit],
                                    (int)LT_MIN(value_size, 60), value, fault);
            }
        }
        text += size + (text[size] == ',');
    }
    return 0;
}
