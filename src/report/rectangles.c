#include "report/rectangles.h"

#include "base/compare.h"

#include <stdlib.h>

/* One border of a rectangle on a, and the border of the same kind on b. */
typedef struct rectangle_border {
    uint64_t a;
    size_t box;
} rectangle_border;

/* How many of the rectangles kept have a border on b before a place. */
typedef struct rectangle_sums {
    uint64_t *places; /* ascending: of all rectangles */
    size_t *sums;     /* [count + 1]: a Fenwick tree over `places`; modulo 2^64 */
    size_t count;
} rectangle_sums;

typedef struct rectangle_sweep {
    const lt_rectangle *boxes;
    rectangle_border *begins, *ends; /* ascending on a */
    rectangle_sums begun, ended;     /* on b */
    size_t count;
} rectangle_sweep;

static int rectangle_order(const void *left, const void *right)
{
    uint64_t x = *(const uint64_t *)left;
    uint64_t y = *(const uint64_t *)right;
    return (x > y) - (x < y);
}

static int rectangle_border_order(const void *left, const void *right)
{
    const rectangle_border *x = left;
    const rectangle_border *y = right;
    return (x->a > y->a) - (x->a < y->a);
}

/* Places before `place`. */
static size_t rectangle_before(const rectangle_sums *sums, uint64_t place)
{
    size_t at = 0;
    LT_LOWER_BOUND(at, sums->count, i, sums->places[i] < place);
    return at;
}

static void rectangle_add(rectangle_sums *sums, uint64_t place, size_t number)
{
    for (size_t i = rectangle_before(sums, place) + 1; i <= sums->count; i += i & -i) {
        sums->sums[i] += number;
    }
}

static size_t rectangle_sum(const rectangle_sums *sums, uint64_t place)
{
    size_t sum = 0;
    for (size_t i = rectangle_before(sums, place); i > 0; i -= i & -i) {
        sum += sums->sums[i];
    }
    return sum;
}

static int rectangle_open(rectangle_sweep *sweep, const lt_rectangle *boxes, size_t count, leitong_error *error)
{
    sweep->boxes = boxes;
    sweep->count = sweep->begun.count = sweep->ended.count = count;
    sweep->begins = malloc((count + 1) * sizeof *sweep->begins);
    sweep->ends = malloc((count + 1) * sizeof *sweep->ends);
    sweep->begun.places = malloc((count + 1) * sizeof *sweep->begun.places);
    sweep->ended.places = malloc((count + 1) * sizeof *sweep->ended.places);
    sweep->begun.sums = calloc(count + 1, sizeof *sweep->begun.sums);
    sweep->ended.sums = calloc(count + 1, sizeof *sweep->ended.sums);
    if (sweep->begins == NULL || sweep->ends == NULL || sweep->begun.places == NULL || sweep->ended.places == NULL ||
        sweep->begun.sums == NULL || sweep->ended.sums == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        sweep->begins[i] = (rectangle_border){boxes[i].a_begin, i};
        sweep->ends[i] = (rectangle_border){boxes[i].a_end, i};
        sweep->begun.places[i] = boxes[i].b_begin;
        sweep->ended.places[i] = boxes[i].b_end;
    }
    qsort(sweep->begins, count, sizeof *sweep->begins, rectangle_border_order);
    qsort(sweep->ends, count, sizeof *sweep->ends, rectangle_border_order);
    qsort(sweep->begun.places, count, sizeof *sweep->begun.places, rectangle_order);
    qsort(sweep->ended.places, count, sizeof *sweep->ended.places, rectangle_order);
    return 0;
}

static void rectangle_close(rectangle_sweep *sweep)
{
    free(sweep->begins);
    free(sweep->ends);
    free(sweep->begun.places);
    free(sweep->ended.places);
    free(sweep->begun.sums);
    free(sweep->ended.sums);
}

/* Takes in a rectangle, or takes it out again. */
static void rectangle_keep(rectangle_sweep *sweep, size_t box, bool in)
{
    size_t number = in ? 1 : SIZE_MAX; /* −1 */
    rectangle_add(&sweep->begun, sweep->boxes[box].b_begin, number);
    rectangle_add(&sweep->ended, sweep->boxes[box].b_end, number);
}

int lt_rectangles_overlap(const lt_rectangles *boxes, const lt_rectangles *asked, bool *ret_overlaps,
                          leitong_error *error)
{
    rectangle_sweep sweep;
    size_t begin = 0;
    size_t end = 0;
    int code = 0;
    LT_TRY_GOTO(done, rectangle_open(&sweep, boxes->items, boxes->count, error));
    for (size_t i = 0; i < asked->count; i++) {
        const lt_rectangle *box = &asked->items[i];
        for (; begin < boxes->count && sweep.begins[begin].a < box->a_end; begin++) {
            rectangle_keep(&sweep, sweep.begins[begin].box, true);
        }
        for (; end < boxes->count && sweep.ends[end].a <= box->a_begin; end++) { /* what ended began before */
            rectangle_keep(&sweep, sweep.ends[end].box, false);
        }
        ret_overlaps[i] = rectangle_sum(&sweep.begun, box->b_end) > rectangle_sum(&sweep.ended, box->b_begin + 1);
    }
done:
    rectangle_close(&sweep);
    return code;
}
