/* store_catalog: the contents of an index in one state: parameters, segments, removed documents.
 *
 * The catalog is one block of segment 0. Beside it, each segment with removed documents has one block that lists them.
 * The catalog is the root of a state: a segment that it does not name is not part of the index, so a writer that is
 * killed leaves nothing that a reader could see.
 * Input: a transaction, from which the catalog is loaded. Output: the catalog; or its blocks in a writing transaction.
 * Ownership: lt_store_catalog, cleared by the caller. Errors: those of store_txn; LEITONG_EINPUT (another format
 * version: make the index again with this version); LEITONG_EDAMAGED.
 * Complexity: linear in the segments and the removed documents; a bit for each document of a segment with removed ones.
 */
#ifndef LT_INDEX_STORE_CATALOG_H
#define LT_INDEX_STORE_CATALOG_H

#include "index/store_parameters.h"
#include "index/store_txn.h"

typedef struct lt_store_counts {
    uint64_t documents, paragraphs, tokens, bytes; /* bytes: of sources */
} lt_store_counts;

typedef struct lt_store_segment {
    uint32_t number;
    lt_store_counts all, dead;
    uint64_t words;
    uint64_t contents, bands, seeds;          /* entries */
    uint64_t content_sum, band_sum, seed_sum; /* of a hash of each entry */
    uint64_t room;                            /* bytes of its blocks */
    uint64_t *removed;                        /* a bit a document */
    uint32_t base;                            /* number of its first document in a snapshot; not stored */
} lt_store_segment;

typedef struct lt_store_catalog {
    lt_store_parameters parameters;
    char *root;        /* of ids (store.h); NULL until the first addition */
    uint64_t sequence; /* commits that changed something */
    uint32_t next;     /* number of the next segment */
    lt_store_segment *segments;
    size_t count, capacity;
} lt_store_catalog; /* zero it first */
void lt_store_catalog_clear(lt_store_catalog *catalog);

LEITONG_CHECK int lt_store_catalog_load(lt_store_env *env, lt_store_txn *txn, lt_store_catalog *ret_catalog,
                                        leitong_error *error);
LEITONG_CHECK int lt_store_catalog_save(const lt_store_catalog *catalog, lt_store_txn *txn, leitong_error *error);
LEITONG_CHECK int lt_store_catalog_copy(const lt_store_catalog *from, lt_store_catalog *ret_to, leitong_error *error);
/* Appends a segment; its `removed` is NULL while no document is removed. */
LEITONG_CHECK int lt_store_catalog_append(lt_store_catalog *catalog, const lt_store_segment *segment,
                                          leitong_error *error);
/* Removes segments [begin, end) from the list. */
void lt_store_catalog_erase(lt_store_catalog *catalog, size_t begin, size_t end);

static inline bool lt_store_removed(const lt_store_segment *segment, uint32_t document)
{
    return segment->removed != NULL && (segment->removed[document / 64] >> document % 64 & 1) != 0;
}
/* Marks a document as removed; the caller counts it in `dead`. */
LEITONG_CHECK int lt_store_catalog_remove(lt_store_segment *segment, uint32_t document, leitong_error *error);

#endif
