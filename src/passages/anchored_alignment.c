#include "passages/anchored_alignment.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

/* No stretch may sink deeper than this, whatever the parts are worth … */
#define PATH_SINK_MOST 40
/* … and any may sink so far deeper than the anchors are worth: a part is worth more than its anchors show. */
#define PATH_SINK_SLACK 6
/* Parts that are worth this can pay for a block of any length (lt_edit_cost). */
#define PATH_BLOCK 8
/* A block of n edits costs n + 2 where a path is trimmed, n where an end is extended; and trimming keeps parts together
 * that earn more than that. */
#define PATH_SINK_LESS 3
#define PATH_SINK_LEAST 1

void lt_anchored_alignment_clear(lt_anchored_alignment *path)
{
    lt_edit_script_clear(&path->edits);
    lt_edit_script_clear(&path->before);
    lt_wavefront_clear(&path->wave);
    *path = (lt_anchored_alignment){0};
}

/* How deep the way over a stretch may sink, when the poorer of the parts is worth `worth`. */
static unsigned anchored_alignment_sink(lt_edit stretch, int64_t worth)
{
    uint32_t a = stretch.a_end - stretch.a_begin;
    uint32_t b = stretch.b_end - stretch.b_begin;
    uint32_t surplus = a < b ? b - a : a - b;
    unsigned sink = (unsigned)LT_MIN(worth, PATH_SINK_MOST) + PATH_SINK_SLACK;
    return worth < PATH_BLOCK ? sink : sink + surplus + (surplus + 1) / 2;
}

/* Counts the tokens from a to the path's end, and the edits from `first` on. */
static void anchored_alignment_earn(lt_anchored_alignment *path, uint32_t a, size_t first)
{
    int64_t equal = (int64_t)path->a_end - a;
    for (size_t i = first; i < path->edits.count; i++) {
        lt_edit edit = path->edits.items[i];
        equal -= edit.a_end - edit.a_begin;
        path->earned -= lt_edit_cost(edit);
    }
    path->earned = LT_MAX(path->earned, 0) + equal;
}

/* From the path's end to (a, b), both not before it; what follows is worth `rest` at most. */
static int anchored_alignment_bridge(lt_anchored_alignment *path, const lt_sides *sides, uint32_t a, uint32_t b,
                                     uint64_t rest, leitong_error *error)
{
    uint32_t a_left = a - path->a_end;
    uint32_t b_left = b - path->b_end;
    uint32_t equal = lt_edit_equal_after(sides->a + path->a_end, sides->b + path->b_end, LT_MIN(a_left, b_left));
    path->a_end += equal;
    path->b_end += equal;
    path->earned += equal;
    lt_edit stretch = {path->a_end, a, path->b_end, b};
    size_t first = path->edits.count;
    path->a_end = a;
    path->b_end = b;
    int64_t worth = (uint64_t)path->earned < rest ? path->earned : (int64_t)rest;
    if (stretch.a_begin == stretch.a_end || stretch.b_begin == stretch.b_end) {
        LT_TRY(lt_edit_script_add(&path->edits, stretch, error));
    } else {
        unsigned sink = anchored_alignment_sink(stretch, worth);
        LT_TRY(lt_wavefront_between(&path->wave, sides, stretch, sink, &path->edits, error));
    }
    anchored_alignment_earn(path, stretch.a_begin, first);
    return 0;
}

static int anchored_alignment_follow(lt_anchored_alignment *path, const lt_sides *sides, const lt_anchor *anchors,
                                     size_t count, leitong_error *error)
{
    uint64_t rest = 0;
    for (size_t i = 0; i < count; i++) {
        rest += anchors[i].length;
    }
    path->edits.count = 0;
    path->earned = 0;
    path->a_begin = path->a_end = anchors[0].a;
    path->b_begin = path->b_end = anchors[0].b;
    for (size_t i = 0; i < count; i++) {
        lt_anchor anchor = anchors[i];
        uint32_t a_passed = anchor.a < path->a_end ? path->a_end - anchor.a : 0;
        uint32_t b_passed = anchor.b < path->b_end ? path->b_end - anchor.b : 0;
        uint32_t passed = LT_MAX(a_passed, b_passed);
        if (passed < anchor.length) {
            LT_TRY(anchored_alignment_bridge(path, sides, anchor.a + passed, anchor.b + passed, rest, error));
            path->a_end = anchor.a + anchor.length;
            path->b_end = anchor.b + anchor.length;
            path->earned += anchor.length - passed;
        }
        rest -= anchor.length;
    }
    return 0;
}

uint32_t lt_anchored_alignment_sink(int64_t earned)
{
    int64_t sink = earned - PATH_SINK_LESS;
    return (uint32_t)(sink < PATH_SINK_LEAST ? PATH_SINK_LEAST : LT_MIN(sink, LT_ANCHORED_ALIGNMENT_DROP));
}

/* An end sinks no further than the path has earned: so the end of a lone hit in unrelated text costs but a few cells.
 */
static lt_wavefront_bounds anchored_alignment_bounds(const lt_anchored_alignment *path, lt_edit stretch)
{
    return (lt_wavefront_bounds){
        .stretch = stretch, .drop = LT_ANCHORED_ALIGNMENT_DROP, .sink = lt_anchored_alignment_sink(path->earned)};
}

/* Up to a and b. */
static int anchored_alignment_extend_after(lt_anchored_alignment *path, const lt_sides *sides, uint32_t a, uint32_t b,
                                           leitong_error *error)
{
    lt_edit stretch = {path->a_end, a, path->b_end, b};
    if (sides->self && path->a_end <= path->b_begin && path->b_begin < a) {
        stretch.a_end = path->b_begin;
    }
    lt_wavefront_bounds bounds = anchored_alignment_bounds(path, stretch);
    lt_edit reach;
    size_t first = path->edits.count;
    LT_TRY(lt_wavefront_after(&path->wave, sides, &bounds, &path->edits, &reach, error));
    path->a_end = reach.a_end;
    path->b_end = reach.b_end;
    anchored_alignment_earn(path, reach.a_begin, first);
    return 0;
}

/* Down to a and b. */
static int anchored_alignment_extend_before(lt_anchored_alignment *path, const lt_sides *sides, uint32_t a, uint32_t b,
                                            leitong_error *error)
{
    lt_edit stretch = {a, path->a_begin, b, path->b_begin};
    if (sides->self && path->a_end <= path->b_begin && path->a_end > b) {
        stretch.b_begin = path->a_end;
    }
    lt_wavefront_bounds bounds = anchored_alignment_bounds(path, stretch);
    lt_edit reach;
    path->before.count = 0;
    LT_TRY(lt_wavefront_before(&path->wave, sides, &bounds, &path->before, &reach, error));
    if (reach.a_begin == reach.a_end) {
        return 0;
    }
    path->a_begin = reach.a_begin;
    path->b_begin = reach.b_begin;
    path->earned += reach.a_end - reach.a_begin;
    size_t added = path->before.count;
    lt_edit_script *edits = &path->edits;
    LT_TRY(LT_RESERVE(edits->items, edits->capacity, edits->count + added, error));
    if (added > 0) {
        memmove(edits->items + added, edits->items, edits->count * sizeof *edits->items);
        memcpy(edits->items, path->before.items, added * sizeof *edits->items);
        edits->count += added;
    }
    return 0;
}

/* After, before, and after again where what was found before it lets the end sink further than the first time. */
static int anchored_alignment_extend(lt_anchored_alignment *path, const lt_sides *sides, uint32_t reach,
                                     leitong_error *error)
{
    uint32_t a = sides->a_count - path->a_end > reach ? path->a_end + reach : sides->a_count;
    uint32_t b = sides->b_count - path->b_end > reach ? path->b_end + reach : sides->b_count;
    LT_TRY(anchored_alignment_extend_after(path, sides, a, b, error));
    uint32_t sink = lt_anchored_alignment_sink(path->earned);
    uint32_t a_before = path->a_begin > reach ? path->a_begin - reach : 0;
    uint32_t b_before = path->b_begin > reach ? path->b_begin - reach : 0;
    LT_TRY(anchored_alignment_extend_before(path, sides, a_before, b_before, error));
    if (lt_anchored_alignment_sink(path->earned) > sink) {
        LT_TRY(anchored_alignment_extend_after(path, sides, a, b, error));
    }
    return 0;
}

int lt_anchored_alignment_run(lt_anchored_alignment *path, const lt_sides *sides, const lt_anchor *anchors,
                              size_t count, uint32_t reach, leitong_error *error)
{
    LT_TRY(anchored_alignment_follow(path, sides, anchors, count, error));
    if (reach > 0) {
        LT_TRY(anchored_alignment_extend(path, sides, reach, error));
    }
    lt_edit_script_settle(&path->edits, sides, path->a_begin, path->b_begin);
    return 0;
}
