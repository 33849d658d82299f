#include "names/swap_settle.h"

#include "base/compare.h"

#include <stdlib.h>

static int settle_compare_places(const void *a, const void *b)
{
    const lt_swap_place *left = a;
    const lt_swap_place *right = b;
    const uint32_t keys[2][4] = {{left->a_begin, left->b_begin, left->a_end, left->b_end},
                                 {right->a_begin, right->b_begin, right->a_end, right->b_end}};
    return lt_compare_u32(keys[0], keys[1], 4);
}

/* No two rows of a pair are equal in all of this. */
static int settle_compare_rows(const void *a, const void *b)
{
    const lt_swap_place *left = &((const lt_swap *)a)->first;
    const lt_swap_place *right = &((const lt_swap *)b)->first;
    const uint32_t keys[2][4] = {{left->a_begin, right->a_end, left->b_begin, right->b_end},
                                 {right->a_begin, left->a_end, right->b_begin, left->b_end}};
    return lt_compare_u32(keys[0], keys[1], 4);
}

static bool settle_within(const lt_swap_place *inner, const lt_swap_place *outer)
{
    return outer->a_begin <= inner->a_begin && inner->a_end <= outer->a_end && outer->b_begin <= inner->b_begin &&
           inner->b_end <= outer->b_end;
}

/* Leaves the rows of more places, and those of two proven names. */
static void settle_prove(const lt_vocabulary *vocabulary, lt_swaps *swaps)
{
    size_t kept = 0;
    for (size_t i = 0; i < swaps->count; i++) {
        const lt_swap *row = &swaps->items[i];
        if (row->count > 1 ||
            (vocabulary->words[row->from].flags & vocabulary->words[row->to].flags & LT_NAME_PROVEN) != 0) {
            swaps->items[kept++] = *row;
        }
    }
    swaps->count = kept;
}

/* All places of rows with more than one, sorted. */
static size_t settle_places(const lt_swaps *swaps, lt_swap_place *places)
{
    size_t count = 0;
    for (size_t i = 0; i < swaps->count; i++) {
        const lt_swap *row = &swaps->items[i];
        for (size_t p = 0; row->count > 1 && p < row->count; p++) {
            places[count++] = swaps->places[row->place_begin + p];
        }
    }
    if (count > 0) {
        qsort(places, count, sizeof *places, settle_compare_places);
    }
    return count;
}

/* Drops rows of one place that tell nothing new. */
static void settle_prune(lt_swaps *swaps, const lt_swap_place *places, size_t count)
{
    size_t kept = 0;
    size_t at = 0;
    lt_swap_place last = {0};
    for (size_t i = 0; i < swaps->count; i++) {
        const lt_swap *row = &swaps->items[i];
        while (at < count && places[at].a_begin < row->first.a_begin) {
            at++;
        }
        bool idle = row->count == 1 && settle_within(&row->first, &last);
        for (size_t p = at; p < count && row->count == 1 && places[p].a_begin < row->first.a_end; p++) {
            idle = idle || settle_within(&places[p], &row->first);
        }
        last = row->count == 1 && !idle ? row->first : last;
        if (!idle) {
            swaps->items[kept++] = *row;
        }
    }
    swaps->count = kept;
}

int lt_swap_settle(const lt_vocabulary *vocabulary, lt_swaps *swaps, leitong_error *error)
{
    settle_prove(vocabulary, swaps);
    size_t count = 0;
    for (size_t i = 0; i < swaps->count; i++) {
        count += swaps->items[i].count > 1 ? swaps->items[i].count : 0;
    }
    lt_swap_place *places = malloc((count + 1) * sizeof *places);
    if (places == NULL) {
        return lt_error_memory(error);
    }
    if (swaps->count > 0) {
        qsort(swaps->items, swaps->count, sizeof *swaps->items, settle_compare_rows);
        settle_prune(swaps, places, settle_places(swaps, places));
    }
    free(places);
    return 0;
}
