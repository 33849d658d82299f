#include "pairs/bucket_medoids.h"

#include "base/buffer.h"
#include "pairs/bucket_neighbours.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    MEDOID_SLICE = 16384, /* ranks between two reports of progress */
    MEDOID_ITEM = 16,     /* ranks an item of work */
    MEDOID_CROWDED = 4    /* comparisons of one paragraph from which on the bitmap filter pays */
};

/* What is decided of a rank: one byte, written by whoever decides and read by all. */
enum medoid_state {
    MEDOID_OPEN,
    MEDOID_MEMBER,
    MEDOID_ALONE, /* a medoid that nobody has joined */
    MEDOID_JOINED /* a medoid with members */
};

typedef struct medoid_edge {
    uint32_t rank;
    lt_overlap overlap; /* a = the paragraph's in hand, b = that of `rank` */
} medoid_edge;

/* One worker's scratch and finds. */
typedef struct medoid_bench {
    lt_bucket_neighbours neighbours;
    medoid_edge *edges;
    size_t edge_count, edge_capacity;
    uint32_t *behind;
    size_t behind_count, behind_capacity;
    uint64_t verified;
} medoid_bench;

typedef struct medoid_work {
    const lt_comparison *comparison;
    uint32_t first;
    bool alone;
    lt_bucket_medoids *result;
    unsigned char *states; /* [rank] of enum medoid_state */
    medoid_bench *benches; /* [worker] */
    uint32_t begin, end;   /* of the slice */
    pthread_mutex_t lock;  /* of `nearest` and `overlap` of medoids, and to wait with */
    pthread_cond_t decided;
    unsigned waiting; /* who waits for a decision */
} medoid_work;

void lt_bucket_medoids_clear(lt_bucket_medoids *medoids)
{
    free(medoids->medoid);
    free(medoids->nearest);
    free(medoids->overlap);
    free(medoids->behind);
    *medoids = (lt_bucket_medoids){.medoid = NULL};
}

/* The state of an earlier rank, once it is decided. Workers take ranks in order, so the earliest that is not decided is
 * in the hands of one who waits for nobody. */
static enum medoid_state bucket_medoids_await(medoid_work *work, uint32_t rank)
{
    enum medoid_state state = __atomic_load_n(&work->states[rank], __ATOMIC_ACQUIRE);
    if (state != MEDOID_OPEN) {
        return state;
    }
    pthread_mutex_lock(&work->lock);
    __atomic_add_fetch(&work->waiting, 1,
                       __ATOMIC_SEQ_CST); /* before the look, as bucket_medoids_publish decides before its */
    while ((state = __atomic_load_n(&work->states[rank], __ATOMIC_SEQ_CST)) == MEDOID_OPEN) {
        pthread_cond_wait(&work->decided, &work->lock);
    }
    __atomic_sub_fetch(&work->waiting, 1, __ATOMIC_SEQ_CST);
    pthread_mutex_unlock(&work->lock);
    return state;
}

static void bucket_medoids_publish(medoid_work *work, uint32_t rank, enum medoid_state state)
{
    __atomic_store_n(&work->states[rank], (unsigned char)state, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&work->waiting, __ATOMIC_SEQ_CST) > 0) {
        pthread_mutex_lock(&work->lock);
        pthread_cond_broadcast(&work->decided);
        pthread_mutex_unlock(&work->lock);
    }
}

/* Whether an edge to `rank` of `overlap` (the other side's size is b) comes before that to `best`. */
static bool bucket_medoids_nearer(uint32_t rank, const lt_overlap *overlap, uint32_t best, const lt_overlap *most)
{
    int order = best == LT_BUCKET_MEDOID_NONE ? 1 : lt_overlap_compare(overlap, most);
    return order > 0 || (order == 0 && rank < best);
}

/* Compares `rank` with the neighbours; leaves its edges in the bench. */
static int bucket_medoids_compare(const medoid_work *work, unsigned worker, uint32_t rank, leitong_error *error)
{
    medoid_bench *bench = &work->benches[worker];
    const lt_bucket_neighbours *neighbours = &bench->neighbours;
    bench->edge_count = 0;
    LT_TRY(LT_RESERVE(bench->edges, bench->edge_capacity, neighbours->count, error));
    for (size_t i = 0; i < neighbours->count; i++) {
        uint32_t neighbour = neighbours->ranks[i];
        lt_similarity similarity = {0};
        LT_TRY(neighbours->count > MEDOID_CROWDED
                   ? lt_comparison_filtered(work->comparison, worker, rank, neighbour, &similarity, error)
                   : lt_comparison_reaches(work->comparison, worker, rank, neighbour, &similarity, error));
        if (similarity.reaches) {
            bench->edges[bench->edge_count++] = (medoid_edge){neighbour, similarity.overlap};
        }
    }
    bench->verified += neighbours->count;
    return 0;
}

/* The best of the bench's edges and *best becomes *best. */
static void bucket_medoids_choose(const medoid_bench *bench, medoid_edge *best)
{
    for (size_t i = 0; i < bench->edge_count; i++) {
        const medoid_edge *edge = &bench->edges[i];
        if (bucket_medoids_nearer(edge->rank, &edge->overlap, best->rank, &best->overlap)) {
            *best = *edge;
        }
    }
}

/* `rank` has edges to medoids whom it does not join: they may need them. */
static void bucket_medoids_tell(medoid_work *work, const medoid_bench *bench, uint32_t rank)
{
    lt_bucket_medoids *result = work->result;
    for (size_t i = 0; i < bench->edge_count; i++) {
        uint32_t medoid = bench->edges[i].rank;
        lt_overlap overlap = {bench->edges[i].overlap.shared, bench->edges[i].overlap.b, bench->edges[i].overlap.a};
        if (__atomic_load_n(&work->states[medoid], __ATOMIC_RELAXED) != MEDOID_ALONE) {
            continue;
        }
        pthread_mutex_lock(&work->lock);
        if (bucket_medoids_nearer(rank, &overlap, result->nearest[medoid], &result->overlap[medoid])) {
            result->nearest[medoid] = rank;
            result->overlap[medoid] = overlap;
        }
        pthread_mutex_unlock(&work->lock);
    }
}

/* Step 1 for one rank. */
static int bucket_medoids_decide(medoid_work *work, unsigned worker, uint32_t rank, enum medoid_state *ret_state,
                                 leitong_error *error)
{
    medoid_bench *bench = &work->benches[worker];
    lt_bucket_neighbours *neighbours = &bench->neighbours;
    medoid_edge best = {LT_BUCKET_MEDOID_NONE, {0, 0, 0}};
    size_t kept = 0;
    LT_TRY(lt_bucket_neighbours_gather(neighbours, work->comparison->candidates, rank, rank, error));
    for (size_t i = 0; i < neighbours->count; i++) {
        uint32_t neighbour = neighbours->ranks[i];
        enum medoid_state state = bucket_medoids_await(work, neighbour);
        neighbours->ranks[kept] = neighbour;
        kept += state != MEDOID_MEMBER;
    }
    neighbours->count = kept;
    LT_TRY(bucket_medoids_compare(work, worker, rank, error));
    bucket_medoids_choose(bench, &best);
    work->result->medoid[rank] = best.rank == LT_BUCKET_MEDOID_NONE ? rank : best.rank;
    work->result->nearest[rank] = best.rank;
    work->result->overlap[rank] = best.overlap;
    if (best.rank == LT_BUCKET_MEDOID_NONE) {
        *ret_state = MEDOID_ALONE;
        return 0;
    }
    __atomic_store_n(&work->states[best.rank], MEDOID_JOINED, __ATOMIC_RELEASE);
    if (work->alone) {
        bucket_medoids_tell(work, bench, rank);
    }
    *ret_state = MEDOID_MEMBER;
    return 0;
}

/* Step 2 for a medoid that nobody joined. */
static int bucket_medoids_attend(const medoid_work *work, unsigned worker, uint32_t rank, leitong_error *error)
{
    medoid_bench *bench = &work->benches[worker];
    lt_bucket_neighbours *neighbours = &bench->neighbours;
    medoid_edge best = {work->result->nearest[rank], work->result->overlap[rank]};
    size_t kept = 0;
    LT_TRY(lt_bucket_neighbours_gather(neighbours, work->comparison->candidates, rank, rank, error));
    for (size_t i = 0; i < neighbours->count; i++) {
        uint32_t neighbour = neighbours->ranks[i];
        neighbours->ranks[kept] = neighbour;
        kept += work->states[neighbour] == MEDOID_MEMBER;
    }
    neighbours->count = kept;
    LT_TRY(bucket_medoids_compare(work, worker, rank, error));
    bucket_medoids_choose(bench, &best);
    work->result->nearest[rank] = best.rank;
    work->result->overlap[rank] = best.overlap;
    if (best.rank == LT_BUCKET_MEDOID_NONE && neighbours->behind) {
        LT_TRY(LT_RESERVE(bench->behind, bench->behind_capacity, bench->behind_count + 1, error));
        bench->behind[bench->behind_count++] = rank;
    }
    return 0;
}

static int bucket_medoids_decide_item(void *context, size_t item, unsigned worker, leitong_error *error)
{
    medoid_work *work = context;
    uint32_t first = work->begin + (uint32_t)item * MEDOID_ITEM;
    uint32_t last = work->end - first > MEDOID_ITEM ? first + MEDOID_ITEM : work->end;
    int code = 0;
    for (uint32_t rank = first; rank < last; rank++) {
        enum medoid_state state = MEDOID_MEMBER;
        if (code == 0) {
            code = bucket_medoids_decide(work, worker, rank, &state, error);
        }
        bucket_medoids_publish(work, rank, state); /* after a failure too, so that nobody waits; any state will do */
    }
    return code;
}

static int bucket_medoids_attend_item(void *context, size_t item, unsigned worker, leitong_error *error)
{
    medoid_work *work = context;
    uint32_t first = work->begin + (uint32_t)item * MEDOID_ITEM;
    uint32_t last = work->end - first > MEDOID_ITEM ? first + MEDOID_ITEM : work->end;
    for (uint32_t rank = first; rank < last; rank++) {
        if (work->states[rank] == MEDOID_ALONE) {
            LT_TRY(bucket_medoids_attend(work, worker, rank, error));
        } else if (work->states[rank] == MEDOID_JOINED) {
            work->result->nearest[rank] = LT_BUCKET_MEDOID_NONE; /* what was told before it was joined */
        }
    }
    return 0;
}

/* All ranks, a slice at a time; `done`: what progress has told before. */
static int bucket_medoids_run(medoid_work *work, lt_work item, uint64_t done, leitong_error *error)
{
    uint32_t ranks = work->comparison->candidates->ranked_count;
    for (work->begin = 0; work->begin < ranks; work->begin = work->end) {
        work->end = ranks - work->begin > MEDOID_SLICE ? work->begin + MEDOID_SLICE : ranks;
        size_t items = (work->end - work->begin + MEDOID_ITEM - 1) / MEDOID_ITEM;
        LT_TRY(lt_workers_run(work->comparison->workers, items, item, work, error));
        LT_TRY(lt_comparison_progress(work->comparison, done + work->end, error));
    }
    return 0;
}

static int bucket_medoids_order(const void *left, const void *right)
{
    uint32_t x = *(const uint32_t *)left;
    uint32_t y = *(const uint32_t *)right;
    return (x > y) - (x < y);
}

/* What the workers found becomes the result's. */
static int bucket_medoids_collect(const medoid_work *work, leitong_error *error)
{
    lt_bucket_medoids *result = work->result;
    for (unsigned i = 0; i < lt_workers_count(work->comparison->workers); i++) {
        const medoid_bench *bench = &work->benches[i];
        result->verified += bench->verified;
        LT_TRY(LT_RESERVE(result->behind, result->behind_capacity, result->behind_count + bench->behind_count, error));
        for (size_t k = 0; k < bench->behind_count; k++) {
            result->behind[result->behind_count++] = bench->behind[k];
        }
    }
    if (result->behind_count > 1) {
        qsort(result->behind, result->behind_count, sizeof *result->behind, bucket_medoids_order);
    }
    return 0;
}

static int bucket_medoids_prepare(medoid_work *work, leitong_error *error)
{
    const lt_candidates *candidates = work->comparison->candidates;
    size_t ranks = (size_t)candidates->ranked_count + 1;
    unsigned jobs = lt_workers_count(work->comparison->workers);
    work->result->medoid = malloc(ranks * sizeof *work->result->medoid);
    work->result->nearest = malloc(ranks * sizeof *work->result->nearest);
    work->result->overlap = malloc(ranks * sizeof *work->result->overlap);
    work->states = calloc(ranks, sizeof *work->states);
    work->benches = calloc(jobs, sizeof *work->benches);
    if (work->result->medoid == NULL || work->result->nearest == NULL || work->result->overlap == NULL ||
        work->states == NULL || work->benches == NULL) {
        return lt_error_memory(error);
    }
    return 0;
}

/* For the step to come. `states`: members are left out, or NULL. */
static int bucket_medoids_neighbours(const medoid_work *work, const unsigned char *states, leitong_error *error)
{
    for (unsigned i = 0; i < lt_workers_count(work->comparison->workers); i++) {
        lt_bucket_neighbours *neighbours = &work->benches[i].neighbours;
        lt_bucket_neighbours_clear(neighbours);
        LT_TRY(lt_bucket_neighbours_init(neighbours, work->comparison->candidates, work->first, states, MEDOID_MEMBER,
                                         error));
    }
    return 0;
}

int lt_bucket_medoids_find(const lt_comparison *comparison, uint32_t first, bool alone, lt_bucket_medoids *ret_medoids,
                           leitong_error *error)
{
    lt_bucket_medoids result = {.medoid = NULL};
    medoid_work work = {.comparison = comparison, .first = first, .alone = alone, .result = &result};
    int code = 0;
    pthread_mutex_init(&work.lock, NULL);
    pthread_cond_init(&work.decided, NULL);
    LT_TRY_GOTO(done, bucket_medoids_prepare(&work, error));
    LT_TRY_GOTO(done, bucket_medoids_neighbours(&work, work.states, error));
    LT_TRY_GOTO(done, bucket_medoids_run(&work, bucket_medoids_decide_item, 0, error));
    if (alone) {
        LT_TRY_GOTO(done, bucket_medoids_neighbours(&work, NULL, error));
        LT_TRY_GOTO(done,
                    bucket_medoids_run(&work, bucket_medoids_attend_item, comparison->candidates->ranked_count, error));
    }
    LT_TRY_GOTO(done, bucket_medoids_collect(&work, error));
    *ret_medoids = result;
done:
    for (unsigned i = 0; i < lt_workers_count(comparison->workers) && work.benches != NULL; i++) {
        lt_bucket_neighbours_clear(&work.benches[i].neighbours);
        free(work.benches[i].edges);
        free(work.benches[i].behind);
    }
    free(work.benches);
    free(work.states);
    pthread_cond_destroy(&work.decided);
    pthread_mutex_destroy(&work.lock);
    if (code != 0) {
        lt_bucket_medoids_clear(&result);
    }
    return code;
}
