/* store_parts: the parts of one large change, before they become one segment.
 *
 * A change that is taken in portion by portion would leave a segment for each, and the room of all of them when they
 * are merged. So portions wait in an environment of their own: a file without a name in the index's folder, which is
 * gone when the change ends, however it ends. Enters: settled corpora with their keys and seeds. Leaves: one segment,
 * in the writer's sink. Owner: the writer; one thread. Errors: those of store_env, store_segment and store_merge. */
#ifndef LT_INDEX_STORE_PARTS_H
#define LT_INDEX_STORE_PARTS_H

#include "index/store_segment.h"

#define LT_STORE_PARTS_MOST 32U /* portions that are merged at once */

typedef struct lt_store_parts lt_store_parts;
LEITONG_CHECK int lt_store_parts_new(const char *folder, const lt_store_parameters *parameters,
                                     lt_store_parts **ret_parts, leitong_error *error);
void lt_store_parts_free(lt_store_parts *parts);
/* As in lt_store_segment_write. */
LEITONG_CHECK int lt_store_parts_put(lt_store_parts *parts, const lt_corpus *corpus, const lt_store_keys *keys,
                                     leitong_error *error);
size_t lt_store_parts_count(const lt_store_parts *parts);
/* All of them, into the sink's segment. */
LEITONG_CHECK int lt_store_parts_merge(const lt_store_parts *parts, lt_store_sink *sink, lt_store_segment *ret_segment,
                                       leitong_error *error);

#endif
