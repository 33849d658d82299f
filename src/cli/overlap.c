#include "overlap.h"

#include <stdlib.h>

/* One border of a rectangle on a, and the border of the same kind on b. */
typedef struct overlap_border {
    uint64_t a;
    size_t box;
} overlap_border;

/* How many of the rectangles kept have a border on b before a place. */
typedef struct overlap_sums {
    uint64_t *places; /* ascending: of all rectangles */
    size_t *sums;     /* [count + 1]: a Fenwick tree over `places`; modulo 2^64 */
    size_t count;
} overlap_sums;

typedef struct overlap_sweep {
    const cli_box *boxes;
    overlap_border *begins, *ends; /* ascending on a */
    overlap_sums begun, ended;     /* on b */
    size_t count;
} overlap_sweep;

static int overlap_order(const void *left, const void *right)
{
    uint64_t x = *(const uint64_t *)left;
    uint64_t y = *(const uint64_t *)right;
    return (x > y) - (x < y);
}

static int overlap_border_order(const void *left, const void *right)
{
    const overlap_border *x = left;
    const overlap_border *y = right;
    return (x->a > y->a) - (x->a < y->a);
}

/* Places before `place`. */
static size_t overlap_before(const overlap_sums *sums, uint64_t place)
{
    size_t low = 0;
    for (size_t high = sums->count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (sums->places[middle] < place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void overlap_add(overlap_sums *sums, uint64_t place, size_t number)
{
    for (size_t i = overlap_before(sums, place) + 1; i <= sums->count; i += i & -i) {
        sums->sums[i] += number;
    }
}

static size_t overlap_sum(const overlap_sums *sums, uint64_t place)
{
    size_t sum = 0;
    for (size_t i = overlap_before(sums, place); i > 0; i -= i & -i) {
        sum += sums->sums[i];
    }
    return sum;
}

static bool overlap_open(overlap_sweep *sweep, const cli_box *boxes, size_t count)
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
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        sweep->begins[i] = (overlap_border){boxes[i].a_begin, i};
        sweep->ends[i] = (overlap_border){boxes[i].a_end, i};
        sweep->begun.places[i] = boxes[i].b_begin;
        sweep->ended.places[i] = boxes[i].b_end;
    }
    qsort(sweep->begins, count, sizeof *sweep->begins, overlap_border_order);
    qsort(sweep->ends, count, sizeof *sweep->ends, overlap_border_order);
    qsort(sweep->begun.places, count, sizeof *sweep->begun.places, overlap_order);
    qsort(sweep->ended.places, count, sizeof *sweep->ended.places, overlap_order);
    return true;
}

static void overlap_close(overlap_sweep *sweep)
{
    free(sweep->begins);
    free(sweep->ends);
    free(sweep->begun.places);
    free(sweep->ended.places);
    free(sweep->begun.sums);
    free(sweep->ended.sums);
}

/* Takes in a rectangle, or takes it out again. */
static void overlap_keep(overlap_sweep *sweep, size_t box, bool in)
{
    size_t number = in ? 1 : SIZE_MAX; /* −1 */
    overlap_add(&sweep->begun, sweep->boxes[box].b_begin, number);
    overlap_add(&sweep->ended, sweep->boxes[box].b_end, number);
}

int cli_overlap_find(const cli_box *boxes, size_t count, const cli_box *asked, size_t asked_count, bool *ret_overlaps)
{
    overlap_sweep sweep;
    bool opened = overlap_open(&sweep, boxes, count);
    size_t begin = 0;
    size_t end = 0;
    for (size_t i = 0; opened && i < asked_count; i++) {
        for (; begin < count && sweep.begins[begin].a < asked[i].a_end; begin++) {
            overlap_keep(&sweep, sweep.begins[begin].box, true);
        }
        for (; end < count && sweep.ends[end].a <= asked[i].a_begin; end++) { /* what ended began before */
            overlap_keep(&sweep, sweep.ends[end].box, false);
        }
        ret_overlaps[i] = overlap_sum(&sweep.begun, asked[i].b_end) > overlap_sum(&sweep.ended, asked[i].b_begin + 1);
    }
    overlap_close(&sweep);
    return opened ? 0 : -1;
}
