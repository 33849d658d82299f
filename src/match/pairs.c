#include "match/pairs.h"

#include "buffer.h"
#include "match/standing.h"
#include "radix.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS_NONE UINT32_MAX
enum {
    PAIRS_SLICE = 16384, /* paragraphs between two reports of progress */
    PAIRS_ITEM = 16,     /* paragraphs an item of work */
    PAIRS_STRETCH = 64   /* members a lonely paragraph is compared with before it looks whether it has one */
};

/* One worker's scratch. */
typedef struct pairs_bench {
    uint64_t *marks; /* a bit a rank: it is in `partners` */
    uint32_t *partners;
    size_t partner_count, partner_capacity;
    lt_spool_scratch bucket_scratch, member_scratch;
    lt_pairs found;
} pairs_bench;

/* What one item found, in its worker's `found`. */
typedef struct pairs_span {
    unsigned worker;
    size_t begin, end;
} pairs_span;

typedef struct pairs_work {
    const lt_comparison *comparison;
    const uint32_t *medoid; /* [rank] → rank, for the lonely */
    uint32_t *numbers;      /* the lonely: their ranks; all: [distinct] → rank or PAIRS_NONE */
    size_t begin, end;      /* of the slice, in numbers */
    pairs_bench *benches;
    pairs_span spans[PAIRS_SLICE / PAIRS_ITEM];
} pairs_work;

void lt_pairs_clear(lt_pairs *pairs)
{
    free(pairs->items);
    *pairs = (lt_pairs){NULL, 0, 0, 0, 0};
}

int lt_pairs_append(lt_pairs *pairs, const lt_candidates *candidates, uint32_t left, uint32_t right,
                    const lt_overlap *overlap, leitong_error *error)
{
    int code = lt_buffer_reserve(&pairs->items, &pairs->capacity, pairs->count + 1, sizeof *pairs->items, error);
    if (code != 0) {
        return code;
    }
    uint32_t a = candidates->ranked[left];
    uint32_t b = candidates->ranked[right];
    lt_overlap turned = {overlap->shared, overlap->b, overlap->a};
    pairs->items[pairs->count++] = a < b ? (lt_pair){a, b, *overlap} : (lt_pair){b, a, turned};
    return 0;
}

int lt_pairs_sort(lt_pairs *pairs, leitong_error *error)
{
    size_t count = pairs->count;
    if (count == 0) {
        return 0;
    }
    lt_record *records = malloc(2 * count * sizeof *records);
    lt_pair *sorted = malloc(count * sizeof *sorted);
    if (records == NULL || sorted == NULL) {
        free(records);
        free(sorted);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){(uint64_t)pairs->items[i].a << 32 | pairs->items[i].b, i};
    }
    lt_radix_records(records, records + count, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || records[i].key != records[i - 1].key) {
            sorted[kept++] = pairs->items[records[i].value];
        }
    }
    free(records);
    free(pairs->items);
    pairs->items = sorted;
    pairs->count = kept;
    pairs->capacity = count;
    return 0;
}

static void pairs_free_benches(pairs_work *work)
{
    for (unsigned i = 0; i < lt_workers_count(work->comparison->workers) && work->benches != NULL; i++) {
        pairs_bench *bench = &work->benches[i];
        free(bench->marks);
        free(bench->partners);
        lt_spool_scratch_clear(&bench->bucket_scratch);
        lt_spool_scratch_clear(&bench->member_scratch);
        lt_pairs_clear(&bench->found);
    }
    free(work->benches);
}

static int pairs_new_benches(pairs_work *work, leitong_error *error)
{
    unsigned jobs = lt_workers_count(work->comparison->workers);
    work->benches = calloc(jobs, sizeof *work->benches);
    if (work->benches == NULL) {
        return lt_error_memory(error);
    }
    for (unsigned i = 0; i < jobs; i++) {
        work->benches[i].marks = calloc(work->comparison->candidates->ranked_count / 64 + 1, sizeof(uint64_t));
        if (work->benches[i].marks == NULL) {
            return lt_error_memory(error);
        }
    }
    return 0;
}

/* Fills `partners` with the first `most` members of each of the rank's buckets, each once and not itself; returns in
 * *ret_left how many are behind those. */
static int pairs_gather(const lt_comparison *comparison, pairs_bench *bench, uint32_t rank, uint32_t most,
                        uint64_t *ret_left, leitong_error *error)
{
    const lt_candidates *candidates = comparison->candidates;
    size_t bucket_count = (size_t)(candidates->bucket_begin[rank + 1] - candidates->bucket_begin[rank]);
    const uint32_t *buckets = NULL;
    int code = lt_candidates_buckets(candidates, rank, rank + 1, &bench->bucket_scratch, &buckets, error);
    bench->partner_count = 0;
    *ret_left = 0;
    for (size_t i = 0; i < bucket_count && code == 0; i++) {
        const uint32_t *members = NULL;
        uint32_t size = 0;
        code = lt_candidates_members(candidates, buckets[i], most, &bench->member_scratch, &members, &size, error);
        uint32_t held = size < most ? size : most;
        if (code == 0) {
            code = lt_buffer_reserve(&bench->partners, &bench->partner_capacity, bench->partner_count + held,
                                     sizeof *bench->partners, error);
        }
        for (uint32_t k = 0; k < held && code == 0; k++) {
            uint64_t *word = &bench->marks[members[k] / 64];
            uint64_t bit = UINT64_C(1) << (members[k] % 64);
            if ((*word & bit) == 0 && members[k] != rank) {
                *word |= bit;
                bench->partners[bench->partner_count++] = members[k];
            }
        }
        *ret_left += size - held;
    }
    for (size_t i = 0; i < bench->partner_count; i++) {
        bench->marks[bench->partners[i] / 64] = 0;
    }
    return code;
}

static int pairs_order_ranks(const void *left, const void *right)
{
    uint32_t x = *(const uint32_t *)left;
    uint32_t y = *(const uint32_t *)right;
    return (x > y) - (x < y);
}

static int pairs_order(const void *left, const void *right)
{
    const lt_pair *x = left;
    const lt_pair *y = right;
    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

/* The neighbour of one medoid without members. */
static int pairs_nearest(const pairs_work *work, pairs_bench *bench, unsigned worker, uint32_t rank,
                         leitong_error *error)
{
    const lt_comparison *comparison = work->comparison;
    uint64_t left = 0;
    int code = pairs_gather(comparison, bench, rank, LT_STANDING_MOST, &left, error);
    size_t count = 0;
    for (size_t i = 0; i < bench->partner_count && code == 0; i++) {
        uint32_t partner = bench->partners[i];
        if (partner > rank || work->medoid[partner] != partner) { /* better ranked medoids it has met already */
            bench->partners[count++] = partner;
        }
    }
    if (count > 0) {
        qsort(bench->partners, count, sizeof *bench->partners, pairs_order_ranks);
    }
    uint32_t nearest = PAIRS_NONE;
    lt_overlap most = {0, 0, 0};
    for (size_t i = 0; i < count && code == 0; i++) {
        if (i % PAIRS_STRETCH == 0 && nearest != PAIRS_NONE) {
            break;
        }
        bool reaches = false;
        lt_overlap overlap = {0, 0, 0};
        code = lt_comparison_reaches(comparison, worker, rank, bench->partners[i], count > PAIRS_STRETCH, &reaches,
                                     &overlap, error);
        bench->found.verified++;
        if (code == 0 && reaches && (nearest == PAIRS_NONE || lt_overlap_compare(&overlap, &most) > 0)) {
            nearest = bench->partners[i];
            most = overlap;
        }
    }
    if (code != 0) {
        return code;
    }
    if (nearest == PAIRS_NONE) {
        bench->found.overflow += left;
        return 0;
    }
    return lt_pairs_append(&bench->found, comparison->candidates, rank, nearest, &most, error);
}

/* The pairs of one distinct paragraph with those of greater number. */
static int pairs_of(const pairs_work *work, pairs_bench *bench, unsigned worker, uint32_t rank, leitong_error *error)
{
    const lt_comparison *comparison = work->comparison;
    const uint32_t *ranked = comparison->candidates->ranked;
    uint64_t left = 0;
    size_t first = bench->found.count;
    int code = pairs_gather(comparison, bench, rank, UINT32_MAX, &left, error);
    for (size_t i = 0; i < bench->partner_count && code == 0; i++) {
        uint32_t partner = bench->partners[i];
        bool reaches = false;
        lt_overlap overlap = {0, 0, 0};
        if (ranked[partner] < ranked[rank]) {
            continue;
        }
        code = lt_comparison_reaches(comparison, worker, rank, partner, false, &reaches, &overlap, error);
        bench->found.verified++;
        if (code == 0 && reaches) {
            code = lt_pairs_append(&bench->found, comparison->candidates, rank, partner, &overlap, error);
        }
    }
    if (code == 0 && bench->found.count > first) {
        qsort(bench->found.items + first, bench->found.count - first, sizeof *bench->found.items, pairs_order);
    }
    return code;
}

static int pairs_item(void *context, size_t item, unsigned worker, leitong_error *error)
{
    pairs_work *work = context;
    pairs_bench *bench = &work->benches[worker];
    size_t first = work->begin + item * PAIRS_ITEM;
    size_t last = work->end - first > PAIRS_ITEM ? first + PAIRS_ITEM : work->end;
    size_t begin = bench->found.count;
    for (size_t i = first; i < last; i++) {
        if (work->numbers[i] == PAIRS_NONE) {
            continue;
        }
        int code = work->medoid != NULL ? pairs_nearest(work, bench, worker, work->numbers[i], error)
                                        : pairs_of(work, bench, worker, work->numbers[i], error);
        if (code != 0) {
            return code;
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
        int code =
            lt_buffer_reserve(&pairs->items, &pairs->capacity, pairs->count + count, sizeof *pairs->items, error);
        if (code != 0) {
            return code;
        }
        memcpy(pairs->items + pairs->count, work->benches[span->worker].found.items + span->begin,
               count * sizeof *pairs->items);
        pairs->count += count;
    }
    for (unsigned i = 0; i < lt_workers_count(work->comparison->workers); i++) {
        lt_pairs *found = &work->benches[i].found;
        pairs->verified += found->verified;
        pairs->overflow += found->overflow;
        found->verified = 0;
        found->overflow = 0;
        found->count = 0;
    }
    return 0;
}

static int pairs_run(pairs_work *work, size_t count, uint64_t done, lt_pairs *pairs, leitong_error *error)
{
    const lt_comparison *comparison = work->comparison;
    int code = pairs_new_benches(work, error);
    for (work->begin = 0; work->begin < count && code == 0; work->begin = work->end) {
        work->end = count - work->begin > PAIRS_SLICE ? work->begin + PAIRS_SLICE : count;
        size_t items = (work->end - work->begin + PAIRS_ITEM - 1) / PAIRS_ITEM;
        code = lt_workers_run(comparison->workers, items, pairs_item, work, error);
        if (code == 0) {
            code = pairs_collect(work, items, pairs, error);
        }
        if (code == 0) {
            code = lt_comparison_progress(comparison, done + work->end, error);
        }
    }
    pairs_free_benches(work);
    return code;
}

int lt_pairs_lonely(const lt_comparison *comparison, const lt_medoids *medoids, lt_pairs *pairs, leitong_error *error)
{
    uint32_t ranks = comparison->candidates->ranked_count;
    pairs_work work = {.comparison = comparison, .medoid = medoids->medoid};
    bool *joined = calloc((size_t)ranks + 1, sizeof *joined);
    work.numbers = malloc(((size_t)ranks + 1) * sizeof *work.numbers);
    int code = 0;
    size_t count = 0;
    if (joined == NULL || work.numbers == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    for (uint32_t i = 0; i < ranks; i++) {
        joined[medoids->medoid[i]] = joined[medoids->medoid[i]] || medoids->medoid[i] != i;
    }
    for (uint32_t i = 0; i < ranks; i++) {
        if (medoids->medoid[i] == i && !joined[i]) {
            work.numbers[count++] = i;
        }
    }
    code = pairs_run(&work, count, ranks, pairs, error);
done:
    free(joined);
    free(work.numbers);
    return code;
}

int lt_pairs_all(const lt_comparison *comparison, lt_pairs *pairs, leitong_error *error)
{
    const lt_candidates *candidates = comparison->candidates;
    pairs_work work = {.comparison = comparison};
    work.numbers = malloc(((size_t)candidates->distinct_count + 1) * sizeof *work.numbers);
    if (work.numbers == NULL) {
        return lt_error_memory(error);
    }
    memset(work.numbers, 0xFF, candidates->distinct_count * sizeof *work.numbers);
    for (uint32_t i = 0; i < candidates->ranked_count; i++) {
        work.numbers[candidates->ranked[i]] = i;
    }
    int code = pairs_run(&work, candidates->distinct_count, candidates->ranked_count, pairs, error);
    free(work.numbers);
    return code;
}
