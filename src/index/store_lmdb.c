#include "index/store_lmdb.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define LMDB_TRIES 20

/* LMDB reports a short write as EIO and does not try to write the rest, so the cause has to be found. */
static int lmdb_cause(const struct lt_store_env *env, int result)
{
    int file = -1;
    struct stat status;
    struct statvfs room;
    struct rlimit most;
    if (result != EIO) {
        return result;
    }
    if (env->env != NULL && mdb_env_get_fd(env->env, &file) == 0 && fstat(file, &status) == 0 &&
        getrlimit(RLIMIT_FSIZE, &most) == 0 && (rlim_t)status.st_size >= most.rlim_cur) {
        return EFBIG;
    }
    return statvfs(env->folder, &room) == 0 && room.f_blocks > 0 && room.f_bavail == 0 ? ENOSPC : EIO;
}

int lt_store_lmdb_fail(const struct lt_store_env *env, int result, const char *doing, leitong_error *error)
{
    const char *path = env->data;
    result = lmdb_cause(env, result);
    switch (result) {
    case ENOMEM:
        return lt_error_memory(error);
    case ENOSPC:
    case EDQUOT:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET,
                           "%s: %s; the index is as before; free space and try again", doing, strerror(result));
    case EFBIG:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET,
                           "%s: %s; the index is as before; raise the limit (ulimit -f) and try again", doing,
                           strerror(result));
    case MDB_MAP_FULL:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET,
                           "%s: the index is larger than the address space that the system grants (ulimit -v)", doing);
    case MDB_READERS_FULL:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET,
                           "%s: more than %u readers at once; try again when some have ended", doing, LT_STORE_READERS);
    case LT_STORE_LMDB_BEHIND:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET,
                           "%s: lock.mdb beside it is behind it; end whatever has the index open, and try again: "
                           "nothing is lost",
                           doing);
    case MDB_VERSION_MISMATCH:
    case MDB_INVALID:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_CURSOR_FULL:
    case MDB_INCOMPATIBLE:
    case MDB_BAD_TXN:
    case MDB_PANIC:
    case MDB_KEYEXIST:
        return lt_error_at(error, LEITONG_EDAMAGED, path, LEITONG_NO_OFFSET,
                           "%s: %s; make the index again from its documents, or bring it back from a copy", doing,
                           mdb_strerror(result));
    default:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET, "%s: %s", doing, mdb_strerror(result));
    }
}

/* A reader sees one committed state, never an older one than readers before it; a writer continues from the last state.
 * LMDB reads the number N of the last commit from lock.mdb, and then copies the state from meta page N mod 2. If two
 * commits happen in between (ours come in pairs), the reader copies N + 2 instead, which may not be on disk yet; and
 * the next reader may get N + 1, an older state. So the numbers in the meta pages are read after the copy: if they are
 * below N + 2, the copy is that of N. While a process has the index open, lock.mdb is correct (see store_env). If
 * another program creates it anew without our lock, N is 0. Then every try of a reader is behind; and a writer, during
 * whose begin nobody else commits, must not begin, because it would overwrite a state that was acknowledged. */
int lt_store_lmdb_begin(MDB_env *env, bool write, MDB_txn **ret_txn)
{
    MDB_envinfo info;
    MDB_txn *txn = NULL;
    int code = 0;
    LT_TRY(mdb_txn_begin(env, NULL, write ? 0 : MDB_RDONLY, &txn));
    LT_TRY_GOTO(failed, mdb_env_info(env, &info));
    for (int i = 0; info.me_last_txnid > mdb_txn_id(txn) + !write; i++) {
        if (write || i == LMDB_TRIES) {
            code = LT_STORE_LMDB_BEHIND;
            goto failed;
        }
        mdb_txn_reset(txn);
        LT_TRY_GOTO(failed, mdb_txn_renew(txn));
        LT_TRY_GOTO(failed, mdb_env_info(env, &info));
    }
    *ret_txn = txn;
    return 0;
failed:
    mdb_txn_abort(txn);
    return code;
}
