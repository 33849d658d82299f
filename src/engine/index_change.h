/* index_change: writing to an index: unchanged documents are skipped, the others are added portion by portion.
 *
 * A change has the index's one writer, and a snapshot of the state that it began with. Each document is looked up by
 * its id: one with the same bytes and metadata stays as it is; the others go to a portion (index_portion), which
 * becomes a segment when it is full. Nobody sees any of it before the commit; behind it, segments are merged
 * (index/store_write).
 * Input: documents; ids to remove.
 * Output: the change of include/leitong/index.h; for the gate, which decides before it adds, the state that the change
 * began with: nobody can change the index between a look at it and the commit.
 * Ownership: the caller owns the change; its index must outlive it.
 * Errors: as the public header says.
 * Complexity: linear in the documents' bytes; two lookups a document; beside them that of merging. */
#ifndef LT_ENGINE_INDEX_CHANGE_H
#define LT_ENGINE_INDEX_CHANGE_H

#include "index/store.h"
#include "leitong/index.h"

/* The state before; valid until the commit. */
lt_store_snapshot *lt_index_change_snapshot(leitong_index_change *change);

#endif
