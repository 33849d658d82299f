#include "gate/policy_json.h"

#include "base/open_file.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file that can't be read is a policy that can't be followed. */
static int policy_json_read(lt_policy_json *json)
{
    int code = lt_open_read(json->path, LT_POLICY_JSON_LARGEST, &json->text, &json->size, json->error);
    if (code == LEITONG_EINPUT) {
        code = LEITONG_EUSAGE;
        if (json->error != NULL) {
            json->error->code = code;
        }
    }
    return code;
}

static int policy_json_bad(const lt_policy_json *json, size_t at, const char *words)
{
    return lt_error_at(json->error, LEITONG_EUSAGE, json->path, at, "no good JSON: %s", words);
}

static int policy_json_parse(lt_policy_json *json)
{
    lt_json_fault fault;
    size_t invalid = lt_utf8_fault((const uint8_t *)json->text, json->size);
    if (invalid < json->size) {
        return policy_json_bad(json, invalid, "not UTF-8");
    }
    size_t mark = lt_utf8_mark(json->text, json->size); /* readers may pass over it (RFC 8259, section 8.1) */
    int code = lt_json_tree_read(&json->tree, json->text + mark, json->size - mark, &fault, json->error);
    if (code == LEITONG_EINPUT) {
        return policy_json_bad(json, mark + fault.at, fault.words);
    }
    LT_TRY(code);
    json->root = json->tree.nodes;
    if (json->root->kind != LT_JSON_OBJECT) {
        return lt_error_at(json->error, LEITONG_EUSAGE, json->path, 0, "is no JSON object");
    }
    return 0;
}

static size_t node_byte(const lt_policy_json *json, const lt_json_node *node)
{
    return (size_t)(node->text - json->text) - (node->kind == LT_JSON_STRING);
}

/* The key of `node`, the member `at` of `object`, has a length that paths have room for, and is there once. */
static int policy_json_key(lt_policy_json *json, const lt_json_node *object, size_t at, const lt_json_node *node,
                           const char *key_path)
{
    size_t begin = (size_t)(node->key - json->text) - 1;
    if (at == LT_POLICY_JSON_KEYS) {
        return lt_error_at(json->error, LEITONG_EUSAGE, json->path, begin,
                           "an object of more than %u keys is none that a policy knows", LT_POLICY_JSON_KEYS);
    }
    if (node->key_size >= LT_POLICY_JSON_KEY || node->key_escaped) {
        return lt_error_at(json->error, LEITONG_EUSAGE, json->path, begin,
                           "a key that is long or written with \\ is none that a policy knows");
    }
    for (const lt_json_node *other = lt_json_inside(object); other != node; other = lt_json_after(other)) {
        if (strcmp(other->key, node->key) == 0) {
            char inner[LT_POLICY_JSON_KEY];
            lt_policy_json_path(inner, key_path, node->key);
            return lt_policy_json_fault(json, NULL, "\"%s\" is written twice, again at byte %zu", inner,
                                        node_byte(json, node));
        }
    }
    return 0;
}

/* All that is inside an object or a list. */
static int policy_json_check(lt_policy_json *json, const lt_json_node *group, const char *key_path)
{
    const lt_json_node *node = lt_json_inside(group);
    for (size_t i = 0; i < group->count; i++, node = lt_json_after(node)) {
        char inner[LT_POLICY_JSON_KEY];
        if (group->kind == LT_JSON_LIST) {
            lt_policy_json_item(inner, key_path, i);
        } else {
            LT_TRY(policy_json_key(json, group, i, node, key_path));
            lt_policy_json_path(inner, key_path, node->key);
        }
        if (node - json->root > LT_POLICY_JSON_VALUES) {
            return lt_error_at(json->error, LEITONG_EUSAGE, json->path, node_byte(json, node), "more than %u values",
                               LT_POLICY_JSON_VALUES);
        }
        LT_TRY(policy_json_check(json, node, inner));
    }
    return 0;
}

static int policy_json_load(lt_policy_json *json)
{
    LT_TRY(policy_json_read(json));
    LT_TRY(policy_json_parse(json));
    return policy_json_check(json, json->root, "");
}

int lt_policy_json_open(lt_policy_json *json, const char *path, leitong_error *error)
{
    *json = (lt_policy_json){.path = path, .error = error};
    return json->code = policy_json_load(json);
}

void lt_policy_json_close(lt_policy_json *json)
{
    lt_json_tree_clear(&json->tree);
    free(json->text);
    *json = (lt_policy_json){.code = json->code};
}

/* The value that a key path leads to next, and the path behind it; NULL where there is none. */
static const lt_json_node *policy_json_step(const lt_json_node *group, const char **path)
{
    const char *at = *path + (**path == '.');
    if (*at == '[') {
        char *end;
        const lt_json_node *element = lt_json_element(group, strtoul(at + 1, &end, 10));
        *path = end + (*end == ']');
        return element;
    }
    size_t size = strcspn(at, ".[");
    const lt_json_node *member = lt_json_inside(group);
    for (uint32_t i = 0; group->kind == LT_JSON_OBJECT && i < group->count; i++, member = lt_json_after(member)) {
        if (member->key_size == size && memcmp(member->key, at, size) == 0) {
            *path = at + size;
            return member;
        }
    }
    return NULL;
}

/* The byte of a key path; where it is absent, that of its longest prefix that is there. */
static size_t policy_json_byte(const lt_policy_json *json, const char *key_path)
{
    const lt_json_node *found = NULL;
    const lt_json_node *next = json->root;
    while (*key_path != '\0' && (next = policy_json_step(next, &key_path)) != NULL) {
        found = next;
    }
    return found != NULL ? node_byte(json, found) : 0;
}

static void policy_json_report(lt_policy_json *json, uint64_t byte, const char *key_path, const char *message)
{
    json->code = lt_error_at(json->error, LEITONG_EUSAGE, json->path, byte, "%s%s%s", key_path,
                             key_path[0] != '\0' ? ": " : "", message);
}

int lt_policy_json_fault(lt_policy_json *json, const char *key_path, const char *format, ...)
{
    if (json->code == 0) {
        char message[400];
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(message, sizeof message, format, arguments);
        va_end(arguments);
        uint64_t byte = key_path != NULL ? policy_json_byte(json, key_path) : LEITONG_NO_OFFSET;
        policy_json_report(json, byte, key_path != NULL ? key_path : "", message);
    }
    return json->code;
}

void lt_policy_json_path(char ret_path[LT_POLICY_JSON_KEY], const char *key_path, const char *key)
{
    /* No key of a policy has a longer path: a cut one appears in a message only. */
    char joined[2 * LT_POLICY_JSON_KEY + 2];
    snprintf(joined, sizeof joined, "%.*s%s%.*s", LT_POLICY_JSON_KEY, key_path, key_path[0] != '\0' ? "." : "",
             LT_POLICY_JSON_KEY, key);
    joined[LT_POLICY_JSON_KEY - 1] = '\0';
    memcpy(ret_path, joined, LT_POLICY_JSON_KEY);
}

void lt_policy_json_item(char ret_path[LT_POLICY_JSON_KEY], const char *key_path, size_t at)
{
    snprintf(ret_path, LT_POLICY_JSON_KEY, "%.200s[%zu]", key_path, at);
}

void lt_policy_json_known(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                          const char *const *known)
{
    const lt_json_node *member = lt_json_inside(object);
    for (uint32_t at = 0; json->code == 0 && at < object->count; at++, member = lt_json_after(member)) {
        size_t i = 0;
        while (known[i] != NULL && strcmp(known[i], member->key) != 0) {
            i++;
        }
        if (known[i] == NULL) {
            char inner[LT_POLICY_JSON_KEY];
            lt_policy_json_path(inner, key_path, member->key);
            policy_json_report(json, node_byte(json, member), inner, "no such key");
        }
    }
}

static const lt_json_node *policy_json_member(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                                              const char *key, lt_json_kind kind, const char *word)
{
    const lt_json_node *member = lt_json_member(object, key);
    if (json->code != 0 || member == NULL) {
        return NULL;
    }
    if (member->kind != kind) {
        char inner[LT_POLICY_JSON_KEY];
        lt_policy_json_path(inner, key_path, key);
        (void)lt_policy_json_fault(json, inner, "is no %s", word);
        return NULL;
    }
    return member;
}

const lt_json_node *lt_policy_json_object(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                                          const char *key)
{
    return policy_json_member(json, object, key_path, key, LT_JSON_OBJECT, "object");
}

const lt_json_node *lt_policy_json_list(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                                        const char *key)
{
    return policy_json_member(json, object, key_path, key, LT_JSON_LIST, "list");
}

const char *lt_policy_json_string(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                                  const char *key)
{
    const lt_json_node *member = policy_json_member(json, object, key_path, key, LT_JSON_STRING, "string");
    if (member == NULL) {
        return NULL;
    }
    if (member->size == 0 || strlen(member->text) != member->size) {
        char inner[LT_POLICY_JSON_KEY];
        lt_policy_json_path(inner, key_path, key);
        (void)lt_policy_json_fault(json, inner, "is empty or holds the character U+0000");
        return NULL;
    }
    return member->text;
}

bool lt_policy_json_bool(lt_policy_json *json, const lt_json_node *object, const char *key_path, const char *key,
                         bool otherwise)
{
    const lt_json_node *member = policy_json_member(json, object, key_path, key, LT_JSON_BOOL, "truth value");
    return member != NULL ? member->text[0] == 't' : otherwise;
}
