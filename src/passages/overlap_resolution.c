#include "passages/overlap_resolution.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

typedef struct resolution_job {
    lt_overlap_resolution *resolution;
    const lt_align_options *options;
    lt_passages *passages;
} resolution_job;

void lt_overlap_resolution_clear(lt_overlap_resolution *resolution)
{
    lt_box_index_free(resolution->boxes);
    lt_interval_index_clear(&resolution->tandems);
    free(resolution->stays);
    free(resolution->heap);
    free(resolution->kept);
    *resolution = (lt_overlap_resolution){0};
}

static uint32_t overlap_resolution_past(uint32_t x, uint32_t y)
{
    return x > y ? x - y : 0;
}

/* Whether passage x comes before y. */
static bool overlap_resolution_before(const lt_passages *passages, size_t x, size_t y)
{
    const lt_passage *l = &passages->items[x];
    const lt_passage *r = &passages->items[y];
    if ((l->period != 0) != (r->period != 0)) {
        return l->period != 0;
    }
    if (l->matched != r->matched) {
        return l->matched > r->matched;
    }
    int order = lt_passage_order(l, r);
    return order != 0 ? order < 0 : x < y;
}

static int overlap_resolution_push(resolution_job *job, size_t number, leitong_error *error)
{
    lt_overlap_resolution *resolution = job->resolution;
    LT_TRY(LT_RESERVE(resolution->heap, resolution->heap_capacity, resolution->heap_count + 1, error));
    size_t at = resolution->heap_count++;
    while (at > 0 && overlap_resolution_before(job->passages, number, resolution->heap[(at - 1) / 2])) {
        resolution->heap[at] = resolution->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    resolution->heap[at] = number;
    return 0;
}

static size_t overlap_resolution_pop(resolution_job *job)
{
    lt_overlap_resolution *resolution = job->resolution;
    size_t top = resolution->heap[0];
    size_t last = resolution->heap[--resolution->heap_count];
    size_t at = 0;
    for (size_t child = 1; child < resolution->heap_count; child = 2 * at + 1) {
        if (child + 1 < resolution->heap_count &&
            overlap_resolution_before(job->passages, resolution->heap[child + 1], resolution->heap[child])) {
            child++;
        }
        if (!overlap_resolution_before(job->passages, resolution->heap[child], last)) {
            break;
        }
        resolution->heap[at] = resolution->heap[child];
        at = child;
    }
    resolution->heap[at] = last;
    return top;
}

/* The part of a passage from token a_begin, b_begin of run `first` to token a_end, b_end of run `last`. */
static int overlap_resolution_part(resolution_job *job, const lt_passage *p, lt_edit span, uint32_t first,
                                   uint32_t last, leitong_error *error)
{
    lt_passages *passages = job->passages;
    size_t count = passages->count;
    LT_TRY(LT_RESERVE(passages->edits, passages->edit_capacity, passages->edit_count + (last - first),
                      error)); /* so that the edits read are not moved */
    const lt_edit *edits = last > first ? passages->edits + p->edit_begin + first : NULL;
    LT_TRY(lt_trim_keep(job->options, span, edits, last - first, passages, error));
    return passages->count > count ? overlap_resolution_push(job, count, error) : 0;
}

/* Cuts out of p what goes through the spans of `other`. For each aligned token (a, b) of p:
 *
 *      before: before the spans on some side       a < a_begin or  b < b_begin
 *      behind: behind them on some side            a ≥ a_end   or  b ≥ b_end
 *
 * An alignment that passes a corner has tokens that are both: those go to the part before. */
static int overlap_resolution_cut(resolution_job *job, size_t number, const lt_passage *other, leitong_error *error)
{
    const lt_passage p = job->passages->items[number];
    const lt_edit *edits = LT_FROM(job->passages->edits, p.edit_begin);
    uint32_t margin = job->options->run - 1;
    lt_edit before = {p.a_begin, p.a_begin, p.b_begin, p.b_begin};
    lt_edit behind = {p.a_end, p.a_end, p.b_end, p.b_end};
    uint32_t before_last = 0;
    uint32_t behind_first = p.edit_count;
    bool cut = false;     /* the part before ended */
    bool resumed = false; /* the part behind began */
    uint32_t a = p.a_begin;
    uint32_t b = p.b_begin;
    for (uint32_t r = 0; r <= p.edit_count && !resumed; r++) {
        uint32_t length = (r < p.edit_count ? edits[r].a_begin : p.a_end) - a;
        uint32_t in = LT_MIN(
            length, LT_MAX(overlap_resolution_past(other->a_begin, a), overlap_resolution_past(other->b_begin, b)));
        uint32_t out =
            LT_MIN(length, LT_MIN(overlap_resolution_past(other->a_end, a), overlap_resolution_past(other->b_end, b)));
        uint32_t from = LT_MAX(in, out); /* where the part behind begins, before its margin */
        if (!cut && in > 0) {
            /* Windows that begin before the spans; where there is nothing within, the part behind has them. */
            uint32_t within = out > in ? LT_MIN(length - in, margin) : 0;
            uint32_t end = in + (in + within > margin ? within : 0);
            before.a_end = a + end;
            before.b_end = b + end;
            before_last = r;
        }
        cut = cut || in < length;
        if (from < length) {
            uint32_t within = LT_MIN(from, margin);
            uint32_t begin = from - (length - from + within > margin ? within : 0);
            behind.a_begin = a + begin;
            behind.b_begin = b + begin;
            behind_first = r;
            resumed = true;
        }
        if (r < p.edit_count) {
            a = edits[r].a_end;
            b = edits[r].b_end;
        }
    }
    job->resolution->cuts++;
    if (before.a_end > before.a_begin) {
        LT_TRY(overlap_resolution_part(job, &p, before, 0, before_last, error));
    }
    return resumed ? overlap_resolution_part(job, &p, behind, behind_first, p.edit_count, error) : 0;
}

static uint32_t overlap_resolution_common(uint32_t x_begin, uint32_t x_end, uint32_t y_begin, uint32_t y_end)
{
    return overlap_resolution_past(LT_MIN(x_end, y_end), LT_MAX(x_begin, y_begin));
}

/* Finds a passage taken already that shares two places of `run` tokens with p. */
static bool overlap_resolution_conflict(const resolution_job *job, const lt_passage *p, size_t *ret_number)
{
    const lt_overlap_resolution *resolution = job->resolution;
    uint32_t run = job->options->run;
    size_t at = 0;
    size_t number;
    while (lt_interval_index_next(&resolution->tandems, p->a_begin, p->a_end, &at, &number)) {
        const lt_passage *t = &job->passages->items[number];
        if (overlap_resolution_common(t->a_begin, t->a_end, p->a_begin, p->a_end) >=
                LT_MIN(run, p->a_end - p->a_begin) &&
            overlap_resolution_common(t->b_begin, t->b_end, p->b_begin, p->b_end) >=
                LT_MIN(run, p->b_end - p->b_begin)) {
            *ret_number = number;
            return true;
        }
    }
    lt_box box = {p->a_begin, p->a_end, p->b_begin, p->b_end};
    if (!lt_box_index_overlaps(resolution->boxes, box, run, &number)) {
        return false;
    }
    *ret_number = resolution->stays[number];
    return true;
}

/* Whether a tandem repeat is within another; of equal ones only the first counts. */
static bool overlap_resolution_within(const resolution_job *job, size_t number)
{
    const lt_passage *p = &job->passages->items[number];
    size_t at = 0;
    size_t other;
    while (lt_interval_index_next(&job->resolution->tandems, p->a_begin, p->a_end, &at, &other)) {
        const lt_passage *t = &job->passages->items[other];
        bool inside =
            t->a_begin <= p->a_begin && p->a_end <= t->a_end && t->b_begin <= p->b_begin && p->b_end <= t->b_end;
        if (inside && other != number && (t->matched > p->matched || other < number)) {
            return true;
        }
    }
    return false;
}

static int overlap_resolution_one(resolution_job *job, size_t number, size_t *kept, leitong_error *error)
{
    lt_overlap_resolution *resolution = job->resolution;
    const lt_passage p = job->passages->items[number];
    size_t other;
    if (p.period == 0) {
        if (overlap_resolution_conflict(job, &p, &other)) {
            const lt_passage stays = job->passages->items[other];
            return overlap_resolution_cut(job, number, &stays, error);
        }
        LT_TRY(lt_box_index_add(resolution->boxes, (lt_box){p.a_begin, p.a_end, p.b_begin, p.b_end}, error));
        LT_TRY(LT_RESERVE(resolution->stays, resolution->stays_capacity, resolution->stays_count + 1, error));
        resolution->stays[resolution->stays_count++] = number;
    } else if (overlap_resolution_within(job, number)) {
        return 0;
    }
    LT_TRY(LT_RESERVE(resolution->kept, resolution->kept_capacity, *kept + 1, error));
    resolution->kept[(*kept)++] = p;
    return 0;
}

int lt_overlap_resolution_run(lt_overlap_resolution *resolution, const lt_align_options *options, lt_passages *passages,
                              size_t first, leitong_error *error)
{
    resolution_job job = {.resolution = resolution, .options = options, .passages = passages};
    size_t count = passages->count;
    if (resolution->boxes == NULL) {
        LT_TRY(lt_box_index_new(&resolution->boxes, error));
    }
    lt_box_index_reset(resolution->boxes);
    lt_interval_index_reset(&resolution->tandems);
    resolution->heap_count = resolution->stays_count = 0;
    for (size_t i = first; i < count; i++) {
        const lt_passage *p = &passages->items[i];
        if (p->period != 0) {
            LT_TRY(
                lt_interval_index_add(&resolution->tandems, (lt_interval){p->a_begin, p->a_end, (uint32_t)i}, error));
        }
        LT_TRY(overlap_resolution_push(&job, i, error));
    }
    LT_TRY(lt_interval_index_build(&resolution->tandems, error));
    size_t kept = 0;
    while (resolution->heap_count > 0) {
        LT_TRY(overlap_resolution_one(&job, overlap_resolution_pop(&job), &kept, error));
    }
    if (kept > 0) {
        memcpy(passages->items + first, resolution->kept, kept * sizeof *resolution->kept);
    }
    passages->count = first + kept;
    return 0;
}
