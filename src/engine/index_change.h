/* index_change: writing to an index: unchanged documents are passed over, the others are added portion by portion.
 *
 * A change holds the index's one writer and, with it, a snapshot of the state that it began with. Each document is
 * looked up by its id: one with the same bytes and metadata is left as it is; the others go to a portion
 * (index_portion), which becomes a segment when it is full. Nothing is visible before the commit, which writes all of
 * it in one transaction; then segments are merged (index/store_write). Input: documents; ids to remove. Output: the
 * change of include/leitong/index.h; for who decides before adding (the gate), the state that the change began with:
 * nobody can change the index between a look at it and the commit. Ownership: the caller owns the change; its index
 * must outlive it. Errors: as the public header says. Complexity: linear in the documents' bytes; two lookups a
 * document. */
#ifndef LT_ENGINE_INDEX_CHANGE_H
#define LT_ENGINE_INDEX_CHANGE_H

#include "index/store.h"
#include "leitong/index.h"

/* The state before; valid until the commit. */
lt_store_snapshot *lt_index_change_snapshot(leitong_index_change *change);

#endif
