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
#ifndef LT_STORE_H
#define LT_STORE_H

#include "index/run.h"
#include "text/corpus.h"

#define LT_STORE_FORMAT 1U
#define LT_STORE_NONE UINT32_MAX /* no such document */

/* What decides keys and seeds: written once, when the index is created. */
typedef struct lt_store_parameters {
    uint64_t threshold, recall; /* units of 10^-9; bands and rows follow */
    uint32_t bands, rows;
    uint32_t shingle, run; /* tokens */
    uint32_t paragraph;    /* enum leitong_paragraphs */
    uint32_t fold_flags;   /* LT_FOLD_HAN or 0 */
} lt_store_parameters;

typedef struct lt_store lt_store;
typedef struct lt_store_snapshot lt_store_snapshot;
typedef struct lt_store_writer lt_store_writer;

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
    uint64_t file_bytes; /* of the environment's file, room to reuse included */
    uint64_t free_bytes; /* of them room to reuse */
    uint64_t sequence;   /* commits so far */
} lt_store_figures;
LEITONG_CHECK int lt_store_figure(const lt_store_snapshot *snapshot, lt_store_figures *ret_figures,
                                  leitong_error *error);

/* Numbers are 0 … this − 1. */
uint32_t lt_store_documents(const lt_store_snapshot *snapshot);
/* Documents that are there: numbers without removed ones. */
uint32_t lt_store_living(const lt_store_snapshot *snapshot);
bool lt_store_alive(const lt_store_snapshot *snapshot, uint32_t number);

/* A document or paragraph number that a key stands in, or a token where a seed begins. */
typedef struct lt_store_place {
    uint32_t document;
    uint32_t item; /* paragraph number within the document, from 0; or token number within it */
} lt_store_place;

typedef struct lt_store_places {
    lt_store_place *at;
    size_t count, capacity;
} lt_store_places; /* zero it first */
void lt_store_places_clear(lt_store_places *places);

/* Append the places of living documents, ascending by (document number, item). */
LEITONG_CHECK int lt_store_band(lt_store_snapshot *snapshot, unsigned band, uint32_t key, lt_store_places *places,
                                leitong_error *error);
LEITONG_CHECK int lt_store_seed(lt_store_snapshot *snapshot, uint64_t hash, lt_store_places *places,
                                leitong_error *error);

/* The number of the living document with this id, or LT_STORE_NONE. */
LEITONG_CHECK int lt_store_find(lt_store_snapshot *snapshot, const char *id, uint32_t *ret_number,
                                leitong_error *error);

typedef struct lt_store_document {
    char *id, *title, *date, *series, *author; /* NULL where unknown, but for id */
    uint64_t hash[2];                          /* XXH3-128 of the source bytes, high half first */
    uint64_t source_size, text_size;           /* bytes as given, and of UTF-8 without a byte order mark */
    uint64_t token_count;
    lt_encoding encoding;
    uint8_t bom; /* bytes */
    bool utf8_is_source;
    lt_paragraph *paragraphs; /* token_begin counts from the document's first token; byte offsets of decoded UTF-8 */
    uint32_t paragraph_count;
    uint64_t text_at, token_at; /* in the segment's streams: private */
} lt_store_document;
void lt_store_document_clear(lt_store_document *document);

/* The row of document `number` (a removed one has it too, until its room is reused); the caller clears it. */
LEITONG_CHECK int lt_store_get(lt_store_snapshot *snapshot, uint32_t number, lt_store_document *ret_document,
                               leitong_error *error);
/* Its source bytes [begin, end), and its tokens [begin, begin + count), into the caller's room. */
LEITONG_CHECK int lt_store_source(lt_store_snapshot *snapshot, uint32_t number, const lt_store_document *document,
                                  uint64_t begin, uint64_t end, uint8_t *ret_bytes, leitong_error *error);
LEITONG_CHECK int lt_store_tokens(lt_store_snapshot *snapshot, uint32_t number, const lt_store_document *document,
                                  uint64_t begin, size_t count, uint32_t *ret_tokens, leitong_error *error);

/* ---- writing ---- */

/* Waits for the writer's lock, then looks at the last committed state: whoever asks, adds and commits between these two
 * calls does so in one transaction. */
LEITONG_CHECK int lt_store_writer_open(lt_store *store, lt_store_writer **ret_writer, leitong_error *error);
/* The state before; the writer's. */
lt_store_snapshot *lt_store_writer_snapshot(lt_store_writer *writer);

/* A portion of new documents, all or none of which will be there after the commit; a living one of the same id is
 * replaced. `keys`: [paragraph × bands], as the corpus is settled. `seeds`: lanes by the hash's low bits
 * (match/seeding), which are read. Fails with LEITONG_EUSAGE when a document of this writer has the same id. */
LEITONG_CHECK int lt_store_put(lt_store_writer *writer, const lt_corpus *corpus, const uint32_t *keys, lt_run *seeds,
                               unsigned lanes, leitong_error *error);
/* Removes a living document of the writer's snapshot. */
LEITONG_CHECK int lt_store_remove(lt_store_writer *writer, uint32_t number, leitong_error *error);

typedef enum lt_store_merging { LT_STORE_MERGE_DUE, LT_STORE_MERGE_ALL } lt_store_merging;
/* When it returns 0, the new state is on disk; otherwise the index is as before. Then segments are merged where that is
 * due, or all of them into one. The writer can only be closed then. */
LEITONG_CHECK int lt_store_commit(lt_store_writer *writer, lt_store_merging merging, leitong_error *error);
/* Without a commit before: as if the writer had never been. Gives the lock back. */
void lt_store_writer_close(lt_store_writer *writer);

#endif
