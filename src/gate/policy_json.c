#include "gate/policy_json.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/open_file.h"

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

static int policy_json_parse(lt_policy_json *json)
{
    struct json_tokener *tokener = json_tokener_new();
    if (tokener == NULL) {
        return lt_error_memory(json->error);
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    /* The NUL behind the text goes in, too: so that the end of a bare number is seen. */
    json->root = json_tokener_parse_ex(tokener, json->text, (int)json->size + 1);
    size_t parsed = json_tokener_get_parse_end(tokener);
    enum json_tokener_error fault = json_tokener_get_error(tokener);
    json_tokener_free(tokener);
    parsed = LT_MIN(parsed, json->size);
    while (fault == json_tokener_success && parsed < json->size && strchr(" \t\r\n", json->text[parsed]) != NULL &&
           json->text[parsed] != '\0') {
        parsed++;
    }
    if (fault != json_tokener_success || parsed < json->size) {
        const char *words = fault == json_tokener_success    ? "something stands behind the object"
                            : fault == json_tokener_continue ? "the object does not end"
                                                             : json_tokener_error_desc(fault);
        return lt_error_at(json->error, LEITONG_EUSAGE, json->path, parsed, "no good JSON: %s", words);
    }
    if (!json_object_is_type(json->root, json_type_object)) {
        return lt_error_at(json->error, LEITONG_EUSAGE, json->path, 0, "is no JSON object");
    }
    return 0;
}

/* The scanner reads text that json-c has accepted; it ends at the NUL at the latest. */
static size_t places_blank(const lt_policy_json *json, size_t at)
{
    while (at < json->size && strchr(" \t\r\n", json->text[at]) != NULL) {
        at++;
    }
    return at;
}

static size_t places_string(const lt_policy_json *json, size_t at)
{
    for (at++; at < json->size && json->text[at] != '"'; at++) {
        at += json->text[at] == '\\' && at + 1 < json->size;
    }
    return at < json->size ? at + 1 : at;
}

/* `since`: places that may be of the same object begin there. */
static int places_note(lt_policy_json *json, const char *key_path, size_t byte, size_t since)
{
    if (json->place_count == LT_POLICY_JSON_VALUES) {
        return lt_error_at(json->error, LEITONG_EUSAGE, json->path, byte, "more than %u values", LT_POLICY_JSON_VALUES);
    }
    for (size_t i = since; i < json->place_count; i++) {
        if (strcmp(json->places[i].key_path, key_path) == 0) {
            return lt_policy_json_fault(json, NULL, "\"%s\" is written twice, again at byte %zu", key_path, byte);
        }
    }
    LT_TRY(LT_RESERVE(json->places, json->place_capacity, json->place_count + 1, json->error));
    lt_policy_place *place = &json->places[json->place_count++];
    snprintf(place->key_path, sizeof place->key_path, "%s", key_path);
    place->byte = byte;
    return 0;
}

static int places_value(lt_policy_json *json, size_t *at, const char *key_path, size_t since, unsigned depth);

static int places_fault(const lt_policy_json *json, size_t at)
{
    return lt_error_at(json->error, LEITONG_EUSAGE, json->path, at, "no good JSON: unexpected character");
}

/* A number or one of three words: json-c also takes NaN, Infinity and their like. */
static bool places_is_bare(const char *text, size_t size)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == size && memcmp(words[i], text, size) == 0) {
            return true;
        }
    }
    return size > 0 && strspn(text, "0123456789+-.eE") >= size;
}

/* Reads a key up to its colon; its path goes to `ret_path`. */
static int places_key(lt_policy_json *json, size_t *at, const char *key_path, char ret_path[LT_POLICY_JSON_KEY])
{
    char key[LT_POLICY_JSON_KEY];
    size_t begin = *at + 1;
    if (json->text[*at] != '"') { /* json-c takes 'key', strict or not */
        return places_fault(json, *at);
    }
    *at = places_string(json, *at);
    size_t size = *at > begin ? *at - 1 - begin : 0;
    if (size >= sizeof key || memchr(json->text + begin, '\\', size) != NULL) {
        return lt_error_at(json->error, LEITONG_EUSAGE, json->path, begin - 1,
                           "a key that is long or written with \\ is none that a policy knows");
    }
    memcpy(key, json->text + begin, size);
    key[size] = '\0';
    lt_policy_json_path(ret_path, key_path, key);
    *at = places_blank(json, *at);
    *at += *at < json->size;
    return 0;
}

/* An object or a list. */
static int places_inside(lt_policy_json *json, size_t *at, const char *key_path, unsigned depth)
{
    bool is_list = json->text[*at] == '[';
    size_t since = json->place_count;
    ++*at;
    for (size_t item = 0;; item++) {
        char inner[LT_POLICY_JSON_KEY];
        *at = places_blank(json, *at);
        if (*at >= json->size || json->text[*at] == ']' || json->text[*at] == '}') {
            *at += *at < json->size;
            return 0;
        }
        if (is_list) {
            lt_policy_json_item(inner, key_path, item);
        } else if (item == LT_POLICY_JSON_KEYS) {
            return lt_error_at(json->error, LEITONG_EUSAGE, json->path, *at,
                               "an object of more than %u keys is none that a policy knows", LT_POLICY_JSON_KEYS);
        } else {
            LT_TRY(places_key(json, at, key_path, inner));
        }
        LT_TRY(places_value(json, at, inner, is_list ? json->place_count : since, depth + 1));
        *at = places_blank(json, *at);
        *at += *at < json->size && json->text[*at] == ',';
    }
}

static int places_value(lt_policy_json *json, size_t *at, const char *key_path, size_t since, unsigned depth)
{
    *at = places_blank(json, *at);
    if (depth > 0) {
        LT_TRY(places_note(json, key_path, *at, since));
    }
    if (*at >= json->size) {
        return 0;
    }
    if (json->text[*at] == '{' || json->text[*at] == '[') {
        return depth > JSON_TOKENER_DEFAULT_DEPTH ? 0 : places_inside(json, at, key_path, depth);
    }
    if (json->text[*at] == '"') {
        *at = places_string(json, *at);
        return 0;
    }
    size_t begin = *at;
    while (*at < json->size && strchr(",]} \t\r\n", json->text[*at]) == NULL) {
        ++*at;
    }
    return places_is_bare(json->text + begin, *at - begin) ? 0 : places_fault(json, begin);
}

static int policy_json_load(lt_policy_json *json)
{
    size_t at = 0;
    LT_TRY(policy_json_read(json));
    LT_TRY(policy_json_parse(json));
    return places_value(json, &at, "", 0, 0);
}

int lt_policy_json_open(lt_policy_json *json, const char *path, leitong_error *error)
{
    *json = (lt_policy_json){.path = path, .error = error};
    return json->code = policy_json_load(json);
}

void lt_policy_json_close(lt_policy_json *json)
{
    json_object_put(json->root);
    free(json->text);
    free(json->places);
    *json = (lt_policy_json){.code = json->code};
}

/* The byte of a key path; where it is absent, that of its longest prefix that is there. */
static uint64_t policy_json_byte(const lt_policy_json *json, const char *key_path)
{
    char part[LT_POLICY_JSON_KEY] = "";
    memcpy(part, key_path, strnlen(key_path, sizeof part - 1));
    for (;;) {
        for (size_t i = 0; i < json->place_count; i++) {
            if (strcmp(json->places[i].key_path, part) == 0) {
                return json->places[i].byte;
            }
        }
        size_t size = strlen(part);
        while (size > 0 && part[size] != '.' && part[size] != '[') {
            size--;
        }
        if (size == 0) {
            return 0;
        }
        part[size] = '\0';
    }
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
        json->code =
            lt_error_at(json->error, LEITONG_EUSAGE, json->path, byte, "%s%s%s", key_path != NULL ? key_path : "",
                        key_path != NULL && key_path[0] != '\0' ? ": " : "", message);
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

void lt_policy_json_known(lt_policy_json *json, struct json_object *object, const char *key_path,
                          const char *const *known)
{
    struct json_object_iterator at = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    for (; json->code == 0 && !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        const char *key = json_object_iter_peek_name(&at);
        size_t i = 0;
        while (known[i] != NULL && strcmp(known[i], key) != 0) {
            i++;
        }
        if (known[i] == NULL) {
            char inner[LT_POLICY_JSON_KEY];
            lt_policy_json_path(inner, key_path, key);
            (void)lt_policy_json_fault(json, inner, "no such key");
        }
    }
}

bool lt_policy_json_has(struct json_object *object, const char *key)
{
    return json_object_object_get_ex(object, key, NULL) != 0;
}

static struct json_object *policy_json_member(lt_policy_json *json, struct json_object *object, const char *key_path,
                                              const char *key, enum json_type type, const char *kind)
{
    struct json_object *member = NULL;
    if (json->code != 0 || !json_object_object_get_ex(object, key, &member)) {
        return NULL;
    }
    if (!json_object_is_type(member, type)) {
        char inner[LT_POLICY_JSON_KEY];
        lt_policy_json_path(inner, key_path, key);
        (void)lt_policy_json_fault(json, inner, "is no %s", kind);
        return NULL;
    }
    return member;
}

struct json_object *lt_policy_json_object(lt_policy_json *json, struct json_object *object, const char *key_path,
                                          const char *key)
{
    return policy_json_member(json, object, key_path, key, json_type_object, "object");
}

struct json_object *lt_policy_json_list(lt_policy_json *json, struct json_object *object, const char *key_path,
                                        const char *key)
{
    return policy_json_member(json, object, key_path, key, json_type_array, "list");
}

const char *lt_policy_json_string(lt_policy_json *json, struct json_object *object, const char *key_path,
                                  const char *key)
{
    struct json_object *member = policy_json_member(json, object, key_path, key, json_type_string, "string");
    if (member == NULL) {
        return NULL;
    }
    const char *text = json_object_get_string(member);
    if (text[0] == '\0' || strlen(text) != (size_t)json_object_get_string_len(member)) {
        char inner[LT_POLICY_JSON_KEY];
        lt_policy_json_path(inner, key_path, key);
        (void)lt_policy_json_fault(json, inner, "is empty or holds the character U+0000");
        return NULL;
    }
    return text;
}

bool lt_policy_json_bool(lt_policy_json *json, struct json_object *object, const char *key_path, const char *key,
                         bool otherwise)
{
    struct json_object *member = policy_json_member(json, object, key_path, key, json_type_boolean, "truth value");
    return member != NULL ? json_object_get_boolean(member) != 0 : otherwise;
}
