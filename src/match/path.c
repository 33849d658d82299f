#include "match/path.h"

#include "buffer.h"

#include <stdlib.h>
#include <string.h>

/* Edits that an alignment between two anchors may cost, beside the tokens that one side has more of: 5 + 2/3 of the
 * rest. Unrelated Chinese text costs 0.9 a token, so it is given up early. */
#define PATH_EDITS_LEAST 5
#define PATH_EDITS_MOST 512
/* An end may sink this far below what the path has earned: beyond, trimming would cut it off again. */
#define PATH_DROP_SLACK 4

void lt_path_clear(lt_path *path)
{
    lt_edits_clear(&path->edits);
    lt_edits_clear(&path->before);
    lt_wave_clear(&path->wave);
    *path = (lt_path){0};
}

static uint32_t path_limit(lt_edit stretch)
{
    uint32_t a = stretch.a_end - stretch.a_begin;
    uint32_t b = stretch.b_end - stretch.b_begin;
    uint32_t both = a < b ? a : b;
    uint32_t surplus = a < b ? b - a : a - b;
    uint64_t limit = (uint64_t)surplus + both / 3 * 2 + PATH_EDITS_LEAST;
    return limit < PATH_EDITS_MOST ? (uint32_t)limit : PATH_EDITS_MOST;
}

/* From the path's end to (a, b), both not before it. */
static int path_bridge(lt_path *path, const lt_sides *sides, uint32_t a, uint32_t b, leitong_error *error)
{
    uint32_t a_left = a - path->a_end;
    uint32_t b_left = b - path->b_end;
    uint32_t equal =
        lt_edit_equal_after(sides->a + path->a_end, sides->b + path->b_end, a_left < b_left ? a_left : b_left);
    lt_edit stretch = {path->a_end + equal, a, path->b_end + equal, b};
    path->a_end = a;
    path->b_end = b;
    if (stretch.a_begin == stretch.a_end || stretch.b_begin == stretch.b_end) {
        return lt_edits_add(&path->edits, stretch, error);
    }
    return lt_wave_between(&path->wave, sides, stretch, path_limit(stretch), &path->edits, error);
}

static int path_follow(lt_path *path, const lt_sides *sides, const lt_anchor *anchors, size_t count,
                       leitong_error *error)
{
    path->edits.count = 0;
    path->a_begin = path->a_end = anchors[0].a;
    path->b_begin = path->b_end = anchors[0].b;
    for (size_t i = 0; i < count; i++) {
        lt_anchor anchor = anchors[i];
        uint32_t a_passed = anchor.a < path->a_end ? path->a_end - anchor.a : 0;
        uint32_t b_passed = anchor.b < path->b_end ? path->b_end - anchor.b : 0;
        uint32_t passed = a_passed > b_passed ? a_passed : b_passed;
        if (passed >= anchor.length) {
            continue;
        }
        int code = path_bridge(path, sides, anchor.a + passed, anchor.b + passed, error);
        if (code != 0) {
            return code;
        }
        path->a_end = anchor.a + anchor.length;
        path->b_end = anchor.b + anchor.length;
    }
    return 0;
}

static unsigned path_drop(const lt_path *path)
{
    uint32_t a = path->a_end - path->a_begin;
    uint32_t b = path->b_end - path->b_begin;
    uint32_t length = a < b ? a : b;
    return length + PATH_DROP_SLACK < LT_PATH_DROP ? length + PATH_DROP_SLACK : LT_PATH_DROP;
}

static int path_extend_after(lt_path *path, const lt_sides *sides, leitong_error *error)
{
    lt_edit stretch = {path->a_end, sides->a_count, path->b_end, sides->b_count};
    if (sides->self && path->a_end <= path->b_begin) {
        stretch.a_end = path->b_begin;
    }
    lt_edit reach;
    int code = lt_wave_after(&path->wave, sides, stretch, path_drop(path), &path->edits, &reach, error);
    if (code == 0) {
        path->a_end = reach.a_end;
        path->b_end = reach.b_end;
    }
    return code;
}

static int path_extend_before(lt_path *path, const lt_sides *sides, leitong_error *error)
{
    lt_edit stretch = {0, path->a_begin, 0, path->b_begin};
    if (sides->self && path->a_end <= path->b_begin) {
        stretch.b_begin = path->a_end;
    }
    lt_edit reach;
    path->before.count = 0;
    int code = lt_wave_before(&path->wave, sides, stretch, path_drop(path), &path->before, &reach, error);
    if (code != 0 || reach.a_begin == reach.a_end) {
        return code;
    }
    path->a_begin = reach.a_begin;
    path->b_begin = reach.b_begin;
    size_t added = path->before.count;
    lt_edits *edits = &path->edits;
    code = lt_buffer_reserve(&edits->items, &edits->capacity, edits->count + added, sizeof *edits->items, error);
    if (code == 0 && added > 0) {
        memmove(edits->items + added, edits->items, edits->count * sizeof *edits->items);
        memcpy(edits->items, path->before.items, added * sizeof *edits->items);
        edits->count += added;
    }
    return code;
}

int lt_path_run(lt_path *path, const lt_sides *sides, const lt_anchor *anchors, size_t count, bool extend,
                leitong_error *error)
{
    int code = path_follow(path, sides, anchors, count, error);
    if (code == 0 && extend) {
        code = path_extend_after(path, sides, error);
    }
    if (code == 0 && extend) {
        code = path_extend_before(path, sides, error);
    }
    if (code == 0) {
        lt_edits_settle(&path->edits, sides, path->a_begin, path->b_begin);
    }
    return code;
}
