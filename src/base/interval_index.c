#include "base/interval_index.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

void lt_interval_index_clear(lt_interval_index *intervals)
{
    free(intervals->items);
    free(intervals->furthest);
    *intervals = (lt_interval_index){0};
}

void lt_interval_index_reset(lt_interval_index *intervals)
{
    intervals->count = 0;
}

int lt_interval_index_reserve(lt_interval_index *intervals, size_t count, leitong_error *error)
{
    return LT_RESERVE(intervals->items, intervals->capacity, count, error);
}

int lt_interval_index_add(lt_interval_index *intervals, lt_interval interval, leitong_error *error)
{
    LT_TRY(LT_RESERVE(intervals->items, intervals->capacity, intervals->count + 1, error));
    intervals->items[intervals->count++] = interval;
    return 0;
}

static int interval_index_order(const void *left, const void *right)
{
    const lt_interval *l = left;
    const lt_interval *r = right;
    if (l->begin != r->begin) {
        return l->begin < r->begin ? -1 : 1;
    }
    return (l->number > r->number) - (l->number < r->number);
}

int lt_interval_index_build(lt_interval_index *intervals, leitong_error *error)
{
    size_t leaves = 1;
    while (leaves * LT_INTERVAL_BLOCK < intervals->count) {
        leaves *= 2;
    }
    LT_TRY(LT_RESERVE(intervals->furthest, intervals->furthest_capacity, 2 * leaves, error));
    size_t risen = 1;
    while (risen < intervals->count &&
           interval_index_order(&intervals->items[risen - 1], &intervals->items[risen]) < 0) {
        risen++;
    }
    if (risen < intervals->count) { /* not added in order */
        qsort(intervals->items, intervals->count, sizeof *intervals->items, interval_index_order);
    }
    memset(intervals->furthest + leaves, 0, leaves * sizeof *intervals->furthest);
    for (size_t i = 0; i < intervals->count; i++) {
        uint32_t *block = &intervals->furthest[leaves + i / LT_INTERVAL_BLOCK];
        *block = LT_MAX(*block, intervals->items[i].end);
    }
    for (size_t node = leaves - 1; node > 0; node--) {
        uint32_t left = intervals->furthest[2 * node];
        uint32_t right = intervals->furthest[2 * node + 1];
        intervals->furthest[node] = LT_MAX(left, right);
    }
    intervals->leaves = leaves;
    return 0;
}

/* The first interval from `from` on that ends behind `begin`; their number when there is none. */
static size_t interval_index_first(const lt_interval_index *intervals, size_t from, uint32_t begin)
{
    size_t leaves = intervals->leaves;
    size_t node = leaves + from / LT_INTERVAL_BLOCK;
    size_t block_end = LT_MIN((from / LT_INTERVAL_BLOCK + 1) * LT_INTERVAL_BLOCK, intervals->count);
    for (; from < block_end; from++) {
        if (intervals->items[from].end > begin) {
            return from;
        }
    }
    do {
        while ((node & 1) != 0) { /* a right child, or the root: what follows it stands beside an ancestor */
            node /= 2;
        }
        if (node == 0) {
            return intervals->count;
        }
        node++;
    } while (intervals->furthest[node] <= begin);
    while (node < leaves) {
        node = intervals->furthest[2 * node] > begin ? 2 * node : 2 * node + 1;
    }
    for (from = (node - leaves) * LT_INTERVAL_BLOCK; intervals->items[from].end <= begin;) {
        from++;
    }
    return from;
}

bool lt_interval_index_next(const lt_interval_index *intervals, uint32_t begin, uint32_t end, size_t *at,
                            size_t *ret_number)
{
    if (*at >= intervals->count) {
        return false;
    }
    size_t found = interval_index_first(intervals, *at, begin);
    if (found >= intervals->count || intervals->items[found].begin >= end) {
        *at = intervals->count;
        return false;
    }
    *at = found + 1;
    *ret_number = intervals->items[found].number;
    return true;
}
