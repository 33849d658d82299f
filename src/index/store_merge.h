/* store_merge: merges several segments into one, without removed documents.
 *
 * A k-way merge of each table. Documents are ordered by id and renumbered; words are merged by (hash, text) and
 * renumbered; keys and seeds are copied, never computed again. Words that only removed documents contain are dropped,
 * and so are contents under band keys.
 * Input: a catalog, some of its segments, the environment that contains them. Output: blocks in the sink, and the row
 * of the new segment. Ownership: the caller. Errors: those of store_txn and store_table; LEITONG_EDAMAGED.
 * Complexity: for k segments with n entries, O(n k) comparisons; memory: some 40 bytes for each document, 4 for each
 * word, and one chunk of each table and segment. */
#ifndef LT_INDEX_STORE_MERGE_H
#define LT_INDEX_STORE_MERGE_H

#include "index/store_catalog.h"
#include "index/store_table.h"

/* Some segments of a catalog. */
typedef struct lt_store_selection {
    lt_store_env *env; /* contains them */
    const lt_store_catalog *catalog;
    const size_t *which; /* places in the catalog */
    size_t count;
} lt_store_selection;

LEITONG_CHECK int lt_store_merge(lt_store_sink *sink, const lt_store_selection *from, lt_store_segment *ret_segment,
                                 leitong_error *error);

#endif
