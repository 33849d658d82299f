#include "passages/depth_limit.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

void lt_depth_limit_clear(lt_depth_limit *depth)
{
    free(depth->borders);
    free(depth->added);
    free(depth->deepest);
    *depth = (lt_depth_limit){0};
}

void lt_depth_limit_reset(lt_depth_limit *depth)
{
    depth->count = 0;
}

int lt_depth_limit_add(lt_depth_limit *depth, lt_depth_limit_span span, leitong_error *error)
{
    LT_TRY(LT_RESERVE(depth->borders, depth->borders_capacity, depth->count + 2, error));
    depth->borders[depth->count++] = span.begin;
    depth->borders[depth->count++] = span.end;
    return 0;
}

static int depth_limit_order(const void *left, const void *right)
{
    uint64_t x = *(const uint64_t *)left;
    uint64_t y = *(const uint64_t *)right;
    return (x > y) - (x < y);
}

int lt_depth_limit_build(lt_depth_limit *depth, leitong_error *error)
{
    size_t kept = 0;
    if (depth->count > 1) {
        qsort(depth->borders, depth->count, sizeof *depth->borders, depth_limit_order);
    }
    for (size_t i = 0; i < depth->count; i++) {
        if (kept == 0 || depth->borders[i] != depth->borders[kept - 1]) {
            depth->borders[kept++] = depth->borders[i];
        }
    }
    depth->count = kept;
    depth->leaves = 1;
    while (depth->leaves < kept) {
        depth->leaves *= 2;
    }
    size_t nodes = 2 * depth->leaves;
    LT_TRY(LT_RESERVE(depth->added, depth->added_capacity, nodes, error));
    LT_TRY(LT_RESERVE(depth->deepest, depth->deepest_capacity, nodes, error));
    memset(depth->added, 0, nodes * sizeof *depth->added);
    memset(depth->deepest, 0, nodes * sizeof *depth->deepest);
    return 0;
}

static size_t depth_limit_leaf(const lt_depth_limit *depth, uint64_t border)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, depth->count, middle, depth->borders[middle] < border);
    return low;
}

/* The greatest depth of leaves [begin, end) below a node that holds leaves [low, high). */
static uint32_t depth_limit_deepest(const lt_depth_limit *depth, size_t node, size_t low, size_t high, size_t begin,
                                    size_t end)
{
    if (end <= low || high <= begin) {
        return 0;
    }
    if (begin <= low && high <= end) {
        return depth->deepest[node];
    }
    size_t middle = low + (high - low) / 2;
    uint32_t left = depth_limit_deepest(depth, 2 * node, low, middle, begin, end);
    uint32_t right = depth_limit_deepest(depth, 2 * node + 1, middle, high, begin, end);
    return depth->added[node] + LT_MAX(left, right);
}

static void depth_limit_deepen(lt_depth_limit *depth, size_t node, size_t low, size_t high, size_t begin, size_t end)
{
    if (end <= low || high <= begin) {
        return;
    }
    if (begin <= low && high <= end) {
        depth->added[node]++;
        depth->deepest[node]++;
        return;
    }
    size_t middle = low + (high - low) / 2;
    depth_limit_deepen(depth, 2 * node, low, middle, begin, end);
    depth_limit_deepen(depth, 2 * node + 1, middle, high, begin, end);
    uint32_t left = depth->deepest[2 * node];
    uint32_t right = depth->deepest[2 * node + 1];
    depth->deepest[node] = depth->added[node] + LT_MAX(left, right);
}

/* The leaves that lie within a span. */
static void depth_limit_leaves(const lt_depth_limit *depth, lt_depth_limit_span span, size_t *ret_begin,
                               size_t *ret_end)
{
    size_t end = depth_limit_leaf(depth, span.end);
    *ret_begin = depth_limit_leaf(depth, span.begin);
    *ret_end = end > 0 && (end == depth->count || depth->borders[end] != span.end) ? end - 1 : end;
}

static bool depth_limit_span_is_full(const lt_depth_limit *depth, lt_depth_limit_span span, uint32_t most)
{
    size_t begin;
    size_t end;
    depth_limit_leaves(depth, span, &begin, &end);
    return depth_limit_deepest(depth, 1, 0, depth->leaves, begin, end) >= most;
}

bool lt_depth_limit_full(const lt_depth_limit *depth, lt_depth_limit_span x, lt_depth_limit_span y, uint32_t most)
{
    return depth_limit_span_is_full(depth, x, most) || depth_limit_span_is_full(depth, y, most);
}

void lt_depth_limit_put(lt_depth_limit *depth, lt_depth_limit_span x, lt_depth_limit_span y)
{
    const lt_depth_limit_span spans[] = {x, y};
    for (int i = 0; i < 2; i++) {
        size_t begin;
        size_t end;
        depth_limit_leaves(depth, spans[i], &begin, &end);
        depth_limit_deepen(depth, 1, 0, depth->leaves, begin, end);
    }
}

bool lt_depth_limit_take(lt_depth_limit *depth, lt_depth_limit_span x, lt_depth_limit_span y, uint32_t most)
{
    if (lt_depth_limit_full(depth, x, y, most)) {
        return false;
    }
    lt_depth_limit_put(depth, x, y);
    return true;
}
