/* policy_json: a small JSON file that a person wrote, with the place of every fault.
 *
 * Enters: a file's name. Leaves: its values by key, and for each fault the file, the byte and the key, as in
 * `rules[1].limits.total_ratio`. A key that is written twice is a fault: json-c would take the last in silence.
 * Owner: lt_policy_json owns the values and strings until it is closed. Errors: LEITONG_EUSAGE (no regular file, not
 * readable, longer than LT_POLICY_JSON_LARGEST, not JSON, and what the getters' callers find; remedy: mend the file
 * there), LEITONG_EMEMORY. As in read_json the first failure is kept in `code`; after it getters give 0 and NULL. */
#ifndef LT_GATE_POLICY_JSON_H
#define LT_GATE_POLICY_JSON_H

#include "base/error.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#define LT_POLICY_JSON_LARGEST (16U << 20) /* bytes of a file */
#define LT_POLICY_JSON_VALUES (1U << 20)   /* of a file */
#define LT_POLICY_JSON_KEYS 64U            /* of an object: each is held against those before it */
#define LT_POLICY_JSON_KEY 256             /* bytes of a way such as rules[1].limits.total_ratio, and its NUL */

typedef struct lt_policy_place {
    char way[LT_POLICY_JSON_KEY];
    size_t byte;
} lt_policy_place;

typedef struct lt_policy_json {
    const char *path;
    char *text;
    size_t size;
    struct json_object *root; /* an object */
    lt_policy_place *places;  /* in the order of the file */
    size_t place_count, place_capacity;
    int code;
    leitong_error *error;
} lt_policy_json;

LEITONG_CHECK int lt_policy_json_open(lt_policy_json *json, const char *path, leitong_error *error);
void lt_policy_json_close(lt_policy_json *json); /* after a failed open, too */

/* Marks the value at `way` (or, where it is absent, what holds it) as wrong. */
int lt_policy_json_fault(lt_policy_json *json, const char *way, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* `way` and `key` → "way.key"; the empty way is the file. */
void lt_policy_json_way(char ret_way[LT_POLICY_JSON_KEY], const char *way, const char *key);
void lt_policy_json_item(char ret_way[LT_POLICY_JSON_KEY], const char *way, size_t at);

/* A fault unless every key of the object is one of `known` (NULL at its end). */
void lt_policy_json_known(lt_policy_json *json, struct json_object *object, const char *way, const char *const *known);

/* Members; false or NULL where they are absent. `null` is a fault unless it is asked for as an object. */
bool lt_policy_json_has(struct json_object *object, const char *key);
struct json_object *lt_policy_json_object(lt_policy_json *json, struct json_object *object, const char *way,
                                          const char *key);
struct json_object *lt_policy_json_list(lt_policy_json *json, struct json_object *object, const char *way,
                                        const char *key);
const char *lt_policy_json_string(lt_policy_json *json, struct json_object *object, const char *way, const char *key);
bool lt_policy_json_bool(lt_policy_json *json, struct json_object *object, const char *way, const char *key,
                         bool otherwise);

#endif
