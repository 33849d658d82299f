/* store: the index on disk: one folder, one LMDB environment, immutable checksummed blocks (src/index/FORMAT.md).
 *
 * The index is a list of immutable segments, as in a log-structured merge-tree (O'Neil, Cheng, Gawlick, O'Neil, Acta
 * Informatica 33, 1996). Each change adds a segment; small segments are merged (store_write). A snapshot answers
 * queries on one committed state: band key -> paragraphs, seed -> places, id -> document, document -> row, source
 * bytes, tokens, paragraphs. Document numbers of a snapshot are below lt_store_documents; those of removed documents
 * are not reused. Within a segment numbers ascend with the ids; across segments they do not, so results are ordered by
 * id. One writer at a time (a lock on `write.lock`, released by the system however the writer ends); readers, in any
 * number of processes, see the state at which they began and never wait for the writer.
 * LMDB has no checksums. Therefore the structure of its pages is verified before LMDB may follow them (store_vet), and
 * each block carries its key range and a hash of its contents.
 *
 *   store -> store_write -> store_segment, store_merge      documents -> segments
 *   store -> store_bucket -> store_lookup                   keys -> places
 *            store_table -> store_extent -> store_txn -> store_env, store_lmdb, store_vet       blocks on disk
 *
 * Input: documents (store_write), queries. Output: snapshots, and views of them (index/view).
 * Ownership: a store outlives its snapshots and its writer; one thread uses a snapshot at a time. Not across fork.
 * Errors: LEITONG_EDAMAGED (what is wrong, and where; remedy: `leitong index check`, then make the index again from the
 * documents, or restore a copy); LEITONG_ESYSTEM (disk full: free space; network file system: put the index on a local
 * disk); LEITONG_EINPUT (no index there: `leitong index create`; made by another version or with other parameters: the
 * message names them); LEITONG_EUSAGE (opened twice in one process; used after fork); LEITONG_EMEMORY.
 * Complexity: a query of a document costs its segment's blocks that it reads; opening verifies one page in five
 * thousand. */
#ifndef LT_INDEX_STORE_H
#define LT_INDEX_STORE_H

#include "index/store_parameters.h"

#include <stdbool.h>

typedef struct lt_store lt_store;
typedef struct lt_store_snapshot lt_store_snapshot;

/* Makes an empty index; `folder` must not exist or be empty. */
LEITONG_CHECK int lt_store_create(const char *folder, const lt_store_parameters *parameters, leitong_error *error);
LEITONG_CHECK int lt_store_open(const char *folder, lt_store **ret_store, leitong_error *error);
void lt_store_close(lt_store *store);
const lt_store_parameters *lt_store_get_parameters(const lt_store *store);
const char *lt_store_folder(const lt_store *store);

/* ---- reading ---- */

/* Opens the last committed state. */
LEITONG_CHECK int lt_store_snapshot_open(lt_store *store, lt_store_snapshot **ret_snapshot, leitong_error *error);
void lt_store_snapshot_close(lt_store_snapshot *snapshot);

typedef struct lt_store_figures {
    uint64_t documents, paragraphs, tokens, bytes; /* without removed documents */
    uint64_t removed;                              /* documents whose space is not reused yet */
    uint64_t segments;
    uint64_t block_bytes; /* of all segments */
    uint64_t file_bytes;  /* size of the data file */
    uint64_t free_bytes;  /* of these, free for reuse */
    uint64_t sequence;    /* commits so far */
} lt_store_figures;
void lt_store_figure(const lt_store_snapshot *snapshot, lt_store_figures *ret_figures);

/* Document numbers are below this. */
uint32_t lt_store_documents(const lt_store_snapshot *snapshot);
bool lt_store_alive(const lt_store_snapshot *snapshot, uint32_t number);

/* The snapshot as a view (index/view), valid until the snapshot is closed. Places are ordered by (number, at). The row
 * of a removed document can be read until its segment is merged. */
void lt_store_view(lt_store_snapshot *snapshot, lt_view *ret_view);

/* The folder that ids of files are relative to, as it was recorded; NULL until the first addition. */
const char *lt_store_root(const lt_store_snapshot *snapshot);

/* For the other files of this folder, and for the check of an index (engine/index_check). */
struct lt_store_catalog;
struct lt_store_segment;
struct lt_store_env;
struct lt_store_txn;
const struct lt_store_catalog *lt_store_snapshot_catalog(const lt_store_snapshot *snapshot);
struct lt_store_env *lt_store_get_env(const lt_store *store);
struct lt_store_txn *lt_store_snapshot_txn(const lt_store_snapshot *snapshot);

#endif
