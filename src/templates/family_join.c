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

struct lt_join {
    const lt_join_items *of;
    join_bucket *buckets;
    uint32_t *standing; /* numbers of medoids */
    uint32_t *medoids;  /* [number] → item */
    uint32_t medoid_count;
    lt_record *votes; /* of one item, and the scratch of their sort */
    uint64_t overflow;
};

int lt_join_new(const lt_join_items *items, lt_join **ret_join, leitong_error *error)
{
    lt_join *join = calloc(1, sizeof *join);
    if (join == NULL) {
        return lt_error_memory(error);
    }
    uint64_t room = 0;
    join->of = items;
    join->buckets = calloc((size_t)items->buckets + 1, sizeof *join->buckets);
    join->medoids = malloc(((size_t)items->items + 1) * sizeof *join->medoids);
    join->votes = malloc(2 * (size_t)items->most * LT_JOIN_STANDING * sizeof *join->votes);
    for (uint32_t b = 0; join->buckets != NULL && b < items->buckets; b++) {
        uint32_t most = LT_MIN(items->size[b], LT_JOIN_STANDING);
        join->buckets[b] = (join_bucket){room, 0, most};
        room += most;
    }
    join->standing = malloc((room + 1) * sizeof *join->standing);
    if (join->buckets == NULL || join->medoids == NULL || join->votes == NULL || join->standing == NULL) {
        lt_join_free(join);
        return lt_error_memory(error);
    }
    *ret_join = join;
    return 0;
}

void lt_join_free(lt_join *join)
{
    if (join == NULL) {
        return;
    }
    free(join->buckets);
    free(join->standing);
    free(join->medoids);
    free(join->votes);
    free(join);
}

size_t lt_join_find(lt_join *join, const uint32_t *buckets, size_t count, uint32_t ret_medoids[LT_JOIN_TRIED])
{
    lt_record *votes = join->votes;
    lt_record *scratch = votes + (size_t)join->of->most * LT_JOIN_STANDING;
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

static int join_settle(lt_join *join, uint32_t item, leitong_error *error)
{
    const lt_join_items *of = join->of;
    uint32_t medoids[LT_JOIN_TRIED];
    const uint32_t *mine;
    size_t count;
    bool joined = false;
    int code = of->look(of->context, item, &mine, &count, error);
    if (code != 0) {
        return code;
    }
    size_t found = lt_join_find(join, mine, count, medoids);
    for (size_t i = 0; code == 0 && !joined && i < found; i++) {
        code = of->join(of->context, item, medoids[i], &joined, error);
    }
    if (code != 0 || joined) {
        return code;
    }
    for (size_t i = 0; i < count; i++) {
        join_bucket *bucket = &join->buckets[mine[i]];
        if (bucket->count < bucket->room) {
            join->standing[bucket->begin + bucket->count++] = join->medoid_count;
        } else {
            join->overflow++;
        }
    }
    join->medoids[join->medoid_count++] = item;
    return 0;
}

int lt_join_run(lt_join *join, uint64_t *overflow, leitong_error *error)
{
    const lt_join_items *of = join->of;
    lt_record *ranks = malloc(((size_t)of->items * 2 + 1) * sizeof *ranks);
    uint32_t count = 0;
    if (ranks == NULL) {
        return lt_error_memory(error);
    }
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
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < count; i++) {
        code = join_settle(join, (uint32_t)ranks[i].value, error);
    }
    free(ranks);
    *overflow += join->overflow;
    return code;
}
