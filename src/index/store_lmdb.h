/* store_lmdb: what store_env and store_txn share of LMDB: the handle, how a transaction begins, error messages.
 *
 * Input: an open LMDB environment; an LMDB error number. Output: a transaction on a committed state (a writing one: on
 * the last); an error of ours with a remedy. Ownership: the caller ends the transaction. Errors: functions that return
 * LMDB's numbers also return LT_STORE_LMDB_BEHIND; lt_store_lmdb_fail turns both into an error of ours.
 * Complexity: constant. */
#ifndef LT_INDEX_STORE_LMDB_H
#define LT_INDEX_STORE_LMDB_H

#include "base/error.h"

#include <lmdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define LT_STORE_PATH 4096U
#define LT_STORE_READERS 1022U /* at once */
/* lock.mdb names an older state than the meta pages; neither an errno nor a number of LMDB's. */
#define LT_STORE_LMDB_BEHIND (-1)

struct lt_store_env {
    char folder[LT_STORE_PATH];
    char data[LT_STORE_PATH]; /* the data file */
    MDB_env *env;
    MDB_dbi dbi;
    int file;      /* the data file, for verifying */
    int lock;      /* write.lock, or -1 while it is not locked */
    uintptr_t map; /* address of the memory map */
    size_t map_size;
    uint64_t free_pages;
    pid_t process;
    bool read_only;
};

LEITONG_CHECK int lt_store_lmdb_begin(MDB_env *env, bool write, MDB_txn **ret_txn);
int lt_store_lmdb_fail(const struct lt_store_env *env, int result, const char *doing, leitong_error *error);

#endif
