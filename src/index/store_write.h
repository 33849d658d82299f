/* store_write: the one writer of an index.
 *
 * Opening waits for the lock and then reads the last state. So a caller that queries the snapshot, adds and commits
 * does this as one transaction. What a killed writer left behind is removed by the next one. Segments are merged by a
 * geometric policy (logarithmic merging: Manning, Raghavan, Schuetze, Introduction to Information Retrieval, 2008,
 * section 4.5): a segment stays alone while it is more than 8 times as large as all smaller ones together, and while
 * less than a quarter of its tokens are removed.
 * Input: corpora, one segment each; documents to remove. Output: after the commit, the next state; before it, or
 * without it, nothing that a reader can see. Ownership: the writer belongs to its store; one at a time, also among
 * threads. Errors: those of store.h. Complexity: a token is merged O(log n) times while an index grows to n tokens. */
#ifndef LT_INDEX_STORE_WRITE_H
#define LT_INDEX_STORE_WRITE_H

#include "index/store.h"
#include "index/store_segment.h"

typedef struct lt_store_writer lt_store_writer;

LEITONG_CHECK int lt_store_writer_open(lt_store *store, lt_store_writer **ret_writer, leitong_error *error);
/* Without a commit, nothing has changed. Releases the lock. */
void lt_store_writer_close(lt_store_writer *writer);

/* The state before the change, valid until the commit. */
lt_store_snapshot *lt_store_writer_snapshot(lt_store_writer *writer);

/* Adds documents; one with the same id that is not removed is replaced. `more`: others will follow, which belong into
 * the same segment. LEITONG_EUSAGE when this writer added a document with the same id before. After any error only
 * closing is allowed. */
LEITONG_CHECK int lt_store_put(lt_store_writer *writer, const lt_corpus *corpus, const lt_store_keys *keys, bool more,
                               leitong_error *error);
/* Removes a document of the snapshot; no effect when it is removed already. */
LEITONG_CHECK int lt_store_remove(lt_store_writer *writer, uint32_t number, leitong_error *error);
/* Whether a document of the snapshot will remain after the commit. */
bool lt_store_kept(const lt_store_writer *writer, uint32_t number);

/* Records the root, if there is none yet; it is stored when the commit changes something. */
LEITONG_CHECK int lt_store_set_root(lt_store_writer *writer, const char *root, leitong_error *error);

/* When it returns 0, the new state is on disk; otherwise the index is as before. Afterwards only lt_store_tidy and
 * closing are allowed. */
LEITONG_CHECK int lt_store_commit(lt_store_writer *writer, leitong_error *error);

/* After a commit: merges small segments, and segments with many removed documents; `all`: every segment into one. An
 * error leaves the committed state as it is. */
LEITONG_CHECK int lt_store_tidy(lt_store_writer *writer, bool all, leitong_error *error);

#endif
