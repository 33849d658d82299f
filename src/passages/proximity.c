#include "passages/proximity.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The sweep has left a box where its `until` is at most the a_begin of the present one. */
struct lt_proximity_node {
    uint64_t own_until, until; /* of the boxes that stand at the node; of these and of all below it; 0: none */
    uint32_t own, any;         /* a box that stands at the node; one of those that `until` is of */
    bool mixed;                /* those that `until` is of may be of several components */
};

typedef struct proximity_sweep {
    lt_proximity_node *nodes;
    uint32_t *first; /* union-find: [box] */
    size_t from, to; /* the present box's span of b, in leaves */
    uint64_t now, until;
    uint32_t box;
} proximity_sweep;

void lt_proximity_clear(lt_proximity *proximity)
{
    free(proximity->nodes);
    free(proximity->ends);
    free(proximity->sorted);
    *proximity = (lt_proximity){0};
}

static uint32_t proximity_find(uint32_t *first, uint32_t box)
{
    while (first[box] != box) {
        first[box] = first[first[box]];
        box = first[box];
    }
    return box;
}

static void proximity_unite(proximity_sweep *sweep, uint32_t box)
{
    uint32_t x = proximity_find(sweep->first, box);
    uint32_t y = proximity_find(sweep->first, sweep->box);
    sweep->first[LT_MAX(x, y)] = LT_MIN(x, y);
}

/* Unites the present box with all that stand at the node and below it. */
static void proximity_gather(proximity_sweep *sweep, size_t number)
{
    lt_proximity_node *node = &sweep->nodes[number];
    if (node->until <= sweep->now) {
        return;
    }
    if (!node->mixed) {
        proximity_unite(sweep, node->any);
        return;
    }
    if (node->own_until > sweep->now) {
        proximity_unite(sweep, node->own);
    }
    proximity_gather(sweep, 2 * number);
    proximity_gather(sweep, 2 * number + 1);
    node->mixed = false;
    node->any = sweep->box;
}

/* Unites the present box with all that it meets at the node, which covers leaves [low, high), and below it. */
static void proximity_meet(proximity_sweep *sweep, size_t number, size_t low, size_t high)
{
    const lt_proximity_node *node = &sweep->nodes[number];
    if (low >= sweep->to || high <= sweep->from || node->until <= sweep->now) {
        return;
    }
    if (sweep->from <= low && high <= sweep->to) {
        proximity_gather(sweep, number);
        return;
    }
    if (node->own_until > sweep->now) {
        proximity_unite(sweep, node->own);
    }
    size_t middle = low + (high - low) / 2;
    proximity_meet(sweep, 2 * number, low, middle);
    proximity_meet(sweep, 2 * number + 1, middle, high);
}

/* Lets the present box stand at the nodes that cover its span; it was united with all that it meets. */
static void proximity_put(proximity_sweep *sweep, size_t number, size_t low, size_t high)
{
    lt_proximity_node *node = &sweep->nodes[number];
    if (low >= sweep->to || high <= sweep->from) {
        return;
    }
    bool covered = sweep->from <= low && high <= sweep->to;
    if (covered || node->until <= sweep->now) {
        node->mixed = false;
        node->any = sweep->box;
    } else if (proximity_find(sweep->first, node->any) != proximity_find(sweep->first, sweep->box)) {
        node->mixed = true;
    }
    node->until = LT_MAX(node->until, sweep->until);
    if (covered) {
        node->own = sweep->box;
        node->own_until = LT_MAX(node->own_until, sweep->until);
        return;
    }
    size_t middle = low + (high - low) / 2;
    proximity_put(sweep, 2 * number, low, middle);
    proximity_put(sweep, 2 * number + 1, middle, high);
}

/* The ends of all boxes on b, ascending, each once. */
static int proximity_ends(lt_proximity *proximity, const lt_proximity_box *boxes, size_t count, uint64_t distance,
                          size_t *ret_count, leitong_error *error)
{
    LT_TRY(LT_RESERVE(proximity->ends, proximity->end_capacity, 2 * count + 1, error));
    LT_TRY(LT_RESERVE(proximity->sorted, proximity->sorted_capacity, 2 * count + 1, error));
    for (size_t i = 0; i < count; i++) {
        proximity->ends[2 * i] = boxes[i].b_begin;
        proximity->ends[2 * i + 1] = boxes[i].b_end + distance;
    }
    lt_radix_sort_u64(proximity->ends, proximity->sorted, 2 * count);
    size_t kept = 0;
    for (size_t i = 0; i < 2 * count; i++) {
        if (kept == 0 || proximity->ends[i] != proximity->ends[kept - 1]) {
            proximity->ends[kept++] = proximity->ends[i];
        }
    }
    *ret_count = kept;
    return 0;
}

static size_t proximity_leaf(const lt_proximity *proximity, size_t count, uint64_t end)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, count, middle, proximity->ends[middle] < end);
    return low;
}

int lt_proximity_run(lt_proximity *proximity, const lt_proximity_box *boxes, size_t count, uint64_t distance,
                     uint32_t *ret_first, leitong_error *error)
{
    size_t ends;
    size_t leaves = 1;
    LT_TRY(proximity_ends(proximity, boxes, count, distance, &ends, error));
    while (leaves < ends) {
        leaves *= 2;
    }
    LT_TRY(LT_RESERVE(proximity->nodes, proximity->node_capacity, 2 * leaves, error));
    memset(proximity->nodes, 0, 2 * leaves * sizeof *proximity->nodes);
    proximity_sweep sweep = {.nodes = proximity->nodes, .first = ret_first};
    for (size_t i = 0; i < count; i++) {
        const lt_proximity_box *box = &boxes[i];
        sweep.box = ret_first[i] = (uint32_t)i;
        sweep.now = box->a_begin;
        sweep.until = box->a_end + distance + 1;
        sweep.from = proximity_leaf(proximity, ends, box->b_begin);
        sweep.to = proximity_leaf(proximity, ends, box->b_end + distance) + 1;
        proximity_meet(&sweep, 1, 0, leaves);
        proximity_put(&sweep, 1, 0, leaves);
    }
    for (size_t i = 0; i < count; i++) {
        ret_first[i] = proximity_find(ret_first, (uint32_t)i);
    }
    return 0;
}
