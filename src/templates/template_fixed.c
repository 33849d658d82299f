#include "templates/template_fixed.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

typedef struct fixed_work {
    const lt_fixed_texts *texts;
    uint32_t columns;
    uint64_t members;
    uint8_t *alive; /* [text]: it has the piece so far */
    lt_part *parts;
    uint32_t part_count;
} fixed_work;

/* Whether enough members are in `weight`. */
static bool fixed_enough(const fixed_work *work, uint64_t weight)
{
    return weight * 100 >= work->members * LT_PROFILE_FIXED;
}

/* The members that have column `c`, of those that have the piece [begin, c) whole and right before it. */
static uint64_t fixed_weight(const fixed_work *work, uint32_t begin, uint32_t c)
{
    const lt_fixed_texts *texts = work->texts;
    uint64_t weight = 0;
    for (uint32_t t = 0; t < texts->count; t++) {
        uint8_t standing = texts->kept[t] ? texts->standing[(size_t)t * work->columns + c] : 0;
        bool has = c == begin ? standing > 0 : work->alive[t] && standing == LT_FIXED_BEHIND;
        weight += has ? texts->copies[t] : 0;
    }
    return weight;
}

/* Keeps those alive that have column `c` too. */
static void fixed_keep(const fixed_work *work, uint32_t begin, uint32_t c)
{
    const lt_fixed_texts *texts = work->texts;
    for (uint32_t t = 0; t < texts->count; t++) {
        uint8_t standing = texts->kept[t] ? texts->standing[(size_t)t * work->columns + c] : 0;
        work->alive[t] = c == begin ? standing > 0 : work->alive[t] && standing == LT_FIXED_BEHIND;
    }
}

/* A fixed part → pieces. */
static void fixed_part(fixed_work *work, const lt_part *part)
{
    for (uint32_t c = part->begin; c < part->end;) {
        uint32_t begin = c;
        bool fixed = fixed_enough(work, fixed_weight(work, c, c));
        if (fixed) {
            do {
                fixed_keep(work, begin, c++);
            } while (c < part->end && fixed_enough(work, fixed_weight(work, begin, c)));
        } else {
            do {
                c++;
            } while (c < part->end && !fixed_enough(work, fixed_weight(work, c, c)));
        }
        work->parts[work->part_count++] = (lt_part){begin, c, fixed ? LT_PART_TEXT : LT_PART_OPTIONAL};
    }
}

int lt_fixed_cut(const lt_fixed_texts *texts, lt_profile *consensus, bool *ret_changed, leitong_error *error)
{
    fixed_work work = {.texts = texts, .columns = consensus->column_count};
    int code = 0;
    *ret_changed = false;
    work.alive = calloc((size_t)texts->count + 1, 1);
    work.parts = malloc(((size_t)consensus->part_count + consensus->column_count + 1) * sizeof *work.parts);
    LT_TRY_GOTO(done, work.alive == NULL || work.parts == NULL ? lt_error_memory(error) : 0);
    for (uint32_t t = 0; t < texts->count; t++) {
        work.members += texts->kept[t] ? texts->copies[t] : 0;
    }
    for (uint32_t p = 0; p < consensus->part_count; p++) {
        uint32_t before = work.part_count;
        if (consensus->parts[p].kind == LT_PART_TEXT) {
            fixed_part(&work, &consensus->parts[p]);
            *ret_changed = *ret_changed || work.part_count != before + 1 || work.parts[before].kind != LT_PART_TEXT;
        } else {
            work.parts[work.part_count++] = consensus->parts[p];
        }
    }
    LT_TRY_GOTO(done, LT_RESERVE(consensus->parts, consensus->part_capacity, (size_t)work.part_count + 1, error));
    memcpy(consensus->parts, work.parts, work.part_count * sizeof *work.parts);
    consensus->part_count = work.part_count;
done:
    free(work.alive);
    free(work.parts);
    return code;
}
