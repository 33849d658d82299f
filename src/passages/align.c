#include "passages/align.h"

#include "base/buffer.h"
#include "passages/merge.h"

#include <stdlib.h>

/* A run of so many tokens is no passage by itself, and is left as chance where it stands alone among other tokens. */
#define ALIGN_SHORT 8U

struct lt_align {
    lt_align_options options;
    lt_anchored_alignment path;
    lt_trim trim;
    lt_passage_index cover;
    lt_merge merge;
    lt_anchor *anchors;
    size_t anchors_capacity;
};

int lt_align_new(const lt_align_options *options, lt_align **ret_align, leitong_error *error)
{
    lt_align *align = calloc(1, sizeof *align);
    if (align == NULL) {
        return lt_error_memory(error);
    }
    align->options = *options;
    *ret_align = align;
    return 0;
}

void lt_align_free(lt_align *align)
{
    if (align == NULL) {
        return;
    }
    lt_anchored_alignment_clear(&align->path);
    lt_trim_clear(&align->trim);
    lt_passage_index_clear(&align->cover);
    lt_merge_clear(&align->merge);
    free(align->anchors);
    free(align);
}

bool lt_align_bounded(lt_align *align)
{
    bool bounded = align->path.wave.bounded;
    align->path.wave.bounded = false;
    return bounded;
}

/* How far the ends of a chain may go. */
static uint32_t align_reach(const lt_sides *sides, const lt_hit *hits, size_t count, unsigned width)
{
    uint64_t reach = (uint64_t)LT_ALIGN_REACH * width;
    uint32_t most = sides->a_count > sides->b_count ? sides->a_count : sides->b_count;
    for (size_t i = 1; i < count && reach < most; i++) {
        uint32_t step = hits[i].a - hits[i - 1].a;
        reach += (uint64_t)LT_ALIGN_REACH * (step < width ? step : width);
    }
    return reach < most ? (uint32_t)reach : most;
}

static uint32_t align_least(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

/* Whether a[0, side) and b[0, side) have no token in common. */
static bool align_strange(const uint32_t *a, const uint32_t *b, uint32_t a_side, uint32_t b_side)
{
    for (uint32_t i = 0; i < a_side; i++) {
        for (uint32_t j = 0; j < b_side; j++) {
            if (a[i] == b[j]) {
                return false;
            }
        }
    }
    return true;
}

/* Whether nothing can come of a hit without others: it is short, and on neither side an end gets as far as to the next
 * equal token before it sinks out of bounds (lt_anchored_alignment_sink). Most hits of large unrelated texts are such;
 * a look at a few tokens is all that they cost. */
static bool align_chance(const lt_sides *sides, lt_hit hit, unsigned width)
{
    uint32_t a_right = sides->a_count - hit.a;
    uint32_t b_right = sides->b_count - hit.b;
    const uint32_t *a = sides->a + hit.a;
    const uint32_t *b = sides->b + hit.b;
    uint32_t after = lt_edit_equal_after(a, b, align_least(align_least(a_right, b_right), ALIGN_SHORT));
    uint32_t before = lt_edit_equal_before(a, b, align_least(align_least(hit.a, hit.b), ALIGN_SHORT));
    if (width > ALIGN_SHORT || before + after > ALIGN_SHORT) {
        return false;
    }
    uint32_t side =
        lt_anchored_alignment_sink(before + after) + 2; /* the edit that sinks it may be made up for at once */
    uint32_t a_left = align_least(hit.a - before, side);
    uint32_t b_left = align_least(hit.b - before, side);
    return align_strange(a + after, b + after, align_least(a_right - after, side),
                         align_least(b_right - after, side)) &&
           align_strange(a - before - a_left, b - before - b_left, a_left, b_left);
}

/* The outermost anchors go on while tokens are equal, in a document with itself while the spans stay disjoint. */
static void align_grow(const lt_sides *sides, lt_anchor *anchors, size_t count)
{
    lt_anchor *first = &anchors[0];
    lt_anchor *last = &anchors[count - 1];
    uint32_t a = last->a + last->length;
    uint32_t b = last->b + last->length;
    uint32_t room = sides->self ? first->b > a ? first->b - a : 0 : sides->a_count - a;
    last->length += lt_edit_equal_after(sides->a + a, sides->b + b, align_least(room, sides->b_count - b));
    a = last->a + last->length;
    room = sides->self ? first->b > a ? first->b - a : 0 : first->b;
    uint32_t before = lt_edit_equal_before(sides->a + first->a, sides->b + first->b, align_least(first->a, room));
    *first = (lt_anchor){first->a - before, first->b - before, first->length + before};
}

static int align_chain(lt_align *align, const lt_sides *sides, const lt_hit *hits, size_t count, unsigned width,
                       lt_passages *passages, leitong_error *error)
{
    int code = LT_RESERVE(align->anchors, align->anchors_capacity, count, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < count; i++) {
        align->anchors[i] = (lt_anchor){hits[i].a, hits[i].b, width};
    }
    align_grow(sides, align->anchors, count);
    size_t passage_count = passages->count;
    size_t edit_count = passages->edit_count;
    code = lt_anchored_alignment_run(&align->path, sides, align->anchors, count, align_reach(sides, hits, count, width),
                                     error);
    if (code == 0) {
        code = lt_trim_run(&align->trim, &align->options, &align->path, sides->self, passages, error);
    }
    if (code != 0) {
        passages->count = passage_count;
        passages->edit_count = edit_count;
    }
    return code;
}

/* A block is leftmost, so the run before it may go on, equal, within the block and beyond; the run behind it begins
 * where it must. */
void lt_align_measure(const lt_sides *sides, const lt_edit *edits, lt_passage *passage)
{
    uint32_t a = passage->a_begin;
    passage->longest_run = 0;
    for (uint32_t e = 0; e <= passage->edit_count; e++) {
        lt_edit edit = {passage->a_end, passage->a_end, passage->b_end, passage->b_end};
        if (e < passage->edit_count) {
            edit = edits[passage->edit_begin + e];
        }
        uint32_t a_left = passage->a_end - edit.a_begin;
        uint32_t b_left = passage->b_end - edit.b_begin;
        uint32_t most = a_left < b_left ? a_left : b_left;
        uint32_t run = edit.a_begin - a;
        run += lt_edit_equal_after(sides->a + edit.a_begin, sides->b + edit.b_begin, most);
        passage->longest_run = run > passage->longest_run ? run : passage->longest_run;
        a = edit.a_end;
    }
}

int lt_align_pair(lt_align *align, const lt_sides *sides, const lt_chains *chains, unsigned width,
                  lt_passages *passages, leitong_error *error)
{
    size_t first = passages->count;
    size_t edit_count = passages->edit_count;
    int code = lt_passage_index_begin(&align->cover, error);
    for (size_t c = 0; c < chains->count && code == 0; c++) {
        const lt_hit *hits = chains->hits + chains->begins[c];
        size_t count = chains->begins[c + 1] - chains->begins[c];
        lt_edit spans = {hits[0].a, hits[count - 1].a + width, hits[0].b, hits[count - 1].b + width};
        if (count == 1 && align_chance(sides, hits[0], width)) {
            continue;
        }
        if (passages->count > first && lt_passage_index_holds(&align->cover, passages, spans, align->options.run)) {
            continue;
        }
        size_t before = passages->count;
        code = align_chain(align, sides, hits, count, width, passages, error);
        for (size_t i = before; i < passages->count && code == 0; i++) {
            code = lt_passage_index_add(&align->cover, passages, i, error);
        }
    }
    if (code == 0) {
        code = lt_merge_run(&align->merge, &align->options, sides, passages, first, error);
    }
    if (code != 0) {
        passages->count = first;
        passages->edit_count = edit_count;
    }
    for (size_t i = first; i < passages->count; i++) {
        lt_align_measure(sides, passages->edits, &passages->items[i]);
    }
    return code;
}
