#include "passages/box_index.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

typedef struct box_entry {
    uint32_t box;
    uint32_t next; /* entry number + 1; 0 at the end */
} box_entry;

/* A slot whose stamp is not the current one is empty: resetting is counting up. */
typedef struct box_slot {
    uint32_t stamp;
    uint32_t first; /* entry number + 1 */
} box_slot;

struct lt_box_index {
    lt_box *boxes;
    size_t count, capacity;
    box_entry *entries;
    size_t entry_count, entry_capacity;
    box_slot *slots; /* a power of two */
    size_t slot_count;
    uint32_t stamp;
    uint32_t grids; /* bit g: grid g has a box */
};

#define BOX_SLOTS 256

int lt_box_index_new(lt_box_index **ret_index, leitong_error *error)
{
    lt_box_index *index = calloc(1, sizeof *index);
    if (index == NULL) {
        return lt_error_memory(error);
    }
    index->slots = calloc(BOX_SLOTS, sizeof *index->slots);
    if (index->slots == NULL) {
        free(index);
        return lt_error_memory(error);
    }
    index->slot_count = BOX_SLOTS;
    index->stamp = 1;
    *ret_index = index;
    return 0;
}

void lt_box_index_free(lt_box_index *index)
{
    if (index == NULL) {
        return;
    }
    free(index->boxes);
    free(index->entries);
    free(index->slots);
    free(index);
}

static void box_index_empty(lt_box_index *index)
{
    index->entry_count = 0;
    index->grids = 0;
    if (++index->stamp == 0) { /* after 2^32 resets the stamps would repeat */
        for (size_t i = 0; i < index->slot_count; i++) {
            index->slots[i].stamp = 0;
        }
        index->stamp = 1;
    }
}

void lt_box_index_reset(lt_box_index *index)
{
    box_index_empty(index);
    index->count = 0;
}

/* Grid g has the boxes whose longer side is in [2^g, 2^(g+1)); its cells are 2^(g+1) long. */
static unsigned box_index_grid(lt_box box)
{
    uint32_t a = box.a_end - box.a_begin;
    uint32_t b = box.b_end - box.b_begin;
    uint32_t side = LT_MAX(a, b);
    return 31U - (unsigned)__builtin_clz(side | 1U);
}

static size_t box_index_slot_of(const lt_box_index *index, unsigned grid, uint64_t cell_a, uint64_t cell_b)
{
    /* SplitMix64's finisher (Steele, Lea, Flood 2014). */
    uint64_t z = (cell_a << 32 | cell_b) + grid * 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (size_t)(z ^ (z >> 31)) & (index->slot_count - 1);
}

static void box_index_insert(lt_box_index *index, uint32_t number)
{
    lt_box box = index->boxes[number];
    unsigned grid = box_index_grid(box);
    index->grids |= 1U << grid;
    for (uint64_t a = (uint64_t)box.a_begin >> (grid + 1); a << (grid + 1) < box.a_end; a++) {
        for (uint64_t b = (uint64_t)box.b_begin >> (grid + 1); b << (grid + 1) < box.b_end; b++) {
            box_slot *slot = &index->slots[box_index_slot_of(index, grid, a, b)];
            uint32_t next = slot->stamp == index->stamp ? slot->first : 0;
            index->entries[index->entry_count++] = (box_entry){number, next};
            *slot = (box_slot){index->stamp, (uint32_t)index->entry_count};
        }
    }
}

static int box_index_grow(lt_box_index *index, leitong_error *error)
{
    size_t grown = index->slot_count * 4;
    box_slot *slots = calloc(grown, sizeof *slots);
    if (slots == NULL) {
        return lt_error_memory(error);
    }
    free(index->slots);
    index->slots = slots;
    index->slot_count = grown;
    box_index_empty(index);
    for (size_t i = 0; i < index->count; i++) {
        box_index_insert(index, (uint32_t)i);
    }
    return 0;
}

int lt_box_index_add(lt_box_index *index, lt_box box, leitong_error *error)
{
    LT_TRY(LT_RESERVE(index->boxes, index->capacity, index->count + 1, error));
    LT_TRY(LT_RESERVE(index->entries, index->entry_capacity, index->entry_count + 4, error));
    if (index->entry_count + 4 > index->slot_count) {
        LT_TRY(box_index_grow(index, error));
    }
    index->boxes[index->count++] = box;
    box_index_insert(index, (uint32_t)(index->count - 1));
    return 0;
}

static bool box_index_inside(lt_box inner, lt_box outer)
{
    return outer.a_begin <= inner.a_begin && inner.a_end <= outer.a_end && outer.b_begin <= inner.b_begin &&
           inner.b_end <= outer.b_end;
}

bool lt_box_index_any(const lt_box_index *index, lt_box box, bool (*accepts)(void *context, size_t number),
                      void *context)
{
    uint32_t grids = index->grids >> box_index_grid(box)
                                         << box_index_grid(box); /* boxes of smaller ones can't contain it */
    for (; grids != 0; grids &= grids - 1) {
        unsigned grid = (unsigned)__builtin_ctz(grids);
        size_t at =
            box_index_slot_of(index, grid, (uint64_t)box.a_begin >> (grid + 1), (uint64_t)box.b_begin >> (grid + 1));
        box_slot slot = index->slots[at];
        for (uint32_t e = slot.stamp == index->stamp ? slot.first : 0; e != 0; e = index->entries[e - 1].next) {
            uint32_t number = index->entries[e - 1].box;
            if (box_index_inside(box, index->boxes[number]) && (accepts == NULL || accepts(context, number))) {
                return true;
            }
        }
    }
    return false;
}

bool lt_box_index_contains(const lt_box_index *index, lt_box box)
{
    return lt_box_index_any(index, box, NULL, NULL);
}

typedef struct box_found {
    const lt_box_index *index;
    lt_box *holder;
    size_t *number;
} box_found;

static bool box_index_note(void *context, size_t number)
{
    const box_found *found = context;
    *found->holder = found->index->boxes[number];
    *found->number = number;
    return true;
}

bool lt_box_index_find(const lt_box_index *index, lt_box box, lt_box *ret_holder, size_t *ret_number)
{
    box_found found = {index, ret_holder, ret_number};
    return lt_box_index_any(index, box, box_index_note, &found);
}

/* Tokens that [x_begin, x_end) and [y_begin, y_end) have in common. */
static uint32_t box_index_common(uint32_t x_begin, uint32_t x_end, uint32_t y_begin, uint32_t y_end)
{
    uint32_t begin = LT_MAX(x_begin, y_begin);
    uint32_t end = LT_MIN(x_end, y_end);
    return end > begin ? end - begin : 0;
}

bool lt_box_index_overlaps(const lt_box_index *index, lt_box box, uint32_t least, size_t *ret_number)
{
    uint32_t least_a = LT_MIN(least, box.a_end - box.a_begin);
    uint32_t least_b = LT_MIN(least, box.b_end - box.b_begin);
    uint32_t best = UINT32_MAX;
    for (uint32_t grids = index->grids; grids != 0; grids &= grids - 1) {
        unsigned grid = (unsigned)__builtin_ctz(grids);
        for (uint64_t a = (uint64_t)box.a_begin >> (grid + 1); a << (grid + 1) < box.a_end; a++) {
            for (uint64_t b = (uint64_t)box.b_begin >> (grid + 1); b << (grid + 1) < box.b_end; b++) {
                box_slot slot = index->slots[box_index_slot_of(index, grid, a, b)];
                for (uint32_t e = slot.stamp == index->stamp ? slot.first : 0; e != 0; e = index->entries[e - 1].next) {
                    uint32_t number = index->entries[e - 1].box;
                    lt_box other = index->boxes[number];
                    if (number < best &&
                        box_index_common(box.a_begin, box.a_end, other.a_begin, other.a_end) >= least_a &&
                        box_index_common(box.b_begin, box.b_end, other.b_begin, other.b_end) >= least_b) {
                        best = number;
                    }
                }
            }
        }
    }
    if (best != UINT32_MAX) {
        *ret_number = best;
    }
    return best != UINT32_MAX;
}
