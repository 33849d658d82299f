#include "gate/policy.h"

#include "base/buffer.h"
#include "gate/policy_match.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

bool lt_policy_date(const char *text)
{
    lt_date date;
    size_t size = 0;
    bool has_form = strlen(text) == strlen("2027-06-30") && text[4] == '-' && text[7] == '-';
    return has_form && lt_date_read(text, strlen(text), &date, &size) == LT_DATE_READ && text[size] == '\0';
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
            lt_limits_apply(ret_limits, &rule->limits);
        }
    }
    lt_limits_apply(ret_limits, &policy->options);
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
    lt_limits_read(json, item, key_path, policy->rule_count, &policy->limits, &rule->limits);
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
        lt_limits_built_in(&policy->limits);
    }
    lt_limits_read(&json, json.root, "", 0, &none, &policy->limits);
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
    LT_TRY(lt_limits_parse(&policy->options, "refuse", options->refuse, LT_LEVEL_REFUSE, error));
    LT_TRY(lt_limits_parse(&policy->options, "warn", options->warn, LT_LEVEL_WARN, error));
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
        lt_limits_built_in(&policy->limits);
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
