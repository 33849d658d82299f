/* store: the index on disk: one folder, one LMDB environment, immutable checksummed blocks (src/index/FORMAT.md).
 *
 * Enters: settled corpora with their band keys and seeds, a segment each. Leaves: snapshots that answer lookups: band
 * key → paragraphs, seed → places, id → document, document → its row, source bytes, tokens, paragraphs. A document of a
 * snapshot has a number below lt_store_documents; numbers of removed documents stay free. Numbers of one segment ascend
 * with the documents' ids, those of different segments don't: order across them is that of ids. One writer at a time (a
 * lock on the folder's `write.lock`, which the system releases when the writer ends, however it ends); readers, in any
 * number of processes, see the state of their beginning and are never blocked. LMDB has no checksums, so nothing it
 * says is believed: its pages' structure is verified before it may walk them (store_vet), and each block carries its
 * key range and a hash of all it holds. Owner: a store outlives its snapshots and its writer; a snapshot is used by one
 * thread at a time. Not across fork. Errors: LEITONG_EDAMAGED (what doesn't hold, and where; remedy: `leitong index
 * check`, then make the index again from the documents, or bring it back from a copy); LEITONG_ESYSTEM (disk full: free
 * space; a network file system: put the index on a local disk); LEITONG_EINPUT (no index there: `leitong index create`;
 * made by another version or with other parameters: the message names them); LEITONG_EUSAGE (open twice in one process;
 * used after fork); LEITONG_EMEMORY. */
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

/* The last committed state. */
LEITONG_CHECK int lt_store_snapshot_open(lt_store *store, lt_store_snapshot **ret_snapshot, leitong_error *error);
void lt_store_snapshot_close(lt_store_snapshot *snapshot);

typedef struct lt_store_figures {
    uint64_t documents, paragraphs, tokens, bytes; /* of documents that are there */
    uint64_t removed;                              /* documents whose room is not yet reused */
    uint64_t segments;
    uint64_t block_bytes; /* of all segments */
    uint64_t file_bytes;  /* of the environment's file, room to reuse included */
    uint64_t free_bytes;  /* of them room to reuse */
    uint64_t sequence;    /* commits so far */
} lt_store_figures;
void lt_store_figure(const lt_store_snapshot *snapshot, lt_store_figures *ret_figures);

/* Numbers are 0 … this − 1. */
uint32_t lt_store_documents(const lt_store_snapshot *snapshot);
bool lt_store_alive(const lt_store_snapshot *snapshot, uint32_t number);

/* The snapshot as whoever matches asks it (index/view); stands until the snapshot is closed. Places come ascending by
 * (number, at). A removed document's row can be asked for as long as its room is not reused. */
void lt_store_view(lt_store_snapshot *snapshot, lt_view *ret_view);

/* The folder that ids of files are relative to, as it was recorded; NULL until the first addition. */
const char *lt_store_root(const lt_store_snapshot *snapshot);

/* For the rest of this room. */
struct lt_store_catalog;
struct lt_store_segment;
struct lt_store_env;
struct lt_store_txn;
const struct lt_store_catalog *lt_store_snapshot_catalog(const lt_store_snapshot *snapshot);
struct lt_store_env *lt_store_get_env(const lt_store *store);
struct lt_store_txn *lt_store_snapshot_txn(const lt_store_snapshot *snapshot);

#endif
