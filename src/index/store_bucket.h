/* store_bucket: the first contents of the LSH buckets of band keys.
 *
 * Under a band key the index stores content hashes, ascending; under a content hash its places. So the first few
 * contents of a bucket are read without the others, and equal paragraphs count once. A content whose documents are all
 * removed is skipped; when this leaves too few, the query is repeated with four times the limit.
 * Input: band keys, and a limit for each bucket. Output: contents with their first place, as lt_view.bands says.
 * Ownership: the caller; working memory is freed on return. Errors: those of store_lookup.
 * Complexity: at most 4 * (limit + removed contents) entries are read for each key and segment. */
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
