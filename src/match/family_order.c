#include "match/family_order.h"

#include "buffer.h"

#include <stdlib.h>

/* A run that both have. */
typedef struct lt_order_match {
    uint32_t a, b;     /* where it begins */
    uint32_t previous; /* match + 1; 0: none */
} lt_order_match;

void lt_order_clear(lt_order *order)
{
    free(order->grams);
    free(order->sorting);
    free(order->matches);
    free(order->tails);
    *order = (lt_order){0};
}

uint64_t lt_order_gram(const uint32_t *ids)
{
    uint64_t x = ((uint64_t)ids[0] << 32 | ids[1]) * 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 29) ^ ids[2]) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 32)) * 0x94D049BB133111EBU;
    return x ^ (x >> 29);
}

static int order_load(lt_order *order, const uint32_t *b, size_t runs, leitong_error *error)
{
    int code = lt_buffer_reserve(&order->grams, &order->gram_capacity, runs, sizeof *order->grams, error);
    code = code != 0
               ? code
               : lt_buffer_reserve(&order->sorting, &order->sorting_capacity, runs, sizeof *order->sorting, error);
    for (size_t i = 0; code == 0 && i < runs; i++) {
        order->grams[i] = (lt_record){lt_order_gram(b + i), i};
    }
    if (code == 0) {
        lt_radix_records(order->grams, order->sorting, runs);
    }
    return code;
}

static size_t order_find(const lt_order *order, size_t runs, uint64_t key)
{
    size_t first = 0;
    size_t last = runs;
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if (order->grams[middle].key < key) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    return first;
}

/* Lengthens the subsequence that ends at match `at`, the longest so far being `longest`; returns the new longest. */
static size_t order_extend(lt_order *order, size_t at, size_t longest)
{
    lt_order_match *matches = order->matches;
    size_t first = 0;
    size_t last = longest;
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if (matches[order->tails[middle]].b < matches[at].b) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    matches[at].previous = first > 0 ? order->tails[first - 1] + 1 : 0;
    order->tails[first] = (uint32_t)at;
    return first == longest ? longest + 1 : longest;
}

int lt_order_covered(lt_order *order, const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count,
                     size_t *ret_covered, leitong_error *error)
{
    if (a_count < LT_ORDER_RUN || b_count < LT_ORDER_RUN) {
        *ret_covered = 0;
        return 0;
    }
    size_t a_runs = a_count - LT_ORDER_RUN + 1;
    size_t b_runs = b_count - LT_ORDER_RUN + 1;
    int code = order_load(order, b, b_runs, error);
    code = code != 0 ? code
                     : lt_buffer_reserve(&order->matches, &order->match_capacity, a_runs * LT_ORDER_PLACES,
                                         sizeof *order->matches, error);
    code = code != 0 ? code
                     : lt_buffer_reserve(&order->tails, &order->tail_capacity, a_runs + 1, sizeof *order->tails, error);
    if (code != 0) {
        return code;
    }
    size_t count = 0;
    size_t longest = 0;
    for (size_t i = 0; i < a_runs; i++) {
        uint64_t key = lt_order_gram(a + i);
        size_t first = order_find(order, b_runs, key);
        size_t last = first;
        while (last < b_runs && last - first < LT_ORDER_PLACES && order->grams[last].key == key) {
            last++;
        }
        while (last-- > first) { /* the last place first, so that one run is used once */
            order->matches[count] = (lt_order_match){(uint32_t)i, (uint32_t)order->grams[last].value, 0};
            longest = order_extend(order, count++, longest);
        }
    }
    size_t covered = 0;
    size_t free_end = a_count; /* ids behind it are counted */
    for (uint32_t m = longest > 0 ? order->tails[longest - 1] + 1 : 0; m > 0; m = order->matches[m - 1].previous) {
        size_t begin = order->matches[m - 1].a;
        size_t end = begin + LT_ORDER_RUN < free_end ? begin + LT_ORDER_RUN : free_end;
        covered += end - begin;
        free_end = begin;
    }
    *ret_covered = covered;
    return 0;
}
