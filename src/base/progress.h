/* progress: one figure for work of several phases.
 *
 * Input: how much of a phase is done.
 * Output: a call of the user's function with done and total over all phases, each of which counts as `unit`.
 * Ownership: the caller of the phases.
 * Errors: LEITONG_ECANCELLED when the function returns non-zero.
 * Complexity: constant time. */
#ifndef LT_BASE_PROGRESS_H
#define LT_BASE_PROGRESS_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_progress {
    int (*call)(void *context, uint64_t done, uint64_t total); /* may be NULL */
    void *context;
    uint64_t unit;   /* what a phase counts for */
    unsigned phase;  /* which one, from 0 … */
    unsigned phases; /* … of these */
} lt_progress;

/* `done` of `of` of the present phase. */
static inline int lt_progress_tell(const lt_progress *progress, uint64_t done, uint64_t of, leitong_error *error)
{
    if (progress->call == NULL) {
        return 0;
    }
    double share = of > 0 ? (double)done / (double)of : 1.0;
    uint64_t within = (uint64_t)(share * (double)progress->unit);
    uint64_t total = progress->unit * progress->phases;
    if (progress->call(progress->context, progress->unit * progress->phase + within, total) != 0) {
        return lt_error_set(error, LEITONG_ECANCELLED, "stopped by the caller");
    }
    return 0;
}

#endif
