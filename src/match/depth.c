#include "match/depth.h"

#include "buffer.h"

#include <stdlib.h>
#include <string.h>

void lt_depth_clear(lt_depth *depth)
{
    free(depth->borders);
    free(depth->added);
    free(depth->deepest);
    *depth = (lt_depth){0};
}

void lt_depth_reset(lt_depth *depth)
{
    depth->count = 0;
}

int lt_depth_add(lt_depth *depth, lt_depth_span span, leitong_error *error)
{
    LT_TRY(
        lt_buffer_reserve(&depth->borders, &depth->borders_capacity, depth->count + 2, sizeof *depth->borders, error));
    depth->borders[depth->count++] = span.begin;
    depth->borders[depth->count++] = span.end;
    return 0;
}

static int depth_order(const void *left, const void *right)
{
    uint64_t x = *(const uint64_t *)left;
    uint64_t y = *(const uint64_t *)right;
    return (x > y) - (x < y);
}

int lt_depth_build(lt_depth *depth, leitong_error *error)
{
    size_t kept = 0;
    if (depth->count > 1) {
        qsort(depth->borders, depth->count, sizeof *depth->borders, depth_order);
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
    LT_TRY(lt_buffer_reserve(&depth->added, &depth->added_capacity, nodes, sizeof *depth->added, error));
    LT_TRY(lt_buffer_reserve(&depth->deepest, &depth->deepest_capacity, nodes, sizeof *depth->deepest, error));
    memset(depth->added, 0, nodes * sizeof *depth->added);
    memset(depth->deepest, 0, nodes * sizeof *depth->deepest);
    return 0;
}

static size_t depth_leaf(const lt_depth *depth, uint64_t border)
{
    size_t low = 0;
    for (size_t high = depth->count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (depth->borders[middle] < border) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The greatest depth of leaves [begin, end) below a node that holds leaves [low, high). */
static uint32_t depth_deepest(const lt_depth *depth, size_t node, size_t low, size_t high, size_t begin, size_t end)
{
    if (end <= low || high <= begin) {
        return 0;
    }
    if (begin <= low && high <= end) {
        return depth->deepest[node];
    }
    size_t middle = low + (high - low) / 2;
    uint32_t left = depth_deepest(depth, 2 * node, low, middle, begin, end);
    uint32_t right = depth_deepest(depth, 2 * node + 1, middle, high, begin, end);
    return depth->added[node] + (left > right ? left : right);
}

static void depth_deepen(lt_depth *depth, size_t node, size_t low, size_t high, size_t begin, size_t end)
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
    depth_deepen(depth, 2 * node, low, middle, begin, end);
    depth_deepen(depth, 2 * node + 1, middle, high, begin, end);
    uint32_t left = depth->deepest[2 * node];
    uint32_t right = depth->deepest[2 * node + 1];
    depth->deepest[node] = depth->added[node] + (left > right ? left : right);
}

/* The leaves that lie within a span. */
static void depth_leaves(const lt_depth *depth, lt_depth_span span, size_t *ret_begin, size_t *ret_end)
{
    size_t end = depth_leaf(depth, span.end);
    *ret_begin = depth_leaf(depth, span.begin);
    *ret_end = end > 0 && (end == depth->count || depth->borders[end] != span.end) ? end - 1 : end;
}

static bool depth_span_is_full(const lt_depth *depth, lt_depth_span span, uint32_t most)
{
    size_t begin;
    size_t end;
    depth_leaves(depth, span, &begin, &end);
    return depth_deepest(depth, 1, 0, depth->leaves, begin, end) >= most;
}

bool lt_depth_full(const lt_depth *depth, lt_depth_span x, lt_depth_span y, uint32_t most)
{
    return depth_span_is_full(depth, x, most) || depth_span_is_full(depth, y, most);
}

void lt_depth_put(lt_depth *depth, lt_depth_span x, lt_depth_span y)
{
    const lt_depth_span spans[] = {x, y};
    for (int i = 0; i < 2; i++) {
        size_t begin;
        size_t end;
        depth_leaves(depth, spans[i], &begin, &end);
        depth_deepen(depth, 1, 0, depth->leaves, begin, end);
    }
}

bool lt_depth_take(lt_depth *depth, lt_depth_span x, lt_depth_span y, uint32_t most)
{
    if (lt_depth_full(depth, x, y, most)) {
        return false;
    }
    lt_depth_put(depth, x, y);
    return true;
}
