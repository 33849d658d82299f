#include "names/swap_edge.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

/* One end as it grows: `a`, `b` tokens beyond the passage on each side; edits outward. */
typedef struct edge {
    lt_edit edits[LT_SWAP_EDGE]; /* distances from the end, outward: begin nearer to the passage */
    size_t edit_count;
    uint32_t a, b;
} edge;

typedef struct edge_view {
    const uint32_t *a, *b; /* behind: the first token beyond the end; before: likewise, and it is read backwards */
    uint32_t a_left, b_left;
    bool before;
    lt_swap_known known;
    const void *context;
} edge_view;

void lt_swap_grown_clear(lt_swap_grown *grown)
{
    free(grown->edits);
    *grown = (lt_swap_grown){0};
}

static bool edge_equal(const edge_view *view, uint32_t a, uint32_t b)
{
    return view->before ? *(view->a - a) == *(view->b - b) : view->a[a] == view->b[b];
}

static bool edge_known(const edge_view *view, const edge *at, uint32_t from, uint32_t to)
{
    const uint32_t *a = view->before ? view->a - at->a - from + 1 : view->a + at->a;
    const uint32_t *b = view->before ? view->b - at->b - to + 1 : view->b + at->b;
    return view->known(view->context, a, from, b, to);
}

/* The longest known substitution that stands where the end is now; false where none does. */
static bool edge_step(const edge_view *view, edge *at)
{
    uint32_t from_most = LT_MIN(view->a_left - at->a, LT_SWAP_EDGE_WORD);
    uint32_t to_most = LT_MIN(view->b_left - at->b, LT_SWAP_EDGE_WORD);
    for (uint32_t sum = from_most + to_most; sum >= 2; sum--) {
        for (uint32_t from = sum > to_most ? sum - to_most : 1; from <= from_most && from < sum; from++) {
            if (edge_known(view, at, from, sum - from)) {
                at->edits[at->edit_count++] = (lt_edit){at->a, at->a + from, at->b, at->b + sum - from};
                at->a += from;
                at->b += sum - from;
                return true;
            }
        }
    }
    return false;
}

static edge edge_grow(const edge_view *view)
{
    edge at = {.edit_count = 0};
    edge good = at;
    for (;;) {
        uint32_t equal = 0;
        while (at.a < view->a_left && at.b < view->b_left && edge_equal(view, at.a, at.b)) {
            at.a++;
            at.b++;
            equal++;
        }
        if (equal > 0 && at.edit_count > 0) {
            good = at;
        }
        if (at.edit_count == LT_SWAP_EDGE || !edge_step(view, &at)) {
            return good;
        }
        const lt_edit *last = &at.edits[at.edit_count - 1];
        if (last->a_end - last->a_begin > 1 && last->b_end - last->b_begin > 1) {
            good = at;
        }
    }
}

int lt_swap_grow(const lt_passage *passage, const lt_edit *edits, const lt_swap_sides *sides, lt_swap_known known,
                 const void *context, lt_swap_grown *grown, leitong_error *error)
{
    uint32_t a_count = passage->a_end - passage->a_begin;
    uint32_t b_count = passage->b_end - passage->b_begin;
    edge_view behind = {sides->a + a_count,
                        sides->b + b_count,
                        (uint32_t)sides->a_behind,
                        (uint32_t)sides->b_behind,
                        false,
                        known,
                        context};
    edge_view before = {sides->a - 1, sides->b - 1, (uint32_t)sides->a_before, (uint32_t)sides->b_before, true,
                        known,        context};
    edge tail = edge_grow(&behind);
    edge head = edge_grow(&before);
    size_t count = head.edit_count + passage->edit_count + tail.edit_count;
    int code = LT_RESERVE(grown->edits, grown->capacity, count + 1, error);
    if (code != 0) {
        return code;
    }
    lt_edit *to = grown->edits;
    for (size_t i = head.edit_count; i-- > 0;) {
        const lt_edit *e = &head.edits[i];
        *to++ = (lt_edit){passage->a_begin - e->a_end, passage->a_begin - e->a_begin, passage->b_begin - e->b_end,
                          passage->b_begin - e->b_begin};
    }
    for (size_t i = 0; i < passage->edit_count; i++) {
        *to++ = edits[i];
    }
    for (size_t i = 0; i < tail.edit_count; i++) {
        const lt_edit *e = &tail.edits[i];
        *to++ = (lt_edit){passage->a_end + e->a_begin, passage->a_end + e->a_end, passage->b_end + e->b_begin,
                          passage->b_end + e->b_end};
    }
    grown->passage = *passage;
    grown->passage.a_begin -= head.a;
    grown->passage.b_begin -= head.b;
    grown->passage.a_end += tail.a;
    grown->passage.b_end += tail.b;
    grown->passage.edit_begin = 0;
    grown->passage.edit_count = (uint32_t)count;
    return 0;
}
