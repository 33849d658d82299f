/* error: fills the caller's leitong_error, and returns early from a failure.
 *
 * Input: a code, a place, a printf format.
 * Output: the same code, so that `return lt_error_set(…)` reads well.
 * Ownership: the caller; a NULL error is skipped.
 * Errors: none.
 * Complexity: constant time. */
#ifndef LT_BASE_ERROR_H
#define LT_BASE_ERROR_H

#include "leitong/error.h"

/* A failure that no byte of a file explains. */
int lt_error_set(leitong_error *error, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A failure at byte `offset` (or LEITONG_NO_OFFSET) of `path`. */
int lt_error_at(leitong_error *error, int code, const char *path, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* LEITONG_EMEMORY with the usual words. */
static inline int lt_error_memory(leitong_error *error)
{
    (void)lt_error_set(error, LEITONG_EMEMORY, "out of memory");
    return LEITONG_EMEMORY; /* in sight, so that who reads the caller (people, analysers) knows that it is not 0 */
}

/* LEITONG_ESYSTEM for `path` with strerror(errno) behind `doing`. */
int lt_error_system(leitong_error *error, const char *path, const char *doing);

/* Early return of a failure: LT_TRY where nothing is owned, LT_TRY_GOTO where `label` gives back what is. The latter
 * needs an `int code` in scope, which the label returns. */
#define LT_TRY(call)                                                                                                   \
    do {                                                                                                               \
        int lt_try_code = (call);                                                                                      \
        if (lt_try_code != 0) {                                                                                        \
            return lt_try_code;                                                                                        \
        }                                                                                                              \
    } while (0)
#define LT_TRY_GOTO(label, call)                                                                                       \
    do {                                                                                                               \
        code = (call);                                                                                                 \
        if (code != 0) {                                                                                               \
            goto label;                                                                                                \
        }                                                                                                              \
    } while (0)

#endif
