/* json_read: the wanted members of one JSON object (RFC 8259); all the rest is checked and passed over.
 *
 * Documents do not pass through json-c: it crashes when memory runs out, takes what isn't JSON, and turns half a
 * surrogate pair into U+FFFD and large numbers into smaller ones. In the tests it is the oracle.
 * Input: valid UTF-8, the names wanted, and scratch of size + 1 bytes.
 * Output: kind and text of each: strings without their escapes, numbers as written, closed with NUL. They stand in the
 * scratch or, where a view will do, in the input.
 * Ownership: the caller; nothing is allocated.
 * Errors: the faulty byte, a reason ("not_json", "lone_surrogate"; "repeated_field": a member that is wanted stands
 * twice, and readers differ in which they take) and words.
 * Complexity: linear in the bytes. */
#ifndef LT_INPUT_JSON_READ_H
#define LT_INPUT_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Deeper nesting is a fault, so that the reader's own stack stays bounded. */
#define LT_JSON_DEPTH 64

typedef enum lt_json_kind {
    LT_JSON_MISSING,
    LT_JSON_NULL,
    LT_JSON_BOOL,
    LT_JSON_NUMBER,
    LT_JSON_STRING,
    LT_JSON_OBJECT,
    LT_JSON_LIST
} lt_json_kind;

typedef struct lt_json_wanted {
    const char *name; /* NULL: nothing is wanted */
    bool view;        /* strings without escapes may stay in the input, without a NUL */
    lt_json_kind kind;
    const char *text; /* of strings and numbers */
    size_t size;
} lt_json_wanted;

typedef struct lt_json_fault {
    size_t at;
    const char *reason;
    const char *words;
} lt_json_fault;

/* False with *ret_fault where the bytes are anything but one object. `count` ≤ 32. */
bool lt_json_read(const uint8_t *bytes, size_t size, lt_json_wanted *wanted, size_t count, uint8_t *scratch,
                  lt_json_fault *ret_fault);

#endif
