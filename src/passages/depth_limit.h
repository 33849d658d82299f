/* depth_limit: bounds how many intervals overlap at a point.
 *
 * A segment tree over the borders of the intervals, each node with the greatest depth below it (range addition, range
 * maximum; Bentley 1977).
 * Input: the spans of all items to come, on one axis of 64-bit numbers; then the spans of items one by one.
 * Output: whether a point of a span is within `most` accepted items already.
 * Ownership: lt_depth_limit is one worker's scratch.
 * Errors: LEITONG_EMEMORY.
 * Complexity: log n an item, and a sort. */
#ifndef LT_PASSAGES_DEPTH_LIMIT_H
#define LT_PASSAGES_DEPTH_LIMIT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_depth_limit_span {
    uint64_t begin, end; /* half open, not empty */
} lt_depth_limit_span;

typedef struct lt_depth_limit {
    uint64_t *borders; /* ascending, unique: leaf i is [borders[i], borders[i + 1]) */
    uint32_t *added;   /* [node]: to all below it */
    uint32_t *deepest; /* [node]: below it, with what was added to it */
    size_t count, borders_capacity, added_capacity, deepest_capacity, leaves;
} lt_depth_limit; /* zero it first */
void lt_depth_limit_clear(lt_depth_limit *limit);

/* Forgets all spans and items. */
void lt_depth_limit_reset(lt_depth_limit *limit);
LEITONG_CHECK int lt_depth_limit_add(lt_depth_limit *limit, lt_depth_limit_span span, leitong_error *error);
/* After the last span was added. */
LEITONG_CHECK int lt_depth_limit_build(lt_depth_limit *limit, leitong_error *error);
/* Whether a point of the span is in `most` accepted items. */
bool lt_depth_limit_full(const lt_depth_limit *limit, lt_depth_limit_span span, uint32_t most);
/* Accepts an item. Of a span that was not added, the part between the borders within it counts. */
void lt_depth_limit_put(lt_depth_limit *limit, lt_depth_limit_span span);

#endif
