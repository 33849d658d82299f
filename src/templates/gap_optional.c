#include "templates/gap_optional.h"

#include "base/radix_sort.h"
#include "templates/gap_keys.h"
#include "templates/star.h"

#include <stdlib.h>

#define OPTIONAL_WHOLE 0xFF /* in a record's low bits instead of a place: the shape as it is */

/* The keys of a shape as it is, and without each of its slots. */
static size_t optional_keys(const lt_shapes *shapes, uint32_t shape, lt_record *records)
{
    const uint32_t *ids = lt_shape_ids(shapes, shape);
    lt_gap_sums sums;
    size_t count = 0;
    lt_gap_sum(ids, shapes->items[shape].length, &sums);
    for (unsigned place = 0; place < sums.length; place++) {
        uint64_t without = lt_gap_joined(&sums, place, place + 1);
        if (ids[place] == LT_SHAPE_OPEN) {
            records[count++] = (lt_record){without, (uint64_t)shape << 8 | place};
        }
    }
    records[count++] = (lt_record){lt_gap_joined(&sums, 0, 0), (uint64_t)shape << 8 | OPTIONAL_WHOLE};
    return count;
}

/* Records of one key: the shape that is as they are without a slot joins the one with most texts. */
static void optional_group(lt_shapes *shapes, const lt_record *records, size_t count)
{
    uint32_t whole = LT_SHAPE_NONE;
    const lt_record *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const lt_shape *shape = &shapes->items[records[i].value >> 8];
        if ((records[i].value & 0xFF) == OPTIONAL_WHOLE) {
            whole = (uint32_t)(records[i].value >> 8);
            continue;
        }
        const lt_shape *most = best != NULL ? &shapes->items[best->value >> 8] : NULL;
        if (most == NULL || shape->texts > most->texts || (shape->texts == most->texts && shape->hash < most->hash)) {
            best = &records[i];
        }
    }
    if (whole == LT_SHAPE_NONE || best == NULL) {
        return;
    }
    uint32_t into = (uint32_t)(best->value >> 8);
    uint64_t has = shapes->items[into].texts;
    uint64_t lacks = shapes->items[whole].texts;
    uint64_t some = (has + lacks) * LT_STAR_SOME;
    bool roots = shapes->items[into].parent == LT_SHAPE_NONE && shapes->items[whole].parent == LT_SHAPE_NONE;
    if (roots && has * 100 >= some && lacks * 100 >= some) {
        lt_shapes_put(shapes, whole, into, best->value & 0xFF, 0);
    }
}

int lt_gap_optional(lt_shapes *shapes, leitong_error *error)
{
    lt_record *records = NULL;
    size_t count = 0;
    size_t capacity = 0;
    int code = 0;
    for (uint32_t s = 0; s < shapes->count; s++) {
        if (shapes->items[s].parent == LT_SHAPE_NONE && shapes->items[s].texts > 0) {
            LT_TRY_GOTO(done, LT_RESERVE(records, capacity, 2 * (count + shapes->items[s].length + 1), error));
            count += optional_keys(shapes, s, records + count);
        }
    }
    if (count > 0) {
        lt_radix_sort_records(records, records + count, count);
    }
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && records[end].key == records[begin].key) {
            end++;
        }
        optional_group(shapes, records + begin, end - begin);
    }
done:
    free(records);
    return code;
}
