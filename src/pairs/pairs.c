#include "pairs/pairs.h"

#include "base/buffer.h"
#include "base/radix_sort.h"
#include "pairs/bucket_neighbours.h"

#include <stdlib.h>
#include <string.h>

enum {
    PAIRS_SLICE = 16384, /* paragraphs between two reports of progress */
    PAIRS_ITEM = 16      /* paragraphs an item of work */
};

/* One worker's scratch. */
typedef struct pairs_bench {
    lt_bucket_neighbours neighbours;
    lt_pairs found;
} pairs_bench;

/* What one item found, in its worker's `found`. */
typedef struct pairs_span {
    unsigned worker;
    size_t begin, end;
} pairs_span;

typedef struct pairs_work {
    const lt_comparison *comparison;
    uint32_t *ranks;   /* [distinct]; UINT32_MAX: in no bucket */
    size_t begin, end; /* of the slice, in ranks */
    pairs_bench *benches;
    pairs_span spans[PAIRS_SLICE / PAIRS_ITEM];
} pairs_work;

void lt_pairs_clear(lt_pairs *pairs)
{
    free(pairs->items);
    *pairs = (lt_pairs){NULL, 0, 0, 0};
}

int lt_pairs_append(lt_pairs *pairs, const lt_candidates *candidates, uint32_t left, uint32_t right,
                    const lt_overlap *overlap, leitong_error *error)
{
    LT_TRY(LT_RESERVE(pairs->items, pairs->capacity, pairs->count + 1, error));
    uint32_t a = candidates->ranked[left];
    uint32_t b = candidates->ranked[right];
    lt_overlap turned = {overlap->shared, overlap->b, overlap->a};
    pairs->items[pairs->count++] = a < b ? (lt_pair){a, b, *overlap} : (lt_pair){b, a, turned};
    return 0;
}

int lt_pairs_sort(lt_pairs *pairs, leitong_error *error)
{
    size_t count = pairs->count;
    lt_record *records = malloc((2 * count + 1) * sizeof *records);
    lt_pair *sorted = malloc((count + 1) * sizeof *sorted);
    if (records == NULL || sorted == NULL) {
        free(records);
        free(sorted);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){(uint64_t)pairs->items[i].a << 32 | pairs->items[i].b, i};
    }
    lt_radix_sort_records(records, records + count, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = pairs->items[records[i].value];
    }
    free(records);
    free(pairs->items);
    pairs->items = sorted;
    pairs->capacity = count + 1;
    return 0;
}

static int pairs_order(const void *left, const void *right)
{
    const lt_pair *x = left;
    const lt_pair *y = right;
    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

/* The pairs of one distinct paragraph with those of greater number. */
static int pairs_of(const pairs_work *work, unsigned worker, uint32_t rank, leitong_error *error)
{
    const lt_comparison *comparison = work->comparison;
    const uint32_t *ranked = comparison->candidates->ranked;
    pairs_bench *bench = &work->benches[worker];
    size_t first = bench->found.count;
    LT_TRY(lt_bucket_neighbours_gather(&bench->neighbours, comparison->candidates, rank, UINT32_MAX, error));
    for (size_t i = 0; i < bench->neighbours.count; i++) {
        uint32_t neighbour = bench->neighbours.ranks[i];
        lt_similarity similarity = {0};
        if (ranked[neighbour] < ranked[rank]) {
            continue;
        }
        LT_TRY(lt_comparison_reaches(comparison, worker, rank, neighbour, &similarity, error));
        bench->found.verified++;
        if (similarity.reaches) {
            LT_TRY(lt_pairs_append(&bench->found, comparison->candidates, rank, neighbour, &similarity.overlap, error));
        }
    }
    if (bench->found.count > first) {
        qsort(bench->found.items + first, bench->found.count - first, sizeof *bench->found.items, pairs_order);
    }
    return 0;
}

static int pairs_item(void *context, size_t item, unsigned worker, leitong_error *error)
{
    pairs_work *work = context;
    pairs_bench *bench = &work->benches[worker];
    size_t first = work->begin + item * PAIRS_ITEM;
    size_t last = work->end - first > PAIRS_ITEM ? first + PAIRS_ITEM : work->end;
    size_t begin = bench->found.count;
    for (size_t i = first; i < last; i++) {
        if (work->ranks[i] != UINT32_MAX) {
            LT_TRY(pairs_of(work, worker, work->ranks[i], error));
        }
    }
    work->spans[item] = (pairs_span){worker, begin, bench->found.count};
    return 0;
}

/* Moves what the slice's items found to `pairs`, in their order. */
static int pairs_collect(pairs_work *work, size_t items, lt_pairs *pairs, leitong_error *error)
{
    for (size_t i = 0; i < items; i++) {
        const pairs_span *span = &work->spans[i];
        size_t count = span->end - span->begin;
        if (count == 0) {
            continue;
        }
        LT_TRY(LT_RESERVE(pairs->items, pairs->capacity, pairs->count + count, error));
        memcpy(pairs->items + pairs->count, work->benches[span->worker].found.items + span->begin,
               count * sizeof *pairs->items);
        pairs->count += count;
    }
    for (unsigned i = 0; i < lt_workers_count(work->comparison->workers); i++) {
        lt_pairs *found = &work->benches[i].found;
        pairs->verified += found->verified;
        found->verified = 0;
        found->count = 0;
    }
    return 0;
}

static int pairs_run(pairs_work *work, lt_pairs *pairs, leitong_error *error)
{
    const lt_comparison *comparison = work->comparison;
    size_t count = comparison->candidates->distinct_count;
    for (unsigned i = 0; i < lt_workers_count(comparison->workers); i++) {
        LT_TRY(lt_bucket_neighbours_init(&work->benches[i].neighbours, comparison->candidates, UINT32_MAX, NULL, 0,
                                         error));
    }
    for (work->begin = 0; work->begin < count; work->begin = work->end) {
        work->end = count - work->begin > PAIRS_SLICE ? work->begin + PAIRS_SLICE : count;
        size_t items = (work->end - work->begin + PAIRS_ITEM - 1) / PAIRS_ITEM;
        LT_TRY(lt_workers_run(comparison->workers, items, pairs_item, work, error));
        LT_TRY(pairs_collect(work, items, pairs, error));
        LT_TRY(lt_comparison_progress(comparison, comparison->candidates->ranked_count + work->end, error));
    }
    return 0;
}

int lt_pairs_all(const lt_comparison *comparison, lt_pairs *pairs, leitong_error *error)
{
    const lt_candidates *candidates = comparison->candidates;
    unsigned jobs = lt_workers_count(comparison->workers);
    pairs_work work = {.comparison = comparison};
    work.benches = calloc(jobs, sizeof *work.benches);
    work.ranks = malloc(((size_t)candidates->distinct_count + 1) * sizeof *work.ranks);
    int code = 0;
    if (work.benches == NULL || work.ranks == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    memset(work.ranks, 0xFF, candidates->distinct_count * sizeof *work.ranks);
    for (uint32_t i = 0; i < candidates->ranked_count; i++) {
        work.ranks[candidates->ranked[i]] = i;
    }
    code = pairs_run(&work, pairs, error);
done:
    for (unsigned i = 0; i < jobs && work.benches != NULL; i++) {
        lt_bucket_neighbours_clear(&work.benches[i].neighbours);
        lt_pairs_clear(&work.benches[i].found);
    }
    free(work.benches);
    free(work.ranks);
    return code;
}
