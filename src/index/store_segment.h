/* store_segment: a settled corpus → the tables of a new segment.
 *
 * Enters: documents, paragraphs, tokens, band keys, seeds. Leaves: blocks in the sink, and the segment's row for the
 * catalog. Owner: the caller. Errors: those of store_txn, corpus and run. */
#ifndef LT_INDEX_STORE_SEGMENT_H
#define LT_INDEX_STORE_SEGMENT_H

#include "base/sorted_run.h"
#include "index/store_catalog.h"
#include "index/store_table.h"

/* What is known of a corpus beside its text; paragraphs as it is settled. */
typedef struct lt_store_keys {
    const uint32_t *bands;    /* [paragraph × bands] */
    const uint64_t *contents; /* [paragraph]: high half of its content hash */
    lt_sorted_run *seeds;     /* 2^LT_VIEW_LANE_BITS lanes; whoever writes them reads them empty */
} lt_store_keys;

LEITONG_CHECK int lt_store_segment_write(lt_store_sink *sink, const lt_store_parameters *parameters,
                                         const lt_corpus *corpus, const lt_store_keys *keys,
                                         lt_store_segment *ret_segment, leitong_error *error);

/* Writes the table of ids; `hashes`: of each document's id, its number as the value. Sorts them. */
LEITONG_CHECK int lt_store_segment_ids(lt_store_sink *sink, lt_record *hashes, size_t count, leitong_error *error);

#endif
