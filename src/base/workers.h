/* workers: a fixed set of threads that share out numbered items (a thread pool).
 *
 * Input: a count of items and a function that does one.
 * Output: every item done once; the first error by item number, so that which error is reported never depends on
 * timing.
 * Ownership: whoever called lt_workers_new.
 * Errors: LEITONG_ESYSTEM (a thread can't start: lower --jobs), LEITONG_EMEMORY, and what the function returns.
 * Complexity: a lock an item. */
#ifndef LT_BASE_WORKERS_H
#define LT_BASE_WORKERS_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_workers lt_workers;

/* Does item `item` on worker `worker` (0 … count − 1; no two at once share a number, so scratch may be kept by it). */
typedef int (*lt_work)(void *context, size_t item, unsigned worker, leitong_error *error);

/* `jobs` ≥ 1. With one job the work is done in the calling thread. */
LEITONG_CHECK int lt_workers_new(unsigned jobs, lt_workers **ret_workers, leitong_error *error);
void lt_workers_free(lt_workers *workers);
unsigned lt_workers_count(const lt_workers *workers);

/* Runs all items and returns when they are done. They start in order, so that one may wait for what an earlier one
 * does; those that would start after one has failed are skipped. */
LEITONG_CHECK int lt_workers_run(lt_workers *workers, size_t items, lt_work work, void *context, leitong_error *error);

/* The same in two halves, so that the caller can prepare the next batch meanwhile: each start needs its wait.
 * With one job the work is done inside wait. */
void lt_workers_start(lt_workers *workers, size_t items, lt_work work, void *context);
LEITONG_CHECK int lt_workers_wait(lt_workers *workers, leitong_error *error);

#endif
