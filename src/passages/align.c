#include "passages/align.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "passages/merge.h"

#include <stdlib.h>

/* A run of so many tokens is no passage by itself, and counts as chance where no equal tokens are near it. */
#define ALIGN_SHORT 8U

struct lt_align {
    lt_align_options options;
    lt_anchored_alignment alignment;
    lt_trim trim;
    lt_passage_index passage_index;
    lt_merge merge;
    lt_depth_limit depth_limit; /* over the pair's passages without a run, once there are LT_ALIGN_DEPTH */
    size_t weak;                /* passages of the pair without a run */
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

lt_depth_limit_span lt_align_span(lt_edit spans, bool of_b, bool self)
{
    uint64_t base = of_b && !self ? (uint64_t)1 << 32 : 0;
    return of_b ? (lt_depth_limit_span){base + spans.b_begin, base + spans.b_end}
                : (lt_depth_limit_span){spans.a_begin, spans.a_end};
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

/* Blocks are left-aligned, so the run before a block may extend over equal tokens in the block and beyond; the run
 * after a block cannot begin earlier. */
void lt_align_measure(const lt_sides *sides, const lt_edit *edits, lt_passage *passage)
{
    uint32_t a = passage->a_begin;
    passage->longest_run = 0;
    for (uint32_t e = 0; e <= passage->edit_count; e++) {
        lt_edit edit = {passage->a_end, passage->a_end, passage->b_end, passage->b_end};
        if (e < passage->edit_count) {
            edit = edits[passage->edit_begin + e];
        }
        uint32_t a_left = passage->a_end - edit.a_begin;
        uint32_t b_left = passage->b_end - edit.b_begin;
        uint32_t most = LT_MIN(a_left, b_left);
        uint32_t run = edit.a_begin - a;
        run += lt_edit_equal_after(sides->a + edit.a_begin, sides->b + edit.b_begin, most);
        passage->longest_run = LT_MAX(run, passage->longest_run);
        a = edit.a_end;
    }
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
    uint32_t reach = align_reach(sides, hits, count, job->width);
    LT_TRY(lt_anchored_alignment_run(&align->alignment, sides, align->anchors, count, reach, error));
    return lt_trim_run(&align->trim, &align->options, &align->alignment, sides->self, job->passages, error);
}

static lt_edit align_spans(const align_job *job, size_t c)
{
    const lt_hit *first = job->chains->hits + job->chains->begins[c];
    const lt_hit *last = job->chains->hits + job->chains->begins[c + 1] - 1;
    return (lt_edit){first->a, last->a + job->width, first->b, last->b + job->width};
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
    bool self = job->sides->self;
    lt_edit spans = align_spans(job, c);
    bool lone = job->chains->begins[c + 1] - job->chains->begins[c] == 1;
    if (lone && align_by_chance(job->sides, job->chains->hits[job->chains->begins[c]], job->width)) {
        return true;
    }
    if (job->passages->count > job->first &&
        lt_passage_index_contains(&align->passage_index, job->passages, spans, align->options.run)) {
        return true;
    }
    return align->weak >= LT_ALIGN_DEPTH &&
           lt_depth_limit_full(&align->depth_limit, lt_align_span(spans, false, self), lt_align_span(spans, true, self),
                               LT_ALIGN_DEPTH) &&
           !align_has_run(job, c);
}

static void align_deepen(const align_job *job, const lt_passage *p)
{
    lt_edit spans = {p->a_begin, p->a_end, p->b_begin, p->b_end};
    bool self = job->sides->self;
    lt_depth_limit_put(&job->align->depth_limit, lt_align_span(spans, false, self), lt_align_span(spans, true, self));
}

/* Builds the depth limit over the spans of all chains: most pairs have too few passages without a run to need it. */
static int align_open_depth_limit(const align_job *job, size_t end, leitong_error *error)
{
    lt_depth_limit *limit = &job->align->depth_limit;
    bool self = job->sides->self;
    lt_depth_limit_reset(limit);
    for (size_t c = 0; c < job->chains->count; c++) {
        lt_edit spans = align_spans(job, c);
        LT_TRY(lt_depth_limit_add(limit, lt_align_span(spans, false, self), error));
        LT_TRY(lt_depth_limit_add(limit, lt_align_span(spans, true, self), error));
    }
    LT_TRY(lt_depth_limit_build(limit, error));
    for (size_t i = job->first; i < end; i++) {
        if (job->passages->items[i].longest_run < job->align->options.run) {
            align_deepen(job, &job->passages->items[i]);
        }
    }
    return 0;
}

/* Adds passage i of the pair to the indexes. */
static int align_index(const align_job *job, size_t i, leitong_error *error)
{
    lt_align *align = job->align;
    LT_TRY(lt_passage_index_add(&align->passage_index, job->passages, i, error));
    if (job->passages->items[i].longest_run >= align->options.run) {
        return 0;
    }
    if (++align->weak > LT_ALIGN_DEPTH) {
        align_deepen(job, &job->passages->items[i]);
    }
    return align->weak == LT_ALIGN_DEPTH ? align_open_depth_limit(job, i + 1, error) : 0;
}

static int align_chains(const align_job *job, leitong_error *error)
{
    const lt_chains *chains = job->chains;
    job->align->weak = 0;
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
        lt_align_measure(sides, passages->edits, &passages->items[i]);
    }
    return 0;
undo:
    passages->count = first;
    passages->edit_count = edit_count;
    return code;
}
