/* store_lmdb: what store_env and store_txn share of LMDB: the handle, how transactions begin, its errors in our words.
 *
 * Enters: an open environment. Leaves: a transaction of a committed state, and, with a writing one, of the last.
 * Owner: the caller. Errors: LMDB's own numbers and LT_STORE_LMDB_BEHIND; lt_store_lmdb_fail makes ours of them. */
#ifndef LT_INDEX_STORE_LMDB_H
#define LT_INDEX_STORE_LMDB_H

#include "base/error.h"

#include <lmdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define LT_STORE_PATH 4096U
#define LT_STORE_READERS 1022U /* at once */
/* lock.mdb names a state that the meta pages have left behind: neither an errno nor one of LMDB's. */
#define LT_STORE_LMDB_BEHIND (-1)

struct lt_store_env {
    char folder[LT_STORE_PATH];
    char data[LT_STORE_PATH]; /* the data file */
    MDB_env *env;
    MDB_dbi dbi;
    int file;      /* the data file, for verifying */
    int lock;      /* write.lock, or −1 while not held */
    uintptr_t map; /* where it begins in memory */
    size_t map_size;
    uint64_t free_pages;
    pid_t process;
    bool read_only;
};

LEITONG_CHECK int lt_store_lmdb_begin(MDB_env *env, bool write, MDB_txn **ret_txn);
int lt_store_lmdb_fail(const struct lt_store_env *env, int result, const char *doing, leitong_error *error);

#endif
