/* store_parts: collects the parts of one large change until they become one segment.
 *
 * A change that is written in portions would leave one segment for each portion, and the merge would need the space of
 * all of them in the index. Therefore portions are written to a temporary environment: a file without a name in the
 * folder of the index, which disappears when the change ends, however it ends.
 * Input: corpora with their keys and seeds. Output: one segment, in the sink of the writer. Ownership: the writer; one
 * thread. Errors: those of store_env, store_segment and store_merge. Complexity: that of writing and merging the
 * parts. */
#ifndef LT_INDEX_STORE_PARTS_H
#define LT_INDEX_STORE_PARTS_H

#include "index/store_segment.h"

#define LT_STORE_PARTS_MOST 32U /* parts that are merged at once */

typedef struct lt_store_parts lt_store_parts;
LEITONG_CHECK int lt_store_parts_new(const char *folder, const lt_store_parameters *parameters,
                                     lt_store_parts **ret_parts, leitong_error *error);
void lt_store_parts_free(lt_store_parts *parts);
/* As in lt_store_segment_write. */
LEITONG_CHECK int lt_store_parts_put(lt_store_parts *parts, const lt_corpus *corpus, const lt_store_keys *keys,
                                     leitong_error *error);
size_t lt_store_parts_count(const lt_store_parts *parts);
/* Merges all parts into the sink's segment. */
LEITONG_CHECK int lt_store_parts_merge(const lt_store_parts *parts, lt_store_sink *sink, lt_store_segment *ret_segment,
                                       leitong_error *error);

#endif
