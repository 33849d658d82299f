#include "passages/proximity.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

#define PROXIMITY_NONE UINT32_MAX

/* Lists of a group's boxes: from the first begin on, and from the last end back; on a, and on b. */
enum proximity_list { PROXIMITY_A_BEGINS, PROXIMITY_A_ENDS, PROXIMITY_B_BEGINS, PROXIMITY_B_ENDS, PROXIMITY_LISTS };

struct lt_proximity_links {
    uint32_t next[PROXIMITY_LISTS], before[PROXIMITY_LISTS];
};

struct lt_proximity_group {
    uint32_t heads[PROXIMITY_LISTS];
};

/* A walk along one list of a group. */
typedef struct proximity_walk {
    uint32_t box;   /* the next */
    uint64_t reach; /* of the boxes passed: the last end, or the first begin */
} proximity_walk;

void lt_proximity_clear(lt_proximity *proximity)
{
    free(proximity->links);
    free(proximity->groups);
    free(proximity->records);
    free(proximity->sorted);
    free(proximity->part);
    *proximity = (lt_proximity){0};
}

static uint64_t proximity_begin(const lt_proximity_box *box, unsigned list)
{
    return list < PROXIMITY_B_BEGINS ? box->a_begin : box->b_begin;
}

static uint64_t proximity_end(const lt_proximity_box *box, unsigned list)
{
    return list < PROXIMITY_B_BEGINS ? box->a_end : box->b_end;
}

static bool proximity_backwards(unsigned list)
{
    return list % 2 != 0;
}

/* Pushes a group of the boxes in `part`. */
static int proximity_push(lt_proximity *proximity, const lt_proximity_box *boxes, size_t count, leitong_error *error)
{
    LT_TRY(LT_RESERVE(proximity->groups, proximity->group_capacity, proximity->group_count + 1, error));
    lt_proximity_group *group = &proximity->groups[proximity->group_count++];
    for (unsigned list = 0; list < PROXIMITY_LISTS; list++) {
        for (size_t i = 0; i < count; i++) {
            const lt_proximity_box *box = &boxes[proximity->part[i]];
            uint64_t key =
                proximity_backwards(list) ? UINT64_MAX - proximity_end(box, list) : proximity_begin(box, list);
            proximity->records[i] = (lt_record){key, proximity->part[i]};
        }
        lt_radix_sort_records(proximity->records, proximity->sorted, count);
        uint32_t before = PROXIMITY_NONE;
        for (size_t i = 0; i < count; i++) {
            uint32_t box = (uint32_t)proximity->records[i].value;
            *(before == PROXIMITY_NONE ? &group->heads[list] : &proximity->links[before].next[list]) = box;
            proximity->links[box].before[list] = before;
            before = box;
        }
        proximity->links[before].next[list] = PROXIMITY_NONE;
    }
    return 0;
}

/* Passes a box; false where a gap parts it from those passed before. */
static bool proximity_step(proximity_walk *walk, const lt_proximity_box *box, unsigned list, uint64_t distance)
{
    if (proximity_backwards(list)) {
        if (proximity_end(box, list) + distance < walk->reach) {
            return false;
        }
        uint64_t begin = proximity_begin(box, list);
        walk->reach = LT_MIN(walk->reach, begin);
        return true;
    }
    if (proximity_begin(box, list) > walk->reach + distance) {
        return false;
    }
    uint64_t end = proximity_end(box, list);
    walk->reach = LT_MAX(walk->reach, end);
    return true;
}

/* The list along which the fewest boxes stand before a gap, and how many; PROXIMITY_LISTS where there is no gap. */
static unsigned proximity_gap(const lt_proximity *proximity, const lt_proximity_group *group,
                              const lt_proximity_box *boxes, uint64_t distance, size_t *ret_passed)
{
    proximity_walk walks[PROXIMITY_LISTS];
    for (unsigned list = 0; list < PROXIMITY_LISTS; list++) {
        const lt_proximity_box *first = &boxes[group->heads[list]];
        walks[list] = (proximity_walk){group->heads[list], proximity_backwards(list) ? proximity_begin(first, list)
                                                                                     : proximity_end(first, list)};
    }
    for (size_t passed = 0; walks[0].box != PROXIMITY_NONE; passed++) {
        for (unsigned list = 0; list < PROXIMITY_LISTS; list++) {
            if (!proximity_step(&walks[list], &boxes[walks[list].box], list, distance)) {
                *ret_passed = passed;
                return list;
            }
            walks[list].box = proximity->links[walks[list].box].next[list];
        }
    }
    return PROXIMITY_LISTS;
}

/* Takes the first `count` boxes of a list out of the group: they are `part` then. */
static void proximity_take(lt_proximity *proximity, lt_proximity_group *group, unsigned from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t box = group->heads[from];
        const lt_proximity_links *links = &proximity->links[box];
        proximity->part[i] = box;
        for (unsigned list = 0; list < PROXIMITY_LISTS; list++) {
            uint32_t before = links->before[list];
            uint32_t next = links->next[list];
            *(before == PROXIMITY_NONE ? &group->heads[list] : &proximity->links[before].next[list]) = next;
            if (next != PROXIMITY_NONE) {
                proximity->links[next].before[list] = before;
            }
        }
    }
}

static void proximity_name(const lt_proximity *proximity, const lt_proximity_group *group, uint32_t *ret_first)
{
    uint32_t first = PROXIMITY_NONE;
    for (uint32_t box = group->heads[0]; box != PROXIMITY_NONE; box = proximity->links[box].next[0]) {
        first = LT_MIN(first, box);
    }
    for (uint32_t box = group->heads[0]; box != PROXIMITY_NONE; box = proximity->links[box].next[0]) {
        ret_first[box] = first;
    }
}

int lt_proximity_run(lt_proximity *proximity, const lt_proximity_box *boxes, size_t count, uint64_t distance,
                     uint32_t *ret_first, leitong_error *error)
{
    LT_TRY(LT_RESERVE(proximity->links, proximity->link_capacity, count + 1, error));
    LT_TRY(LT_RESERVE(proximity->records, proximity->record_capacity, count + 1, error));
    LT_TRY(LT_RESERVE(proximity->sorted, proximity->sorted_capacity, count + 1, error));
    LT_TRY(LT_RESERVE(proximity->part, proximity->part_capacity, count + 1, error));
    for (size_t i = 0; i < count; i++) {
        proximity->part[i] = (uint32_t)i;
    }
    proximity->group_count = 0;
    if (count > 0) {
        LT_TRY(proximity_push(proximity, boxes, count, error));
    }
    while (proximity->group_count > 0) {
        lt_proximity_group *group = &proximity->groups[proximity->group_count - 1];
        size_t passed = 0;
        unsigned list = proximity_gap(proximity, group, boxes, distance, &passed);
        if (list == PROXIMITY_LISTS) {
            proximity_name(proximity, group, ret_first);
            proximity->group_count--;
        } else {
            proximity_take(proximity, group, list, passed);
            LT_TRY(proximity_push(proximity, boxes, passed, error));
        }
    }
    return 0;
}
