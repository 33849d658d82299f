#include "match/family_join.h"

#include "radix.h"

#include <stdlib.h>

/* Medoids of one bucket. */
typedef struct join_bucket {
    uint64_t begin; /* in `standing` */
    uint32_t count; /* so far */
    uint32_t room;
} join_bucket;

typedef struct join_work {
    const lt_join *join;
    join_bucket *buckets;
    uint32_t *standing; /* numbers of medoids */
    uint32_t *medoids;  /* [number] → item */
    uint32_t medoid_count;
    lt_record *votes; /* of one item, and the scratch of their sort */
    uint64_t overflow;
} join_work;

static int join_open(join_work *work, leitong_error *error)
{
    const lt_join *join = work->join;
    uint64_t room = 0;
    work->buckets = calloc((size_t)join->buckets + 1, sizeof *work->buckets);
    work->medoids = malloc(((size_t)join->items + 1) * sizeof *work->medoids);
    work->votes = malloc(2 * (size_t)join->most * LT_JOIN_STANDING * sizeof *work->votes);
    if (work->buckets == NULL || work->medoids == NULL || work->votes == NULL) {
        return lt_error_memory(error);
    }
    for (uint32_t b = 0; b < join->buckets; b++) {
        uint32_t most = join->size[b] < LT_JOIN_STANDING ? join->size[b] : LT_JOIN_STANDING;
        work->buckets[b] = (join_bucket){room, 0, most};
        room += most;
    }
    work->standing = malloc((room + 1) * sizeof *work->standing);
    return work->standing != NULL ? 0 : lt_error_memory(error);
}

/* Counts in how many of the item's buckets each medoid stands; the records are then (votes, ~number), best last. */
static size_t join_vote(join_work *work, const uint32_t *mine, size_t mine_count)
{
    lt_record *votes = work->votes;
    lt_record *scratch = votes + (size_t)work->join->most * LT_JOIN_STANDING;
    size_t count = 0;
    for (size_t i = 0; i < mine_count; i++) {
        const join_bucket *bucket = &work->buckets[mine[i]];
        for (uint32_t k = 0; k < bucket->count; k++) {
            votes[count++] = (lt_record){work->standing[bucket->begin + k], 0};
        }
    }
    lt_radix_records(votes, scratch, count);
    size_t kept = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && votes[end].key == votes[begin].key) {
            end++;
        }
        if (end - begin >= work->join->least) {
            votes[kept++] = (lt_record){end - begin, UINT32_MAX - votes[begin].key};
        }
    }
    lt_radix_records(votes, scratch, kept);
    return kept;
}

static int join_settle(join_work *work, uint32_t item, leitong_error *error)
{
    const lt_join *join = work->join;
    const uint32_t *mine;
    size_t mine_count;
    bool joined = false;
    int code = join->look(join->context, item, &mine, &mine_count, error);
    if (code != 0) {
        return code;
    }
    size_t count = join_vote(work, mine, mine_count);
    for (size_t i = 0; code == 0 && !joined && i < count && i < LT_JOIN_TRIED; i++) {
        uint32_t number = UINT32_MAX - (uint32_t)work->votes[count - 1 - i].value;
        code = join->join(join->context, item, work->medoids[number], &joined, error);
    }
    if (code != 0 || joined) {
        return code;
    }
    for (size_t i = 0; i < mine_count; i++) {
        join_bucket *bucket = &work->buckets[mine[i]];
        if (bucket->count < bucket->room) {
            work->standing[bucket->begin + bucket->count++] = work->medoid_count;
        } else {
            work->overflow++;
        }
    }
    work->medoids[work->medoid_count++] = item;
    return 0;
}

static int join_items(join_work *work, leitong_error *error)
{
    const lt_join *join = work->join;
    lt_record *ranks = malloc(((size_t)join->items * 2 + 1) * sizeof *ranks);
    uint32_t count = 0;
    if (ranks == NULL) {
        return lt_error_memory(error);
    }
    for (uint32_t i = 0; i < join->items; i++) {
        if (join->crowd[i] > 0) {
            ranks[count++] = (lt_record){join->hash[i], i};
        }
    }
    lt_radix_records(ranks, ranks + count, count);
    for (uint32_t i = 0; i < count; i++) {
        /* The record's value begins with its place by hash, so that the second sort keeps that order among equals. */
        uint32_t item = (uint32_t)ranks[i].value;
        ranks[i] = (lt_record){UINT64_MAX - join->crowd[item], (uint64_t)i << 32 | item};
    }
    lt_radix_records(ranks, ranks + count, count);
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < count; i++) {
        code = join_settle(work, (uint32_t)ranks[i].value, error);
    }
    free(ranks);
    return code;
}

int lt_join_run(const lt_join *join, uint64_t *overflow, leitong_error *error)
{
    join_work work = {.join = join};
    int code = join_open(&work, error);
    code = code != 0 ? code : join_items(&work, error);
    *overflow += work.overflow;
    free(work.buckets);
    free(work.standing);
    free(work.medoids);
    free(work.votes);
    return code;
}
