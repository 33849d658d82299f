/* shape: what forms become where gaps are left out of them, and where each text has the gaps.
 *
 * A shape is a form, or a shape of which a stretch of units became one slot, `place` to `place` + `gap`: forms are the
 * leaves of trees, and the root of a tree is the form that all its leaves were made from.
 *
 *     来 源 湖 南 日 报 ─┐ place 2, gap 2
 *     来 源 北 京 日 报 ─┴─ 来 源 * 日 报
 *
 * Input: forms (templates/family_form). Output: shapes, their sums over the texts below them, and for each form the
 * root of its tree. Ownership: lt_shapes. Errors: LEITONG_EMEMORY. Complexity: linear in the units, for each
 * step from a form to its root; there are at most two a round of templates/gap_rounds. */
#ifndef LT_TEMPLATES_SHAPE_H
#define LT_TEMPLATES_SHAPE_H

#include "base/buffer.h"
#include "templates/family_form.h"
#include "text/fold.h"

#include <stdbool.h>

#define LT_SHAPE_LONGEST 64       /* units */
#define LT_SHAPE_NONE UINT32_MAX  /* no shape */
#define LT_SHAPE_OPEN 0x40000001U /* a slot that a gap left; a mask is LT_FORM_SLOT */
#define LT_SHAPE_TEXTS 3          /* different texts of a template, at least */
#define LT_SHAPE_FIXED 4          /* characters that it fixes, at least; a word counts for four */
#define LT_SHAPE_DESCRIBED 75     /* percent of its texts' own length, in which it must describe them */
#define LT_SHAPE_UNIT 13          /* bits of a fixed or filled unit … */
#define LT_SHAPE_SLOT 2           /* … and of a slot, a text */

typedef struct lt_shape {
    uint64_t begin;     /* in ids */
    uint64_t hash;      /* of its ids */
    uint64_t words;     /* units that are no mask, of all texts below it */
    uint32_t texts;     /* different texts below it; 0: it is no template (lt_shapes_accept) */
    uint32_t form;      /* of a leaf; of others LT_SHAPE_NONE */
    uint32_t parent;    /* LT_SHAPE_NONE: it is a root */
    uint8_t length;     /* units */
    uint8_t place, gap; /* what of it is a slot of its parent's; a gap of no units: the slot is empty */
} lt_shape;

typedef struct lt_shapes {
    lt_shape *items;
    size_t count, capacity;
    uint32_t *ids;
    size_t id_count, id_capacity;
    uint32_t *leaf; /* [form]; LT_SHAPE_NONE: it is no leaf of a tree */
} lt_shapes;        /* zero it first */
void lt_shapes_clear(lt_shapes *shapes);

static inline bool lt_shape_slot(uint32_t id)
{
    return id == LT_FORM_SLOT || id == LT_SHAPE_OPEN;
}

/* What an id fixes, in characters. */
static inline unsigned lt_shape_weight(uint32_t id)
{
    return lt_shape_slot(id) ? 0 : (id & LT_TOKEN_WORD) != 0 ? 4 : 1;
}

static inline const uint32_t *lt_shape_ids(const lt_shapes *shapes, uint32_t shape)
{
    return LT_FROM(shapes->ids, shapes->items[shape].begin);
}

/* A well-mixed hash of an id or a hash. */
static inline uint64_t lt_shape_mix(uint64_t x)
{
    x = (x + 1) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

/* Adds a shape of `length` ids; *ret_shape: its number. */
LEITONG_CHECK int lt_shapes_add(lt_shapes *shapes, const uint32_t *ids, uint32_t length, uint32_t *ret_shape,
                                leitong_error *error);

/* Makes `parent` the parent of the root `shape`. */
void lt_shapes_put(lt_shapes *shapes, uint32_t shape, uint32_t parent, unsigned place, unsigned gap);

/* Parts every tree into those of its shapes that are templates, the highest on each way from a leaf: it takes
 * LT_SHAPE_TEXTS texts, LT_SHAPE_FIXED characters, and a description that is shorter than the texts (minimum
 * description length: Rissanen 1978). What is under none becomes a form again. */
LEITONG_CHECK int lt_shapes_accept(lt_shapes *shapes, leitong_error *error);

uint32_t lt_shapes_root(const lt_shapes *shapes, uint32_t shape);

/* Where a leaf has the units of its root: ends[i] is where unit i ends, of the leaf's own. Returns how many units the
 * root has; 0 where the way to it leaves a gap out that a shape below has no room for: only hashes led that way. */
unsigned lt_shapes_ends(const lt_shapes *shapes, uint32_t leaf, uint8_t ends[LT_SHAPE_LONGEST + 1]);

#endif
