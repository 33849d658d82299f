#include "passages/anchored_alignment.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

/* On no stretch may the score fall by more than this, whatever the parts beside it are worth … */
#define ALIGNMENT_SINK_MOST 40
/* … and on any it may fall by so much more than the anchors are worth: a part is worth more than its anchors show. */
#define ALIGNMENT_SINK_SLACK 6
/* Parts that are worth this can pay for a block of any length (lt_edit_cost). */
#define ALIGNMENT_BLOCK 8
/* A block of n edits costs n + 2 when an alignment is trimmed, n while an end is extended; and trimming keeps parts
 * together that earn more than that. */
#define ALIGNMENT_SINK_LESS 3
#define ALIGNMENT_SINK_LEAST 1

void lt_anchored_alignment_clear(lt_anchored_alignment *alignment)
{
    lt_edit_script_clear(&alignment->edits);
    lt_edit_script_clear(&alignment->before);
    lt_wavefront_clear(&alignment->wavefront);
    *alignment = (lt_anchored_alignment){0};
}

/* How far the score may fall on a stretch, when the poorer of the parts beside it is worth `worth`. */
static unsigned anchored_alignment_sink(lt_edit stretch, int64_t worth)
{
    uint32_t a = stretch.a_end - stretch.a_begin;
    uint32_t b = stretch.b_end - stretch.b_begin;
    uint32_t surplus = a < b ? b - a : a - b;
    unsigned sink = (unsigned)LT_MIN(worth, ALIGNMENT_SINK_MOST) + ALIGNMENT_SINK_SLACK;
    return worth < ALIGNMENT_BLOCK ? sink : sink + surplus + (surplus + 1) / 2;
}

/* Updates `earned` with the tokens from a to the alignment's end and the edits from `first` on. */
static void anchored_alignment_earn(lt_anchored_alignment *alignment, uint32_t a, size_t first)
{
    int64_t equal = (int64_t)alignment->a_end - a;
    for (size_t i = first; i < alignment->edits.count; i++) {
        lt_edit edit = alignment->edits.items[i];
        equal -= edit.a_end - edit.a_begin;
        alignment->earned -= lt_edit_cost(edit);
    }
    alignment->earned = LT_MAX(alignment->earned, 0) + equal;
}

/* Aligns from the alignment's end to (a, b), both not before it; what follows is worth `rest` at most. */
static int anchored_alignment_bridge(lt_anchored_alignment *alignment, const lt_sides *sides, uint32_t a, uint32_t b,
                                     uint64_t rest, leitong_error *error)
{
    uint32_t a_left = a - alignment->a_end;
    uint32_t b_left = b - alignment->b_end;
    uint32_t equal =
        lt_edit_equal_after(sides->a + alignment->a_end, sides->b + alignment->b_end, LT_MIN(a_left, b_left));
    alignment->a_end += equal;
    alignment->b_end += equal;
    alignment->earned += equal;
    lt_edit stretch = {alignment->a_end, a, alignment->b_end, b};
    size_t first = alignment->edits.count;
    alignment->a_end = a;
    alignment->b_end = b;
    int64_t worth = (uint64_t)alignment->earned < rest ? alignment->earned : (int64_t)rest;
    if (stretch.a_begin == stretch.a_end || stretch.b_begin == stretch.b_end) {
        LT_TRY(lt_edit_script_add(&alignment->edits, stretch, error));
    } else {
        unsigned sink = anchored_alignment_sink(stretch, worth);
        LT_TRY(lt_wavefront_between(&alignment->wavefront, sides, stretch, sink, &alignment->edits, error));
    }
    anchored_alignment_earn(alignment, stretch.a_begin, first);
    return 0;
}

/* Aligns from the first anchor to the last. */
static int anchored_alignment_join(lt_anchored_alignment *alignment, const lt_sides *sides, const lt_anchor *anchors,
                                   size_t count, leitong_error *error)
{
    uint64_t rest = 0;
    for (size_t i = 0; i < count; i++) {
        rest += anchors[i].length;
    }
    alignment->edits.count = 0;
    alignment->earned = 0;
    alignment->a_begin = alignment->a_end = anchors[0].a;
    alignment->b_begin = alignment->b_end = anchors[0].b;
    for (size_t i = 0; i < count; i++) {
        lt_anchor anchor = anchors[i];
        uint32_t a_passed = anchor.a < alignment->a_end ? alignment->a_end - anchor.a : 0;
        uint32_t b_passed = anchor.b < alignment->b_end ? alignment->b_end - anchor.b : 0;
        uint32_t passed = LT_MAX(a_passed, b_passed);
        if (passed < anchor.length) {
            LT_TRY(anchored_alignment_bridge(alignment, sides, anchor.a + passed, anchor.b + passed, rest, error));
            alignment->a_end = anchor.a + anchor.length;
            alignment->b_end = anchor.b + anchor.length;
            alignment->earned += anchor.length - passed;
        }
        rest -= anchor.length;
    }
    return 0;
}

uint32_t lt_anchored_alignment_sink(int64_t earned)
{
    int64_t sink = earned - ALIGNMENT_SINK_LESS;
    return (uint32_t)(sink < ALIGNMENT_SINK_LEAST ? ALIGNMENT_SINK_LEAST : LT_MIN(sink, LT_ANCHORED_ALIGNMENT_DROP));
}

/* The score of an end falls no further than the alignment has earned: the end of a lone hit in unrelated text thus
 * costs but a few cells. */
static lt_wavefront_bounds anchored_alignment_bounds(const lt_anchored_alignment *alignment, lt_edit stretch)
{
    return (lt_wavefront_bounds){
        .stretch = stretch, .drop = LT_ANCHORED_ALIGNMENT_DROP, .sink = lt_anchored_alignment_sink(alignment->earned)};
}

/* Extends the alignment to the right, up to a and b. */
static int anchored_alignment_extend_after(lt_anchored_alignment *alignment, const lt_sides *sides, uint32_t a,
                                           uint32_t b, leitong_error *error)
{
    lt_edit stretch = {alignment->a_end, a, alignment->b_end, b};
    if (sides->self && alignment->a_end <= alignment->b_begin && alignment->b_begin < a) {
        stretch.a_end = alignment->b_begin;
    }
    lt_wavefront_bounds bounds = anchored_alignment_bounds(alignment, stretch);
    lt_edit reach;
    size_t first = alignment->edits.count;
    LT_TRY(lt_wavefront_after(&alignment->wavefront, sides, &bounds, &alignment->edits, &reach, error));
    alignment->a_end = reach.a_end;
    alignment->b_end = reach.b_end;
    anchored_alignment_earn(alignment, reach.a_begin, first);
    return 0;
}

/* Extends the alignment to the left, down to a and b. */
static int anchored_alignment_extend_before(lt_anchored_alignment *alignment, const lt_sides *sides, uint32_t a,
                                            uint32_t b, leitong_error *error)
{
    lt_edit stretch = {a, alignment->a_begin, b, alignment->b_begin};
    if (sides->self && alignment->a_end <= alignment->b_begin && alignment->a_end > b) {
        stretch.b_begin = alignment->a_end;
    }
    lt_wavefront_bounds bounds = anchored_alignment_bounds(alignment, stretch);
    lt_edit reach;
    alignment->before.count = 0;
    LT_TRY(lt_wavefront_before(&alignment->wavefront, sides, &bounds, &alignment->before, &reach, error));
    if (reach.a_begin == reach.a_end) {
        return 0;
    }
    alignment->a_begin = reach.a_begin;
    alignment->b_begin = reach.b_begin;
    alignment->earned += reach.a_end - reach.a_begin;
    size_t added = alignment->before.count;
    lt_edit_script *edits = &alignment->edits;
    LT_TRY(LT_RESERVE(edits->items, edits->capacity, edits->count + added, error));
    if (added > 0) {
        memmove(edits->items + added, edits->items, edits->count * sizeof *edits->items);
        memcpy(edits->items, alignment->before.items, added * sizeof *edits->items);
        edits->count += added;
    }
    return 0;
}

/* Extends to the right, to the left, and to the right again where what was found on the left allows a deeper fall. */
static int anchored_alignment_extend(lt_anchored_alignment *alignment, const lt_sides *sides,
                                     lt_anchored_alignment_reach reach, leitong_error *error)
{
    uint32_t a = alignment->a_end + LT_MIN(sides->a_count - alignment->a_end, reach.after);
    uint32_t b = alignment->b_end + LT_MIN(sides->b_count - alignment->b_end, reach.after);
    LT_TRY(anchored_alignment_extend_after(alignment, sides, a, b, error));
    uint32_t sink = lt_anchored_alignment_sink(alignment->earned);
    uint32_t a_before = alignment->a_begin - LT_MIN(alignment->a_begin, reach.before);
    uint32_t b_before = alignment->b_begin - LT_MIN(alignment->b_begin, reach.before);
    LT_TRY(anchored_alignment_extend_before(alignment, sides, a_before, b_before, error));
    if (lt_anchored_alignment_sink(alignment->earned) > sink) {
        LT_TRY(anchored_alignment_extend_after(alignment, sides, a, b, error));
    }
    return 0;
}

int lt_anchored_alignment_run(lt_anchored_alignment *alignment, const lt_sides *sides, const lt_anchor *anchors,
                              size_t count, lt_anchored_alignment_reach reach, leitong_error *error)
{
    LT_TRY(anchored_alignment_join(alignment, sides, anchors, count, error));
    if (reach.before > 0 || reach.after > 0) {
        LT_TRY(anchored_alignment_extend(alignment, sides, reach, error));
    }
    lt_edit_script_left_align(&alignment->edits, sides, alignment->a_begin, alignment->b_begin);
    return 0;
}
