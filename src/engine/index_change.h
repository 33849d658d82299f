/* index_change: the conductor of writing: unchanged documents pass by, the others are taken in, portion by portion.
 *
 * Enters: documents, ids. Leaves: include/leitong/index.h's change; for who decides before adding, the state that the
 * change began with: nobody can change the index between a look at it and the commit.
 * Owner: the change; its index outlives it. Errors: as the public header says. */
#ifndef LT_ENGINE_INDEX_CHANGE_H
#define LT_ENGINE_INDEX_CHANGE_H

#include "index/store.h"
#include "leitong/index.h"

/* The state before; stands until the commit. */
lt_store_snapshot *lt_index_change_snapshot(leitong_index_change *change);

#endif
