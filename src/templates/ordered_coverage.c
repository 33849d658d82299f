#include "templates/ordered_coverage.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

#define ORDER_FILTER (1U << 17) /* bits */

/* A run that both have. */
typedef struct lt_ordered_coverage_match {
    uint32_t a, b;     /* where it begins */
    uint32_t previous; /* match + 1; 0: none */
} lt_ordered_coverage_match;

void lt_ordered_coverage_clear(lt_ordered_coverage *order)
{
    free(order->grams);
    free(order->sorting);
    free(order->matches);
    free(order->tails);
    free(order->places);
    free(order->filter);
    *order = (lt_ordered_coverage){0};
}

uint64_t lt_ordered_coverage_gram(const uint32_t *ids)
{
    uint64_t x = ((uint64_t)ids[0] << 32 | ids[1]) * 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 29) ^ ids[2]) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 32)) * 0x94D049BB133111EBU;
    return x ^ (x >> 29);
}

static uint64_t order_key(const uint32_t *ids, unsigned run)
{
    return run == 1 ? ids[0] : lt_ordered_coverage_gram(ids);
}

static int order_load(lt_ordered_coverage *order, unsigned run, const uint32_t *b, size_t runs, leitong_error *error)
{
    int code = LT_RESERVE(order->grams, order->gram_capacity, runs, error);
    code = code != 0 ? code : LT_RESERVE(order->sorting, order->sorting_capacity, runs, error);
    for (size_t i = 0; code == 0 && i < runs; i++) {
        order->grams[i] = (lt_record){order_key(b + i, run), i};
    }
    if (code == 0) {
        lt_radix_sort_records(order->grams, order->sorting, runs);
    }
    return code;
}

static size_t order_find(const lt_ordered_coverage *order, size_t runs, uint64_t key)
{
    size_t first = 0;
    LT_LOWER_BOUND(first, runs, middle, order->grams[middle].key < key);
    return first;
}

/* Lengthens the subsequence that ends at match `at`, the longest so far being `longest`; returns the new longest. */
static size_t order_extend(lt_ordered_coverage *order, size_t at, size_t longest)
{
    lt_ordered_coverage_match *matches = order->matches;
    size_t first = 0;
    LT_LOWER_BOUND(first, longest, middle, matches[order->tails[middle]].b < matches[at].b);
    matches[at].previous = first > 0 ? order->tails[first - 1] + 1 : 0;
    order->tails[first] = (uint32_t)at;
    return first == longest ? longest + 1 : longest;
}

/* Finds the runs that both have; the longest subsequence of them, whose length it returns, ends at match *ret_last − 1.
 */
static size_t order_match(lt_ordered_coverage *order, unsigned run, const lt_sequence *a, size_t b_runs,
                          uint32_t *ret_last)
{
    size_t count = 0;
    size_t longest = 0;
    for (size_t i = 0; i + run <= a->count; i++) {
        uint64_t key = order_key(a->ids + i, run);
        size_t first = order_find(order, b_runs, key);
        size_t last = first;
        while (last < b_runs && last - first < LT_ORDERED_COVERAGE_PLACES && order->grams[last].key == key) {
            last++;
        }
        while (last-- > first) { /* the last place first, so that one run is used once */
            order->matches[count] = (lt_ordered_coverage_match){(uint32_t)i, (uint32_t)order->grams[last].value, 0};
            longest = order_extend(order, count++, longest);
        }
    }
    *ret_last = longest > 0 ? order->tails[longest - 1] + 1 : 0;
    return longest;
}

int lt_ordered_coverage_covered(lt_ordered_coverage *order, unsigned run, const lt_sequence *a, const lt_sequence *b,
                                uint64_t *ret_covered, leitong_error *error)
{
    order->place_count = 0;
    if (a->count < run || b->count < run) {
        *ret_covered = 0;
        return 0;
    }
    size_t a_runs = a->count - run + 1;
    size_t b_runs = b->count - run + 1;
    int code = order_load(order, run, b->ids, b_runs, error);
    code = code != 0 ? code
                     : LT_RESERVE(order->matches, order->match_capacity, a_runs * LT_ORDERED_COVERAGE_PLACES, error);
    code = code != 0 ? code : LT_RESERVE(order->tails, order->tail_capacity, a_runs + 1, error);
    code = code != 0 ? code : LT_RESERVE(order->places, order->place_capacity, a_runs, error);
    if (code != 0) {
        return code;
    }
    uint32_t m;
    uint64_t covered = 0;
    size_t counted = a->count; /* ids from here on are counted */
    size_t at = order_match(order, run, a, b_runs, &m);
    order->place_count = at;
    for (; m > 0; m = order->matches[m - 1].previous) {
        size_t begin = order->matches[m - 1].a;
        for (size_t i = begin; i < begin + run && i < counted; i++) {
            covered += a->weights != NULL ? a->weights[i] : 1;
        }
        counted = begin;
        order->places[--at] = (uint32_t)begin;
    }
    *ret_covered = covered;
    return 0;
}

int lt_ordered_coverage_bound(lt_ordered_coverage *order, const lt_sequence *a, const lt_sequence *b,
                              uint64_t *ret_bound, leitong_error *error)
{
    if (order->filter == NULL) {
        order->filter = malloc(ORDER_FILTER / 8);
        if (order->filter == NULL) {
            return lt_error_memory(error);
        }
    }
    memset(order->filter, 0, ORDER_FILTER / 8);
    for (size_t i = 0; i + LT_ORDERED_COVERAGE_RUN <= b->count; i++) {
        uint64_t bit = lt_ordered_coverage_gram(b->ids + i) % ORDER_FILTER;
        order->filter[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    uint64_t bound = 0;
    size_t reached = 0; /* ids before it are counted */
    for (size_t i = 0; i + LT_ORDERED_COVERAGE_RUN <= a->count; i++) {
        uint64_t bit = lt_ordered_coverage_gram(a->ids + i) % ORDER_FILTER;
        if ((order->filter[bit / 64] >> bit % 64 & 1) != 0) {
            bound += i + LT_ORDERED_COVERAGE_RUN - LT_MAX(i, reached);
            reached = i + LT_ORDERED_COVERAGE_RUN;
        }
    }
    *ret_bound = bound;
    return 0;
}
