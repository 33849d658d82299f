/* policy_json: a small JSON file that a person wrote, with the place of every fault.
 *
 * The text is parsed into a tree (base/json_read.h), whose nodes say where each value stands. A key that is written
 * twice is a fault: readers differ in which of the two they take. The failure is sticky: the first is kept in `code`;
 * after it getters give false and NULL.
 * Input: a file's name.
 * Output: its values by key, and for each fault the file, the byte and the path of the key, such as
 * `rules[1].limits.total_ratio`.
 * Ownership: lt_policy_json owns values and strings until it is closed.
 * Errors: LEITONG_EUSAGE (no regular file, not readable, longer than LT_POLICY_JSON_LARGEST, not JSON, and what the
 * getters' callers find; remedy: mend the file there), LEITONG_EMEMORY.
 * Complexity: linear in the text, and for each key in the values of its object, which have a limit. */
#ifndef LT_GATE_POLICY_JSON_H
#define LT_GATE_POLICY_JSON_H

#include "base/error.h"
#include "base/json_read.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_POLICY_JSON_LARGEST (16U << 20) /* bytes of a file */
#define LT_POLICY_JSON_VALUES (1U << 20)   /* of a file */
#define LT_POLICY_JSON_KEYS 64U            /* of an object: each is compared with those before it */
#define LT_POLICY_JSON_KEY 256             /* bytes of a key path such as rules[1].limits.total_ratio, and its NUL */

typedef struct lt_policy_json {
    const char *path;
    char *text;
    size_t size;
    lt_json_tree tree;
    const lt_json_node *root; /* an object */
    int code;
    leitong_error *error;
} lt_policy_json;

LEITONG_CHECK int lt_policy_json_open(lt_policy_json *json, const char *path, leitong_error *error);
void lt_policy_json_close(lt_policy_json *json); /* also after an open that failed */

/* Reports a fault of the value at `key_path` (or, where it is absent, of what encloses it). */
int lt_policy_json_fault(lt_policy_json *json, const char *key_path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* `key_path` and `key` → "key_path.key"; the empty path is the file. */
void lt_policy_json_path(char ret_path[LT_POLICY_JSON_KEY], const char *key_path, const char *key);
void lt_policy_json_item(char ret_path[LT_POLICY_JSON_KEY], const char *key_path, size_t at);

/* A fault unless every key of the object is one of `known` (NULL at its end). */
void lt_policy_json_known(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                          const char *const *known);

/* Members; false or NULL where they are absent. */
const lt_json_node *lt_policy_json_object(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                                          const char *key);
const lt_json_node *lt_policy_json_list(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                                        const char *key);
const char *lt_policy_json_string(lt_policy_json *json, const lt_json_node *object, const char *key_path,
                                  const char *key);
bool lt_policy_json_bool(lt_policy_json *json, const lt_json_node *object, const char *key_path, const char *key,
                         bool otherwise);

#endif
