#include "match/standing.h"

#include "buffer.h"
#include "match/lookup.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct standing_crowd {
    uint32_t *ranks;
    size_t count, capacity;
} standing_crowd;

struct lt_standing {
    const lt_candidates *candidates;
    uint64_t *marks; /* a bit a rank */
    lt_lookup crowded;
    standing_crowd *crowds; /* [place in crowded] */
    size_t crowd_count, crowd_capacity;
};

int lt_standing_new(const lt_candidates *candidates, lt_standing **ret_standing, leitong_error *error)
{
    lt_standing *standing = calloc(1, sizeof *standing);
    if (standing == NULL) {
        return lt_error_memory(error);
    }
    standing->candidates = candidates;
    standing->marks = calloc((size_t)candidates->ranked_count / 64 + 1, sizeof *standing->marks);
    if (standing->marks == NULL) {
        lt_standing_free(standing);
        return lt_error_memory(error);
    }
    *ret_standing = standing;
    return 0;
}

void lt_standing_free(lt_standing *standing)
{
    if (standing == NULL) {
        return;
    }
    for (size_t i = 0; i < standing->crowd_count; i++) {
        free(standing->crowds[i].ranks);
    }
    free(standing->crowds);
    lt_lookup_clear(&standing->crowded);
    free(standing->marks);
    free(standing);
}

void lt_standing_list_clear(lt_standing_list *list)
{
    free(list->ranks);
    lt_spool_scratch_clear(&list->scratch);
    *list = (lt_standing_list){NULL, 0, 0, {NULL, 0}};
}

void lt_standing_mark(lt_standing *standing, uint32_t rank)
{
    standing->marks[rank / 64] |= UINT64_C(1) << (rank % 64);
}

static bool standing_marked(const lt_standing *standing, uint32_t rank)
{
    return (standing->marks[rank / 64] >> (rank % 64) & 1) != 0;
}

int lt_standing_add(lt_standing *standing, uint32_t bucket, uint32_t rank, leitong_error *error)
{
    uint32_t place = 0;
    int code = lt_buffer_reserve(&standing->crowds, &standing->crowd_capacity, standing->crowd_count + 1,
                                 sizeof *standing->crowds, error);
    if (code == 0) {
        code = lt_lookup_add(&standing->crowded, bucket, &place, error);
    }
    if (code != 0) {
        return code;
    }
    if (place == standing->crowd_count) {
        standing->crowds[standing->crowd_count++] = (standing_crowd){NULL, 0, 0};
    }
    standing_crowd *crowd = &standing->crowds[place];
    code = lt_buffer_reserve(&crowd->ranks, &crowd->capacity, crowd->count + 1, sizeof *crowd->ranks, error);
    if (code == 0) {
        crowd->ranks[crowd->count++] = rank;
    }
    return code;
}

uint32_t lt_standing_count(const lt_standing *standing, uint32_t bucket)
{
    uint32_t place = lt_lookup_find(&standing->crowded, bucket);
    return place == LT_LOOKUP_NONE ? 0 : (uint32_t)standing->crowds[place].count;
}

static int standing_order(const void *left, const void *right)
{
    uint32_t x = *(const uint32_t *)left;
    uint32_t y = *(const uint32_t *)right;
    return (x > y) - (x < y);
}

/* Sorts, and drops repetitions. */
static void standing_tidy(lt_standing_list *list)
{
    bool sorted = true;
    for (size_t i = 1; i < list->count; i++) {
        sorted = sorted && list->ranks[i - 1] <= list->ranks[i];
    }
    if (!sorted) {
        qsort(list->ranks, list->count, sizeof *list->ranks, standing_order);
    }
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || list->ranks[kept - 1] != list->ranks[i]) {
            list->ranks[kept++] = list->ranks[i];
        }
    }
    list->count = kept;
}

int lt_standing_gather(const lt_standing *standing, uint32_t rank, const uint32_t *buckets, size_t count,
                       lt_standing_list *list, uint32_t *ret_sizes, leitong_error *error)
{
    list->count = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t *members = NULL;
        uint32_t size = 0;
        int code = lt_candidates_members(standing->candidates, buckets[i], LT_STANDING_SMALL, &list->scratch, &members,
                                         &size, error);
        ret_sizes[i] = size;
        size_t met = 0;
        if (code == 0 && size > LT_STANDING_SMALL) {
            uint32_t place = lt_lookup_find(&standing->crowded, buckets[i]);
            if (place == LT_LOOKUP_NONE) {
                continue;
            }
            members = standing->crowds[place].ranks;
            met = standing->crowds[place].count;
        } else if (code == 0) {
            while (met < size && members[met] < rank) {
                met++;
            }
        }
        if (code == 0) {
            code = lt_buffer_reserve(&list->ranks, &list->capacity, list->count + met, sizeof *list->ranks, error);
        }
        if (code != 0) {
            return code;
        }
        for (size_t k = 0; k < met; k++) {
            list->ranks[list->count] = members[k];
            list->count += standing_marked(standing, members[k]);
        }
    }
    standing_tidy(list);
    return 0;
}
