/* store_lookup: finds the entries of keys in all segments of a state.
 *
 * Keys are looked up in batches of LT_STORE_BATCH: their memory is prefetched together, so the cache misses of a batch
 * overlap instead of following one another.
 * Input: keys of a table of entries (ids, contents, bands, seeds). Output: for each key, its places in documents that
 * were not removed; for bands, its content hashes. Ownership: lt_store_lookup, cleared by the caller; its catalog and
 * its transaction must outlive it. Errors: those of store_extent; LEITONG_EMEMORY.
 * Complexity: for each key and segment a lookup of store_extent and the entries of the key; entries before it in its
 * block are skipped (lt_block_reader_seek). */
#ifndef LT_INDEX_STORE_LOOKUP_H
#define LT_INDEX_STORE_LOOKUP_H

#include "index/store_catalog.h"
#include "index/store_table.h"
#include "index/view.h"

typedef struct lt_store_lookup {
    lt_store_txn *txn;
    const lt_store_catalog *catalog;
    lt_store_block *last;   /* found last in each table: [segment * LT_STORE_TABLES_END + table] */
    lt_store_block *blocks; /* of the current batch: [segment * LT_STORE_BATCH + key] */
} lt_store_lookup;          /* zero it first */
LEITONG_CHECK int lt_store_lookup_open(lt_store_lookup *lookup, lt_store_txn *txn, const lt_store_catalog *catalog,
                                       leitong_error *error);
void lt_store_lookup_clear(lt_store_lookup *lookup);

typedef struct lt_store_ask {
    uint8_t table;
    const uint64_t *keys; /* best in ascending order */
    size_t count;
    uint32_t most;    /* entries of a key in one segment */
    uint32_t without; /* a document whose places are left out; LT_VIEW_NONE: none */
} lt_store_ask;

/* Appends the places of the keys, key after key, those of each key ordered by (number, at).
 * ret_ends[i]: places->count after those of key i. */
LEITONG_CHECK int lt_store_lookup_run(lt_store_lookup *lookup, const lt_store_ask *ask, lt_view_places *places,
                                      size_t *ret_ends, leitong_error *error);

typedef struct lt_store_hashes {
    uint64_t *items;
    size_t count, capacity;
} lt_store_hashes; /* zero it first, free(items) last */

/* The same for the content hashes of band keys: ascending in each segment; some may belong to removed documents only.
 */
LEITONG_CHECK int lt_store_lookup_hashes(lt_store_lookup *lookup, const lt_store_ask *ask, lt_store_hashes *hashes,
                                         size_t *ret_ends, leitong_error *error);

#endif
