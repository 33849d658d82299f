/* store_env: the LMDB environment under an index: files, locks, transactions, values under (segment, table, key).
 *
 * Enters: a folder. Leaves: transactions whose values are bytes that nobody has believed yet (index/block checks them).
 * LMDB is named here alone. Its traps are met here: a large map is reserved, halved while the system says no; stale
 * readers are cleared; one environment a process and path; none after fork; no network file system; every commit is
 * synchronous. Nothing is opened that store_vet has not passed.
 * After a commit that matters lt_store_txn_seal makes one more that changes no block: from then on both meta pages lead
 * to the same state, so that the loss of the newer one loses nothing. Owner: the environment outlives its transactions.
 * Errors: as store.h says; the path is the file's. */
#ifndef LT_STORE_ENV_H
#define LT_STORE_ENV_H

#include "index/block.h"

typedef struct lt_store_env lt_store_env;
typedef struct lt_store_txn lt_store_txn;

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

LEITONG_CHECK int lt_store_txn_begin(lt_store_env *env, bool write, lt_store_txn **ret_txn, leitong_error *error);
/* Ends the transaction, whatever comes of it. */
LEITONG_CHECK int lt_store_txn_commit(lt_store_txn *txn, leitong_error *error);
void lt_store_txn_abort(lt_store_txn *txn);
void lt_store_env_seal(lt_store_env *env);

/* Whether lt_store_txn_know was told of these bytes, which a reading transaction gave; it forgets some. */
bool lt_store_txn_known(const lt_store_txn *txn, const uint8_t *bytes);
void lt_store_txn_know(lt_store_txn *txn, const uint8_t *bytes);

typedef struct lt_store_value {
    const uint8_t *bytes; /* stand until the transaction ends or, in a writing one, the next put or drop */
    size_t size;
    lt_block_key key;
} lt_store_value;

/* `last`: it stands behind everything there is. */
LEITONG_CHECK int lt_store_txn_put(lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key key, bool last,
                                   const void *bytes, size_t size, leitong_error *error);
/* The value with the largest key ≤ `key` in the table; *ret_found says whether there is one. */
LEITONG_CHECK int lt_store_txn_floor(lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key key,
                                     bool *ret_found, lt_store_value *ret_value, leitong_error *error);
/* The first segment ≥ *segment that has a value; *ret_found. */
LEITONG_CHECK int lt_store_txn_segment(lt_store_txn *txn, uint32_t *segment, bool *ret_found, leitong_error *error);
/* Takes away all values of a segment, or (`table` not 0) of one table of it. */
LEITONG_CHECK int lt_store_txn_drop(lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error);

#endif
