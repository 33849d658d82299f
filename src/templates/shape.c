#include "templates/shape.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

void lt_shapes_clear(lt_shapes *shapes)
{
    free(shapes->items);
    free(shapes->ids);
    free(shapes->leaf);
    *shapes = (lt_shapes){0};
}

int lt_shapes_add(lt_shapes *shapes, const uint32_t *ids, uint32_t length, uint32_t *ret_shape, leitong_error *error)
{
    LT_TRY(LT_RESERVE(shapes->items, shapes->capacity, shapes->count + 1, error));
    LT_TRY(LT_RESERVE(shapes->ids, shapes->id_capacity, shapes->id_count + length, error));
    memcpy(shapes->ids + shapes->id_count, ids, length * sizeof *ids);
    shapes->items[shapes->count] = (lt_shape){.begin = shapes->id_count,
                                              .hash = lt_hash_64(ids, length * sizeof *ids),
                                              .form = LT_SHAPE_NONE,
                                              .parent = LT_SHAPE_NONE,
                                              .length = (uint8_t)length};
    shapes->id_count += length;
    *ret_shape = (uint32_t)shapes->count++;
    return 0;
}

void lt_shapes_put(lt_shapes *shapes, uint32_t shape, uint32_t parent, unsigned place, unsigned gap)
{
    lt_shape *child = &shapes->items[shape];
    lt_shape *to = &shapes->items[parent];
    child->parent = parent;
    child->place = (uint8_t)place;
    child->gap = (uint8_t)gap;
    to->texts = child->texts > UINT32_MAX - to->texts ? UINT32_MAX : to->texts + child->texts;
    to->words += child->words;
}

uint32_t lt_shapes_root(const lt_shapes *shapes, uint32_t shape)
{
    while (shapes->items[shape].parent != LT_SHAPE_NONE) {
        shape = shapes->items[shape].parent;
    }
    return shape;
}

/* Whether a shape describes the texts below it. Masks cost nothing on either side. */
static bool shape_accepted(const lt_shapes *shapes, uint32_t shape)
{
    const lt_shape *s = &shapes->items[shape];
    const uint32_t *ids = lt_shape_ids(shapes, shape);
    uint64_t characters = 0;
    uint64_t words = 0;
    for (unsigned i = 0; i < s->length; i++) {
        words += !lt_shape_slot(ids[i]);
        characters += lt_shape_weight(ids[i]);
    }
    uint64_t raw = s->words * LT_SHAPE_UNIT;
    uint64_t described = words * LT_SHAPE_UNIT + (s->words - words * s->texts) * LT_SHAPE_UNIT +
                         (uint64_t)s->texts * (s->length - words) * LT_SHAPE_SLOT;
    return s->form == LT_SHAPE_NONE && s->texts >= LT_SHAPE_TEXTS && characters >= LT_SHAPE_FIXED &&
           described * 100 <= raw * LT_SHAPE_DESCRIBED;
}

int lt_shapes_accept(lt_shapes *shapes, leitong_error *error)
{
    uint32_t *root = malloc((shapes->count + 1) * sizeof *root); /* [leaf] → the shape that is its template */
    uint8_t *good = malloc(shapes->count + 1);
    if (root == NULL || good == NULL) {
        free(root);
        free(good);
        return lt_error_memory(error);
    }
    for (uint32_t s = 0; s < shapes->count; s++) {
        good[s] = shape_accepted(shapes, s);
    }
    for (uint32_t s = 0; s < shapes->count; s++) {
        root[s] = LT_SHAPE_NONE;
        for (uint32_t at = s; at != LT_SHAPE_NONE; at = shapes->items[at].parent) {
            root[s] = good[at] ? at : root[s];
        }
    }
    for (uint32_t s = 0; s < shapes->count; s++) { /* what stands below a template keeps its way to it */
        lt_shape *shape = &shapes->items[s];
        if (root[s] == LT_SHAPE_NONE || root[s] == s) {
            shape->parent = LT_SHAPE_NONE;
        }
        shape->texts = root[s] == LT_SHAPE_NONE && shape->form == LT_SHAPE_NONE ? 0 : shape->texts;
    }
    free(root);
    free(good);
    return 0;
}

unsigned lt_shapes_ends(const lt_shapes *shapes, uint32_t leaf, uint8_t ends[LT_SHAPE_LONGEST + 1])
{
    unsigned count = shapes->items[leaf].length;
    for (unsigned i = 0; i < count; i++) {
        ends[i] = (uint8_t)(i + 1);
    }
    for (uint32_t s = leaf; shapes->items[s].parent != LT_SHAPE_NONE; s = shapes->items[s].parent) {
        unsigned place = shapes->items[s].place;
        unsigned behind = place + shapes->items[s].gap;
        if (behind > count || (shapes->items[s].gap == 0 && count > LT_SHAPE_LONGEST)) {
            return 0;
        }
        uint8_t end = behind > 0 ? ends[behind - 1] : 0;
        memmove(ends + place + 1, ends + behind, count - behind);
        ends[place] = end;
        count = count - shapes->items[s].gap + 1;
    }
    return count;
}
