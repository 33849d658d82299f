#include "match/medoid.h"

#include "buffer.h"
#include "match/lookup.h"
#include "match/standing.h"
#include "radix.h"

#include <stdlib.h>
#include <string.h>

#define MEDOID_NONE UINT32_MAX
enum {
    MEDOID_BATCH = 8192, /* ranks */
    MEDOID_GATHER = 64,  /* ranks an item of work */
    MEDOID_VERIFY = 64,  /* comparisons an item of work */
    MEDOID_CROWDED = 4   /* comparisons a rank from which on screening pays */
};

/* A medoid of this batch, in one of its buckets. */
typedef struct medoid_newcomer {
    uint32_t rank;
    uint32_t round; /* in which it was decided */
    uint32_t next;  /* the one before it in the bucket, or MEDOID_NONE */
} medoid_newcomer;

/* A bucket that ranks of this batch stand in. */
typedef struct medoid_bucket {
    uint32_t bucket;
    uint32_t size;
    uint32_t standing; /* medoids in it; counted for crowded ones only */
    uint32_t newest;   /* in `newcomers`, or MEDOID_NONE */
    uint32_t blocked;  /* the last round in which an undecided rank stood in it */
} medoid_bucket;

/* One worker's finds. */
typedef struct medoid_bench {
    lt_standing_list list;
    uint64_t *tasks;
    size_t task_count, task_capacity;
} medoid_bench;

typedef struct medoid_batch {
    const lt_comparison *comparison;
    lt_medoids *result;
    lt_standing *standing;
    uint32_t begin, end; /* ranks */
    uint32_t round;
    const uint32_t *numbers; /* the buckets of ranks [begin, end), one after the other */
    lt_spool_scratch scratch;
    uint32_t *sizes; /* [as numbers] members */
    uint32_t *local; /* [as numbers] place in `buckets` */
    size_t size_capacity, local_capacity;
    lt_lookup lookup;
    medoid_bucket *buckets;
    size_t bucket_count, bucket_capacity;
    medoid_newcomer *newcomers;
    size_t newcomer_count, newcomer_capacity;
    uint32_t *undecided; /* ranks, ascending */
    size_t undecided_count;
    uint32_t *met;   /* [rank − begin] of a newcomer: the last rank that noted it as a task, + 1 */
    uint64_t *tasks; /* medoid << 32 | rank, and scratch as long */
    size_t task_count, task_capacity;
    lt_overlap *overlaps; /* [task]; a = 0: below the threshold */
    size_t overlap_capacity;
    uint64_t asked; /* tasks of this batch so far */
    bool crowded;   /* they are many a rank */
    medoid_bench *benches;
} medoid_batch;

int lt_comparison_progress(const lt_comparison *comparison, uint64_t done, leitong_error *error)
{
    if (comparison->progress != NULL &&
        comparison->progress(comparison->progress_context, done, comparison->total) != 0) {
        return lt_error_set(error, LEITONG_ECANCELLED, "cancelled while comparing paragraphs");
    }
    return 0;
}

uint32_t lt_comparison_paragraph(const lt_comparison *comparison, uint32_t rank)
{
    const lt_candidates *candidates = comparison->candidates;
    return candidates->distinct_paragraph[candidates->ranked[rank]];
}

int lt_comparison_reaches(const lt_comparison *comparison, unsigned worker, uint32_t left, uint32_t right,
                          bool screened, bool *ret_reaches, lt_overlap *ret_overlap, leitong_error *error)
{
    uint32_t a = lt_comparison_paragraph(comparison, left);
    uint32_t b = lt_comparison_paragraph(comparison, right);
    if (screened) {
        bool passes = false;
        int code = lt_screen_passes(comparison->screen[worker], a, b, right, comparison->threshold, &passes, error);
        if (code != 0) {
            return code;
        }
        if (!passes) {
            *ret_reaches = false;
            return 0;
        }
    }
    return lt_verify_reaches(comparison->verify[worker], a, b, comparison->threshold, ret_reaches, ret_overlap, error);
}

void lt_medoids_clear(lt_medoids *medoids)
{
    free(medoids->medoid);
    free(medoids->overlap);
    *medoids = (lt_medoids){NULL, NULL, 0, 0};
}

/* Where the buckets of `rank` begin in numbers, sizes and local. */
static size_t medoid_at(const medoid_batch *batch, uint32_t rank)
{
    const uint64_t *begins = batch->comparison->candidates->bucket_begin;
    return (size_t)(begins[rank] - begins[batch->begin]);
}

static int medoid_gather(void *context, size_t item, unsigned worker, leitong_error *error)
{
    medoid_batch *batch = context;
    medoid_bench *bench = &batch->benches[worker];
    uint32_t first = batch->begin + (uint32_t)item * MEDOID_GATHER;
    uint32_t last = batch->end - first > MEDOID_GATHER ? first + MEDOID_GATHER : batch->end;
    for (uint32_t rank = first; rank < last; rank++) {
        size_t at = medoid_at(batch, rank);
        int code = lt_standing_gather(batch->standing, rank, batch->numbers + at, medoid_at(batch, rank + 1) - at,
                                      &bench->list, batch->sizes + at, error);
        if (code == 0) {
            code = lt_buffer_reserve(&bench->tasks, &bench->task_capacity, bench->task_count + bench->list.count,
                                     sizeof *bench->tasks, error);
        }
        if (code != 0) {
            return code;
        }
        for (size_t i = 0; i < bench->list.count; i++) {
            bench->tasks[bench->task_count++] = (uint64_t)bench->list.ranks[i] << 32 | rank;
        }
    }
    return 0;
}

/* The batch's buckets, and the comparisons with medoids of earlier batches. */
static int medoid_open(medoid_batch *batch, leitong_error *error)
{
    const lt_comparison *comparison = batch->comparison;
    size_t count = medoid_at(batch, batch->end);
    int code = lt_candidates_buckets(comparison->candidates, batch->begin, batch->end, &batch->scratch, &batch->numbers,
                                     error);
    if (code == 0) {
        code = lt_buffer_reserve(&batch->sizes, &batch->size_capacity, count, sizeof *batch->sizes, error);
    }
    if (code == 0) {
        code = lt_buffer_reserve(&batch->local, &batch->local_capacity, count, sizeof *batch->local, error);
    }
    if (code == 0) {
        size_t items = (batch->end - batch->begin + MEDOID_GATHER - 1) / MEDOID_GATHER;
        code = lt_workers_run(comparison->workers, items, medoid_gather, batch, error);
    }
    lt_lookup_empty(&batch->lookup);
    batch->bucket_count = 0;
    batch->newcomer_count = 0;
    for (size_t i = 0; i < count && code == 0; i++) {
        code = lt_lookup_add(&batch->lookup, batch->numbers[i], &batch->local[i], error);
        if (code != 0 || batch->local[i] < batch->bucket_count) {
            continue;
        }
        code = lt_buffer_reserve(&batch->buckets, &batch->bucket_capacity, batch->bucket_count + 1,
                                 sizeof *batch->buckets, error);
        if (code == 0) {
            uint32_t crowd =
                batch->sizes[i] > LT_STANDING_SMALL ? lt_standing_count(batch->standing, batch->numbers[i]) : 0;
            batch->buckets[batch->bucket_count++] =
                (medoid_bucket){batch->numbers[i], batch->sizes[i], crowd, MEDOID_NONE, 0};
        }
    }
    for (unsigned i = 0; i < lt_workers_count(comparison->workers) && code == 0; i++) {
        medoid_bench *bench = &batch->benches[i];
        code = lt_buffer_reserve(&batch->tasks, &batch->task_capacity, batch->task_count + bench->task_count,
                                 sizeof *batch->tasks, error);
        if (code == 0 && bench->task_count > 0) {
            memcpy(batch->tasks + batch->task_count, bench->tasks, bench->task_count * sizeof *bench->tasks);
            batch->task_count += bench->task_count;
        }
        bench->task_count = 0;
    }
    return code;
}

static int medoid_verify(void *context, size_t item, unsigned worker, leitong_error *error)
{
    medoid_batch *batch = context;
    size_t first = item * MEDOID_VERIFY;
    size_t last = batch->task_count - first > MEDOID_VERIFY ? first + MEDOID_VERIFY : batch->task_count;
    for (size_t i = first; i < last; i++) {
        bool reaches = false;
        int code =
            lt_comparison_reaches(batch->comparison, worker, (uint32_t)(batch->tasks[i] >> 32),
                                  (uint32_t)batch->tasks[i], batch->crowded, &reaches, &batch->overlaps[i], error);
        if (code != 0) {
            return code;
        }
        if (!reaches) {
            batch->overlaps[i].a = 0;
        }
    }
    return 0;
}

/* Does the tasks, those with one medoid after each other; keeps for each rank the best. */
static int medoid_compare(medoid_batch *batch, leitong_error *error)
{
    lt_medoids *result = batch->result;
    size_t count = batch->task_count;
    int code = lt_buffer_reserve(&batch->tasks, &batch->task_capacity, 2 * count, sizeof *batch->tasks, error);
    if (code == 0) {
        code = lt_buffer_reserve(&batch->overlaps, &batch->overlap_capacity, count, sizeof *batch->overlaps, error);
    }
    if (code != 0 || count == 0) {
        return code;
    }
    lt_radix_u64(batch->tasks, batch->tasks + count, count);
    batch->asked += count;
    batch->crowded = batch->asked / MEDOID_CROWDED > batch->end - batch->begin;
    code = lt_workers_run(batch->comparison->workers, (count + MEDOID_VERIFY - 1) / MEDOID_VERIFY, medoid_verify, batch,
                          error);
    for (size_t i = 0; i < count && code == 0; i++) {
        uint32_t medoid = (uint32_t)(batch->tasks[i] >> 32);
        uint32_t rank = (uint32_t)batch->tasks[i];
        lt_overlap overlap = {batch->overlaps[i].shared, batch->overlaps[i].b, batch->overlaps[i].a};
        if (overlap.b == 0) {
            continue;
        }
        uint32_t best = result->medoid[rank];
        int order = best == MEDOID_NONE ? 1 : lt_overlap_compare(&overlap, &result->overlap[rank]);
        if (order > 0 || (order == 0 && medoid < best)) {
            result->medoid[rank] = medoid;
            result->overlap[rank] = overlap;
        }
    }
    result->verified += count;
    batch->task_count = 0;
    return code;
}

/* The comparisons that newcomers of this round ask of `rank`. */
static int medoid_ask(medoid_batch *batch, uint32_t rank, const medoid_bucket *bucket, leitong_error *error)
{
    uint32_t at = bucket->newest;
    while (at != MEDOID_NONE && batch->newcomers[at].round == batch->round) {
        uint32_t medoid = batch->newcomers[at].rank;
        if (batch->met[medoid - batch->begin] != rank + 1) {
            batch->met[medoid - batch->begin] = rank + 1;
            int code = lt_buffer_reserve(&batch->tasks, &batch->task_capacity, batch->task_count + 1,
                                         sizeof *batch->tasks, error);
            if (code != 0) {
                return code;
            }
            batch->tasks[batch->task_count++] = (uint64_t)medoid << 32 | rank;
        }
        at = batch->newcomers[at].next;
    }
    return 0;
}

/* `rank` becomes a medoid and stands in its buckets. */
static int medoid_stand(medoid_batch *batch, uint32_t rank, leitong_error *error)
{
    batch->result->medoid[rank] = rank;
    batch->result->overlap[rank] = (lt_overlap){1, 1, 1};
    for (size_t i = medoid_at(batch, rank); i < medoid_at(batch, rank + 1); i++) {
        medoid_bucket *bucket = &batch->buckets[batch->local[i]];
        if (bucket->size > LT_STANDING_SMALL && bucket->standing >= LT_STANDING_MOST) {
            batch->result->overflow++;
            continue;
        }
        int code = lt_buffer_reserve(&batch->newcomers, &batch->newcomer_capacity, batch->newcomer_count + 1,
                                     sizeof *batch->newcomers, error);
        if (code != 0) {
            return code;
        }
        batch->newcomers[batch->newcomer_count] = (medoid_newcomer){rank, batch->round, bucket->newest};
        bucket->newest = (uint32_t)batch->newcomer_count++;
        bucket->standing++;
    }
    return 0;
}

/* Decides, in rank order, all that can be decided; the others remain in `undecided`, with tasks for the next round. */
static int medoid_decide(medoid_batch *batch, leitong_error *error)
{
    size_t kept = 0;
    batch->round++;
    for (size_t i = 0; i < batch->undecided_count; i++) {
        uint32_t rank = batch->undecided[i];
        size_t first = medoid_at(batch, rank);
        size_t last = medoid_at(batch, rank + 1);
        size_t tasks = batch->task_count;
        bool blocked = false;
        int code = 0;
        for (size_t k = first; k < last && code == 0; k++) {
            const medoid_bucket *bucket = &batch->buckets[batch->local[k]];
            blocked = blocked || bucket->blocked == batch->round;
            code = medoid_ask(batch, rank, bucket, error);
        }
        if (code == 0 && (blocked || batch->task_count > tasks)) {
            for (size_t k = first; k < last; k++) {
                batch->buckets[batch->local[k]].blocked = batch->round;
            }
            batch->undecided[kept++] = rank;
        } else if (code == 0 && batch->result->medoid[rank] == MEDOID_NONE) {
            code = medoid_stand(batch, rank, error);
        }
        if (code != 0) {
            return code;
        }
    }
    batch->undecided_count = kept;
    return 0;
}

/* The batch's medoids become visible to later batches. */
static int medoid_close(medoid_batch *batch, leitong_error *error)
{
    for (uint32_t rank = batch->begin; rank < batch->end; rank++) {
        if (batch->result->medoid[rank] == rank) {
            lt_standing_mark(batch->standing, rank);
        }
    }
    for (size_t i = 0; i < batch->bucket_count; i++) {
        const medoid_bucket *bucket = &batch->buckets[i];
        uint32_t ranks[LT_STANDING_MOST];
        size_t count = 0;
        if (bucket->size <= LT_STANDING_SMALL) {
            continue;
        }
        for (uint32_t at = bucket->newest; at != MEDOID_NONE; at = batch->newcomers[at].next) {
            ranks[count++] = batch->newcomers[at].rank;
        }
        while (count > 0) {
            int code = lt_standing_add(batch->standing, bucket->bucket, ranks[--count], error);
            if (code != 0) {
                return code;
            }
        }
    }
    return 0;
}

static int medoid_run_batch(medoid_batch *batch, leitong_error *error)
{
    int code = medoid_open(batch, error);
    batch->round = 0;
    batch->asked = 0;
    batch->undecided_count = batch->end - batch->begin;
    for (uint32_t i = 0; i < batch->end - batch->begin; i++) {
        batch->undecided[i] = batch->begin + i;
        batch->met[i] = 0;
    }
    while (code == 0 && batch->undecided_count > 0) {
        code = medoid_compare(batch, error);
        if (code == 0) {
            code = medoid_decide(batch, error);
        }
    }
    return code != 0 ? code : medoid_close(batch, error);
}

static void medoid_batch_clear(medoid_batch *batch, unsigned jobs)
{
    for (unsigned i = 0; i < jobs && batch->benches != NULL; i++) {
        lt_standing_list_clear(&batch->benches[i].list);
        free(batch->benches[i].tasks);
    }
    free(batch->benches);
    lt_standing_free(batch->standing);
    lt_spool_scratch_clear(&batch->scratch);
    lt_lookup_clear(&batch->lookup);
    free(batch->sizes);
    free(batch->local);
    free(batch->buckets);
    free(batch->newcomers);
    free(batch->undecided);
    free(batch->met);
    free(batch->tasks);
    free(batch->overlaps);
}

int lt_medoid_settle(const lt_comparison *comparison, lt_medoids *ret_medoids, leitong_error *error)
{
    uint32_t ranks = comparison->candidates->ranked_count;
    unsigned jobs = lt_workers_count(comparison->workers);
    lt_medoids result = {NULL, NULL, 0, 0};
    medoid_batch batch = {.comparison = comparison, .result = &result};
    batch.benches = calloc(jobs, sizeof *batch.benches);
    batch.undecided = malloc(MEDOID_BATCH * sizeof *batch.undecided);
    batch.met = malloc(MEDOID_BATCH * sizeof *batch.met);
    result.medoid = malloc(((size_t)ranks + 1) * sizeof *result.medoid);
    result.overlap = malloc(((size_t)ranks + 1) * sizeof *result.overlap);
    int code = 0;
    if (batch.benches == NULL || batch.undecided == NULL || batch.met == NULL || result.medoid == NULL ||
        result.overlap == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    memset(result.medoid, 0xFF, ranks * sizeof *result.medoid);
    code = lt_standing_new(comparison->candidates, &batch.standing, error);
    while (code == 0 && batch.begin < ranks) {
        batch.end = ranks - batch.begin > MEDOID_BATCH ? batch.begin + MEDOID_BATCH : ranks;
        code = medoid_run_batch(&batch, error);
        batch.begin = batch.end;
        if (code == 0) {
            code = lt_comparison_progress(comparison, batch.begin, error);
        }
    }
done:
    medoid_batch_clear(&batch, jobs);
    if (code == 0) {
        *ret_medoids = result;
    } else {
        lt_medoids_clear(&result);
    }
    return code;
}
