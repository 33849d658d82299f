/* store_txn: transactions of an index's environment, and values under (segment, table, key).
 *
 * Enters: an open environment. Leaves: values as bytes that nobody has believed yet (index/block checks them).
 * After a commit that matters lt_store_txn_seal makes one more that changes no block: from then on both meta pages lead
 * to the same state, so that the loss of the newer one loses nothing. Owner: the caller; the environment outlives its
 * transactions. Errors: as store.h says; the path is the file's. */
#ifndef LT_INDEX_STORE_TXN_H
#define LT_INDEX_STORE_TXN_H

#include "index/block.h"
#include "index/store_env.h"

typedef struct lt_store_txn lt_store_txn;

LEITONG_CHECK int lt_store_txn_begin(lt_store_env *env, bool write, lt_store_txn **ret_txn, leitong_error *error);
/* Ends the transaction, whatever comes of it. */
LEITONG_CHECK int lt_store_txn_commit(lt_store_txn *txn, leitong_error *error);
void lt_store_txn_abort(lt_store_txn *txn);
void lt_store_txn_seal(lt_store_env *env);
const lt_store_env *lt_store_txn_env(const lt_store_txn *txn);

/* Whether lt_store_txn_know was told of these bytes, which a reading transaction gave; it forgets some. */
bool lt_store_txn_known(const lt_store_txn *txn, const uint8_t *bytes);
void lt_store_txn_know(lt_store_txn *txn, const uint8_t *bytes);

/* Where a value stands. */
typedef struct lt_store_txn_key {
    uint32_t segment;
    uint8_t table;
    lt_block_key key;
} lt_store_txn_key;

typedef struct lt_store_value {
    const uint8_t *bytes; /* stand until the transaction ends or, in a writing one, the next put or drop */
    size_t size;
    lt_block_key key;
} lt_store_value;

/* `last`: it stands behind everything there is. */
LEITONG_CHECK int lt_store_txn_put(lt_store_txn *txn, const lt_store_txn_key *key, bool last, const void *bytes,
                                   size_t size, leitong_error *error);
/* The value with the largest key ≤ `key` in the table; *ret_found says whether there is one. */
LEITONG_CHECK int lt_store_txn_floor(lt_store_txn *txn, const lt_store_txn_key *key, bool *ret_found,
                                     lt_store_value *ret_value, leitong_error *error);
/* The first segment ≥ *segment that has a value; *ret_found. */
LEITONG_CHECK int lt_store_txn_segment(lt_store_txn *txn, uint32_t *segment, bool *ret_found, leitong_error *error);
/* Takes away all values of a segment, or (`table` not 0) of one table of it. */
LEITONG_CHECK int lt_store_txn_drop(lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error);

#endif
