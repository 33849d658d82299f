#include "gate/policy.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "gate/policy_json.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
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

static bool match_is_folders(const char *begin, const char *pattern)
{
    return strncmp(pattern, "**/", 3) == 0 && (pattern == begin || pattern[-1] == '/');
}

bool lt_policy_match(const char *pattern, const char *text)
{
    /* Two ways back: to the last `*`, and to the last `**`, which also passes over `/`, or of which whole folders stand
     * for nothing. What an earlier one passed over is settled: the later could not do better from further on. */
    const char *star[2] = {NULL, NULL};
    const char *from[2] = {NULL, NULL};
    bool by_folders = false;
    const char *begin = pattern;
    while (*text != '\0') {
        if (match_is_folders(begin, pattern)) {
            pattern += 3;
            star[1] = pattern;
            from[1] = text;
            star[0] = NULL;
            by_folders = true;
        } else if (pattern[0] == '*') {
            int wide = pattern[1] == '*';
            pattern += 1 + wide;
            star[wide] = pattern;
            from[wide] = text;
            star[0] = wide ? NULL : star[0];
            by_folders = by_folders && !wide;
        } else if (*pattern == *text || (*pattern == '?' && *text != '/')) {
            do { /* a character, not a byte */
                text++;
            } while (*pattern == '?' && (*text & 0xC0) == 0x80);
            pattern++;
        } else if (star[0] != NULL && *from[0] != '/') {
            pattern = star[0];
            text = ++from[0];
        } else if (star[1] != NULL && (!by_folders || strchr(from[1], '/') != NULL)) {
            pattern = star[1];
            from[1] = by_folders ? strchr(from[1], '/') + 1 : from[1] + 1;
            text = from[1];
            star[0] = NULL;
        } else {
            return false;
        }
    }
    while (*pattern == '*') {
        pattern += match_is_folders(begin, pattern) ? 3 : 1;
    }
    return *pattern == '\0';
}

static unsigned date_number(const char *digits, unsigned count)
{
    unsigned number = 0;
    for (unsigned i = 0; i < count; i++) {
        number = 10 * number + (unsigned)(digits[i] - '0');
    }
    return number;
}

bool lt_policy_date(const char *text)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (unsigned i = 0; i < 10; i++) {
        if (i == 4 || i == 7 ? text[i] != '-' : !isdigit((unsigned char)text[i])) {
            return false;
        }
    }
    unsigned year = date_number(text, 4);
    unsigned month = date_number(text + 5, 2);
    unsigned day = date_number(text + 8, 2);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return text[10] == '\0' && month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && leap ? 1U : 0U);
}

static void limits_apply(lt_limits *limits, const lt_limits *rule)
{
    for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
        for (int level = 0; level < LT_LEVELS; level++) {
            if (rule->levels[limit][level].is_set) {
                limits->levels[limit][level] = rule->levels[limit][level];
            }
        }
    }
}

static bool rule_matches(const lt_policy_rule *rule, const char *id, const char *series)
{
    return (rule->path == NULL || lt_policy_match(rule->path, id)) &&
           (rule->series == NULL || (series != NULL && lt_policy_match(rule->series, series)));
}

void lt_policy_limits(leitong_policy *policy, const char *path, const char *series, lt_limits *ret_limits)
{
    *ret_limits = policy->limits;
    for (size_t i = 0; i < policy->rule_count; i++) {
        lt_policy_rule *rule = &policy->rules[i];
        if (rule_matches(rule, path, series)) {
            rule->met = true;
            limits_apply(ret_limits, &rule->limits);
        }
    }
    limits_apply(ret_limits, &policy->options);
}

size_t leitong_policy_meet(leitong_policy *policy, const char *id, const char *series)
{
    size_t left = 0;
    for (size_t i = 0; i < policy->rule_count; i++) {
        lt_policy_rule *rule = &policy->rules[i];
        rule->met = rule->met || (id != NULL && rule_matches(rule, id, series));
        left += !rule->met;
    }
    return left;
}

int leitong_policy_rule(const leitong_policy *policy, size_t number, leitong_rule *ret_rule)
{
    if (number >= policy->rule_count) {
        return 0;
    }
    const lt_policy_rule *rule = &policy->rules[number];
    *ret_rule = (leitong_rule){.path = rule->path, .series = rule->series, .met = rule->met};
    return 1;
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

/* The member `limits` of the policy or of a rule; `base`: what it changes. */
static void limits_read(lt_policy_json *json, const lt_json_node *object, const char *key_path, size_t rule,
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
    limits_apply(&all, limits);
    if (json->code == 0 && !limits_in_order(&all, &wrong)) {
        lt_policy_json_path(inner, inner, limit_names[wrong]);
        (void)lt_policy_json_fault(json, inner, "warns above the level that refuses");
    }
}

static char *policy_copy(lt_policy_json *json, const char *text)
{
    char *copy = text != NULL ? strdup(text) : NULL;
    if (text != NULL && copy == NULL && json->code == 0) {
        json->code = lt_error_memory(json->error);
    }
    return copy;
}

static void policy_rule(leitong_policy *policy, lt_policy_json *json, const lt_json_node *item, const char *key_path)
{
    static const char *const known[] = {"path", "series", "limits", "comment", NULL};
    if (item->kind != LT_JSON_OBJECT) {
        (void)lt_policy_json_fault(json, key_path, "is no object");
        return;
    }
    lt_policy_json_known(json, item, key_path, known);
    if (lt_json_member(item, "path") == NULL && lt_json_member(item, "series") == NULL) {
        (void)lt_policy_json_fault(json, key_path, "a rule needs a path or a series");
    }
    if (lt_json_member(item, "limits") == NULL) {
        (void)lt_policy_json_fault(json, key_path, "a rule needs limits");
    }
    if (json->code == 0) {
        json->code = LT_RESERVE(policy->rules, policy->rule_capacity, policy->rule_count + 1, json->error);
    }
    if (json->code != 0) {
        return;
    }
    lt_policy_rule *rule = &policy->rules[policy->rule_count++];
    *rule = (lt_policy_rule){.path = policy_copy(json, lt_policy_json_string(json, item, key_path, "path"))};
    rule->series = policy_copy(json, lt_policy_json_string(json, item, key_path, "series"));
    (void)lt_policy_json_string(json, item, key_path, "comment");
    limits_read(json, item, key_path, policy->rule_count, &policy->limits, &rule->limits);
}

static void policy_own_word(leitong_policy *policy, const char *word, size_t size, bool *ret_good)
{
    bool is_series = size == strlen("series") && memcmp(word, "series", size) == 0;
    bool is_author = size == strlen("author") && memcmp(word, "author", size) == 0;
    policy->own_series = policy->own_series || is_series;
    policy->own_author = policy->own_author || is_author;
    *ret_good = is_series || is_author;
}

static void policy_own(leitong_policy *policy, lt_policy_json *json)
{
    const lt_json_node *list = lt_policy_json_list(json, json->root, "", "own");
    const lt_json_node *item = lt_json_inside(list);
    for (size_t i = 0; list != NULL && i < list->count; i++, item = lt_json_after(item)) {
        char key_path[LT_POLICY_JSON_KEY];
        bool good = false;
        lt_policy_json_item(key_path, "own", i);
        if (item->kind == LT_JSON_STRING) {
            policy_own_word(policy, item->text, item->size, &good);
        }
        if (!good) {
            (void)lt_policy_json_fault(json, key_path, "is neither \"series\" nor \"author\"");
        }
    }
}

/* `path` beside the policy's file, unless it is absolute. */
static char *policy_beside(lt_policy_json *json, const char *path)
{
    const char *slash = strrchr(json->path, '/');
    size_t folder = path[0] != '/' && slash != NULL ? (size_t)(slash - json->path) + 1 : 0;
    char *joined = malloc(folder + strlen(path) + 1);
    if (joined == NULL) {
        json->code = lt_error_memory(json->error);
        return NULL;
    }
    memcpy(joined, json->path, folder);
    memcpy(joined + folder, path, strlen(path) + 1);
    return joined;
}

/* A fault in another file: its message follows the key path of the entry that names the file. */
static void policy_blame(lt_policy_json *json, int code, const char *key_path, const leitong_error *why)
{
    if (code == LEITONG_EUSAGE) {
        (void)lt_policy_json_fault(json, key_path, "%.200s: %.160s", why->path, why->message);
    } else if (code != 0) {
        json->code = code;
        if (json->error != NULL) {
            *json->error = *why;
        }
    }
}

static void policy_expiry(const leitong_policy *policy, lt_policy_json *json, const char *key_path,
                          lt_wording_entry *entry)
{
    char inner[LT_POLICY_JSON_KEY];
    lt_policy_json_path(inner, key_path, "expires");
    if (json->code != 0 || entry->expires == NULL) {
        return;
    }
    if (!lt_policy_date(entry->expires)) {
        (void)lt_policy_json_fault(json, inner, "is no day such as 2027-06-30");
    } else if (policy->today[0] == '\0') {
        (void)lt_policy_json_fault(json, inner, "can't be held against today: no date was given");
    }
    entry->expired = strcmp(entry->expires, policy->today) < 0;
}

static void policy_approved_item(leitong_policy *policy, lt_policy_json *json, const lt_json_node *item,
                                 const char *key_path)
{
    static const char *const known[] = {"path", "text", "reason", "expires", "comment", NULL};
    lt_wording_entry entry = {.key_path = key_path};
    leitong_error why = {0};
    const char *path = NULL;
    const char *text = NULL;
    if (item->kind == LT_JSON_STRING && item->size > 0) {
        path = item->text;
    } else if (item->kind == LT_JSON_OBJECT) {
        lt_policy_json_known(json, item, key_path, known);
        path = lt_policy_json_string(json, item, key_path, "path");
        text = lt_policy_json_string(json, item, key_path, "text");
        entry.reason = lt_policy_json_string(json, item, key_path, "reason");
        entry.expires = lt_policy_json_string(json, item, key_path, "expires");
        (void)lt_policy_json_string(json, item, key_path, "comment");
        policy_expiry(policy, json, key_path, &entry);
    } else {
        (void)lt_policy_json_fault(json, key_path, "is neither a path nor an object");
    }
    if (json->code == 0 && (path == NULL) == (text == NULL)) {
        (void)lt_policy_json_fault(json, key_path, "one of path and text is needed");
    }
    if (json->code != 0) {
        return;
    }
    char *beside = path != NULL ? policy_beside(json, path) : NULL;
    if (json->code == 0) {
        int code = beside != NULL ? lt_wording_add_path(&policy->wording, beside, &entry, &why)
                                  : lt_wording_add_text(&policy->wording, text, &entry, &why);
        policy_blame(json, code, key_path, &why);
    }
    free(beside);
}

static void policy_approved(leitong_policy *policy, lt_policy_json *json)
{
    const lt_json_node *list = lt_policy_json_list(json, json->root, "", "approved");
    const lt_json_node *item = lt_json_inside(list);
    for (size_t i = 0; json->code == 0 && list != NULL && i < list->count; i++, item = lt_json_after(item)) {
        char key_path[LT_POLICY_JSON_KEY];
        lt_policy_json_item(key_path, "approved", i);
        policy_approved_item(policy, json, item, key_path);
    }
}

static void policy_baseline(leitong_policy *policy, lt_policy_json *json, const leitong_policy_options *options)
{
    const char *path = lt_policy_json_string(json, json->root, "", "baseline");
    if (json->code != 0 || path == NULL || options->baseline != NULL) {
        return;
    }
    leitong_error why = {0};
    char *beside = policy_beside(json, path);
    if (beside != NULL) {
        policy_blame(json, lt_baseline_read(&policy->baseline, beside, &why), "baseline", &why);
    }
    free(beside);
}

/* The limits without a file, or of a file without `limits`. */
static void policy_built_in(leitong_policy *policy)
{
    static const struct {
        int limit;
        uint64_t warn, refuse;
    } levels[] = {{LEITONG_LIMIT_TOTAL, 100000, 300000}, {LEITONG_LIMIT_DOCUMENT, 500000, 700000}};
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        lt_level *to = policy->limits.levels[levels[i].limit];
        to[LT_LEVEL_WARN] = (lt_level){true, true, levels[i].warn, 0};
        to[LT_LEVEL_REFUSE] = (lt_level){true, true, levels[i].refuse, 0};
    }
}

static int policy_file(leitong_policy *policy, const char *path, const leitong_policy_options *options,
                       leitong_error *error)
{
    static const char *const known[] = {"limits",   "rules",    "own",     "count_excluded",
                                        "approved", "baseline", "comment", NULL};
    static const lt_limits none;
    lt_policy_json json;
    int code = 0;
    LT_TRY_GOTO(done, lt_policy_json_open(&json, path, error));
    lt_policy_json_known(&json, json.root, "", known);
    (void)lt_policy_json_string(&json, json.root, "", "comment");
    policy->count_excluded = lt_policy_json_bool(&json, json.root, "", "count_excluded", true);
    if (lt_json_member(json.root, "limits") == NULL) { /* "{}" must not let everything in */
        policy_built_in(policy);
    }
    limits_read(&json, json.root, "", 0, &none, &policy->limits);
    const lt_json_node *rules = lt_policy_json_list(&json, json.root, "", "rules");
    const lt_json_node *rule = lt_json_inside(rules);
    for (size_t i = 0; json.code == 0 && rules != NULL && i < rules->count; i++, rule = lt_json_after(rule)) {
        char key_path[LT_POLICY_JSON_KEY];
        lt_policy_json_item(key_path, "rules", i);
        policy_rule(policy, &json, rule, key_path);
    }
    policy_own(policy, &json);
    policy_approved(policy, &json);
    policy_baseline(policy, &json, options);
    code = json.code;
done:
    lt_policy_json_close(&json);
    return code;
}

/* Digits, with a point between: strtod would ask the locale which point, and take 0x1p-3, too. */
static bool options_number(const char *text, size_t size, double *ret_number)
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

/* "total_ratio=0.3,longest_run=none" */
static int options_levels(leitong_policy *policy, const char *name, const char *text, int level, leitong_error *error)
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
        lt_level *to = &policy->options.levels[limit][level];
        if (value_size == strlen("none") && strncmp(value, "none", value_size) == 0) {
            *to = (lt_level){.is_set = true};
        } else {
            double number = 0;
            const char *fault =
                options_number(value, value_size, &number) ? level_value(limit, number, to) : "is no number";
            if (fault != NULL) {
                return lt_error_set(error, LEITONG_EUSAGE, "%s: %s: '%.*s' %s", name, limit_names[limit],
                                    (int)LT_MIN(value_size, 60), value, fault);
            }
        }
        text += size + (text[size] == ',');
    }
    return 0;
}

static int options_own(leitong_policy *policy, const char *text, leitong_error *error)
{
    bool good = true;
    policy->own_series = policy->own_author = false;
    while (good && *text != '\0') {
        size_t size = strcspn(text, ",");
        policy_own_word(policy, text, size, &good);
        text += size + (text[size] == ',');
    }
    return good ? 0 : lt_error_set(error, LEITONG_EUSAGE, "own: series, author, or both with a comma between");
}

static int policy_options(leitong_policy *policy, const leitong_policy_options *options, leitong_error *error)
{
    lt_wording_entry entry = {.key_path = "approved"};
    LT_TRY(options_levels(policy, "refuse", options->refuse, LT_LEVEL_REFUSE, error));
    LT_TRY(options_levels(policy, "warn", options->warn, LT_LEVEL_WARN, error));
    if (options->own != NULL) {
        LT_TRY(options_own(policy, options->own, error));
    }
    if (options->approved != NULL) {
        LT_TRY(lt_wording_add_path(&policy->wording, options->approved, &entry, error));
    }
    if (options->baseline != NULL) {
        LT_TRY(lt_baseline_read(&policy->baseline, options->baseline, error));
    }
    return lt_wording_finish(&policy->wording, error);
}

int leitong_policy_open(const char *path, const leitong_policy_options *options, leitong_policy **ret_policy,
                        leitong_error *error)
{
    const leitong_policy_options defaults = LEITONG_POLICY_OPTIONS_INIT;
    const leitong_policy_options *used = options != NULL ? options : &defaults;
    if (used->struct_size != sizeof *used) {
        return lt_error_set(error, LEITONG_EUSAGE, "options: begin with LEITONG_POLICY_OPTIONS_INIT");
    }
    if (used->today != NULL && !lt_policy_date(used->today)) {
        return lt_error_set(error, LEITONG_EUSAGE, "today: '%.40s' is no day such as 2027-06-30", used->today);
    }
    leitong_policy *policy = calloc(1, sizeof *policy);
    if (policy == NULL) {
        return lt_error_memory(error);
    }
    policy->count_excluded = true;
    if (used->today != NULL) {
        memcpy(policy->today, used->today, sizeof policy->today);
    }
    int code = 0;
    if (path == NULL) {
        policy_built_in(policy);
    } else {
        LT_TRY_GOTO(failed, policy_file(policy, path, used, error));
    }
    LT_TRY_GOTO(failed, policy_options(policy, used, error));
    *ret_policy = policy;
    return 0;
failed:
    leitong_policy_free(policy);
    return code;
}

void leitong_policy_free(leitong_policy *policy)
{
    if (policy == NULL) {
        return;
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        free(policy->rules[i].path);
        free(policy->rules[i].series);
    }
    free(policy->rules);
    lt_wording_clear(&policy->wording);
    lt_baseline_clear(&policy->baseline);
    free(policy);
}

int leitong_policy_write_baseline(const leitong_policy *policy, FILE *file, leitong_error *error)
{
    return lt_baseline_write(&policy->baseline, file, error);
}
