/* read_json: reads the lines of a file that leitong wrote, one JSON object each.
 *
 * Rows are parsed by json-c, which only this file uses in this folder. A parsed row takes about 24 times the memory of
 * its line, so one list of a row (`streamed`) can be parsed object by object instead.
 * The error is sticky: the first failure of a getter is kept in `code`; after it getters give 0, "" or NULL. A caller
 * asks for many members and then looks at `code` once.
 * Input: a folder and the name of a file inside it, or a path that a user named. Output: row after row, and members of
 * the type that is asked for. Ownership: lt_lines owns the row and every string taken from it, until the next row.
 * Errors: LEITONG_EDAMAGED with file and byte (of the fault in the JSON; of the line where a member is missing or has
 * another type, or that is too long; remedy: scan again), those of open_file.
 * Complexity: time is linear in the file; memory is the longest line, which has a limit, and what json-c makes of it.
 */
#ifndef LT_RESULT_READ_JSON_H
#define LT_RESULT_READ_JSON_H

#include "base/error.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#define LT_LINES_LONGEST ((size_t)1 << 30) /* bytes of a row of a result: a cluster with ten million members */

typedef struct lt_lines {
    char path[PATH_MAX];
    int file;
    char *bytes;     /* read and not yet consumed */
    size_t at, size; /* [at, size) of it */
    size_t capacity, longest;
    uint64_t begin, end; /* bytes of the row in the file; where it ends once there is none */
    struct json_tokener *tokener;
    struct json_object *row; /* NULL behind the last */
    const char *streamed;    /* key of a list of objects in each row, set behind open; NULL for none */
    struct {
        const char *line, *begin, *at,
            *end;     /* of the list's text, and what of it is not yet parsed; NULL without a list */
        size_t count; /* objects */
        struct json_tokener *tokener;
        struct json_object *item; /* the last given */
    } stream;
    int code;
    leitong_error *error; /* where failures go; may be NULL */
} lt_lines;

/* A table of a result. */
LEITONG_CHECK int lt_lines_open(lt_lines *lines, const char *dir, const char *name, leitong_error *error);
/* A file that a user named, whose lines have at most `longest` bytes. */
LEITONG_CHECK int lt_lines_open_path(lt_lines *lines, const char *path, size_t longest, leitong_error *error);
/* Goes to the next row; `row` is NULL where there is none. */
LEITONG_CHECK int lt_lines_next(lt_lines *lines);
void lt_lines_close(lt_lines *lines); /* also after an open that failed */

/* Marks the row as damaged. */
int lt_lines_damaged(lt_lines *lines, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Members of `object`, the row or something inside it. */
uint64_t lt_lines_number(lt_lines *lines, struct json_object *object, const char *key, uint64_t most);
double lt_lines_ratio(lt_lines *lines, struct json_object *object, const char *key);
bool lt_lines_bool(lt_lines *lines, struct json_object *object, const char *key);
const char *lt_lines_string(lt_lines *lines, struct json_object *object, const char *key);
const char *lt_lines_string_or_null(lt_lines *lines, struct json_object *object, const char *key);
/* The place of a string member in `words`. */
int lt_lines_word(lt_lines *lines, struct json_object *object, const char *key, const char *const *words, size_t count);
struct json_object *lt_lines_object(lt_lines *lines, struct json_object *object, const char *key);
struct json_object *lt_lines_list(lt_lines *lines, struct json_object *object, const char *key, size_t *ret_count);
/* The `at`-th object of a list; of the streamed one each is asked for once, in order, and is valid until the next. */
struct json_object *lt_lines_element(lt_lines *lines, struct json_object *list, size_t at);
/* The `at`-th number of a list. */
uint64_t lt_lines_item(lt_lines *lines, struct json_object *list, size_t at);

#endif
