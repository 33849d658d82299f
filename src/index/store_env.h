/* store_env: the LMDB environment under an index: its files, its opening, its locks.
 *
 * Enters: a folder. Leaves: an environment, of which store_txn gives transactions. LMDB is named in store_lmdb, here
 * and in store_txn alone. Its traps are met here: a large map is reserved, halved while the system says no; stale
 * readers are cleared; one environment a process and path; none after fork; no network file system; every commit is
 * synchronous; openers go one by one (flock on data.mdb), a signal ends the waiting. Nothing is opened that store_vet
 * has not passed. Owner: the environment outlives its transactions. Errors: as store.h says; the path is the file's;
 * LEITONG_ECANCELLED. */
#ifndef LT_INDEX_STORE_ENV_H
#define LT_INDEX_STORE_ENV_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct lt_store_env lt_store_env;

/* Makes an environment in a folder that is there and empty. */
LEITONG_CHECK int lt_store_env_create(const char *folder, lt_store_env **ret_env, leitong_error *error);
LEITONG_CHECK int lt_store_env_open(const char *folder, lt_store_env **ret_env, leitong_error *error);
/* Makes one in a file of the folder whose name is gone at once: nobody else sees it, nothing of it lasts. One at a
 * time, by whoever has the writer's lock. */
LEITONG_CHECK int lt_store_env_aside(const char *folder, lt_store_env **ret_env, leitong_error *error);
void lt_store_env_close(lt_store_env *env);
const char *lt_store_env_path(const lt_store_env *env); /* of the data file */
/* Bytes of the data file, and of them free to be used again when it was opened. */
uint64_t lt_store_env_size(const lt_store_env *env);
uint64_t lt_store_env_free(const lt_store_env *env);

/* The one writer's lock: waits for whoever has it. A signal ends the waiting with LEITONG_ECANCELLED. */
LEITONG_CHECK int lt_store_env_lock(lt_store_env *env, leitong_error *error);
void lt_store_env_unlock(lt_store_env *env);

#endif
