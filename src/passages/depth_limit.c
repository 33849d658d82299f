#include "passages/depth_limit.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

void lt_depth_limit_clear(lt_depth_limit *limit)
{
    free(limit->borders);
    free(limit->added);
    free(limit->deepest);
    *limit = (lt_depth_limit){0};
}

void lt_depth_limit_reset(lt_depth_limit *limit)
{
    limit->count = 0;
}

int lt_depth_limit_add(lt_depth_limit *limit, lt_depth_limit_span span, leitong_error *error)
{
    LT_TRY(LT_RESERVE(limit->borders, limit->borders_capacity, limit->count + 2, error));
    limit->borders[limit->count++] = span.begin;
    limit->borders[limit->count++] = span.end;
    return 0;
}

static int depth_limit_order(const void *left, const void *right)
{
    uint64_t x = *(const uint64_t *)left;
    uint64_t y = *(const uint64_t *)right;
    return (x > y) - (x < y);
}

int lt_depth_limit_build(lt_depth_limit *limit, leitong_error *error)
{
    size_t kept = 0;
    if (limit->count > 1) {
        qsort(limit->borders, limit->count, sizeof *limit->borders, depth_limit_order);
    }
    for (size_t i = 0; i < limit->count; i++) {
        if (kept == 0 || limit->borders[i] != limit->borders[kept - 1]) {
            limit->borders[kept++] = limit->borders[i];
        }
    }
    limit->count = kept;
    limit->leaves = 1;
    while (limit->leaves < kept) {
        limit->leaves *= 2;
    }
    size_t nodes = 2 * limit->leaves;
    LT_TRY(LT_RESERVE(limit->added, limit->added_capacity, nodes, error));
    LT_TRY(LT_RESERVE(limit->deepest, limit->deepest_capacity, nodes, error));
    memset(limit->added, 0, nodes * sizeof *limit->added);
    memset(limit->deepest, 0, nodes * sizeof *limit->deepest);
    return 0;
}

static size_t depth_limit_leaf(const lt_depth_limit *limit, uint64_t border)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, limit->count, middle, limit->borders[middle] < border);
    return low;
}

/* The greatest depth of leaves [begin, end) below a node of leaves [low, high). */
static uint32_t depth_limit_deepest(const lt_depth_limit *limit, size_t node, size_t low, size_t high, size_t begin,
                                    size_t end)
{
    if (end <= low || high <= begin) {
        return 0;
    }
    if (begin <= low && high <= end) {
        return limit->deepest[node];
    }
    size_t middle = low + (high - low) / 2;
    uint32_t left = depth_limit_deepest(limit, 2 * node, low, middle, begin, end);
    uint32_t right = depth_limit_deepest(limit, 2 * node + 1, middle, high, begin, end);
    return limit->added[node] + LT_MAX(left, right);
}

static void depth_limit_deepen(lt_depth_limit *limit, size_t node, size_t low, size_t high, size_t begin, size_t end)
{
    if (end <= low || high <= begin) {
        return;
    }
    if (begin <= low && high <= end) {
        limit->added[node]++;
        limit->deepest[node]++;
        return;
    }
    size_t middle = low + (high - low) / 2;
    depth_limit_deepen(limit, 2 * node, low, middle, begin, end);
    depth_limit_deepen(limit, 2 * node + 1, middle, high, begin, end);
    uint32_t left = limit->deepest[2 * node];
    uint32_t right = limit->deepest[2 * node + 1];
    limit->deepest[node] = limit->added[node] + LT_MAX(left, right);
}

/* The leaves that lie within a span. */
static void depth_limit_leaves(const lt_depth_limit *limit, lt_depth_limit_span span, size_t *ret_begin,
                               size_t *ret_end)
{
    size_t end = depth_limit_leaf(limit, span.end);
    *ret_begin = depth_limit_leaf(limit, span.begin);
    *ret_end = end > 0 && (end == limit->count || limit->borders[end] != span.end) ? end - 1 : end;
}

bool lt_depth_limit_full(const lt_depth_limit *limit, lt_depth_limit_span span, uint32_t most)
{
    size_t begin;
    size_t end;
    depth_limit_leaves(limit, span, &begin, &end);
    return depth_limit_deepest(limit, 1, 0, limit->leaves, begin, end) >= most;
}

void lt_depth_limit_put(lt_depth_limit *limit, lt_depth_limit_span span)
{
    size_t begin;
    size_t end;
    depth_limit_leaves(limit, span, &begin, &end);
    depth_limit_deepen(limit, 1, 0, limit->leaves, begin, end);
}
