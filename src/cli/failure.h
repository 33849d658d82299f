/* failure: makes an error of a command's own, and returns early from one.
 *
 * Input: a code, a path, a message. Output: the code, so that `return cli_fail(…)` reads well. The commands know the
 * library by its public headers alone, hence these instead of the library's own helpers.
 * Ownership: the error is the caller's, and not NULL. Errors: none. Complexity: constant. */
#ifndef LT_CLI_FAILURE_H
#define LT_CLI_FAILURE_H

#include "leitong/error.h"

/* A failure that no byte of a file explains; `path` may be "". */
int cli_fail(leitong_error *error, int code, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* CLI_TRY where nothing is owned, CLI_TRY_GOTO where `label` gives back what is and returns `code`. */
#define CLI_TRY(call)                                                                                                  \
    do {                                                                                                               \
        int cli_try_code = (call);                                                                                     \
        if (cli_try_code != 0) {                                                                                       \
            return cli_try_code;                                                                                       \
        }                                                                                                              \
    } while (0)
#define CLI_TRY_GOTO(label, call)                                                                                      \
    do {                                                                                                               \
        code = (call);                                                                                                 \
        if (code != 0) {                                                                                               \
            goto label;                                                                                                \
        }                                                                                                              \
    } while (0)

#endif
