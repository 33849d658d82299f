/* store_bucket: the first paragraphs, by content, of the buckets of band keys.
 *
 * Under a band's key stand content hashes, ascending; under a content hash its places. So the first few of a bucket are
 * read without the others, equal paragraphs are one, and who is removed takes no place: a content of removed documents
 * alone is passed over, and where that leaves too few, four times as many are read.
 * Input: keys. Output: contents, as lt_view.bands says. Ownership: the caller. Errors: those of store_lookup.
 * Complexity: entries read are at most 4 × (most + removed) a key and segment. */
#ifndef LT_INDEX_STORE_BUCKET_H
#define LT_INDEX_STORE_BUCKET_H

#include "index/store_lookup.h"

/* The order of documents' ids: whether document x comes before y. */
typedef struct lt_store_order {
    void *context;
    int (*before)(void *context, uint32_t x, uint32_t y, bool *ret_before, leitong_error *error);
} lt_store_order;

LEITONG_CHECK int lt_store_bucket_run(lt_store_lookup *lookup, const lt_view_buckets *ask, const lt_store_order *order,
                                      lt_view_contents *contents, size_t *ret_ends, leitong_error *error);

#endif
