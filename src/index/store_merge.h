/* store_merge: several segments → one, without the documents that were removed.
 *
 * Enters: a snapshot and some of its segments. Leaves: blocks in the sink, and the new segment's row. Keys and seeds
 * are copied, never computed again; documents are in order of their ids. Memory: eight bytes a document, four a word,
 * and a chunk of each table and segment. Owner: the caller. Errors: those of store_txn and store_table. */
#ifndef LT_INDEX_STORE_MERGE_H
#define LT_INDEX_STORE_MERGE_H

#include "index/store_catalog.h"
#include "index/store_table.h"

/* Some segments of a catalog. */
typedef struct lt_store_selection {
    lt_store_env *env; /* in which they stand */
    const lt_store_catalog *catalog;
    const size_t *which; /* places in the catalog */
    size_t count;
} lt_store_selection;

LEITONG_CHECK int lt_store_merge(lt_store_sink *sink, const lt_store_selection *from, lt_store_segment *ret_segment,
                                 leitong_error *error);

#endif
