#include "text/fold_normal.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "text/fold_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>

void lt_fold_points_clear(lt_fold_points *points)
{
    free(points->items);
    memset(points, 0, sizeof *points);
}

int lt_fold_points_append(lt_fold_points *points, uint32_t code_point, uint32_t begin, uint32_t end,
                          leitong_error *error)
{
    if (points->count == points->capacity) {
        LT_TRY(LT_RESERVE(points->items, points->capacity, points->count + 1, error));
    }
    points->items[points->count++] = (lt_fold_point){.code_point = code_point, .begin = begin, .end = end};
    return 0;
}

/* Appends the full canonical decomposition. A decomposition's tail never decomposes further (UAX #15, D68), so only the
 * head is followed; the tails come out last first. */
static int normal_decompose(lt_fold_points *points, lt_fold_point point, leitong_error *error)
{
    uint32_t tails[16];
    size_t tail_count = 0;
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    uint32_t head = point.code_point;
    for (int count; (count = uc_canonical_decomposition(head, parts)) > 0; head = parts[0]) {
        while (count > 1 && tail_count < sizeof tails / sizeof *tails) {
            tails[tail_count++] = parts[--count];
        }
    }
    LT_TRY(lt_fold_points_append(points, head, point.begin, point.end, error));
    while (tail_count > 0) {
        LT_TRY(lt_fold_points_append(points, tails[--tail_count], point.begin, point.end, error));
    }
    return 0;
}

/* Sorts a run of marks by combining class, equal classes in order: by insertion while short, by counting (256 classes)
 * when long, so that thousands of marks stay linear. `scratch` has room for the run. */
static void normal_sort(lt_fold_point *run, size_t count, lt_fold_point *scratch)
{
    if (count <= 16) {
        for (size_t i = 1; i < count; i++) {
            lt_fold_point point = run[i];
            int class = uc_combining_class(point.code_point);
            size_t at = i;
            for (; at > 0 && uc_combining_class(run[at - 1].code_point) > class; at--) {
                run[at] = run[at - 1];
            }
            run[at] = point;
        }
        return;
    }
    size_t places[257] = {0};
    for (size_t i = 0; i < count; i++) {
        places[uc_combining_class(run[i].code_point) + 1]++;
    }
    for (size_t class = 1; class < 257; class ++) {
        places[class] += places[class - 1];
    }
    memcpy(scratch, run, count * sizeof *run);
    for (size_t i = 0; i < count; i++) {
        run[places[uc_combining_class(scratch[i].code_point)]++] = scratch[i];
    }
}

/* Canonical ordering (UAX #15; Unicode 3.11, D109). */
static int normal_order(lt_fold_points *points, lt_fold_points *scratch, leitong_error *error)
{
    LT_TRY(LT_RESERVE(scratch->items, scratch->capacity, points->count, error));
    for (size_t i = 0; i < points->count;) {
        size_t end = i;
        while (end < points->count && uc_combining_class(points->items[end].code_point) != 0) {
            end++;
        }
        if (end - i > 1) {
            normal_sort(points->items + i, end - i, scratch->items);
        }
        i = end + 1;
    }
    return 0;
}

/* Canonical composition (Unicode 3.11, D117), in place. */
static void normal_compose(lt_fold_points *points)
{
    size_t kept = 0;
    size_t starter = SIZE_MAX;
    int last_class = 0; /* of the code point kept last */
    for (size_t i = 0; i < points->count; i++) {
        lt_fold_point point = points->items[i];
        int class = uc_combining_class(point.code_point);
        bool blocked = starter == SIZE_MAX || (kept - starter > 1 && last_class >= class);
        uint32_t composed = blocked ? 0 : uc_composition(points->items[starter].code_point, point.code_point);
        if (composed != 0) {
            lt_fold_point *whole = &points->items[starter];
            whole->code_point = composed;
            whole->begin = LT_MIN(point.begin, whole->begin);
            whole->end = LT_MAX(point.end, whole->end);
            continue;
        }
        if (class == 0) {
            starter = kept;
        }
        last_class = class;
        points->items[kept++] = point;
    }
    points->count = kept;
}

/* Decomposes, maps each part by NFKC_CF, and decomposes what that gave; from `points` into `ret_mapped`. */
static int normal_map(const lt_fold_points *points, lt_fold_points *ret_mapped, leitong_error *error)
{
    ret_mapped->count = 0;
    for (size_t i = 0; i < points->count; i++) {
        lt_fold_point point = points->items[i];
        uint32_t entry = lt_fold_entry(point.code_point);
        if ((entry & LT_ENTRY_EXPANDS) == 0) {
            point.code_point = lt_fold_single(point.code_point, entry);
            LT_TRY(normal_decompose(ret_mapped, point, error));
            continue;
        }
        const uint32_t *folded = lt_fold_expansions + (entry >> LT_ENTRY_SHIFT);
        for (uint32_t k = 1; k <= folded[0]; k++) {
            point.code_point = folded[k];
            LT_TRY(normal_decompose(ret_mapped, point, error));
        }
    }
    return 0;
}

int lt_fold_normalise(lt_fold_points *sequence, lt_fold_points *work, leitong_error *error)
{
    work->count = 0;
    for (size_t i = 0; i < sequence->count; i++) {
        LT_TRY(normal_decompose(work, sequence->items[i], error));
    }
    LT_TRY(normal_order(work, sequence, error));
    LT_TRY(normal_map(work, sequence, error));
    LT_TRY(normal_order(sequence, work, error));
    normal_compose(sequence);
    return 0;
}
