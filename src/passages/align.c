#include "passages/align.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "passages/merge.h"
#include "passages/undemanded.h"

#include <stdlib.h>

/* A run of so many tokens is no passage by itself, and counts as chance where no equal tokens are near it. */
#define ALIGN_SHORT 8U

struct lt_align {
    lt_align_options options;
    lt_anchored_alignment alignment;
    lt_trim trim;
    lt_passage_index passage_index;
    lt_merge merge;
    lt_depth_limit depth_limit; /* over the loose stretches of the pair, once there are LT_UNDEMANDED_DEPTH */
    size_t loose;               /* how many they are */
    lt_anchor *anchors;
    size_t anchors_capacity;
};

int lt_align_new(const lt_align_options *options, lt_align **ret_align, leitong_error *error)
{
    lt_align *align = calloc(1, sizeof *align);
    if (align == NULL) {
        return lt_error_memory(error);
    }
    align->options = *options;
    *ret_align = align;
    return 0;
}

void lt_align_free(lt_align *align)
{
    if (align == NULL) {
        return;
    }
    lt_anchored_alignment_clear(&align->alignment);
    lt_trim_clear(&align->trim);
    lt_passage_index_clear(&align->passage_index);
    lt_merge_clear(&align->merge);
    lt_depth_limit_clear(&align->depth_limit);
    free(align->anchors);
    free(align);
}

bool lt_align_bounded(lt_align *align)
{
    bool bounded = align->alignment.wavefront.bounded;
    align->alignment.wavefront.bounded = false;
    return bounded;
}

/* How many tokens the ends of a chain may be extended by. */
static uint32_t align_reach(const lt_sides *sides, const lt_hit *hits, size_t count, unsigned width)
{
    uint64_t reach = (uint64_t)LT_ALIGN_REACH * width;
    uint32_t most = LT_MAX(sides->a_count, sides->b_count);
    for (size_t i = 1; i < count && reach < most; i++) {
        uint32_t step = hits[i].a - hits[i - 1].a;
        reach += (uint64_t)LT_ALIGN_REACH * LT_MIN(step, width);
    }
    return reach < most ? (uint32_t)reach : most;
}

/* Whether a[0, a_side) and b[0, b_side) have no token in common. */
static bool align_disjoint(const uint32_t *a, const uint32_t *b, uint32_t a_side, uint32_t b_side)
{
    for (uint32_t i = 0; i < a_side; i++) {
        for (uint32_t j = 0; j < b_side; j++) {
            if (a[i] == b[j]) {
                return false;
            }
        }
    }
    return true;
}

/* Whether a lone hit yields no passage: it is short, and on neither side an end reaches the next equal token before its
 * score falls out of bounds (lt_anchored_alignment_sink). Most hits of large unrelated texts are such; comparing a few
 * tokens is all that they cost. */
static bool align_by_chance(const lt_sides *sides, lt_hit hit, unsigned width)
{
    uint32_t a_right = sides->a_count - hit.a;
    uint32_t b_right = sides->b_count - hit.b;
    const uint32_t *a = sides->a + hit.a;
    const uint32_t *b = sides->b + hit.b;
    uint32_t after = lt_edit_equal_after(a, b, LT_MIN(LT_MIN(a_right, b_right), ALIGN_SHORT));
    uint32_t before = lt_edit_equal_before(a, b, LT_MIN(LT_MIN(hit.a, hit.b), ALIGN_SHORT));
    if (width > ALIGN_SHORT || before + after > ALIGN_SHORT) {
        return false;
    }
    uint32_t side =
        lt_anchored_alignment_sink(before + after) + 2; /* the edit that sinks it may be made up for at once */
    uint32_t a_left = LT_MIN(hit.a - before, side);
    uint32_t b_left = LT_MIN(hit.b - before, side);
    return align_disjoint(a + after, b + after, LT_MIN(a_right - after, side), LT_MIN(b_right - after, side)) &&
           align_disjoint(a - before - a_left, b - before - b_left, a_left, b_left);
}

/* Extends the outermost anchors over equal tokens, in a document with itself while the spans stay disjoint. */
static void align_grow(const lt_sides *sides, lt_anchor *anchors, size_t count)
{
    lt_anchor *first = &anchors[0];
    lt_anchor *last = &anchors[count - 1];
    uint32_t a = last->a + last->length;
    uint32_t b = last->b + last->length;
    uint32_t room = sides->self ? first->b > a ? first->b - a : 0 : sides->a_count - a;
    last->length += lt_edit_equal_after(sides->a + a, sides->b + b, LT_MIN(room, sides->b_count - b));
    a = last->a + last->length;
    room = sides->self ? first->b > a ? first->b - a : 0 : first->b;
    uint32_t before = lt_edit_equal_before(sides->a + first->a, sides->b + first->b, LT_MIN(first->a, room));
    *first = (lt_anchor){first->a - before, first->b - before, first->length + before};
}

/* One document pair at work. */
typedef struct align_job {
    lt_align *align;
    const lt_sides *sides;
    const lt_chains *chains;
    unsigned width;
    lt_passages *passages;
    size_t first; /* the pair's passages are passages->items[first …] */
} align_job;

static lt_edit align_spans(const align_job *job, size_t c)
{
    const lt_hit *first = job->chains->hits + job->chains->begins[c];
    const lt_hit *last = job->chains->hits + job->chains->begins[c + 1] - 1;
    return (lt_edit){first->a, last->a + job->width, first->b, last->b + job->width};
}

static lt_edit align_first_hit(const align_job *job, size_t c)
{
    const lt_hit *hit = job->chains->hits + job->chains->begins[c];
    return (lt_edit){hit->a, hit->a + job->width, hit->b, hit->b + job->width};
}

static lt_edit align_last_hit(const align_job *job, size_t c)
{
    const lt_hit *hit = job->chains->hits + job->chains->begins[c + 1] - 1;
    return (lt_edit){hit->a, hit->a + job->width, hit->b, hit->b + job->width};
}

/* How far a chain is extended beyond its outermost hit: not far where no long end of it could stay (undemanded.h). */
static uint32_t align_reach_beyond(const align_job *job, lt_edit hit, uint32_t most)
{
    const lt_align *align = job->align;
    return align->loose >= LT_UNDEMANDED_DEPTH &&
                   lt_undemanded_full(&align->depth_limit, lt_undemanded_on(hit, true, job->sides->self), true)
               ? LT_MIN(most, align->options.run)
               : most;
}

/* Aligns chain c, and appends the passages that it yields. */
static int align_chain(const align_job *job, size_t c, leitong_error *error)
{
    lt_align *align = job->align;
    const lt_sides *sides = job->sides;
    const lt_hit *hits = job->chains->hits + job->chains->begins[c];
    size_t count = job->chains->begins[c + 1] - job->chains->begins[c];
    LT_TRY(LT_RESERVE(align->anchors, align->anchors_capacity, count, error));
    for (size_t i = 0; i < count; i++) {
        align->anchors[i] = (lt_anchor){hits[i].a, hits[i].b, job->width};
    }
    align_grow(sides, align->anchors, count);
    uint32_t most = align_reach(sides, hits, count, job->width);
    lt_anchored_alignment_reach reach = {.before = align_reach_beyond(job, align_first_hit(job, c), most),
                                         .after = align_reach_beyond(job, align_last_hit(job, c), most)};
    LT_TRY(lt_anchored_alignment_run(&align->alignment, sides, align->anchors, count, reach, error));
    return lt_trim_run(&align->trim, &align->options, &align->alignment, sides->self, job->passages, error);
}

/* Whether a hit of the chain is in a run of `run` equal tokens. */
static bool align_has_run(const align_job *job, size_t c)
{
    const lt_sides *sides = job->sides;
    uint32_t run = job->align->options.run;
    for (size_t i = job->chains->begins[c]; i < job->chains->begins[c + 1]; i++) {
        lt_hit hit = job->chains->hits[i];
        const uint32_t *a = sides->a + hit.a;
        const uint32_t *b = sides->b + hit.b;
        uint32_t room = LT_MIN(sides->a_count - hit.a, sides->b_count - hit.b);
        uint32_t after = lt_edit_equal_after(a, b, LT_MIN(room, run));
        if (after + lt_edit_equal_before(a, b, LT_MIN(LT_MIN(hit.a, hit.b), run)) >= run) {
            return true;
        }
    }
    return false;
}

/* Whether the chain need not be aligned (align.h). */
static bool align_skips(const align_job *job, size_t c)
{
    lt_align *align = job->align;
    lt_edit spans = align_spans(job, c);
    bool lone = job->chains->begins[c + 1] - job->chains->begins[c] == 1;
    if (lone && align_by_chance(job->sides, job->chains->hits[job->chains->begins[c]], job->width)) {
        return true;
    }
    if (job->passages->count > job->first &&
        lt_passage_index_contains(&align->passage_index, job->passages, spans, align->options.run)) {
        return true;
    }
    return align->loose >= LT_UNDEMANDED_DEPTH &&
           lt_undemanded_full(&align->depth_limit, lt_undemanded_on(spans, false, job->sides->self), false) &&
           !align_has_run(job, c);
}

/* The ends of a passage outside of its runs of `run` equal tokens, at most two; without such a run it is one stretch,
 * no end. */
static size_t align_loose(const align_job *job, const lt_passage *p, lt_edit stretches[2])
{
    uint32_t least = job->align->options.run;
    uint32_t first = 0;
    uint32_t last = p->edit_count;
    if (p->longest_run < least) {
        stretches[0] = (lt_edit){p->a_begin, p->a_end, p->b_begin, p->b_end};
        return 1;
    }
    while (lt_merge_anchor(job->passages, p, first).length < least) {
        first++;
    }
    while (lt_merge_anchor(job->passages, p, last).length < least) {
        last--;
    }
    lt_anchor begin = lt_merge_anchor(job->passages, p, first);
    lt_anchor end = lt_merge_anchor(job->passages, p, last);
    size_t count = 0;
    if (first > 0) {
        stretches[count++] = (lt_edit){p->a_begin, begin.a, p->b_begin, begin.b};
    }
    if (last < p->edit_count) {
        stretches[count++] = (lt_edit){end.a + end.length, p->a_end, end.b + end.length, p->b_end};
    }
    return count;
}

/* Counts the loose stretches of the pair's passages [begin, end). */
static void align_deepen(const align_job *job, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        const lt_passage *p = &job->passages->items[i];
        bool is_end = p->longest_run >= job->align->options.run;
        lt_edit stretches[2];
        size_t count = align_loose(job, p, stretches);
        for (size_t s = 0; s < count; s++) {
            lt_undemanded_sides on = lt_undemanded_on(stretches[s], is_end, job->sides->self);
            lt_depth_limit_put(&job->align->depth_limit, on.a);
            lt_depth_limit_put(&job->align->depth_limit, on.b);
        }
    }
}

static int align_add_spans(const align_job *job, lt_edit spans, bool is_end, leitong_error *error)
{
    lt_undemanded_sides on = lt_undemanded_on(spans, is_end, job->sides->self);
    LT_TRY(lt_depth_limit_add(&job->align->depth_limit, on.a, error));
    return lt_depth_limit_add(&job->align->depth_limit, on.b, error);
}

/* Builds the depth limit over all that chains will ask: most pairs have too few loose stretches to need it. */
static int align_open_depth_limit(const align_job *job, leitong_error *error)
{
    lt_depth_limit_reset(&job->align->depth_limit);
    for (size_t c = 0; c < job->chains->count; c++) {
        LT_TRY(align_add_spans(job, align_spans(job, c), false, error));
        LT_TRY(align_add_spans(job, align_first_hit(job, c), true, error));
        LT_TRY(align_add_spans(job, align_last_hit(job, c), true, error));
    }
    return lt_depth_limit_build(&job->align->depth_limit, error);
}

/* Adds passage i of the pair to the indexes. */
static int align_index(const align_job *job, size_t i, leitong_error *error)
{
    lt_align *align = job->align;
    lt_edit stretches[2];
    size_t before = align->loose;
    LT_TRY(lt_passage_index_add(&align->passage_index, job->passages, i, error));
    align->loose += align_loose(job, &job->passages->items[i], stretches);
    if (align->loose < LT_UNDEMANDED_DEPTH) {
        return 0;
    }
    if (before < LT_UNDEMANDED_DEPTH) {
        LT_TRY(align_open_depth_limit(job, error));
        align_deepen(job, job->first, i);
    }
    align_deepen(job, i, i + 1);
    return 0;
}

static int align_chains(const align_job *job, leitong_error *error)
{
    const lt_chains *chains = job->chains;
    job->align->loose = 0;
    LT_TRY(lt_passage_index_begin(&job->align->passage_index, error));
    for (size_t c = 0; c < chains->count; c++) {
        if (align_skips(job, c)) {
            continue;
        }
        size_t before = job->passages->count;
        LT_TRY(align_chain(job, c, error));
        for (size_t i = before; i < job->passages->count; i++) {
            LT_TRY(align_index(job, i, error));
        }
    }
    return 0;
}

int lt_align_pair(lt_align *align, const lt_sides *sides, const lt_chains *chains, unsigned width,
                  lt_passages *passages, leitong_error *error)
{
    size_t first = passages->count;
    size_t edit_count = passages->edit_count;
    align_job job = {align, sides, chains, width, passages, first};
    int code = 0;
    LT_TRY_GOTO(undo, align_chains(&job, error));
    LT_TRY_GOTO(undo, lt_merge_run(&align->merge, &align->options, sides, passages, first, error));
    for (size_t i = first; i < passages->count; i++) {
        lt_passage_measure(sides, passages->edits, &passages->items[i]);
    }
    return 0;
undo:
    passages->count = first;
    passages->edit_count = edit_count;
    return code;
}
