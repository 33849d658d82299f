#include "index/store_env.h"

#include "base/open_file.h"
#include "index/store_lmdb.h"
#include "index/store_vet.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define ENV_MAP ((uint64_t)1 << 40) /* address space; what isn't used costs nothing */
#define ENV_MAP_LEAST ((uint64_t)1 << 30)
#define ENV_TRIES 20

/* ---- opening ---- */

/* File systems on which locks or shared memory maps do not work between machines (statfs(2)). */
static int env_check_file_system(const char *folder, leitong_error *error)
{
    static const uint32_t remote[] = {0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x5346414F,
                                      0x73757245, 0x564C,     0x01021997, 0x65735546, 0x00C36400,
                                      0x0BD00BD0, 0x47504653, 0x7461636F, 0x01161970};
    struct statfs status;
    if (statfs(folder, &status) != 0) {
        return errno == ENOENT ? lt_error_at(error, LEITONG_EINPUT, folder, LEITONG_NO_OFFSET,
                                             "there is no index here; 'leitong index create' makes one")
                               : lt_error_system(error, folder, "can't be read");
    }
    for (size_t i = 0; i < sizeof remote / sizeof remote[0]; i++) {
        if ((uint32_t)status.f_type == remote[i]) {
            return lt_error_at(
                error, LEITONG_ESYSTEM, folder, LEITONG_NO_OFFSET,
                "this is a network (or FUSE) file system, where an index can't be kept safe; put it on a "
                "local disk");
        }
    }
    return 0;
}

/* The kernel releases all fcntl locks of a process on a file when any descriptor of the file is closed. So a process
 * must not open an LMDB environment twice. */
static int env_check_single(const char *path, leitong_error *error)
{
    struct stat wanted;
    DIR *folder = opendir("/proc/self/fd");
    bool twice = false;
    if (folder == NULL || stat(path, &wanted) != 0) {
        if (folder != NULL) {
            closedir(folder);
        }
        return 0;
    }
    for (const struct dirent *entry; !twice && (entry = readdir(folder)) != NULL;) {
        struct stat status;
        twice = entry->d_name[0] != '.' && fstatat(dirfd(folder), entry->d_name, &status, 0) == 0 &&
                status.st_dev == wanted.st_dev && status.st_ino == wanted.st_ino;
    }
    closedir(folder);
    return !twice ? 0
                  : lt_error_at(error, LEITONG_EUSAGE, path, LEITONG_NO_OFFSET,
                                "this process has the index open already; use that handle, or close it first");
}

/* Returns LMDB's code. */
static int env_start(lt_store_env *env, const char *folder, unsigned flags, uint64_t map)
{
    int code = 0;
    LT_TRY(mdb_env_create(&env->env));
    LT_TRY_GOTO(failed, mdb_env_set_mapsize(env->env, map));
    LT_TRY_GOTO(failed, mdb_env_set_maxreaders(env->env, LT_STORE_READERS));
    LT_TRY_GOTO(failed, mdb_env_open(env->env, folder, flags | MDB_NOTLS, 0666));
    return 0;
failed:
    mdb_env_close(env->env);
    env->env = NULL;
    return code;
}

static int env_map(lt_store_env *env, const char *folder, unsigned flags, leitong_error *error)
{
    int result = ENOMEM;
    for (uint64_t map = ENV_MAP; map >= ENV_MAP_LEAST;) {
        result = env_start(env, folder, flags, map);
        if ((result == EACCES || result == EROFS) && flags == 0) {
            flags = MDB_RDONLY; /* enough for reading */
        } else if (result == ENOMEM || result == EINVAL) {
            map /= 2;
        } else {
            break;
        }
    }
    if (result != 0) {
        return lt_store_lmdb_fail(env, result, "can't be opened", error);
    }
    env->read_only = flags == MDB_RDONLY;
    int cleared = 0;
    (void)mdb_reader_check(env->env, &cleared); /* of killed readers; a failure only wastes slots */
    return 0;
}

/* `name`: of the data file. */
static int env_names(lt_store_env *env, const char *folder, const char *name, leitong_error *error)
{
    int data = snprintf(env->data, sizeof env->data, "%s/%s", folder, name);
    env->file = -1;
    env->lock = -1;
    env->process = getpid();
    if (data < 0 || (size_t)data >= sizeof env->data) {
        return lt_error_at(error, LEITONG_EUSAGE, folder, LEITONG_NO_OFFSET, "the path is too long");
    }
    memcpy(env->folder, folder, strlen(folder) + 1);
    return 0;
}

static int env_open_file(lt_store_env *env, const char *folder, leitong_error *error)
{
    int code = lt_open_inside(folder, "data.mdb", &env->file, error);
    return code == LEITONG_ESYSTEM && (errno == ENOENT || errno == ENOTDIR)
               ? lt_error_at(error, LEITONG_EINPUT, folder, LEITONG_NO_OFFSET,
                             "there is no index here; 'leitong index create' makes one")
               : code;
}

/* Waits until no process has an exclusive lock on the first byte of lock.mdb. LMDB would follow a link, and wait at a
 * FIFO, so lock.mdb must be a regular file or missing. */
static int env_await_others(const char *folder, const char *lock, leitong_error *error)
{
    int file = -1;
    int opened = lt_open_inside(folder, "lock.mdb", &file, error);
    if (opened != 0) {
        return opened == LEITONG_EDAMAGED ? opened : 0; /* LMDB will create it, or report why it can't */
    }
    struct flock wanted = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_len = 1};
    int code = fcntl(file, F_OFD_SETLKW, &wanted) == 0 ? 0
               : errno == EINTR                        ? lt_error_set(error, LEITONG_ECANCELLED, "cancelled")
                                                       : lt_error_system(error, lock, "can't be locked");
    close(file);
    return code;
}

/* LMDB opens a path, store_vet reads our descriptor: both must be the same file. */
static int env_check_same(const lt_store_env *env, leitong_error *error)
{
    int file = -1;
    struct stat ours;
    struct stat theirs;
    if (mdb_env_get_fd(env->env, &file) != 0 || fstat(env->file, &ours) != 0 || fstat(file, &theirs) != 0) {
        return lt_error_system(error, env->data, "can't be read");
    }
    return ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino
               ? 0
               : lt_error_at(error, LEITONG_ESYSTEM, env->data, LEITONG_NO_OFFSET,
                             "another file took its place while it was being opened; try again");
}

/* Processes open an environment one by one.
 * The first process that opens it in LMDB has an exclusive lock (fcntl) on the first byte of lock.mdb, and creates that
 * file anew with 0 as the number of the last commit; LMDB corrects the number only at the end of its opening. If this
 * fails halfway (no address space for the map, no permission to write) or the process is killed, the lock is released,
 * and a process that waits for it inside LMDB takes lock.mdb for complete: a reader gets an old state, and a writer
 * would begin transaction 1 and overwrite what is there.
 * So no process may wait inside LMDB. A process that opens an environment first locks data.mdb (flock, because the
 * kernel releases fcntl locks on a file when LMDB closes it). Then it waits for the byte, because when a process is
 * killed during its opening, the kernel may release its lock on data.mdb before that on the byte. After that the byte
 * is either free, and we create lock.mdb anew, or locked as shared by processes that have the index open: then lock.mdb
 * is correct, and stays correct until the last of them closes, because no process can get the exclusive lock meanwhile.
 * This also separates threads of one process, which fcntl locks do not. */
static int env_enter(lt_store_env *env, const char *folder, leitong_error *error)
{
    char lock[LT_STORE_PATH];
    snprintf(lock, sizeof lock, "%s/lock.mdb", folder); /* as long as the path of data.mdb, which fits */
    if (flock(env->file, LOCK_EX) != 0) {
        return errno == EINTR ? lt_error_set(error, LEITONG_ECANCELLED, "cancelled")
                              : lt_error_system(error, env->data, "can't be locked");
    }
    int code = 0;
    LT_TRY_GOTO(unlock, env_check_single(lock, error));
    LT_TRY_GOTO(unlock, env_await_others(folder, lock, error));
    LT_TRY_GOTO(unlock, env_map(env, folder, 0, error));
    LT_TRY_GOTO(unlock, env_check_same(env, error));
unlock:
    (void)flock(env->file, LOCK_UN);
    return code;
}

/* Verifies the pages of one state, which our reader's slot keeps from reuse meanwhile. A writer may be two commits
 * ahead before we have the slot: then we try again. */
static int env_vet(lt_store_env *env, leitong_error *error)
{
    for (int i = 0; i < ENV_TRIES; i++) {
        MDB_txn *txn = NULL;
        int result = lt_store_lmdb_begin(env->env, false, &txn);
        if (result != 0) {
            return lt_store_lmdb_fail(env, result, "can't be read", error);
        }
        lt_store_meta meta;
        uint64_t number = mdb_txn_id(txn);
        int code = lt_store_vet_meta(env->file, env->data, (unsigned)(number % 2), &meta, error);
        bool same = code == 0 && meta.transaction == number;
        if (same) {
            code = lt_store_vet_pages(env->file, env->data, &meta, &env->free_pages, error);
        }
        mdb_txn_abort(txn);
        if (same || (code != 0 && code != LEITONG_EDAMAGED)) {
            return code;
        }
    }
    return lt_error_at(error, LEITONG_EDAMAGED, env->data, 0,
                       "a meta page is damaged; make the index again from its documents, or bring it back from a copy");
}

/* Returns LMDB's code. */
static int env_open_database(lt_store_env *env)
{
    MDB_txn *txn = NULL;
    LT_TRY(mdb_txn_begin(env->env, NULL, MDB_RDONLY, &txn));
    int code = mdb_dbi_open(txn, NULL, 0, &env->dbi);
    if (code != 0) {
        mdb_txn_abort(txn);
        return code;
    }
    return mdb_txn_commit(txn);
}

static int env_database(lt_store_env *env, leitong_error *error)
{
    int result = env_open_database(env);
    return result != 0 ? lt_store_lmdb_fail(env, result, "can't be opened", error) : 0;
}

/* Finds the address of the memory map, which LMDB does not export: the first value, the seal, is in a leaf page, and
 * the (verified) head of a page contains its number. Returns LMDB's code. */
static int env_locate_map(lt_store_env *env)
{
    MDB_txn *txn = NULL;
    MDB_cursor *cursor = NULL;
    MDB_envinfo info;
    MDB_val k;
    MDB_val v;
    uint64_t number = 0;
    int code = 0;
    LT_TRY(lt_store_lmdb_begin(env->env, false, &txn));
    LT_TRY_GOTO(done, mdb_cursor_open(txn, env->dbi, &cursor));
    LT_TRY_GOTO(done, mdb_cursor_get(cursor, &k, &v, MDB_FIRST));
    LT_TRY_GOTO(done, mdb_env_info(env->env, &info));
    const uint8_t *page = (const uint8_t *)v.mv_data - (uintptr_t)v.mv_data % lt_store_page_size();
    memcpy(&number, page, sizeof number);
    env->map = (uintptr_t)page - (uintptr_t)number * lt_store_page_size();
    env->map_size = info.me_mapsize;
done:
    if (cursor != NULL) {
        mdb_cursor_close(cursor);
    }
    mdb_txn_abort(txn);
    return code;
}

static int env_find_map(lt_store_env *env, leitong_error *error)
{
    int result = env_locate_map(env);
    return result != 0 ? lt_store_lmdb_fail(env, result, "can't be opened", error) : 0;
}

int lt_store_env_create(const char *folder, lt_store_env **ret_env, leitong_error *error)
{
    lt_store_env *env = calloc(1, sizeof *env);
    if (env == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    LT_TRY_GOTO(failed, env_names(env, folder, "data.mdb", error));
    LT_TRY_GOTO(failed, env_check_file_system(folder, error));
    LT_TRY_GOTO(failed, env_map(env, folder, 0, error));
    LT_TRY_GOTO(failed, env_open_file(env, folder, error));
    LT_TRY_GOTO(failed, env_database(env, error));
    *ret_env = env;
    return 0;
failed:
    lt_store_env_close(env);
    return code;
}

int lt_store_env_aside(const char *folder, lt_store_env **ret_env, leitong_error *error)
{
    lt_store_env *env = calloc(1, sizeof *env);
    if (env == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    LT_TRY_GOTO(failed, env_names(env, folder, "aside.mdb", error));
    (void)unlink(env->data); /* of a writer that was killed between the next two lines */
    code = env_map(env, env->data, MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC, error);
    (void)unlink(env->data); /* on failure, too */
    if (code != 0) {
        goto failed;
    }
    LT_TRY_GOTO(failed, env_database(env, error));
    *ret_env = env;
    return 0;
failed:
    lt_store_env_close(env);
    return code;
}

int lt_store_env_open(const char *folder, lt_store_env **ret_env, leitong_error *error)
{
    lt_store_env *env = calloc(1, sizeof *env);
    lt_store_meta meta;
    if (env == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    LT_TRY_GOTO(failed, env_names(env, folder, "data.mdb", error));
    LT_TRY_GOTO(failed, env_check_file_system(folder, error));
    LT_TRY_GOTO(failed, env_check_single(env->data, error));
    LT_TRY_GOTO(failed, env_open_file(env, folder, error));
    LT_TRY_GOTO(failed, lt_store_vet_metas(env->file, env->data, &meta, error));
    LT_TRY_GOTO(failed, env_enter(env, folder, error));
    LT_TRY_GOTO(failed, env_vet(env, error));
    LT_TRY_GOTO(failed, env_database(env, error));
    LT_TRY_GOTO(failed, env_find_map(env, error));
    *ret_env = env;
    return 0;
failed:
    lt_store_env_close(env);
    return code;
}

void lt_store_env_close(lt_store_env *env)
{
    if (env == NULL) {
        return;
    }
    lt_store_env_unlock(env);
    if (env->env != NULL && env->process == getpid()) {
        mdb_env_close(env->env);
    }
    if (env->file >= 0) {
        close(env->file);
    }
    free(env);
}

const char *lt_store_env_path(const lt_store_env *env)
{
    return env->data;
}

uint64_t lt_store_env_size(const lt_store_env *env)
{
    struct stat status;
    return fstat(env->file, &status) == 0 ? (uint64_t)status.st_size : 0;
}

uint64_t lt_store_env_free(const lt_store_env *env)
{
    return env->free_pages * lt_store_page_size();
}

/* ---- the writer's lock ---- */

int lt_store_env_lock(lt_store_env *env, leitong_error *error)
{
    int file = -1;
    LT_TRY(lt_open_lock(env->folder, "write.lock", &file, error));
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(file, F_OFD_SETLKW, &lock) != 0) {
        int code = errno == EINTR ? lt_error_set(error, LEITONG_ECANCELLED, "cancelled")
                                  : lt_error_system(error, env->folder, "write.lock can't be locked");
        close(file);
        return code;
    }
    env->lock = file;
    return 0;
}

void lt_store_env_unlock(lt_store_env *env)
{
    if (env->lock >= 0) {
        close(env->lock);
        env->lock = -1;
    }
}
