#include "templates/family_join.h"

#include "base/compare.h"
#include "base/radix_sort.h"

#include <stdlib.h>

/* Medoids of one bucket. */
typedef struct join_bucket {
    uint64_t begin; /* in `standing` */
    uint32_t count; /* so far */
    uint32_t room;
} join_bucket;

typedef struct join_work {
    const lt_join_items *of;
    join_bucket *buckets;
    uint32_t *standing; /* numbers of medoids */
    uint32_t *medoids;  /* [number] → item */
    uint32_t medoid_count;
    lt_record *votes; /* of one item, and the scratch of their sort */
    lt_record *ranks; /* items in order, and the scratch of their sort */
    uint64_t overflow;
} join_work;

static int join_open(join_work *join, leitong_error *error)
{
    const lt_join_items *items = join->of;
    uint64_t room = 0;
    join->buckets = calloc((size_t)items->buckets + 1, sizeof *join->buckets);
    join->medoids = malloc(((size_t)items->items + 1) * sizeof *join->medoids);
    join->votes = malloc(2 * (size_t)items->most * LT_JOIN_ROOM * sizeof *join->votes);
    join->ranks = malloc(((size_t)items->items * 2 + 1) * sizeof *join->ranks);
    for (uint32_t b = 0; join->buckets != NULL && b < items->buckets; b++) {
        uint32_t most = LT_MIN(items->size[b], LT_JOIN_ROOM);
        join->buckets[b] = (join_bucket){room, 0, most};
        room += most;
    }
    join->standing = malloc((room + 1) * sizeof *join->standing);
    return join->buckets == NULL || join->medoids == NULL || join->votes == NULL || join->ranks == NULL ||
                   join->standing == NULL
               ? lt_error_memory(error)
               : 0;
}

/* The medoids that stand in at least `least` of these buckets, at most LT_JOIN_TRIED, the best first; returns how many.
 */
static size_t join_find(const join_work *join, const uint32_t *buckets, size_t count,
                        uint32_t ret_medoids[LT_JOIN_TRIED])
{
    lt_record *votes = join->votes;
    lt_record *scratch = votes + (size_t)join->of->most * LT_JOIN_ROOM;
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        const join_bucket *bucket = &join->buckets[buckets[i]];
        for (uint32_t k = 0; k < bucket->count; k++) {
            votes[total++] = (lt_record){join->standing[bucket->begin + k], 0};
        }
    }
    lt_radix_sort_records(votes, scratch, total);
    size_t kept = 0;
    for (size_t begin = 0, end; begin < total; begin = end) {
        end = begin + 1;
        while (end < total && votes[end].key == votes[begin].key) {
            end++;
        }
        if (end - begin >= join->of->least) { /* the best last, of equals the one that became a medoid first */
            votes[kept++] = (lt_record){end - begin, UINT32_MAX - votes[begin].key};
        }
    }
    lt_radix_sort_records(votes, scratch, kept);
    size_t found = LT_MIN(kept, LT_JOIN_TRIED);
    for (size_t i = 0; i < found; i++) {
        ret_medoids[i] = join->medoids[UINT32_MAX - (uint32_t)votes[kept - 1 - i].value];
    }
    return found;
}

/* A medoid stands where there is room, in as many buckets as an item must share with it also where there is hardly any.
 */
static void join_stand(join_work *join, uint32_t item, const uint32_t *buckets, size_t count)
{
    size_t stands = 0;
    for (unsigned pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            join_bucket *bucket = &join->buckets[buckets[i]];
            uint32_t last = bucket->count > 0 ? join->standing[bucket->begin + bucket->count - 1] : UINT32_MAX;
            bool room = pass == 0 ? bucket->count < LT_JOIN_STANDING : stands < join->of->least;
            if (room && bucket->count < bucket->room && last != join->medoid_count) {
                join->standing[bucket->begin + bucket->count++] = join->medoid_count;
                stands++;
            }
        }
    }
    join->overflow += stands < LT_MIN(join->of->least, count);
    join->medoids[join->medoid_count++] = item;
}

static int join_settle(join_work *join, uint32_t item, leitong_error *error)
{
    const lt_join_items *of = join->of;
    uint32_t medoids[LT_JOIN_TRIED];
    const uint32_t *mine;
    size_t count;
    bool joined = false;
    LT_TRY(of->look(of->context, item, &mine, &count, error));
    size_t found = join_find(join, mine, count, medoids);
    for (size_t i = 0; !joined && i < found; i++) {
        LT_TRY(of->join(of->context, item, medoids[i], &joined, error));
    }
    if (!joined) {
        join_stand(join, item, mine, count);
    }
    return 0;
}

/* The items in order → join->ranks; returns how many. */
static uint32_t join_rank(join_work *join)
{
    const lt_join_items *of = join->of;
    lt_record *ranks = join->ranks;
    uint32_t count = 0;
    for (uint32_t i = 0; i < of->items; i++) {
        if (of->crowd[i] > 0) {
            ranks[count++] = (lt_record){of->hash[i], i};
        }
    }
    lt_radix_sort_records(ranks, ranks + count, count);
    for (uint32_t i = 0; i < count; i++) {
        /* The record's value begins with its place by hash, so that the second sort keeps that order among equals. */
        uint32_t item = (uint32_t)ranks[i].value;
        ranks[i] = (lt_record){UINT64_MAX - of->crowd[item], (uint64_t)i << 32 | item};
    }
    lt_radix_sort_records(ranks, ranks + count, count);
    return count;
}

int lt_join_run(const lt_join_items *items, uint64_t *overflow, leitong_error *error)
{
    join_work join = {.of = items};
    int code = 0;
    LT_TRY_GOTO(done, join_open(&join, error));
    for (uint32_t i = 0, count = join_rank(&join); i < count; i++) {
        LT_TRY_GOTO(done, join_settle(&join, (uint32_t)join.ranks[i].value, error));
    }
    *overflow += join.overflow;
done:
    free(join.buckets);
    free(join.standing);
    free(join.medoids);
    free(join.votes);
    free(join.ranks);
    return code;
}
