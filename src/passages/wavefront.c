#include "passages/wavefront.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

#define WAVEFRONT_NONE (INT32_MIN / 2)
#define WAVEFRONT_PAD 2
/* Scores are halves of a match's worth: a token passed counts 1, an edit −4 (so that a substitution, which passes a
 * token on each side, nets −2 halves). */
#define WAVEFRONT_EDIT 4
#define WAVEFRONT_LONGEST (INT32_MAX / 8)

/* A stretch with both sides counted from 0, away from where the wavefront starts. */
typedef struct wavefront_view {
    const uint32_t *a, *b; /* the first tokens; backwards: one past the first */
    int32_t a_count, b_count;
    bool backwards;
} wavefront_view;

typedef struct wavefront_point {
    int32_t row, diagonal, a; /* b = a + diagonal */
} wavefront_point;

/* Diagonals of a row. */
typedef struct wavefront_span {
    int32_t row, low, high;
} wavefront_span;

/* State of a search: bounds in the units of scores, the best score so far and where it is. */
typedef struct wavefront_state {
    int64_t drop, sink;
    int64_t score; /* the highest of all rows … */
    wavefront_point best;
    bool alive;   /* some diagonal of the last row is within bounds */
    bool bounded; /* some diagonal reached its last token */
} wavefront_state;

void lt_wavefront_clear(lt_wavefront *wavefront)
{
    free(wavefront->cells);
    free(wavefront->rows);
    lt_edit_script_clear(&wavefront->steps);
    *wavefront = (lt_wavefront){0};
}

static wavefront_view wavefront_view_of(const lt_sides *sides, lt_edit stretch, bool backwards)
{
    uint32_t a_count = stretch.a_end - stretch.a_begin;
    uint32_t b_count = stretch.b_end - stretch.b_begin;
    return (wavefront_view){
        .a = sides->a + (backwards ? stretch.a_end : stretch.a_begin),
        .b = sides->b + (backwards ? stretch.b_end : stretch.b_begin),
        .a_count = a_count < WAVEFRONT_LONGEST ? (int32_t)a_count : WAVEFRONT_LONGEST,
        .b_count = b_count < WAVEFRONT_LONGEST ? (int32_t)b_count : WAVEFRONT_LONGEST,
        .backwards = backwards,
    };
}

/* The last token of a on a diagonal. */
static int32_t wavefront_end(const wavefront_view *view, int32_t diagonal)
{
    return LT_MIN(view->a_count, view->b_count - diagonal);
}

/* Slides over equal tokens from a on, at most to `end`. Mostly there are none, so the first is compared here. */
static int32_t wavefront_slide(const wavefront_view *view, int32_t a, int32_t diagonal, int32_t end)
{
    if (a >= end) {
        return a;
    }
    uint32_t most = (uint32_t)(end - a);
    if (view->backwards) {
        const uint32_t *at = view->a - a;
        const uint32_t *bt = view->b - a - diagonal;
        return at[-1] != bt[-1] ? a : a + (int32_t)lt_edit_equal_before(at, bt, most);
    }
    const uint32_t *at = view->a + a;
    const uint32_t *bt = view->b + a + diagonal;
    return *at != *bt ? a : a + (int32_t)lt_edit_equal_after(at, bt, most);
}

/* Appends a row, with empty cells on either side; the caller fills its own cells. */
static int wavefront_row_new(lt_wavefront *wavefront, int32_t row, int32_t low, int32_t high, leitong_error *error)
{
    size_t begin = row == 0 ? 0 : wavefront->cell_count;
    size_t end = begin + (size_t)(high - low) + 1 + 2 * WAVEFRONT_PAD;
    if ((size_t)row >= wavefront->row_capacity) {
        LT_TRY(LT_RESERVE(wavefront->rows, wavefront->row_capacity, (size_t)row + 1, error));
    }
    if (end > wavefront->cell_capacity) {
        LT_TRY(LT_RESERVE(wavefront->cells, wavefront->cell_capacity, end, error));
    }
    for (size_t i = 0; i < WAVEFRONT_PAD; i++) {
        wavefront->cells[begin + i] = WAVEFRONT_NONE;
        wavefront->cells[end - 1 - i] = WAVEFRONT_NONE;
    }
    wavefront->rows[row] = (lt_wavefront_row){.cells = begin + WAVEFRONT_PAD, .low = low, .high = high};
    wavefront->cell_count = end;
    return 0;
}

/* The furthest point on a diagonal with one edit more than the row whose cell of that diagonal is *before. A
 * substitution at `end` stays there; an insertion or deletion beyond it is impossible. */
static int32_t wavefront_step(const int32_t *before, int32_t end)
{
    int32_t best = LT_MIN(before[0] + 1, end);
    best = before[1] < end && before[1] + 1 > best ? before[1] + 1 : best;
    return before[-1] <= end && before[-1] > best ? before[-1] : best;
}

/* Where the step that reached `point` began. */
static wavefront_point wavefront_from(const int32_t *before, wavefront_point point, int32_t end)
{
    if (LT_MIN(before[0] + 1, end) == point.a) {
        return (wavefront_point){point.row - 1, point.diagonal, before[0]};
    }
    return before[1] + 1 == point.a ? (wavefront_point){point.row - 1, point.diagonal + 1, before[1]}
                                    : (wavefront_point){point.row - 1, point.diagonal - 1, before[-1]};
}

/* Traces a point back to the start: single edits into wavefront->steps, the furthest first, counted as in the view. */
static int wavefront_trace(lt_wavefront *wavefront, const wavefront_view *view, wavefront_point point,
                           leitong_error *error)
{
    lt_edit_script *steps = &wavefront->steps;
    LT_TRY(LT_RESERVE(steps->items, steps->capacity, (size_t)point.row + 1, error));
    steps->count = 0;
    while (point.row > 0) {
        const lt_wavefront_row *row = &wavefront->rows[point.row - 1];
        const int32_t *before = wavefront->cells + row->cells + (ptrdiff_t)(point.diagonal - row->low);
        int32_t end = wavefront_end(view, point.diagonal);
        point.a = wavefront_step(before, end);
        wavefront_point from = wavefront_from(before, point, end);
        steps->items[steps->count++] = (lt_edit){
            .a_begin = (uint32_t)from.a,
            .a_end = (uint32_t)point.a,
            .b_begin = (uint32_t)(from.a + from.diagonal),
            .b_end = (uint32_t)(point.a + point.diagonal),
        };
        point = from;
    }
    return 0;
}

static int wavefront_emit(lt_wavefront *wavefront, lt_edit stretch, bool backwards, lt_edit_script *edits,
                          leitong_error *error)
{
    size_t count = wavefront->steps.count;
    for (size_t i = 0; i < count; i++) {
        lt_edit step = wavefront->steps.items[backwards ? i : count - 1 - i];
        lt_edit edit = backwards ? (lt_edit){stretch.a_end - step.a_end, stretch.a_end - step.a_begin,
                                             stretch.b_end - step.b_end, stretch.b_end - step.b_begin}
                                 : (lt_edit){stretch.a_begin + step.a_begin, stretch.a_begin + step.a_end,
                                             stretch.b_begin + step.b_begin, stretch.b_begin + step.b_end};
        LT_TRY(lt_edit_script_add(edits, edit, error));
    }
    return 0;
}

/* Fills the cells of a row. Those out of bounds stay empty where `prune` says so: an end may leave them, but
 * between two points an alignment whose score falls far may still be the cheapest. */
static int wavefront_grow(lt_wavefront *wavefront, const wavefront_view *view, wavefront_span span, bool prune,
                          wavefront_state *state, leitong_error *error)
{
    const int32_t row = span.row;
    const int32_t low = span.low;
    const int32_t high = span.high;
    LT_TRY(wavefront_row_new(wavefront, row, low, high, error));
    lt_wavefront_row *current = &wavefront->rows[row];
    int32_t *cells = wavefront->cells + current->cells;
    const int32_t *before =
        row == 0 ? NULL
                 : wavefront->cells + wavefront->rows[row - 1].cells + (ptrdiff_t)(low - wavefront->rows[row - 1].low);
    int32_t first = high + 1;
    int32_t last = low - 1;
    for (int32_t diagonal = low; diagonal <= high; diagonal++) {
        int32_t end = wavefront_end(view, diagonal);
        int32_t a = row == 0 ? 0 : wavefront_step(before + (diagonal - low), end);
        if (a < 0) {
            cells[diagonal - low] = WAVEFRONT_NONE;
            continue;
        }
        a = wavefront_slide(view, a, diagonal, end);
        state->bounded = state->bounded || a >= end;
        int64_t score = 2 * (int64_t)a + diagonal - (int64_t)WAVEFRONT_EDIT * row;
        if (score > state->score) {
            state->score = score;
            state->best = (wavefront_point){row, diagonal, a};
        }
        bool within = score >= -state->sink && score >= state->score - state->drop;
        cells[diagonal - low] = within || !prune ? a : WAVEFRONT_NONE;
        if (within) {
            first = first > high ? diagonal : first;
            last = diagonal;
        }
    }
    state->alive = first <= last;
    if (prune && state->alive) {
        current->cells += (size_t)(first - low);
        current->low = first;
        current->high = last;
        wavefront->cell_count = current->cells + (size_t)(last - first) + 1 + WAVEFRONT_PAD;
    }
    return 0;
}

/* The row in which the wavefront reaches the far corner, or -1 when none does within bounds. */
static int wavefront_cross(lt_wavefront *wavefront, const wavefront_view *view, unsigned sink, int32_t *ret_row,
                           leitong_error *error)
{
    int32_t goal = view->b_count - view->a_count;
    wavefront_state state = {.drop = INT64_MAX / 2, .sink = 2 * (int64_t)sink, .alive = true};
    for (int32_t row = 0; row <= LT_WAVEFRONT_EDITS && state.alive; row++) {
        int32_t low = LT_MAX(-row, -view->a_count);
        int32_t high = LT_MIN(row, view->b_count);
        LT_TRY(wavefront_grow(wavefront, view, (wavefront_span){row, low, high}, false, &state, error));
        if (goal >= low && goal <= high &&
            wavefront->cells[wavefront->rows[row].cells + (size_t)(goal - low)] == view->a_count) {
            *ret_row = row;
            return 0;
        }
    }
    *ret_row = -1;
    return 0;
}

int lt_wavefront_between(lt_wavefront *wavefront, const lt_sides *sides, lt_edit stretch, unsigned sink,
                         lt_edit_script *edits, leitong_error *error)
{
    wavefront_view view = wavefront_view_of(sides, stretch, false);
    int32_t row = -1;
    bool fits =
        stretch.a_end - stretch.a_begin < WAVEFRONT_LONGEST && stretch.b_end - stretch.b_begin < WAVEFRONT_LONGEST;
    if (fits && view.a_count > 0 && view.b_count > 0) {
        LT_TRY(wavefront_cross(wavefront, &view, sink, &row, error));
    }
    if (row < 0) {
        return lt_edit_script_add(edits, stretch, error);
    }
    LT_TRY(wavefront_trace(wavefront, &view, (wavefront_point){row, view.b_count - view.a_count, view.a_count}, error));
    return wavefront_emit(wavefront, stretch, false, edits, error);
}

static int wavefront_extend(lt_wavefront *wavefront, const wavefront_view *view, const lt_wavefront_bounds *bounds,
                            lt_edit_script *edits, wavefront_point *ret_best, leitong_error *error)
{
    wavefront_state state = {.drop = 2 * (int64_t)bounds->drop, .sink = 2 * (int64_t)bounds->sink, .alive = true};
    for (int32_t row = 0; state.alive; row++) {
        int32_t low = row == 0 ? 0 : LT_MAX(wavefront->rows[row - 1].low - 1, -view->a_count);
        int32_t high = row == 0 ? 0 : LT_MIN(wavefront->rows[row - 1].high + 1, view->b_count);
        LT_TRY(wavefront_grow(wavefront, view, (wavefront_span){row, low, high}, true, &state, error));
    }
    wavefront->bounded = wavefront->bounded || state.bounded;
    LT_TRY(wavefront_trace(wavefront, view, state.best, error));
    LT_TRY(wavefront_emit(wavefront, bounds->stretch, view->backwards, edits, error));
    *ret_best = state.best;
    return 0;
}

int lt_wavefront_after(lt_wavefront *wavefront, const lt_sides *sides, const lt_wavefront_bounds *bounds,
                       lt_edit_script *edits, lt_edit *ret_reach, leitong_error *error)
{
    lt_edit stretch = bounds->stretch;
    wavefront_view view = wavefront_view_of(sides, stretch, false);
    wavefront_point best;
    LT_TRY(wavefront_extend(wavefront, &view, bounds, edits, &best, error));
    *ret_reach = (lt_edit){stretch.a_begin, stretch.a_begin + (uint32_t)best.a, stretch.b_begin,
                           stretch.b_begin + (uint32_t)(best.a + best.diagonal)};
    return 0;
}

int lt_wavefront_before(lt_wavefront *wavefront, const lt_sides *sides, const lt_wavefront_bounds *bounds,
                        lt_edit_script *edits, lt_edit *ret_reach, leitong_error *error)
{
    lt_edit stretch = bounds->stretch;
    wavefront_view view = wavefront_view_of(sides, stretch, true);
    wavefront_point best;
    LT_TRY(wavefront_extend(wavefront, &view, bounds, edits, &best, error));
    *ret_reach = (lt_edit){stretch.a_end - (uint32_t)best.a, stretch.a_end,
                           stretch.b_end - (uint32_t)(best.a + best.diagonal), stretch.b_end};
    return 0;
}
