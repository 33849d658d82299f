#include "templates/template_cover.h"

#include "base/buffer.h"

#include <stdlib.h>

#define COVER_LOOKED 16 /* members of one unit that end behind a place's begin, of those that begin before it */

/* A member of a template that may explain others. */
typedef struct cover_row {
    uint32_t template, member;
    lt_place place;
} cover_row;

typedef struct cover_work {
    const lt_template *templates;
    size_t count;
    cover_row *rows; /* of one unit, by place */
    size_t row_count, row_capacity;
} cover_work;

static int cover_order(const void *left, const void *right)
{
    const cover_row *x = left;
    const cover_row *y = right;
    if (x->place.document != y->place.document) {
        return x->place.document < y->place.document ? -1 : 1;
    }
    if (x->place.begin != y->place.begin) {
        return x->place.begin < y->place.begin ? -1 : 1;
    }
    return (x->template > y->template) - (x->template <y->template);
}

static int cover_open(cover_work *work, uint8_t unit, const uint8_t *covered, leitong_error *error)
{
    work->row_count = 0;
    for (size_t i = 0; i < work->count; i++) {
        const lt_template *t = &work->templates[i];
        if (t->unit != unit || covered[i] != 0) {
            continue;
        }
        LT_TRY(LT_RESERVE(work->rows, work->row_capacity, work->row_count + t->member_count, error));
        for (uint32_t m = 0; m < t->member_count; m++) {
            work->rows[work->row_count++] = (cover_row){(uint32_t)i, m, t->members[m]};
        }
    }
    if (work->row_count > 0) {
        qsort(work->rows, work->row_count, sizeof *work->rows, cover_order);
    }
    return 0;
}

/* Whether a place stands wholly in one slot of the row's member. */
static bool cover_slot(const cover_work *work, const cover_row *row, const lt_place *place)
{
    const lt_template *t = &work->templates[row->template];
    const lt_stretch *ranges = LT_FROM(t->ranges, (size_t)row->member * t->slot_count);
    for (uint32_t s = 0; s < t->slot_count; s++) {
        if (ranges[s].begin <= place->begin && place->end <= ranges[s].end) {
            return true;
        }
    }
    return false;
}

/* The template that explains a place, `wanted` if that does (UINT32_MAX: any); UINT32_MAX: none. */
static uint32_t cover_explains(const cover_work *work, const lt_place *place, uint32_t wanted)
{
    size_t low = 0;
    size_t high = work->row_count;
    while (low < high) { /* rows that begin at or before the place */
        size_t middle = low + (high - low) / 2;
        const lt_place *at = &work->rows[middle].place;
        bool before = at->document < place->document || (at->document == place->document && at->begin <= place->begin);
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    for (size_t looked = 0; low > 0 && looked < COVER_LOOKED; looked++) {
        const cover_row *row = &work->rows[--low];
        if (row->place.document != place->document) {
            break;
        }
        if (row->place.end >= place->end && (wanted == UINT32_MAX || row->template == wanted) &&
            !cover_slot(work, row, place)) {
            return row->template;
        }
    }
    return UINT32_MAX;
}

/* Whether one template explains enough of another's members: the one that most vote for (Boyer, Moore 1981). */
static bool cover_told(const cover_work *work, const lt_template *t)
{
    uint32_t candidate = UINT32_MAX;
    uint32_t votes = 0;
    uint64_t told = 0;
    for (uint32_t m = 0; m < t->member_count; m++) {
        uint32_t by = cover_explains(work, &t->members[m], UINT32_MAX);
        candidate = votes == 0 ? by : candidate;
        votes = by == candidate ? votes + 1 : votes - 1;
    }
    for (uint32_t m = 0; candidate != UINT32_MAX && m < t->member_count; m++) {
        told += cover_explains(work, &t->members[m], candidate) == candidate;
    }
    return told > 0 && told * 100 >= (uint64_t)t->member_count * LT_STAR_FIXED;
}

/* Marks what the templates of one unit explain of another's. */
static void cover_mark(const cover_work *work, uint8_t unit, uint8_t *covered)
{
    for (size_t i = 0; i < work->count && work->row_count > 0; i++) {
        if (work->templates[i].unit == unit && covered[i] == 0) {
            covered[i] = cover_told(work, &work->templates[i]);
        }
    }
}

int lt_template_cover(const lt_template *templates, size_t count, uint8_t *ret_covered, leitong_error *error)
{
    cover_work work = {.templates = templates, .count = count};
    int code = 0;
    LT_TRY_GOTO(done, cover_open(&work, LT_FAMILY_DOCUMENT, ret_covered, error));
    cover_mark(&work, LT_FAMILY_PARAGRAPH, ret_covered);
    cover_mark(&work, LT_FAMILY_CLAUSE, ret_covered);
    LT_TRY_GOTO(done, cover_open(&work, LT_FAMILY_PARAGRAPH, ret_covered, error));
    cover_mark(&work, LT_FAMILY_CLAUSE, ret_covered);
done:
    free(work.rows);
    return code;
}
