#include "pairs/bucket_neighbours.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

enum {
    NEIGHBOURS_BITS = 12, /* of a place in the table */
    NEIGHBOURS_FEW = 8    /* of 64: then the table saves most of the work */
};

struct lt_bucket_neighbours_kept {
    uint32_t bucket; /* UINT32_MAX: none */
    uint32_t count;
    uint32_t ranks[NEIGHBOURS_FEW]; /* the bucket's first members without those left out */
};

int lt_bucket_neighbours_init(lt_bucket_neighbours *neighbours, const lt_candidates *candidates, uint32_t most,
                              const unsigned char *states, unsigned char left_out, leitong_error *error)
{
    neighbours->most = most;
    neighbours->states = states;
    neighbours->left_out = left_out;
    neighbours->marks = calloc((size_t)candidates->ranked_count / 64 + 1, sizeof *neighbours->marks);
    if (neighbours->marks == NULL) {
        return lt_error_memory(error);
    }
    if (states == NULL) {
        return 0;
    }
    neighbours->kept = malloc(sizeof *neighbours->kept << NEIGHBOURS_BITS);
    if (neighbours->kept == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < (size_t)1 << NEIGHBOURS_BITS; i++) {
        neighbours->kept[i].bucket = UINT32_MAX;
    }
    return 0;
}

void lt_bucket_neighbours_clear(lt_bucket_neighbours *neighbours)
{
    free(neighbours->ranks);
    free(neighbours->kept);
    free(neighbours->marks);
    lt_spool_scratch_clear(&neighbours->bucket_scratch);
    lt_spool_scratch_clear(&neighbours->member_scratch);
    *neighbours = (lt_bucket_neighbours){.ranks = NULL};
}

/* Into `ranks`, which has room, unless it is there. */
static inline void bucket_neighbours_add(lt_bucket_neighbours *neighbours, uint32_t rank)
{
    uint64_t *word = &neighbours->marks[rank / 64];
    uint64_t bit = UINT64_C(1) << (rank % 64);
    neighbours->ranks[neighbours->count] = rank;
    neighbours->count += (*word & bit) == 0;
    *word |= bit;
}

/* Adds those that are not left out, and notes them in *found if they are few: *found is whole if it returns true. Who
 * is left out later does no harm there. */
static bool bucket_neighbours_add_some(lt_bucket_neighbours *neighbours, const uint32_t *members, uint32_t count,
                                       uint32_t end, lt_bucket_neighbours_kept *found)
{
    const unsigned char *states = neighbours->states; /* in locals: the loop is short and hot */
    const unsigned char left_out = neighbours->left_out;
    bool few = true;
    found->count = 0;
    for (uint32_t i = 0; i < count && members[i] < end; i++) {
        if (__atomic_load_n(&states[members[i]], __ATOMIC_RELAXED) == left_out) {
            continue;
        }
        few = few && found->count < NEIGHBOURS_FEW;
        if (few) {
            found->ranks[found->count++] = members[i];
        }
        bucket_neighbours_add(neighbours, members[i]);
    }
    return few;
}

static int bucket_neighbours_add_bucket(lt_bucket_neighbours *neighbours, const lt_candidates *candidates,
                                        uint32_t bucket, uint32_t rank, uint32_t end, leitong_error *error)
{
    lt_bucket_members members = {NULL, 0};
    lt_bucket_neighbours_kept *kept = NULL;
    if (neighbours->kept != NULL) { /* multiplicative hashing (Knuth, vol. 3, 6.4) */
        kept = &neighbours->kept[bucket * UINT32_C(2654435769) >> (32 - NEIGHBOURS_BITS)];
    }
    if (kept != NULL && kept->bucket == bucket) {
        LT_TRY(LT_RESERVE(neighbours->ranks, neighbours->capacity, neighbours->count + kept->count, error));
        for (uint32_t i = 0; i < kept->count; i++) {
            bucket_neighbours_add(neighbours, kept->ranks[i]);
        }
        neighbours->behind = true; /* as that was for which they were kept, and ranks ascend */
        return 0;
    }
    LT_TRY(lt_candidates_members(candidates, bucket, neighbours->most, &neighbours->member_scratch, &members, error));
    uint32_t count = LT_MIN(members.size, neighbours->most);
    LT_TRY(LT_RESERVE(neighbours->ranks, neighbours->capacity, neighbours->count + count, error));
    bool behind = rank > members.ranks[count - 1]; /* members ascend */
    neighbours->behind = neighbours->behind || behind;
    if (kept == NULL) {
        for (uint32_t i = 0; i < count && members.ranks[i] < end; i++) {
            bucket_neighbours_add(neighbours, members.ranks[i]);
        }
        return 0;
    }
    lt_bucket_neighbours_kept found = {.bucket = bucket};
    if (bucket_neighbours_add_some(neighbours, members.ranks, count, end, &found) && behind) {
        *kept = found;
    }
    return 0;
}

int lt_bucket_neighbours_gather(lt_bucket_neighbours *neighbours, const lt_candidates *candidates, uint32_t rank,
                                uint32_t end, leitong_error *error)
{
    size_t bucket_count = (size_t)(candidates->bucket_begin[rank + 1] - candidates->bucket_begin[rank]);
    const uint32_t *buckets = NULL;
    int code = lt_candidates_buckets(candidates, rank, rank + 1, &neighbours->bucket_scratch, &buckets, error);
    neighbours->count = 0;
    neighbours->behind = false;
    for (size_t i = 0; i < bucket_count && code == 0; i++) {
        code = bucket_neighbours_add_bucket(neighbours, candidates, buckets[i], rank, end, error);
    }
    size_t kept = 0;
    for (size_t i = 0; i < neighbours->count; i++) {
        uint32_t neighbour = neighbours->ranks[i];
        neighbours->marks[neighbour / 64] = 0;
        neighbours->ranks[kept] = neighbour;
        kept += neighbour != rank;
    }
    neighbours->count = kept;
    return code;
}
