/* store_txn: transactions of an index's environment, and values under the key (segment, table, key).
 *
 * After each commit that changes a state, lt_store_txn_seal makes another one that changes no block. From then on both
 * meta pages of LMDB lead to the same state, so nothing is lost when the newer one is damaged.
 * Input: an open environment; keys, values. Output: values as bytes that are not verified yet (index/block does that).
 * Ownership: the caller; the environment outlives its transactions. Errors: those of store.h, with the path of the
 * file. Complexity: a descent of LMDB's tree for each operation. */
#ifndef LT_INDEX_STORE_TXN_H
#define LT_INDEX_STORE_TXN_H

#include "index/block.h"
#include "index/store_env.h"

typedef struct lt_store_txn lt_store_txn;

LEITONG_CHECK int lt_store_txn_begin(lt_store_env *env, bool write, lt_store_txn **ret_txn, leitong_error *error);
/* Ends the transaction, even on failure. */
LEITONG_CHECK int lt_store_txn_commit(lt_store_txn *txn, leitong_error *error);
void lt_store_txn_abort(lt_store_txn *txn);
void lt_store_txn_seal(lt_store_env *env);
const lt_store_env *lt_store_txn_env(const lt_store_txn *txn);

/* A cache of the blocks that a reading transaction has verified, by their address; it may forget some. */
bool lt_store_txn_known(const lt_store_txn *txn, const uint8_t *bytes);
void lt_store_txn_know(lt_store_txn *txn, const uint8_t *bytes);

/* The key of a value. */
typedef struct lt_store_txn_key {
    uint32_t segment;
    uint8_t table;
    lt_block_key key;
} lt_store_txn_key;

typedef struct lt_store_value {
    const uint8_t *bytes; /* valid until the transaction ends or, in a writing one, until the next put or drop */
    size_t size;
    lt_block_key key;
} lt_store_value;

/* `last`: the key is larger than all others of the environment. */
LEITONG_CHECK int lt_store_txn_put(lt_store_txn *txn, const lt_store_txn_key *key, bool last, const void *bytes,
                                   size_t size, leitong_error *error);
/* The value with the largest key ≤ `key` in the table; *ret_found says whether there is one. */
LEITONG_CHECK int lt_store_txn_floor(lt_store_txn *txn, const lt_store_txn_key *key, bool *ret_found,
                                     lt_store_value *ret_value, leitong_error *error);
/* Sets *segment to the first segment >= *segment that has a value. */
LEITONG_CHECK int lt_store_txn_segment(lt_store_txn *txn, uint32_t *segment, bool *ret_found, leitong_error *error);
/* Removes all values of a segment, or (`table` not 0) of one of its tables. */
LEITONG_CHECK int lt_store_txn_drop(lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error);

#endif
