#include "names/left_behind.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "text/date.h"

#include <stdlib.h>

#define LEFT_LEVELS 3U /* a level stays its own where it is left once for so many swaps */

void lt_lefts_clear(lt_lefts *lefts)
{
    free(lefts->items);
    *lefts = (lt_lefts){0};
}

/* By place in the copy, the swapped first, then the longer, then the heavier, then the first source. */
static int left_order_place(const void *left, const void *right)
{
    const lt_left *a = left;
    const lt_left *b = right;
    const uint32_t x[] = {a->place.document, a->place.begin,     a->class,       ~a->place.end,
                          ~a->weight,        a->source.document, a->source.begin};
    const uint32_t y[] = {b->place.document, b->place.begin,     b->class,       ~b->place.end,
                          ~b->weight,        b->source.document, b->source.begin};
    return lt_compare_u32(x, y, 7);
}

static int left_order_name(const void *left, const void *right)
{
    const lt_left *a = left;
    const lt_left *b = right;
    if (a->name != b->name) {
        return a->name < b->name ? -1 : 1;
    }
    return left_order_place(left, right);
}

static void left_sort(lt_left *rows, size_t count, int (*order)(const void *, const void *))
{
    if (count > 1) {
        qsort(rows, count, sizeof *rows, order);
    }
}

/* Leaves rows that do not overlap: the first, and of two that begin alike the one that was swapped, or the longer. */
static size_t left_disjoint(lt_left *rows, size_t count)
{
    size_t kept = 0;
    left_sort(rows, count, left_order_place);
    for (size_t i = 0; i < count; i++) {
        const lt_place *last = kept > 0 ? &rows[kept - 1].place : NULL;
        if (last == NULL || last->document != rows[i].place.document || last->end <= rows[i].place.begin) {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

/* Rows of one name, [0, count): whether they stand. */
static int left_judge(const lt_name_pair *pair, unsigned copy, const lt_left *rows, size_t count, bool *ret_stands,
                      leitong_error *error)
{
    const lt_left *row = &rows[0];
    bool own = false;
    bool counted = row->class == LT_LEFT_NAME || row->class == LT_LEFT_BODY || row->class == LT_LEFT_TERM ||
                   row->class == LT_LEFT_YEAR;
    *ret_stands = !(counted && count > row->weight);
    if (*ret_stands && row->class != LT_LEFT_YEAR && row->class != LT_LEFT_ROLE) {
        const lt_name_view *view = &pair->views[copy];
        LT_TRY(lt_name_pair_own(pair, copy, view->tokens + row->place.begin, row->place.end - row->place.begin, &own,
                                error));
        *ret_stands = !own;
    }
    return 0;
}

/* Appends the rows of one direction that stand. */
static int left_way(const lt_name_pair *pair, unsigned copy, const lt_edit *homes, lt_lefts *lefts,
                    leitong_error *error)
{
    size_t first = lefts->count;
    LT_TRY(lt_left_find(pair, copy, homes, lefts, error));
    lt_left *rows = LT_FROM(lefts->items, first);
    size_t count = left_disjoint(rows, lefts->count - first);
    size_t levels = 0;
    for (size_t i = 0; i < count; i++) {
        levels += rows[i].class == LT_LEFT_LEVEL ? 1 : 0;
    }
    left_sort(rows, count, left_order_name);
    lefts->count = first;
    for (size_t begin = 0, end; begin < count; begin = end) {
        bool stands = true;
        for (end = begin + 1; end < count && rows[end].name == rows[begin].name; end++) {
        }
        LT_TRY(left_judge(pair, copy, rows + begin, end - begin, &stands, error));
        for (size_t i = begin; i < end; i++) {
            if (stands && !(rows[i].class == LT_LEFT_LEVEL && LEFT_LEVELS * levels > rows[i].weight)) {
                lefts->items[lefts->count++] = rows[i];
            }
        }
    }
    return 0;
}

int lt_left_pair(const lt_name_pair *pair, const lt_edit *homes, lt_lefts *lefts, leitong_error *error)
{
    const lt_document *documents = pair->corpus->documents;
    const lt_document *first = &documents[pair->gated->document_a];
    const lt_document *second = &documents[pair->gated->document_b];
    int order = lt_date_order(lt_date_deciding(first->date, first->date_from),
                              lt_date_deciding(second->date, second->date_from));
    for (unsigned copy = 0; copy < 2; copy++) {
        if (order == 0 || (order < 0) == (copy == 1)) {
            LT_TRY(left_way(pair, copy, homes, lefts, error));
        }
    }
    return 0;
}

void lt_lefts_settle(lt_lefts *lefts)
{
    lefts->count = left_disjoint(lefts->items, lefts->count);
}
