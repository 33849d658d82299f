/* index_handle: the public index around a store.
 *
 * Enters: options, folders. Leaves: include/leitong/index.h's handle; for the rest of the library, its store.
 * Owner: the handle owns the store. Errors: as the public header says. */
#ifndef LT_INDEX_HANDLE_H
#define LT_INDEX_HANDLE_H

#include "index/store.h"
#include "leitong/index.h"

lt_store *lt_index_store(leitong_index *index);

#endif
