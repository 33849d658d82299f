/* read_json: reads the lines of a file that leitong wrote, one JSON object each.
 *
 * A row is parsed into a tree (base/json_read.h), which takes about twice the memory of its line, so lists of a row
 * (`streamed`) can be parsed object by object instead, one after the other.
 * The error is sticky: the first failure of a getter is kept in `code`; after it getters give 0, "" or NULL. A caller
 * asks for many members and then looks at `code` once.
 * Input: a folder and the name of a file inside it, or a path that a user named. Output: row after row, and members of
 * the type that is asked for. Ownership: lt_lines owns the row and every string taken from it, until the next row.
 * Errors: LEITONG_EDAMAGED with file and byte (of the fault in the JSON; of the line where a member is missing or has
 * another type, or that is too long; remedy: scan again), those of open_file.
 * Complexity: time is linear in the file, and for each member asked for in those of its object; memory is the longest
 * line, which has a limit, and its tree. */
#ifndef LT_RESULT_READ_JSON_H
#define LT_RESULT_READ_JSON_H

#include "base/error.h"
#include "base/json_read.h"

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
    bool edited;         /* maybe by people: a byte order mark may lead */
    uint64_t begin, end; /* bytes of the row in the file; where it ends once there is none */
    char *line;          /* the row's text */
    size_t line_size;
    lt_json_tree tree;
    const lt_json_node *row;     /* NULL behind the last */
    const char *const *streamed; /* keys of lists of objects in each row, up to a NULL; set behind open; NULL: none */
    size_t stream_at;            /* byte of the line where the next of them begins */
    lt_json_tree item;           /* the last given */
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
uint64_t lt_lines_number(lt_lines *lines, const lt_json_node *object, const char *key, uint64_t most);
double lt_lines_ratio(lt_lines *lines, const lt_json_node *object, const char *key);
bool lt_lines_bool(lt_lines *lines, const lt_json_node *object, const char *key);
const char *lt_lines_string(lt_lines *lines, const lt_json_node *object, const char *key);
const char *lt_lines_string_or_null(lt_lines *lines, const lt_json_node *object, const char *key);
/* The place of a string member in `words`. */
int lt_lines_word(lt_lines *lines, const lt_json_node *object, const char *key, const char *const *words, size_t count);
const lt_json_node *lt_lines_object(lt_lines *lines, const lt_json_node *object, const char *key);
const lt_json_node *lt_lines_list(lt_lines *lines, const lt_json_node *object, const char *key, size_t *ret_count);
/* The next object of the streamed list that was asked for last; valid until the one behind it is asked for. */
const lt_json_node *lt_lines_streamed(lt_lines *lines);
/* The whole number that an item of a list is. */
uint64_t lt_lines_whole(lt_lines *lines, const lt_json_node *item);
/* The `at`-th number of a list. */
uint64_t lt_lines_item(lt_lines *lines, const lt_json_node *list, size_t at);

#endif
