/* program: a program that this process runs, and what it writes.
 *
 * It inherits this process' limits. Input: its words, and what it reads. Output: pieces of its output to a function.
 * Ownership: none is taken.
 * Errors: LEITONG_ESYSTEM (no process or pipe left), those of the function; *ret_exit tells how the program ended.
 * Complexity: the program's. */
#ifndef LT_EXTRACT_PROGRAM_H
#define LT_EXTRACT_PROGRAM_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_PROGRAM_NONE 127

typedef int lt_program_listener(void *context, const char *piece, size_t size, leitong_error *error);

typedef struct lt_program {
    const char *const *words; /* the first is looked for in PATH; up to a NULL */
    const uint8_t *bytes;     /* what it reads; NULL: this process' standard input, from its beginning */
    size_t size;
    lt_program_listener *listener;
    void *context;
} lt_program;

/* *ret_exit: 128 and its number where a signal ended it; LT_PROGRAM_NONE where there is no such program. */
LEITONG_CHECK int lt_program_run(const lt_program *program, int *ret_exit, leitong_error *error);
/* Whether PATH has it; *path, of PATH_MAX bytes (may be NULL), is where. */
bool lt_program_find(const char *name, char *path);

#endif
