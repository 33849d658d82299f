/* json_write: JSON, streamed; the one escaping function for it.
 *
 * Control characters (C0, C1, those of direction), U+2028/9 and `<` are escaped, so that a line is safe inside a script
 * element and on a terminal. Keys are the caller's literals and go through the same function.
 * Input: keys and values in order. Strings should be UTF-8; each byte that is not (a file name) comes out as U+FFFD.
 * Output: one object a line (RFC 8259), without white space, in a FILE.
 * Ownership: lt_json and the FILE are the caller's; no other thread may use the FILE meanwhile.
 * Errors: kept until lt_json_end: LEITONG_ESYSTEM (disk full: free space, and write again), LEITONG_EMEMORY.
 * Complexity: linear in the bytes. */
#ifndef LT_BASE_JSON_WRITE_H
#define LT_BASE_JSON_WRITE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct lt_json {
    FILE *file;
    bool comma; /* a value stands before, on this level */
    int cause;  /* errno of the first failure, 0 so far */
} lt_json;

void lt_json_begin(lt_json *json, FILE *file);
void lt_json_open(lt_json *json, const char *key);                      /* { ; key NULL outside objects */
void lt_json_close(lt_json *json);                                      /* } */
void lt_json_open_list(lt_json *json, const char *key);                 /* [ */
void lt_json_close_list(lt_json *json);                                 /* ] */
void lt_json_string(lt_json *json, const char *key, const char *value); /* NULL: null */
void lt_json_bytes(lt_json *json, const char *key, const void *value, size_t size);
void lt_json_number(lt_json *json, const char *key, uint64_t value);
/* numerator / denominator with six digits behind the point, rounded to nearest by integer arithmetic; 0/0 is 0. */
void lt_json_ratio(lt_json *json, const char *key, uint64_t numerator, uint64_t denominator);
void lt_json_bool(lt_json *json, const char *key, bool value);
void lt_json_line(lt_json *json);                                                     /* the line's end */
LEITONG_CHECK int lt_json_end(lt_json *json, const char *path, leitong_error *error); /* flushes and reports */

#endif
