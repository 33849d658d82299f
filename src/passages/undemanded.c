#include "passages/undemanded.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "passages/merge.h"

#include <stdlib.h>
#include <string.h>

enum { UNDEMANDED_WHOLE, UNDEMANDED_LEFT, UNDEMANDED_RIGHT };

typedef struct undemanded_job {
    lt_undemanded *undemanded;
    const lt_undemanded_input *input;
    lt_passages *passages;
    size_t first;
} undemanded_job;

/* A place on a passage's alignment, in its run `run`. */
typedef struct undemanded_point {
    uint32_t a, b, run;
} undemanded_point;

void lt_undemanded_clear(lt_undemanded *undemanded)
{
    lt_depth_limit_clear(&undemanded->depth_limit);
    free(undemanded->items);
    free(undemanded->gone);
    *undemanded = (lt_undemanded){0};
}

lt_undemanded_sides lt_undemanded_on(lt_edit spans, bool is_end, bool self)
{
    uint64_t a = is_end ? (uint64_t)2 << 32 : 0;
    uint64_t b = self ? a : a + ((uint64_t)1 << 32);
    return (lt_undemanded_sides){{a + spans.a_begin, a + spans.a_end}, {b + spans.b_begin, b + spans.b_end}};
}

bool lt_undemanded_full(const lt_depth_limit *limit, lt_undemanded_sides on, bool is_end)
{
    bool a = lt_depth_limit_full(limit, on.a, LT_UNDEMANDED_DEPTH);
    bool b = lt_depth_limit_full(limit, on.b, LT_UNDEMANDED_DEPTH);
    return is_end ? a && b : a || b;
}

static bool undemanded_has_core(const lt_box *core)
{
    return core->a_end > core->a_begin;
}

/* The last equal tokens that are not behind the core's begin on either side. */
static undemanded_point undemanded_core_begin(const lt_passages *passages, const lt_passage *p, const lt_box *core)
{
    undemanded_point point = {p->a_begin, p->b_begin, 0};
    for (uint32_t r = 0; r <= p->edit_count; r++) {
        lt_anchor run = lt_merge_anchor(passages, p, r);
        if (run.a > core->a_begin || run.b > core->b_begin) {
            break;
        }
        uint32_t on = LT_MIN(run.length - 1, LT_MIN(core->a_begin - run.a, core->b_begin - run.b));
        point = (undemanded_point){run.a + on, run.b + on, r};
    }
    return point;
}

/* Behind the first equal tokens that are not before the core's end on either side. */
static undemanded_point undemanded_core_end(const lt_passages *passages, const lt_passage *p, const lt_box *core)
{
    undemanded_point point = {p->a_end, p->b_end, p->edit_count};
    for (uint32_t r = p->edit_count + 1; r-- > 0;) {
        lt_anchor run = lt_merge_anchor(passages, p, r);
        uint32_t a_end = run.a + run.length;
        uint32_t b_end = run.b + run.length;
        if (a_end < core->a_end || b_end < core->b_end) {
            break;
        }
        uint32_t off = LT_MIN(run.length - 1, LT_MIN(a_end - core->a_end, b_end - core->b_end));
        point = (undemanded_point){a_end - off, b_end - off, r};
    }
    return point;
}

static int undemanded_add(undemanded_job *job, size_t passage, int part, lt_edit spans, leitong_error *error)
{
    lt_undemanded *undemanded = job->undemanded;
    LT_TRY(LT_RESERVE(undemanded->items, undemanded->capacity, undemanded->count + 1, error));
    undemanded->items[undemanded->count++] =
        (lt_undemanded_item){spans, passage, job->passages->items[passage].matched, part};
    lt_undemanded_sides on = lt_undemanded_on(spans, part != UNDEMANDED_WHOLE, job->input->sides->self);
    LT_TRY(lt_depth_limit_add(&undemanded->depth_limit, on.a, error));
    return lt_depth_limit_add(&undemanded->depth_limit, on.b, error);
}

/* Whether an end is no longer than the core, which then pays for it. */
static bool undemanded_is_short(lt_edit end, const lt_box *core)
{
    return end.a_end - end.a_begin <= core->a_end - core->a_begin &&
           end.b_end - end.b_begin <= core->b_end - core->b_begin;
}

/* The stretches of passage i that may not stay. */
static int undemanded_collect(undemanded_job *job, size_t i, leitong_error *error)
{
    const lt_passage *p = &job->passages->items[i];
    const lt_box *core = &job->input->cores[p->core];
    lt_edit whole = {p->a_begin, p->a_end, p->b_begin, p->b_end};
    if (p->period != 0) {
        return 0;
    }
    if (!undemanded_has_core(core)) {
        return undemanded_add(job, i, UNDEMANDED_WHOLE, whole, error);
    }
    undemanded_point begin = undemanded_core_begin(job->passages, p, core);
    undemanded_point end = undemanded_core_end(job->passages, p, core);
    lt_edit left = {p->a_begin, begin.a, p->b_begin, begin.b};
    lt_edit right = {end.a, p->a_end, end.b, p->b_end};
    if (!undemanded_is_short(left, core)) {
        LT_TRY(undemanded_add(job, i, UNDEMANDED_LEFT, left, error));
    }
    return undemanded_is_short(right, core) ? 0 : undemanded_add(job, i, UNDEMANDED_RIGHT, right, error);
}

/* What is equal in all else is taken in the order of the passages, which follows from the pair alone. */
static int undemanded_better(const void *left, const void *right)
{
    const lt_undemanded_item *l = left;
    const lt_undemanded_item *r = right;
    if (l->matched != r->matched) {
        return l->matched > r->matched ? -1 : 1;
    }
    if (l->passage != r->passage) {
        return l->passage < r->passage ? -1 : 1;
    }
    return l->part - r->part;
}

/* Cuts passage p down to its core at one end, unless the rest is no passage. */
static void undemanded_cut(const undemanded_job *job, const lt_undemanded_item *item)
{
    lt_passage p = job->passages->items[item->passage];
    const lt_box *core = &job->input->cores[p.core];
    if (item->part == UNDEMANDED_LEFT) {
        undemanded_point begin = undemanded_core_begin(job->passages, &p, core);
        p.a_begin = begin.a;
        p.b_begin = begin.b;
        p.edit_begin += begin.run;
        p.edit_count -= begin.run;
    } else {
        undemanded_point end = undemanded_core_end(job->passages, &p, core);
        p.a_end = end.a;
        p.b_end = end.b;
        p.edit_count = end.run;
    }
    uint32_t longest = 0;
    p.matched = 0;
    for (uint32_t r = 0; r <= p.edit_count; r++) {
        uint32_t run = lt_merge_anchor(job->passages, &p, r).length;
        p.matched += run;
        longest = LT_MAX(run, longest);
    }
    uint32_t tokens = LT_MAX(p.a_end - p.a_begin, p.b_end - p.b_begin);
    if (lt_trim_keeps(job->input->options, p.matched, longest, tokens)) {
        lt_passage_measure(job->input->sides, job->passages->edits, &p);
        job->passages->items[item->passage] = p;
    }
}

/* Whether a stretch stays; if so, it counts. */
static bool undemanded_stays(undemanded_job *job, const lt_undemanded_item *item)
{
    bool is_end = item->part != UNDEMANDED_WHOLE;
    lt_undemanded_sides on = lt_undemanded_on(item->spans, is_end, job->input->sides->self);
    if (lt_undemanded_full(&job->undemanded->depth_limit, on, is_end)) {
        return false;
    }
    lt_depth_limit_put(&job->undemanded->depth_limit, on.a);
    lt_depth_limit_put(&job->undemanded->depth_limit, on.b);
    return true;
}

int lt_undemanded_bound(lt_undemanded *undemanded, const lt_undemanded_input *input, lt_passages *passages,
                        size_t first, leitong_error *error)
{
    undemanded_job job = {undemanded, input, passages, first};
    size_t kept = first;
    undemanded->count = 0;
    lt_depth_limit_reset(&undemanded->depth_limit);
    for (size_t i = first; i < passages->count; i++) {
        LT_TRY(undemanded_collect(&job, i, error));
    }
    if (undemanded->count <= LT_UNDEMANDED_DEPTH) {
        return 0;
    }
    LT_TRY(lt_depth_limit_build(&undemanded->depth_limit, error));
    LT_TRY(LT_RESERVE(undemanded->gone, undemanded->gone_capacity, passages->count - first, error));
    memset(undemanded->gone, 0, passages->count - first);
    qsort(undemanded->items, undemanded->count, sizeof *undemanded->items, undemanded_better);
    for (size_t i = 0; i < undemanded->count; i++) {
        const lt_undemanded_item *item = &undemanded->items[i];
        if (undemanded_stays(&job, item)) {
            continue;
        }
        if (item->part == UNDEMANDED_WHOLE) {
            undemanded->gone[item->passage - first] = true;
        } else {
            undemanded_cut(&job, item);
        }
    }
    for (size_t i = first; i < passages->count; i++) {
        if (!undemanded->gone[i - first]) {
            passages->items[kept++] = passages->items[i];
        }
    }
    passages->count = kept;
    return 0;
}
