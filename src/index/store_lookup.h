/* store_lookup: keys → places, in all segments of a state.
 *
 * Enters: keys of a table of entries (ids, contents, bands, seeds). Leaves: the places under each, of documents that
 * are there; or of bands the content hashes. Keys are looked up many at a time, so that the memory in which they stand
 * is waited for together. Owner: lt_store_lookup, which its catalog and its transaction must outlive. Errors: those of
 * store_extent; LEITONG_EMEMORY.
 */
#ifndef LT_INDEX_STORE_LOOKUP_H
#define LT_INDEX_STORE_LOOKUP_H

#include "index/store_catalog.h"
#include "index/store_table.h"
#include "index/view.h"

typedef struct lt_store_lookup {
    lt_store_txn *txn;
    const lt_store_catalog *catalog;
    lt_store_block *last;   /* found in each table: [segment × LT_STORE_TABLES_END + table] */
    lt_store_block *blocks; /* of the keys under way: [segment × LT_STORE_BATCH + key] */
} lt_store_lookup;          /* zero it first */
LEITONG_CHECK int lt_store_lookup_open(lt_store_lookup *lookup, lt_store_txn *txn, const lt_store_catalog *catalog,
                                       leitong_error *error);
void lt_store_lookup_clear(lt_store_lookup *lookup);

typedef struct lt_store_ask {
    uint8_t table;
    const uint64_t *keys; /* ascending, so far as can be */
    size_t count;
    uint32_t most;    /* entries of a key in one segment */
    uint32_t without; /* a document whose places are passed over; LT_VIEW_NONE: none */
} lt_store_ask;

/* Appends the places of the keys, those of one behind those of the one before, each's ascending by (number, at).
 * ret_ends[i]: places->count behind those of key i. */
LEITONG_CHECK int lt_store_lookup_run(lt_store_lookup *lookup, const lt_store_ask *ask, lt_view_places *places,
                                      size_t *ret_ends, leitong_error *error);

typedef struct lt_store_hashes {
    uint64_t *items;
    size_t count, capacity;
} lt_store_hashes; /* zero it first, free(items) last */

/* Likewise the content hashes of bands' keys: each segment's ascend, and may be of removed documents alone. */
LEITONG_CHECK int lt_store_lookup_hashes(lt_store_lookup *lookup, const lt_store_ask *ask, lt_store_hashes *hashes,
                                         size_t *ret_ends, leitong_error *error);

#endif
