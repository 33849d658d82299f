#include "match/wave.h"

#include "buffer.h"

#include <stdlib.h>

#define WAVE_NONE (-1)
/* Scores are halves of a match's worth: a token passed counts 1, an edit −6 (so that a substitution, passing a token on
 * each side, nets −4 halves = −2). */
#define WAVE_EDIT 6
#define WAVE_LONGEST (INT32_MAX / 8)

/* The stretch as the wave sees it: both sides counted from 0, away from where the wave starts. */
typedef struct wave_view {
    const uint32_t *a, *b; /* the first tokens; backwards: one past the first */
    int32_t a_count, b_count;
    bool backwards;
} wave_view;

typedef struct wave_point {
    int32_t row, diagonal, a; /* b = a + diagonal */
} wave_point;

void lt_wave_clear(lt_wave *wave)
{
    free(wave->cells);
    free(wave->rows);
    lt_edits_clear(&wave->steps);
    *wave = (lt_wave){0};
}

static wave_view wave_look(const lt_sides *sides, lt_edit stretch, bool backwards)
{
    uint32_t a_count = stretch.a_end - stretch.a_begin;
    uint32_t b_count = stretch.b_end - stretch.b_begin;
    return (wave_view){
        .a = sides->a + (backwards ? stretch.a_end : stretch.a_begin),
        .b = sides->b + (backwards ? stretch.b_end : stretch.b_begin),
        .a_count = a_count < WAVE_LONGEST ? (int32_t)a_count : WAVE_LONGEST,
        .b_count = b_count < WAVE_LONGEST ? (int32_t)b_count : WAVE_LONGEST,
        .backwards = backwards,
    };
}

static int32_t wave_slide(const wave_view *view, int32_t a, int32_t b)
{
    int32_t a_left = view->a_count - a;
    int32_t b_left = view->b_count - b;
    uint32_t most = (uint32_t)(a_left < b_left ? a_left : b_left);
    return a + (int32_t)(view->backwards ? lt_edit_equal_before(view->a - a, view->b - b, most)
                                         : lt_edit_equal_after(view->a + a, view->b + b, most));
}

static int wave_row_new(lt_wave *wave, int32_t row, int32_t low, int32_t high, leitong_error *error)
{
    int code = lt_buffer_reserve(&wave->rows, &wave->row_capacity, (size_t)row + 1, sizeof *wave->rows, error);
    if (code != 0) {
        return code;
    }
    size_t cells = row == 0 ? 0 : wave->cell_count;
    size_t width = low <= high ? (size_t)(high - low) + 1 : 0;
    code = lt_buffer_reserve(&wave->cells, &wave->cell_capacity, cells + width, sizeof *wave->cells, error);
    if (code == 0) {
        wave->rows[row] = (lt_wave_row){.cells = cells, .low = low, .high = high};
        wave->cell_count = cells + width;
    }
    return code;
}

static int32_t wave_cell(const lt_wave *wave, int32_t row, int32_t diagonal)
{
    const lt_wave_row *r = &wave->rows[row];
    return diagonal < r->low || diagonal > r->high ? WAVE_NONE : wave->cells[r->cells + (size_t)(diagonal - r->low)];
}

/* The furthest point one edit behind `row` that leads to `diagonal`; *ret_from is where the edit begins. */
static int32_t wave_step(const lt_wave *wave, const wave_view *view, int32_t row, int32_t diagonal,
                         wave_point *ret_from)
{
    int32_t best = WAVE_NONE;
    int32_t same = wave_cell(wave, row, diagonal);
    if (same >= 0 && same < view->a_count && same + diagonal < view->b_count) {
        best = same + 1;
        *ret_from = (wave_point){row, diagonal, same};
    }
    int32_t above = wave_cell(wave, row, diagonal + 1);
    if (above >= 0 && above < view->a_count && above + 1 > best) {
        best = above + 1;
        *ret_from = (wave_point){row, diagonal + 1, above};
    }
    int32_t below = wave_cell(wave, row, diagonal - 1);
    if (below >= 0 && below + diagonal - 1 < view->b_count && below > best) {
        best = below;
        *ret_from = (wave_point){row, diagonal - 1, below};
    }
    return best;
}

/* From a point back to the start: single steps into wave->steps, the furthest first, counted as the view counts. */
static int wave_trace(lt_wave *wave, const wave_view *view, wave_point point, leitong_error *error)
{
    lt_edits *steps = &wave->steps;
    int code = lt_buffer_reserve(&steps->items, &steps->capacity, (size_t)point.row + 1, sizeof *steps->items, error);
    steps->count = 0;
    while (code == 0 && point.row > 0) {
        wave_point from = point;
        int32_t a = wave_step(wave, view, point.row - 1, point.diagonal, &from);
        steps->items[steps->count++] = (lt_edit){
            .a_begin = (uint32_t)from.a,
            .a_end = (uint32_t)a,
            .b_begin = (uint32_t)(from.a + from.diagonal),
            .b_end = (uint32_t)(a + point.diagonal),
        };
        point = from;
    }
    return code;
}

static int wave_emit(lt_wave *wave, lt_edit stretch, bool backwards, lt_edits *edits, leitong_error *error)
{
    int code = 0;
    size_t count = wave->steps.count;
    for (size_t i = 0; i < count && code == 0; i++) {
        lt_edit step = wave->steps.items[backwards ? i : count - 1 - i];
        lt_edit edit = backwards ? (lt_edit){stretch.a_end - step.a_end, stretch.a_end - step.a_begin,
                                             stretch.b_end - step.b_end, stretch.b_end - step.b_begin}
                                 : (lt_edit){stretch.a_begin + step.a_begin, stretch.a_begin + step.a_end,
                                             stretch.b_begin + step.b_begin, stretch.b_begin + step.b_end};
        code = lt_edits_add(edits, edit, error);
    }
    return code;
}

static int32_t wave_max(int32_t x, int32_t y)
{
    return x > y ? x : y;
}

static int32_t wave_min(int32_t x, int32_t y)
{
    return x < y ? x : y;
}

/* The row in which the wave reaches the far corner, or -1 when that takes more than `limit` edits. */
static int wave_cross(lt_wave *wave, const wave_view *view, int32_t limit, int32_t *ret_row, leitong_error *error)
{
    int32_t goal = view->b_count - view->a_count;
    *ret_row = -1;
    for (int32_t row = 0; row <= limit; row++) {
        /* Diagonals too far from the corner's to come back within the limit are left out. */
        int32_t low = wave_max(wave_max(-row, goal - (limit - row)), -view->a_count);
        int32_t high = wave_min(wave_min(row, goal + (limit - row)), view->b_count);
        int code = wave_row_new(wave, row, low, high, error);
        if (code != 0) {
            return code;
        }
        int32_t *cells = wave->cells + wave->rows[row].cells;
        for (int32_t diagonal = low; diagonal <= high; diagonal++) {
            wave_point from;
            int32_t a = row == 0 ? 0 : wave_step(wave, view, row - 1, diagonal, &from);
            cells[diagonal - low] = a < 0 ? WAVE_NONE : wave_slide(view, a, a + diagonal);
        }
        if (wave_cell(wave, row, goal) == view->a_count) {
            *ret_row = row;
            return 0;
        }
    }
    return 0;
}

int lt_wave_between(lt_wave *wave, const lt_sides *sides, lt_edit stretch, uint32_t limit, lt_edits *edits,
                    leitong_error *error)
{
    wave_view view = wave_look(sides, stretch, false);
    int32_t row = -1;
    bool fits = stretch.a_end - stretch.a_begin < WAVE_LONGEST && stretch.b_end - stretch.b_begin < WAVE_LONGEST;
    if (fits && view.a_count > 0 && view.b_count > 0) {
        int code = wave_cross(wave, &view, limit < WAVE_LONGEST ? (int32_t)limit : WAVE_LONGEST, &row, error);
        if (code != 0) {
            return code;
        }
    }
    if (row < 0) {
        return lt_edits_add(edits, stretch, error);
    }
    int code = wave_trace(wave, &view, (wave_point){row, view.b_count - view.a_count, view.a_count}, error);
    return code != 0 ? code : wave_emit(wave, stretch, false, edits, error);
}

/* Fills `row` and keeps the diagonals within `drop` of the best; *ret_alive is false when none is left. */
static int wave_grow(lt_wave *wave, const wave_view *view, int32_t row, int64_t drop, wave_point *best,
                     int64_t *best_score, bool *ret_alive, leitong_error *error)
{
    int32_t low = row == 0 ? 0 : wave_max(wave->rows[row - 1].low - 1, -view->a_count);
    int32_t high = row == 0 ? 0 : wave_min(wave->rows[row - 1].high + 1, view->b_count);
    int code = wave_row_new(wave, row, low, high, error);
    if (code != 0) {
        return code;
    }
    int32_t *cells = wave->cells + wave->rows[row].cells;
    int32_t first = high + 1;
    int32_t last = low - 1;
    for (int32_t diagonal = low; diagonal <= high; diagonal++) {
        wave_point from;
        int32_t a = row == 0 ? 0 : wave_step(wave, view, row - 1, diagonal, &from);
        a = a < 0 ? WAVE_NONE : wave_slide(view, a, a + diagonal);
        int64_t score = 2 * (int64_t)a + diagonal - (int64_t)WAVE_EDIT * row;
        if (a >= 0 && score > *best_score) {
            *best_score = score;
            *best = (wave_point){row, diagonal, a};
        }
        bool alive = a >= 0 && score >= *best_score - drop;
        cells[diagonal - low] = alive ? a : WAVE_NONE;
        if (alive) {
            first = first > high ? diagonal : first;
            last = diagonal;
        }
    }
    if (first <= last) {
        wave->rows[row].cells += (size_t)(first - low);
        wave->rows[row].low = first;
        wave->rows[row].high = last;
        wave->cell_count = wave->rows[row].cells + (size_t)(last - first) + 1;
    }
    *ret_alive = first <= last;
    return 0;
}

static int wave_extend(lt_wave *wave, const lt_sides *sides, lt_edit stretch, bool backwards, unsigned drop,
                       lt_edits *edits, wave_point *ret_best, leitong_error *error)
{
    wave_view view = wave_look(sides, stretch, backwards);
    wave_point best = {0, 0, 0};
    int64_t best_score = 0;
    bool alive = true;
    for (int32_t row = 0; alive; row++) {
        int code = wave_grow(wave, &view, row, 2 * (int64_t)drop, &best, &best_score, &alive, error);
        if (code != 0) {
            return code;
        }
    }
    int code = wave_trace(wave, &view, best, error);
    if (code == 0) {
        code = wave_emit(wave, stretch, backwards, edits, error);
    }
    *ret_best = best;
    return code;
}

int lt_wave_after(lt_wave *wave, const lt_sides *sides, lt_edit stretch, unsigned drop, lt_edits *edits,
                  lt_edit *ret_reach, leitong_error *error)
{
    wave_point best;
    int code = wave_extend(wave, sides, stretch, false, drop, edits, &best, error);
    if (code == 0) {
        *ret_reach = (lt_edit){stretch.a_begin, stretch.a_begin + (uint32_t)best.a, stretch.b_begin,
                               stretch.b_begin + (uint32_t)(best.a + best.diagonal)};
    }
    return code;
}

int lt_wave_before(lt_wave *wave, const lt_sides *sides, lt_edit stretch, unsigned drop, lt_edits *edits,
                   lt_edit *ret_reach, leitong_error *error)
{
    wave_point best;
    int code = wave_extend(wave, sides, stretch, true, drop, edits, &best, error);
    if (code == 0) {
        *ret_reach = (lt_edit){stretch.a_end - (uint32_t)best.a, stretch.a_end,
                               stretch.b_end - (uint32_t)(best.a + best.diagonal), stretch.b_end};
    }
    return code;
}
