/* index_handle: the public index around a store: create, open, figures, root, list, compact.
 *
 * Input: options, folders.
 * Output: the handle of include/leitong/index.h; for the rest of the library, its store.
 * Ownership: the handle owns the store; the caller the handle.
 * Errors: as the public header says.
 * Complexity: that of store; listing n log n in documents, all of whose ids are in memory. */
#ifndef LT_ENGINE_INDEX_HANDLE_H
#define LT_ENGINE_INDEX_HANDLE_H

#include "index/store.h"
#include "index/store_write.h"
#include "leitong/index.h"

lt_store *lt_index_store(leitong_index *index);

/* Lets the index in the folder `index` remember `root` with the writer's commit, unless it has one (src/index/FORMAT.md
 * says in which form). LEITONG_EINPUT when `root` is no folder. */
LEITONG_CHECK int lt_index_remember_root(lt_store_writer *writer, const char *index, const char *root,
                                         leitong_error *error);

#endif
