#include "passages/audit.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

/* Tandem repeats are looked for in groups of so many hits, at least: an array of all hits would be the largest of a
 * scan.
 */
enum { AUDIT_GROUP = 1 << 16, AUDIT_POWERS = 32 };
/* Diagonals remembered, at most: a lookup in the box index replaces each that was displaced. */
enum { AUDIT_SLOTS = 1 << 17 };

/* The last passage found on a diagonal: it contains what lies between a_begin and a_end on it. */
typedef struct audit_slot {
    uint32_t diagonal;       /* b - a, modulo 2^32: a document has less than 2^31 tokens */
    uint32_t a_begin, a_end; /* a_end 0: an empty slot */
    size_t number;
} audit_slot;

struct lt_audit {
    lt_winnow shape;
    lt_box_index *index;
    const lt_sides *sides;
    audit_slot *slots; /* by diagonal: a direct-mapped cache */
    size_t slot_capacity, slot_mask;
    uint64_t *order; /* hits by period: period << 32 | a, and as much to sort them */
    lt_box *cores;   /* [number]: what is demanded of one; empty: nothing */
    size_t order_capacity, core_capacity;
};

int lt_audit_new(const lt_winnow *shape, lt_audit **ret_audit, leitong_error *error)
{
    lt_audit *audit = calloc(1, sizeof *audit);
    if (audit == NULL) {
        return lt_error_memory(error);
    }
    audit->shape = *shape;
    int code = 0;
    LT_TRY_GOTO(failed, lt_box_index_new(&audit->index, error));
    *ret_audit = audit;
    return 0;
failed:
    free(audit);
    return code;
}

void lt_audit_free(lt_audit *audit)
{
    if (audit == NULL) {
        return;
    }
    lt_box_index_free(audit->index);
    free(audit->slots);
    free(audit->order);
    free(audit->cores);
    free(audit);
}

const lt_box *lt_audit_cores(const lt_audit *audit)
{
    return audit->cores;
}

void lt_audit_begin(lt_audit *audit, const lt_sides *sides)
{
    audit->sides = sides;
    lt_box_index_reset(audit->index);
}

/* Equal tokens around the seed at (a, b), at most `most` on either side of it. */
static lt_box audit_extend(const lt_audit *audit, uint32_t a, uint32_t b, uint32_t most)
{
    const lt_sides *sides = audit->sides;
    uint32_t width = audit->shape.width;
    uint32_t left = lt_edit_equal_before(sides->a + a, sides->b + b, LT_MIN(LT_MIN(a, b), most));
    uint32_t room = LT_MIN(sides->a_count - a - width, sides->b_count - b - width);
    uint32_t right = width + lt_edit_equal_after(sides->a + a + width, sides->b + b + width, LT_MIN(room, most));
    return (lt_box){a - left, a + right, b - left, b + right};
}

/* A passage of equal tokens throughout. */
static int audit_emit(lt_audit *audit, lt_box box, lt_passages *passages, leitong_error *error)
{
    LT_TRY(LT_RESERVE(passages->items, passages->capacity, passages->count + 1, error));
    LT_TRY(lt_box_index_add(audit->index, box, error));
    uint32_t length = box.a_end - box.a_begin;
    bool tandem = audit->sides->self && box.b_begin < box.a_end;
    passages->items[passages->count++] = (lt_passage){.a_begin = box.a_begin,
                                                      .a_end = box.a_end,
                                                      .b_begin = box.b_begin,
                                                      .b_end = box.b_end,
                                                      .matched = length,
                                                      .longest_run = length,
                                                      .period = tandem ? box.b_begin - box.a_begin : 0,
                                                      .edit_begin = passages->edit_count};
    return 0;
}

bool lt_audit_in_tandem(const lt_audit *audit, uint32_t a, uint32_t b)
{
    uint32_t width = audit->shape.width;
    return lt_box_index_contains(audit->index, (lt_box){a, a + width, b, b + width});
}

/* The tandem repeats of `count` hits, packed and sorted by period. */
static int audit_tandems_of(lt_audit *audit, const uint64_t *order, size_t count, lt_passages *passages,
                            leitong_error *error)
{
    uint32_t run_end = 0; /* on the present diagonal */
    for (size_t i = 0; i < count; i++) {
        uint32_t period = (uint32_t)(order[i] >> 32);
        uint32_t a = (uint32_t)order[i];
        if (i > 0 && order[i - 1] >> 32 != period) {
            run_end = 0;
        }
        if (a < run_end || lt_audit_in_tandem(audit, a, a + period)) {
            continue;
        }
        lt_box box = audit_extend(audit, a, a + period, UINT32_MAX);
        run_end = box.a_end;
        if (box.a_end - box.a_begin > period) {
            LT_TRY(audit_emit(audit, box, passages, error));
        }
    }
    return 0;
}

/* Position of the highest bit, from 0. */
static unsigned audit_power(uint64_t hit)
{
    return 31U - (unsigned)__builtin_clz((lt_hit_b(hit) - lt_hit_a(hit)) | 1);
}

/* The tandem repeats of the hits whose periods are of the powers [low, high): only hits that are in none yet wait to be
 * sorted, and in long repetitive text nearly all of them are in one of a short period. */
static int audit_tandems_between(lt_audit *audit, const lt_audit_runs *runs, unsigned low, unsigned high,
                                 lt_passages *passages, leitong_error *error)
{
    size_t kept = 0;
    for (size_t i = 0; i < runs->count; i++) {
        uint64_t hit = runs->hits[i];
        unsigned power = audit_power(hit);
        uint32_t a = lt_hit_a(hit);
        uint32_t b = lt_hit_b(hit);
        if (!lt_hit_run(hit) || power < low || power >= high || lt_audit_in_tandem(audit, a, b)) {
            continue;
        }
        LT_TRY(LT_RESERVE(audit->order, audit->order_capacity, kept + 1, error));
        audit->order[kept++] = (uint64_t)(b - a) << 32 | a;
    }
    LT_TRY(LT_RESERVE(audit->order, audit->order_capacity, 2 * kept, error));
    lt_radix_sort_u64(audit->order, LT_FROM(audit->order, kept), kept);
    return audit_tandems_of(audit, audit->order, kept, passages, error);
}

int lt_audit_tandems(lt_audit *audit, const lt_audit_runs *runs, lt_passages *passages, leitong_error *error)
{
    size_t powers[AUDIT_POWERS] = {0};
    for (size_t i = 0; i < runs->count; i++) {
        powers[audit_power(runs->hits[i])] += lt_hit_run(runs->hits[i]);
    }
    for (unsigned low = 0, high; low < AUDIT_POWERS; low = high) {
        size_t count = 0;
        for (high = low; high < AUDIT_POWERS && count < AUDIT_GROUP; high++) {
            count += powers[high];
        }
        if (count > 0) {
            LT_TRY(audit_tandems_between(audit, runs, low, high, passages, error));
        }
    }
    return 0;
}

static int audit_open_slots(lt_audit *audit, size_t hits, leitong_error *error)
{
    size_t slots = 32;
    while (slots < 2 * hits && slots < AUDIT_SLOTS) {
        slots *= 2;
    }
    LT_TRY(LT_RESERVE(audit->slots, audit->slot_capacity, slots, error));
    memset(audit->slots, 0, slots * sizeof *audit->slots);
    audit->slot_mask = slots - 1;
    return 0;
}

/* The diagonal's slot; one that another diagonal had is emptied. */
static audit_slot *audit_slot_of(lt_audit *audit, uint32_t a, uint32_t b)
{
    uint32_t diagonal = b - a;
    audit_slot *slot = &audit->slots[(diagonal * 0x9E3779B97F4A7C15U >> 32) & audit->slot_mask];
    if (slot->diagonal != diagonal) {
        *slot = (audit_slot){.diagonal = diagonal};
    }
    return slot;
}

/* Adds to the core of the slot's passage what of `near` lies in it. */
static void audit_demand(const lt_audit *audit, const audit_slot *slot, lt_box near)
{
    uint32_t a_begin = LT_MAX(near.a_begin, slot->a_begin);
    uint32_t a_end = LT_MIN(near.a_end, slot->a_end);
    lt_box part = {a_begin, a_end, near.b_begin + (a_begin - near.a_begin), near.b_begin + (a_end - near.a_begin)};
    lt_box *core = &audit->cores[slot->number];
    if (core->a_begin == core->a_end) {
        *core = part;
        return;
    }
    *core = (lt_box){LT_MIN(core->a_begin, part.a_begin), LT_MAX(core->a_end, part.a_end),
                     LT_MIN(core->b_begin, part.b_begin), LT_MAX(core->b_end, part.b_end)};
}

/* Whether passages contain all runs of `run` tokens in `near`, which are demanded of them. *slot: the last of them. */
static bool audit_covered(const lt_audit *audit, lt_box near, audit_slot *slot)
{
    uint32_t run = audit->shape.run;
    uint32_t a = near.a_begin;
    while (a + run <= near.a_end) {
        uint32_t b = near.b_begin + (a - near.a_begin);
        lt_box holder;
        if (!lt_box_index_find(audit->index, (lt_box){a, a + run, b, b + run}, &holder, &slot->number)) {
            return false;
        }
        slot->a_begin = a;
        slot->a_end = a + LT_MIN(holder.a_end - a, holder.b_end - b);
        audit_demand(audit, slot, near);
        a = slot->a_end - run + 1;
    }
    return true;
}

/* Numbers passages from `first` on, as the index does. */
static int audit_hit(lt_audit *audit, uint64_t hit, lt_passages *passages, size_t first, leitong_error *error)
{
    uint32_t a = lt_hit_a(hit);
    uint32_t b = lt_hit_b(hit);
    audit_slot *slot = audit_slot_of(audit, a, b); /* hits rise in a, so on their diagonal */
    lt_box near = audit_extend(audit, a, b, audit->shape.window - 1);
    if (near.a_end <= slot->a_end) {
        audit_demand(audit, slot, near);
        return 0;
    }
    if (audit_covered(audit, near, slot)) {
        return 0;
    }
    lt_box box = audit_extend(audit, a, b, UINT32_MAX);
    *slot = (audit_slot){slot->diagonal, box.a_begin, box.a_end, passages->count - first};
    LT_TRY(audit_emit(audit, box, passages, error));
    LT_TRY(LT_RESERVE(audit->cores, audit->core_capacity, passages->count - first, error));
    audit->cores[slot->number] = near;
    passages->items[passages->count - 1].core = (uint32_t)slot->number;
    return 0;
}

int lt_audit_run(lt_audit *audit, const lt_audit_runs *runs, lt_passages *passages, size_t first, leitong_error *error)
{
    lt_box_index_reset(audit->index);
    LT_TRY(audit_open_slots(audit, runs->count, error));
    LT_TRY(LT_RESERVE(audit->cores, audit->core_capacity, passages->count - first, error));
    for (size_t i = first; i < passages->count; i++) {
        lt_passage *p = &passages->items[i];
        p->core = (uint32_t)(i - first);
        audit->cores[p->core] = (lt_box){0, 0, 0, 0};
        LT_TRY(lt_box_index_add(audit->index, (lt_box){p->a_begin, p->a_end, p->b_begin, p->b_end}, error));
    }
    for (size_t i = 0; i < runs->count; i++) {
        if (lt_hit_run(runs->hits[i])) {
            LT_TRY(audit_hit(audit, runs->hits[i], passages, first, error));
        }
    }
    return 0;
}
