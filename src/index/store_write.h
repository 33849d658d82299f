/* store_write: the one writer of an index.
 *
 * Enters: settled corpora, a segment each; documents to remove. Leaves: after the commit, the next state; before it, or
 * without it, nothing that a reader could see. Opening waits for the lock and then looks at the last state: whoever
 * asks its snapshot, puts and commits does so in one transaction, and nobody comes between. What a killed writer left
 * behind is taken away by the next one. Owner: the writer belongs to its store; one at a time, also among threads.
 * Errors: those of store.h. */
#ifndef LT_INDEX_STORE_WRITE_H
#define LT_INDEX_STORE_WRITE_H

#include "index/store.h"
#include "index/store_segment.h"

typedef struct lt_store_writer lt_store_writer;

LEITONG_CHECK int lt_store_writer_open(lt_store *store, lt_store_writer **ret_writer, leitong_error *error);
/* Without a commit before: as if the writer had never been. Gives the lock back. */
void lt_store_writer_close(lt_store_writer *writer);

/* The state before, which stands until the commit. */
lt_store_snapshot *lt_store_writer_snapshot(lt_store_writer *writer);

/* Documents, all of which will be there after the commit; a living one with the same id is replaced. `more`: others
 * will follow, with which they are to stand in one segment. LEITONG_EUSAGE when this writer put a document with the
 * same id before. After any error only closing is allowed. */
LEITONG_CHECK int lt_store_put(lt_store_writer *writer, const lt_corpus *corpus, const lt_store_keys *keys, bool more,
                               leitong_error *error);
/* Removes a document of the snapshot; one that is removed already stays so. */
LEITONG_CHECK int lt_store_remove(lt_store_writer *writer, uint32_t number, leitong_error *error);
/* Whether a document of the snapshot will still be there after the commit. */
bool lt_store_kept(const lt_store_writer *writer, uint32_t number);

/* Records the root, if there is none yet and the commit changes something. */
LEITONG_CHECK int lt_store_set_root(lt_store_writer *writer, const char *root, leitong_error *error);

/* When it returns 0, the new state is on disk; otherwise the index is as before. Writer and snapshot can only be closed
 * then, or segments be merged. */
LEITONG_CHECK int lt_store_commit(lt_store_writer *writer, leitong_error *error);

/* After a commit: merges segments that are small beside one another, or hold many removed documents; `all`: every
 * segment into one. An error leaves what was committed as it is. */
LEITONG_CHECK int lt_store_tidy(lt_store_writer *writer, bool all, leitong_error *error);

#endif
