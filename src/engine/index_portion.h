/* index_portion: documents → what a segment is made of, by the same stages as a scan.
 *
 * Documents go through ingest as in a scan; when the portion is full, its corpus is settled (documents in order of
 * their ids), band keys and content hashes are brought into the order of its paragraphs, and its seeds are gathered.
 * Then the store writes a segment of it, and the portion is emptied for the next documents. A check of an index takes
 * its documents through a portion again and compares.
 * Input: documents, one at a time, up to a few ten MB.
 * Output: a settled corpus, each paragraph's band keys and content hash in its order, and the seeds, sorted.
 * Ownership: lt_portion; what it gives is valid until the next reset.
 * Errors: those of ingest, corpus and seeds; LEITONG_EUSAGE (two documents with one id: the path).
 * Complexity: that of ingest, and of sorting seeds. */
#ifndef LT_ENGINE_INDEX_PORTION_H
#define LT_ENGINE_INDEX_PORTION_H

#include "engine/ingest.h"
#include "index/store_segment.h"
#include "passages/seeds.h"

#define LT_PORTION_BYTES (64U << 20) /* of documents, from which a portion should be taken away */

typedef struct lt_portion {
    const lt_store_parameters *parameters;
    lt_workers *workers;
    lt_corpus corpus;
    lt_ingest *ingest;
    uint32_t *keys;     /* [paragraph × bands]: on arrival; once settled, in the corpus's order */
    uint64_t *contents; /* [paragraph]: high half of its content hash; likewise */
    size_t key_count, key_capacity, content_capacity;
    lt_sorted_run *seeds; /* once settled */
    uint64_t bytes, documents;
} lt_portion; /* zero it first */

LEITONG_CHECK int lt_portion_open(lt_portion *portion, const lt_store_parameters *parameters, unsigned jobs,
                                  int (*skip)(void *context, const leitong_skip *skip), void *context,
                                  leitong_error *error);
void lt_portion_close(lt_portion *portion);
LEITONG_CHECK int lt_portion_add(lt_portion *portion, const leitong_document *document, leitong_error *error);
/* Waits for the work, sorts all. */
LEITONG_CHECK int lt_portion_settle(lt_portion *portion, leitong_error *error);
/* What was settled, for the store. */
lt_store_keys lt_portion_keys(const lt_portion *portion);
/* Empties it for the next documents. */
LEITONG_CHECK int lt_portion_reset(lt_portion *portion, leitong_error *error);

#endif
