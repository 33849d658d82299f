#include "passages/box_index.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

typedef struct held_entry {
    uint32_t box;
    uint32_t next; /* entry number + 1; 0 at the end */
} held_entry;

/* A slot whose stamp is not the current one is empty: resetting is counting up. */
typedef struct held_slot {
    uint32_t stamp;
    uint32_t first; /* entry number + 1 */
} held_slot;

struct lt_box_index {
    lt_box *boxes;
    size_t count, capacity;
    held_entry *entries;
    size_t entry_count, entry_capacity;
    held_slot *slots; /* a power of two */
    size_t slot_count;
    uint32_t stamp;
    uint32_t grids; /* bit g: grid g holds a box */
};

#define HELD_SLOTS 256

int lt_box_index_new(lt_box_index **ret_held, leitong_error *error)
{
    lt_box_index *held = calloc(1, sizeof *held);
    if (held == NULL) {
        return lt_error_memory(error);
    }
    held->slots = calloc(HELD_SLOTS, sizeof *held->slots);
    if (held->slots == NULL) {
        free(held);
        return lt_error_memory(error);
    }
    held->slot_count = HELD_SLOTS;
    held->stamp = 1;
    *ret_held = held;
    return 0;
}

void lt_box_index_free(lt_box_index *held)
{
    if (held == NULL) {
        return;
    }
    free(held->boxes);
    free(held->entries);
    free(held->slots);
    free(held);
}

static void box_index_empty(lt_box_index *held)
{
    held->entry_count = 0;
    held->grids = 0;
    if (++held->stamp == 0) { /* after 2^32 resets the stamps would repeat */
        for (size_t i = 0; i < held->slot_count; i++) {
            held->slots[i].stamp = 0;
        }
        held->stamp = 1;
    }
}

void lt_box_index_reset(lt_box_index *held)
{
    box_index_empty(held);
    held->count = 0;
}

/* Grid g holds boxes whose longer side is in [2^g, 2^(g+1)); its cells are 2^(g+1) long. */
static unsigned box_index_grid(lt_box box)
{
    uint32_t a = box.a_end - box.a_begin;
    uint32_t b = box.b_end - box.b_begin;
    uint32_t side = LT_MAX(a, b);
    return 31U - (unsigned)__builtin_clz(side | 1U);
}

static size_t box_index_slot_of(const lt_box_index *held, unsigned grid, uint64_t cell_a, uint64_t cell_b)
{
    /* SplitMix64's finisher (Steele, Lea, Flood 2014). */
    uint64_t z = (cell_a << 32 | cell_b) + grid * 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (size_t)(z ^ (z >> 31)) & (held->slot_count - 1);
}

static void box_index_enter(lt_box_index *held, uint32_t number)
{
    lt_box box = held->boxes[number];
    unsigned grid = box_index_grid(box);
    held->grids |= 1U << grid;
    for (uint64_t a = (uint64_t)box.a_begin >> (grid + 1); a << (grid + 1) < box.a_end; a++) {
        for (uint64_t b = (uint64_t)box.b_begin >> (grid + 1); b << (grid + 1) < box.b_end; b++) {
            held_slot *slot = &held->slots[box_index_slot_of(held, grid, a, b)];
            uint32_t next = slot->stamp == held->stamp ? slot->first : 0;
            held->entries[held->entry_count++] = (held_entry){number, next};
            *slot = (held_slot){held->stamp, (uint32_t)held->entry_count};
        }
    }
}

static int box_index_grow(lt_box_index *held, leitong_error *error)
{
    size_t grown = held->slot_count * 4;
    held_slot *slots = calloc(grown, sizeof *slots);
    if (slots == NULL) {
        return lt_error_memory(error);
    }
    free(held->slots);
    held->slots = slots;
    held->slot_count = grown;
    box_index_empty(held);
    for (size_t i = 0; i < held->count; i++) {
        box_index_enter(held, (uint32_t)i);
    }
    return 0;
}

int lt_box_index_add(lt_box_index *held, lt_box box, leitong_error *error)
{
    LT_TRY(LT_RESERVE(held->boxes, held->capacity, held->count + 1, error));
    LT_TRY(LT_RESERVE(held->entries, held->entry_capacity, held->entry_count + 4, error));
    if (held->entry_count + 4 > held->slot_count) {
        LT_TRY(box_index_grow(held, error));
    }
    held->boxes[held->count++] = box;
    box_index_enter(held, (uint32_t)(held->count - 1));
    return 0;
}

static bool box_index_inside(lt_box inner, lt_box outer)
{
    return outer.a_begin <= inner.a_begin && inner.a_end <= outer.a_end && outer.b_begin <= inner.b_begin &&
           inner.b_end <= outer.b_end;
}

bool lt_box_index_any(const lt_box_index *held, lt_box box, bool (*accepts)(void *context, size_t number),
                      void *context)
{
    uint32_t grids = held->grids >> box_index_grid(box)
                                        << box_index_grid(box); /* boxes of smaller ones can't contain it */
    for (; grids != 0; grids &= grids - 1) {
        unsigned grid = (unsigned)__builtin_ctz(grids);
        size_t at =
            box_index_slot_of(held, grid, (uint64_t)box.a_begin >> (grid + 1), (uint64_t)box.b_begin >> (grid + 1));
        held_slot slot = held->slots[at];
        for (uint32_t e = slot.stamp == held->stamp ? slot.first : 0; e != 0; e = held->entries[e - 1].next) {
            uint32_t number = held->entries[e - 1].box;
            if (box_index_inside(box, held->boxes[number]) && (accepts == NULL || accepts(context, number))) {
                return true;
            }
        }
    }
    return false;
}

bool lt_box_index_contains(const lt_box_index *held, lt_box box)
{
    return lt_box_index_any(held, box, NULL, NULL);
}

typedef struct held_found {
    const lt_box_index *held;
    lt_box *holder;
    size_t *number;
} held_found;

static bool box_index_note(void *context, size_t number)
{
    const held_found *found = context;
    *found->holder = found->held->boxes[number];
    *found->number = number;
    return true;
}

bool lt_box_index_find(const lt_box_index *held, lt_box box, lt_box *ret_holder, size_t *ret_number)
{
    held_found found = {held, ret_holder, ret_number};
    return lt_box_index_any(held, box, box_index_note, &found);
}

/* Tokens that [x_begin, x_end) and [y_begin, y_end) have in common. */
static uint32_t box_index_common(uint32_t x_begin, uint32_t x_end, uint32_t y_begin, uint32_t y_end)
{
    uint32_t begin = LT_MAX(x_begin, y_begin);
    uint32_t end = LT_MIN(x_end, y_end);
    return end > begin ? end - begin : 0;
}

bool lt_box_index_overlaps(const lt_box_index *held, lt_box box, uint32_t least, size_t *ret_number)
{
    uint32_t least_a = LT_MIN(least, box.a_end - box.a_begin);
    uint32_t least_b = LT_MIN(least, box.b_end - box.b_begin);
    uint32_t best = UINT32_MAX;
    for (uint32_t grids = held->grids; grids != 0; grids &= grids - 1) {
        unsigned grid = (unsigned)__builtin_ctz(grids);
        for (uint64_t a = (uint64_t)box.a_begin >> (grid + 1); a << (grid + 1) < box.a_end; a++) {
            for (uint64_t b = (uint64_t)box.b_begin >> (grid + 1); b << (grid + 1) < box.b_end; b++) {
                held_slot slot = held->slots[box_index_slot_of(held, grid, a, b)];
                for (uint32_t e = slot.stamp == held->stamp ? slot.first : 0; e != 0; e = held->entries[e - 1].next) {
                    uint32_t number = held->entries[e - 1].box;
                    lt_box other = held->boxes[number];
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
