/* store_segment: writes a corpus as the tables of a new segment.
 *
 * Input: documents, paragraphs and tokens of a corpus whose reading is finished; band keys, content hashes and seeds.
 * Output: blocks in the sink, table by table, and the row of the segment for the catalog. Ownership: the caller; the
 * lanes of seeds are read and so emptied. Errors: those of store_txn, corpus and sorted_run; LEITONG_EUSAGE (a document
 * with 2^31 tokens or more). Complexity: linear in the text; radix sorts of contents and of each band in memory: 32
 * bytes for each paragraph. */
#ifndef LT_INDEX_STORE_SEGMENT_H
#define LT_INDEX_STORE_SEGMENT_H

#include "base/sorted_run.h"
#include "index/store_catalog.h"
#include "index/store_table.h"

/* The keys of a corpus, whose paragraphs are in their final order. */
typedef struct lt_store_keys {
    const uint32_t *bands;    /* [paragraph × bands] */
    const uint64_t *contents; /* [paragraph]: high half of its content hash */
    lt_sorted_run *seeds;     /* 2^LT_VIEW_LANE_BITS lanes; reading empties them */
} lt_store_keys;

LEITONG_CHECK int lt_store_segment_write(lt_store_sink *sink, const lt_store_parameters *parameters,
                                         const lt_corpus *corpus, const lt_store_keys *keys,
                                         lt_store_segment *ret_segment, leitong_error *error);

/* Writes the table of ids; `hashes`: of each document's id, its number as the value. Sorts them. */
LEITONG_CHECK int lt_store_segment_ids(lt_store_sink *sink, lt_record *hashes, size_t count, leitong_error *error);

#endif
