#include "index/store_env.h"

#include "index/store_vet.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define ENV_MAP ((uint64_t)1 << 40) /* address space; what isn't used costs nothing */
#define ENV_MAP_LEAST ((uint64_t)1 << 30)
#define ENV_READERS 1022U
#define ENV_PATH 4096U
#define ENV_TRIES 20
#define ENV_SEAL 1U     /* table of segment 0 where the seal stands */
#define ENV_KNOWN 4096U /* places of blocks that a transaction remembers: more than a query reads */

struct lt_store_env {
    char data[ENV_PATH];
    MDB_env *env;
    MDB_dbi dbi;
    int file; /* the data file, for verifying */
    int lock; /* write.lock, or −1 while not held */
    char lock_path[ENV_PATH];
    uintptr_t map; /* where it begins in memory */
    size_t map_size;
    uint64_t free_pages;
    pid_t process;
    bool read_only;
};

struct lt_store_txn {
    lt_store_env *env;
    MDB_txn *txn;
    MDB_cursor *cursor;
    const uint8_t **known; /* [hash of a place]; NULL: none yet */
    bool write;
};

/* ---- what LMDB says, in our words ---- */

static int env_fail(const char *path, int result, const char *doing, leitong_error *error)
{
    switch (result) {
    case ENOMEM:
        return lt_error_memory(error);
    case ENOSPC:
    case EDQUOT:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET,
                           "%s: %s; the index is as before; free space and try again", doing, strerror(result));
    case MDB_MAP_FULL:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET,
                           "%s: the index is larger than the address space that the system grants (ulimit -v)", doing);
    case MDB_READERS_FULL:
        return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET,
                           "%s: more than %u readers at once; try again when some have ended", doing, ENV_READERS);
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

/* ---- opening ---- */

/* File systems whose locks or shared memory maps do not hold between machines (statfs(2)). */
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

/* The kernel drops all of a process's locks on a file when any of its descriptors is closed: LMDB can't be opened
 * twice. */
static int env_check_single(const char *data, leitong_error *error)
{
    struct stat wanted;
    DIR *folder = opendir("/proc/self/fd");
    bool twice = false;
    if (folder == NULL || stat(data, &wanted) != 0) {
        if (folder != NULL) {
            closedir(folder);
        }
        return 0;
    }
    for (const struct dirent *entry; !twice && (entry = readdir(folder)) != NULL;) {
        struct stat status;
        twice = entry->d_name[0] != '.' && fstat(atoi(entry->d_name), &status) == 0 && status.st_dev == wanted.st_dev &&
                status.st_ino == wanted.st_ino;
    }
    closedir(folder);
    return !twice ? 0
                  : lt_error_at(error, LEITONG_EUSAGE, data, LEITONG_NO_OFFSET,
                                "this process has the index open already; use that handle, or close it first");
}

static int env_start(lt_store_env *env, const char *folder, unsigned flags, uint64_t map, leitong_error *error)
{
    int result = mdb_env_create(&env->env);
    result = result != 0 ? result : mdb_env_set_mapsize(env->env, map);
    result = result != 0 ? result : mdb_env_set_maxreaders(env->env, ENV_READERS);
    result = result != 0 ? result : mdb_env_open(env->env, folder, flags | MDB_NOTLS, 0666);
    if (result != 0 && env->env != NULL) {
        mdb_env_close(env->env);
        env->env = NULL;
    }
    (void)error;
    return result;
}

static int env_map(lt_store_env *env, const char *folder, unsigned flags, leitong_error *error)
{
    int result = ENOMEM;
    for (uint64_t map = ENV_MAP; map >= ENV_MAP_LEAST;) {
        result = env_start(env, folder, flags, map, error);
        if ((result == EACCES || result == EROFS) && flags == 0) {
            flags = MDB_RDONLY; /* who only reads needs no more */
        } else if (result == ENOMEM || result == EINVAL) {
            map /= 2;
        } else {
            break;
        }
    }
    if (result != 0) {
        return env_fail(env->data, result, "can't be opened", error);
    }
    env->read_only = flags == MDB_RDONLY;
    int cleared = 0;
    (void)mdb_reader_check(env->env, &cleared); /* slots of readers that were killed; failing costs only room */
    return 0;
}

static int env_names(lt_store_env *env, const char *folder, leitong_error *error)
{
    int data = snprintf(env->data, sizeof env->data, "%s/data.mdb", folder);
    int lock = snprintf(env->lock_path, sizeof env->lock_path, "%s/write.lock", folder);
    env->file = -1;
    env->lock = -1;
    env->process = getpid();
    return data > 0 && lock > 0 && (size_t)data < sizeof env->data && (size_t)lock < sizeof env->lock_path
               ? 0
               : lt_error_at(error, LEITONG_EUSAGE, folder, LEITONG_NO_OFFSET, "the path is too long");
}

static int env_open_file(lt_store_env *env, const char *folder, leitong_error *error)
{
    env->file = open(env->data, O_RDONLY | O_CLOEXEC);
    if (env->file < 0) {
        return errno == ENOENT || errno == ENOTDIR
                   ? lt_error_at(error, LEITONG_EINPUT, folder, LEITONG_NO_OFFSET,
                                 "there is no index here; 'leitong index create' makes one")
                   : lt_error_system(error, env->data, "can't be read");
    }
    return 0;
}

/* A reading transaction of one committed state, and never of an older one than any before it.
 * LMDB takes the number of the last commit, N, into its slot and then copies the state of N from meta page N mod 2.
 * Whoever is put to sleep between the two while two commits pass (ours come in pairs) copies N + 2 instead, which may
 * not be on disk yet; and the next one who asks is given N + 1, an older one. So what the meta pages say after the copy
 * decides: below N + 2, the copy was of N. */
static int env_read_begin(lt_store_env *env, MDB_txn **ret_txn)
{
    MDB_envinfo info;
    MDB_txn *txn = NULL;
    int result = mdb_txn_begin(env->env, NULL, MDB_RDONLY, &txn);
    result = result != 0 ? result : mdb_env_info(env->env, &info);
    for (int i = 0; result == 0 && info.me_last_txnid > mdb_txn_id(txn) + 1; i++) {
        mdb_txn_reset(txn);
        result = i < ENV_TRIES ? mdb_txn_renew(txn) : MDB_CORRUPTED;
        result = result != 0 ? result : mdb_env_info(env->env, &info);
    }
    if (result != 0) {
        mdb_txn_abort(txn);
        return result;
    }
    *ret_txn = txn;
    return 0;
}

/* Verifies one snapshot's pages, whose reuse a reader's slot forbids meanwhile. A writer may be two commits ahead
 * before the slot is taken: then once more. */
static int env_vet(lt_store_env *env, leitong_error *error)
{
    for (int i = 0; i < ENV_TRIES; i++) {
        MDB_txn *txn = NULL;
        int result = env_read_begin(env, &txn);
        if (result != 0) {
            return env_fail(env->data, result, "can't be read", error);
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

static int env_database(lt_store_env *env, leitong_error *error)
{
    MDB_txn *txn = NULL;
    int result = mdb_txn_begin(env->env, NULL, MDB_RDONLY, &txn);
    result = result != 0 ? result : mdb_dbi_open(txn, NULL, 0, &env->dbi);
    result = result != 0 ? result : mdb_txn_commit(txn);
    return result != 0 ? env_fail(env->data, result, "can't be opened", error) : 0;
}

/* Where the map begins, which LMDB tells nobody: the first value, the seal, stands in a leaf page, whose head (it was
 * verified) has the page's number. */
static int env_find_map(lt_store_env *env, leitong_error *error)
{
    lt_store_txn *txn = NULL;
    MDB_envinfo info;
    MDB_val k;
    MDB_val v;
    int code = lt_store_txn_begin(env, false, &txn, error);
    if (code != 0 || txn == NULL) {
        return code;
    }
    int result = mdb_cursor_get(txn->cursor, &k, &v, MDB_FIRST);
    result = result != 0 ? result : mdb_env_info(env->env, &info);
    if (result == 0) {
        uintptr_t page = (uintptr_t)v.mv_data - (uintptr_t)v.mv_data % lt_store_page_size();
        uint64_t number;
        memcpy(&number, (const uint8_t *)v.mv_data - (uintptr_t)v.mv_data % lt_store_page_size(), sizeof number);
        env->map = page - (uintptr_t)number * lt_store_page_size();
        env->map_size = info.me_mapsize;
    }
    lt_store_txn_abort(txn);
    return result != 0 ? env_fail(env->data, result, "can't be opened", error) : 0;
}

int lt_store_env_create(const char *folder, lt_store_env **ret_env, leitong_error *error)
{
    lt_store_env *env = calloc(1, sizeof *env);
    if (env == NULL) {
        return lt_error_memory(error);
    }
    int code = env_names(env, folder, error);
    code = code != 0 ? code : env_check_file_system(folder, error);
    code = code != 0 ? code : env_map(env, folder, 0, error);
    code = code != 0 ? code : env_open_file(env, folder, error);
    code = code != 0 ? code : env_database(env, error);
    if (code != 0) {
        lt_store_env_close(env);
        return code;
    }
    *ret_env = env;
    return 0;
}

int lt_store_env_aside(const char *folder, lt_store_env **ret_env, leitong_error *error)
{
    lt_store_env *env = calloc(1, sizeof *env);
    if (env == NULL) {
        return lt_error_memory(error);
    }
    int code = env_names(env, folder, error);
    int size = snprintf(env->data, sizeof env->data, "%s/aside.mdb", folder);
    if (code == 0 && (size < 0 || (size_t)size >= sizeof env->data)) {
        code = lt_error_at(error, LEITONG_EUSAGE, folder, LEITONG_NO_OFFSET, "the path is too long");
    }
    if (code == 0) {
        (void)unlink(env->data); /* of a writer that was killed before it came so far as the next line but one */
        code = env_map(env, env->data, MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC, error);
        (void)unlink(env->data);
    }
    code = code != 0 ? code : env_database(env, error);
    if (code != 0) {
        lt_store_env_close(env);
        return code;
    }
    *ret_env = env;
    return 0;
}

int lt_store_env_open(const char *folder, lt_store_env **ret_env, leitong_error *error)
{
    lt_store_env *env = calloc(1, sizeof *env);
    lt_store_meta meta;
    if (env == NULL) {
        return lt_error_memory(error);
    }
    int code = env_names(env, folder, error);
    code = code != 0 ? code : env_check_file_system(folder, error);
    code = code != 0 ? code : env_check_single(env->data, error);
    code = code != 0 ? code : env_open_file(env, folder, error);
    code = code != 0 ? code : lt_store_vet_metas(env->file, env->data, &meta, error);
    code = code != 0 ? code : env_map(env, folder, 0, error);
    code = code != 0 ? code : env_vet(env, error);
    code = code != 0 ? code : env_database(env, error);
    code = code != 0 ? code : env_find_map(env, error);
    if (code != 0) {
        lt_store_env_close(env);
        return code;
    }
    *ret_env = env;
    return 0;
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
    int file = open(env->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
        return lt_error_system(error, env->lock_path, "can't be written");
    }
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(file, F_OFD_SETLKW, &lock) != 0) {
        int code = errno == EINTR ? lt_error_set(error, LEITONG_ECANCELLED, "cancelled")
                                  : lt_error_system(error, env->lock_path, "can't be locked");
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

/* ---- transactions ---- */

int lt_store_txn_begin(lt_store_env *env, bool write, lt_store_txn **ret_txn, leitong_error *error)
{
    if (env->process != getpid()) {
        return lt_error_at(error, LEITONG_EUSAGE, env->data, LEITONG_NO_OFFSET,
                           "an index can't be used after fork; open it in the child");
    }
    if (write && env->read_only) {
        return lt_error_at(error, LEITONG_ESYSTEM, env->data, LEITONG_NO_OFFSET, "can't be written: %s",
                           strerror(EACCES));
    }
    lt_store_txn *txn = calloc(1, sizeof *txn);
    if (txn == NULL) {
        return lt_error_memory(error);
    }
    *txn = (lt_store_txn){.env = env, .write = write};
    int result = write ? mdb_txn_begin(env->env, NULL, 0, &txn->txn) : env_read_begin(env, &txn->txn);
    result = result != 0 ? result : mdb_cursor_open(txn->txn, env->dbi, &txn->cursor);
    if (result != 0) {
        lt_store_txn_abort(txn);
        return env_fail(env->data, result, write ? "can't be written" : "can't be read", error);
    }
    *ret_txn = txn;
    return 0;
}

int lt_store_txn_commit(lt_store_txn *txn, leitong_error *error)
{
    lt_store_env *env = txn->env;
    mdb_cursor_close(txn->cursor);
    int result = mdb_txn_commit(txn->txn);
    free(txn);
    return result != 0 ? env_fail(env->data, result, "can't be written", error) : 0;
}

void lt_store_txn_abort(lt_store_txn *txn)
{
    if (txn == NULL) {
        return;
    }
    if (txn->cursor != NULL) {
        mdb_cursor_close(txn->cursor);
    }
    if (txn->txn != NULL) {
        mdb_txn_abort(txn->txn);
    }
    free(txn->known);
    free(txn);
}

static size_t env_known_slot(const uint8_t *bytes)
{
    return (size_t)((uintptr_t)bytes * UINT64_C(0x9E3779B97F4A7C15) >> 32) % ENV_KNOWN;
}

bool lt_store_txn_known(const lt_store_txn *txn, const uint8_t *bytes)
{
    return txn->known != NULL && txn->known[env_known_slot(bytes)] == bytes;
}

void lt_store_txn_know(lt_store_txn *txn, const uint8_t *bytes)
{
    if (txn->known == NULL && !txn->write) { /* without memory for it, blocks are checked each time */
        txn->known = calloc(ENV_KNOWN, sizeof *txn->known);
    }
    if (txn->known != NULL) {
        txn->known[env_known_slot(bytes)] = bytes;
    }
}

static void env_key_make(uint32_t segment, uint8_t table, lt_block_key key, uint8_t to[LT_STORE_KEY])
{
    for (unsigned i = 0; i < 4; i++) {
        to[i] = (uint8_t)(segment >> (24 - 8 * i));
    }
    to[4] = table;
    for (unsigned i = 0; i < 8; i++) {
        to[5 + i] = (uint8_t)(key.key >> (56 - 8 * i));
        to[13 + i] = (uint8_t)(key.value >> (56 - 8 * i));
    }
}

static uint64_t env_key_number(const uint8_t *from, unsigned bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < bytes; i++) {
        number = number << 8 | from[i];
    }
    return number;
}

void lt_store_env_seal(lt_store_env *env)
{
    lt_store_txn *txn = NULL;
    uint8_t seal[sizeof(uint64_t)];
    if (lt_store_txn_begin(env, true, &txn, NULL) != 0 || txn == NULL) {
        return; /* the state is on disk all the same, and the next commit seals it too */
    }
    uint64_t number = mdb_txn_id(txn->txn);
    memcpy(seal, &number, sizeof seal);
    lt_block_key key = {0, 0};
    if (lt_store_txn_put(txn, 0, ENV_SEAL, key, false, seal, sizeof seal, NULL) != 0) {
        lt_store_txn_abort(txn);
        return;
    }
    (void)(lt_store_txn_commit(txn, NULL) == 0);
}

int lt_store_txn_put(lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key key, bool last, const void *bytes,
                     size_t size, leitong_error *error)
{
    uint8_t name[LT_STORE_KEY];
    env_key_make(segment, table, key, name);
    MDB_val k = {sizeof name, name};
    MDB_val v = {size, NULL};
    int result = mdb_cursor_put(txn->cursor, &k, &v, MDB_RESERVE | (last ? MDB_APPEND : 0));
    if (result != 0) {
        return env_fail(txn->env->data, result, "can't be written", error);
    }
    memcpy(v.mv_data, bytes, size);
    return 0;
}

/* What the cursor stands on, when it belongs to the table. */
static void env_take(const MDB_val *k, const MDB_val *v, uint32_t segment, uint8_t table, bool *ret_found,
                     lt_store_value *ret_value)
{
    const uint8_t *name = k->mv_data;
    *ret_found = k->mv_size == LT_STORE_KEY && env_key_number(name, 4) == segment && name[4] == table;
    if (*ret_found) {
        *ret_value =
            (lt_store_value){v->mv_data, v->mv_size, {env_key_number(name + 5, 8), env_key_number(name + 13, 8)}};
    }
}

int lt_store_txn_floor(lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key key, bool *ret_found,
                       lt_store_value *ret_value, leitong_error *error)
{
    uint8_t name[LT_STORE_KEY];
    env_key_make(segment, table, key, name);
    MDB_val k = {sizeof name, name};
    MDB_val v;
    int result = mdb_cursor_get(txn->cursor, &k, &v, MDB_SET_RANGE);
    if (result == MDB_NOTFOUND) {
        result = mdb_cursor_get(txn->cursor, &k, &v, MDB_LAST);
    } else if (result == 0 && (k.mv_size != sizeof name || memcmp(k.mv_data, name, sizeof name) != 0)) {
        result = mdb_cursor_get(txn->cursor, &k, &v, MDB_PREV);
    }
    *ret_found = false;
    if (result == MDB_NOTFOUND) {
        return 0;
    }
    if (result != 0) {
        return env_fail(txn->env->data, result, "can't be read", error);
    }
    env_take(&k, &v, segment, table, ret_found, ret_value);
    return 0;
}

int lt_store_txn_segment(lt_store_txn *txn, uint32_t *segment, bool *ret_found, leitong_error *error)
{
    uint8_t name[LT_STORE_KEY];
    env_key_make(*segment, 0, (lt_block_key){0, 0}, name);
    MDB_val k = {sizeof name, name};
    MDB_val v;
    int result = mdb_cursor_get(txn->cursor, &k, &v, MDB_SET_RANGE);
    *ret_found = result == 0;
    if (result == 0) {
        *segment = (uint32_t)env_key_number(k.mv_data, 4);
    }
    return result == 0 || result == MDB_NOTFOUND ? 0 : env_fail(txn->env->data, result, "can't be read", error);
}

int lt_store_txn_drop(lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error)
{
    for (;;) {
        uint8_t name[LT_STORE_KEY];
        env_key_make(segment, table, (lt_block_key){0, 0}, name);
        MDB_val k = {sizeof name, name};
        MDB_val v;
        int result = mdb_cursor_get(txn->cursor, &k, &v, MDB_SET_RANGE);
        const uint8_t *found = k.mv_data;
        if (result == MDB_NOTFOUND ||
            (result == 0 && (env_key_number(found, 4) != segment || (table != 0 && found[4] != table)))) {
            return 0;
        }
        if (result == 0 && !lt_store_vet_value(v.mv_data, v.mv_size, txn->env->map, txn->env->map_size)) {
            result = MDB_CORRUPTED; /* LMDB would free pages that are not this value's */
        }
        result = result != 0 ? result : mdb_cursor_del(txn->cursor, 0);
        if (result != 0) {
            return env_fail(txn->env->data, result, "can't be written", error);
        }
    }
}
