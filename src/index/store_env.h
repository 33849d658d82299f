/* store_env: the LMDB environment of an index: its files, how it is opened, its locks.
 *
 * LMDB (a copy-on-write B+ tree in a memory map) is used in store_lmdb, store_env and store_txn only. This file deals
 * with its pitfalls: a large map is reserved, and halved while the system refuses; slots of dead readers are cleared;
 * one environment for each process and path; no use after fork; no network file system; every commit is synchronous;
 * processes open an environment one by one (flock on data.mdb), and a signal ends the wait. An environment is opened
 * only after store_vet has verified its file.
 * Input: a folder. Output: an environment, for which store_txn begins transactions.
 * Ownership: the environment outlives its transactions. Errors: those of store.h, with the path of the file;
 * LEITONG_ECANCELLED (a signal during a wait). Complexity: opening reads one page in five thousand. */
#ifndef LT_INDEX_STORE_ENV_H
#define LT_INDEX_STORE_ENV_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct lt_store_env lt_store_env;

/* Creates an environment in an existing, empty folder. */
LEITONG_CHECK int lt_store_env_create(const char *folder, lt_store_env **ret_env, leitong_error *error);
LEITONG_CHECK int lt_store_env_open(const char *folder, lt_store_env **ret_env, leitong_error *error);
/* Creates a temporary environment in a file of the folder that is unlinked at once: no other process sees it, and it
 * disappears when it is closed. Only one at a time, by the owner of the writer's lock. */
LEITONG_CHECK int lt_store_env_aside(const char *folder, lt_store_env **ret_env, leitong_error *error);
void lt_store_env_close(lt_store_env *env);
const char *lt_store_env_path(const lt_store_env *env); /* of the data file */
/* Bytes of the data file; of these, free for reuse when it was opened. */
uint64_t lt_store_env_size(const lt_store_env *env);
uint64_t lt_store_env_free(const lt_store_env *env);

/* Takes the lock of the writer, and waits for it. A signal ends the wait with LEITONG_ECANCELLED. */
LEITONG_CHECK int lt_store_env_lock(lt_store_env *env, leitong_error *error);
void lt_store_env_unlock(lt_store_env *env);

#endif
