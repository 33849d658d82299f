#include "index/store_txn.h"

#include "index/store_lmdb.h"
#include "index/store_vet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TXN_SEAL 1U     /* table of segment 0 with the seal */
#define TXN_KNOWN 4096U /* addresses of verified blocks in the cache: more than a query reads */

struct lt_store_txn {
    lt_store_env *env;
    MDB_txn *txn;
    MDB_cursor *cursor;
    const uint8_t **known; /* [hash of an address]; NULL: none yet */
    bool write;
};

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
    int code = 0;
    LT_TRY_GOTO(failed, lt_store_lmdb_begin(env->env, write, &txn->txn));
    LT_TRY_GOTO(failed, mdb_cursor_open(txn->txn, env->dbi, &txn->cursor));
    *ret_txn = txn;
    return 0;
failed:
    lt_store_txn_abort(txn);
    return lt_store_lmdb_fail(env, code, write ? "can't be written" : "can't be read", error);
}

int lt_store_txn_commit(lt_store_txn *txn, leitong_error *error)
{
    lt_store_env *env = txn->env;
    mdb_cursor_close(txn->cursor);
    int result = mdb_txn_commit(txn->txn);
    free(txn);
    return result != 0 ? lt_store_lmdb_fail(env, result, "can't be written", error) : 0;
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

static size_t txn_known_slot(const uint8_t *bytes)
{
    return (size_t)((uintptr_t)bytes * UINT64_C(0x9E3779B97F4A7C15) >> 32) % TXN_KNOWN;
}

bool lt_store_txn_known(const lt_store_txn *txn, const uint8_t *bytes)
{
    return txn->known != NULL && txn->known[txn_known_slot(bytes)] == bytes;
}

void lt_store_txn_know(lt_store_txn *txn, const uint8_t *bytes)
{
    if (txn->known == NULL && !txn->write) { /* without memory for it, blocks are verified each time */
        txn->known = calloc(TXN_KNOWN, sizeof *txn->known);
    }
    if (txn->known != NULL) {
        txn->known[txn_known_slot(bytes)] = bytes;
    }
}

const lt_store_env *lt_store_txn_env(const lt_store_txn *txn)
{
    return txn->env;
}

static void txn_key_make(const lt_store_txn_key *key, uint8_t to[LT_STORE_KEY])
{
    for (unsigned i = 0; i < 4; i++) {
        to[i] = (uint8_t)(key->segment >> (24 - 8 * i));
    }
    to[4] = key->table;
    for (unsigned i = 0; i < 8; i++) {
        to[5 + i] = (uint8_t)(key->key.key >> (56 - 8 * i));
        to[13 + i] = (uint8_t)(key->key.value >> (56 - 8 * i));
    }
}

static uint64_t txn_key_number(const uint8_t *from, unsigned bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < bytes; i++) {
        number = number << 8 | from[i];
    }
    return number;
}

void lt_store_txn_seal(lt_store_env *env)
{
    lt_store_txn *txn = NULL;
    uint8_t seal[sizeof(uint64_t)];
    if (lt_store_txn_begin(env, true, &txn, NULL) != 0 || txn == NULL) {
        return; /* the state is on disk, and the next commit seals it */
    }
    uint64_t number = mdb_txn_id(txn->txn);
    memcpy(seal, &number, sizeof seal);
    lt_store_txn_key key = {.table = TXN_SEAL};
    if (lt_store_txn_put(txn, &key, false, seal, sizeof seal, NULL) != 0) {
        lt_store_txn_abort(txn);
        return;
    }
    (void)(lt_store_txn_commit(txn, NULL) == 0);
}

int lt_store_txn_put(lt_store_txn *txn, const lt_store_txn_key *key, bool last, const void *bytes, size_t size,
                     leitong_error *error)
{
    uint8_t name[LT_STORE_KEY];
    txn_key_make(key, name);
    MDB_val k = {sizeof name, name};
    MDB_val v = {size, NULL};
    int result = mdb_cursor_put(txn->cursor, &k, &v, MDB_RESERVE | (last ? MDB_APPEND : 0));
    if (result != 0) {
        return lt_store_lmdb_fail(txn->env, result, "can't be written", error);
    }
    memcpy(v.mv_data, bytes, size);
    return 0;
}

/* The value at the cursor; false when it belongs to another table than `key`. */
static bool txn_take(const MDB_val *k, const MDB_val *v, const lt_store_txn_key *key, lt_store_value *ret_value)
{
    const uint8_t *name = k->mv_data;
    if (k->mv_size != LT_STORE_KEY || txn_key_number(name, 4) != key->segment || name[4] != key->table) {
        return false;
    }
    *ret_value = (lt_store_value){v->mv_data, v->mv_size, {txn_key_number(name + 5, 8), txn_key_number(name + 13, 8)}};
    return true;
}

int lt_store_txn_floor(lt_store_txn *txn, const lt_store_txn_key *key, bool *ret_found, lt_store_value *ret_value,
                       leitong_error *error)
{
    uint8_t name[LT_STORE_KEY];
    txn_key_make(key, name);
    MDB_val k = {sizeof name, name};
    MDB_val v;
    int result = mdb_cursor_get(txn->cursor, &k, &v, MDB_SET_RANGE);
    if (result == MDB_NOTFOUND) {
        result = mdb_cursor_get(txn->cursor, &k, &v, MDB_LAST);
    } else if (result == 0 && (k.mv_size != sizeof name || memcmp(k.mv_data, name, sizeof name) != 0)) {
        result = mdb_cursor_get(txn->cursor, &k, &v, MDB_PREV);
    }
    if (result != 0 && result != MDB_NOTFOUND) {
        return lt_store_lmdb_fail(txn->env, result, "can't be read", error);
    }
    *ret_found = result == 0 && txn_take(&k, &v, key, ret_value);
    return 0;
}

int lt_store_txn_segment(lt_store_txn *txn, uint32_t *segment, bool *ret_found, leitong_error *error)
{
    uint8_t name[LT_STORE_KEY];
    txn_key_make(&(lt_store_txn_key){.segment = *segment}, name);
    MDB_val k = {sizeof name, name};
    MDB_val v;
    int result = mdb_cursor_get(txn->cursor, &k, &v, MDB_SET_RANGE);
    if (result != 0 && result != MDB_NOTFOUND) {
        return lt_store_lmdb_fail(txn->env, result, "can't be read", error);
    }
    *ret_found = result == 0;
    if (*ret_found) {
        *segment = (uint32_t)txn_key_number(k.mv_data, 4);
    }
    return 0;
}

/* Removes the first value of a segment, or of one of its tables; *ret_found: there was one. Returns LMDB's code. */
static int txn_drop_first(lt_store_txn *txn, uint32_t segment, uint8_t table, bool *ret_found)
{
    uint8_t name[LT_STORE_KEY];
    txn_key_make(&(lt_store_txn_key){.segment = segment, .table = table}, name);
    MDB_val k = {sizeof name, name};
    MDB_val v;
    int code = mdb_cursor_get(txn->cursor, &k, &v, MDB_SET_RANGE);
    if (code != 0 && code != MDB_NOTFOUND) {
        return code;
    }
    const uint8_t *found = k.mv_data;
    *ret_found = code == 0 && txn_key_number(found, 4) == segment && (table == 0 || found[4] == table);
    if (!*ret_found) {
        return 0;
    }
    if (!lt_store_vet_value(v.mv_data, v.mv_size, txn->env->map, txn->env->map_size)) {
        return MDB_CORRUPTED; /* LMDB would free pages that do not belong to this value */
    }
    return mdb_cursor_del(txn->cursor, 0);
}

int lt_store_txn_drop(lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error)
{
    bool found = true;
    while (found) {
        int result = txn_drop_first(txn, segment, table, &found);
        if (result != 0) {
            return lt_store_lmdb_fail(txn->env, result, "can't be written", error);
        }
    }
    return 0;
}
