#include "passages/trim.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

#define TRIM_NONE SIZE_MAX

int lt_passage_order(const void *left, const void *right)
{
    const lt_passage *l = left;
    const lt_passage *r = right;
    const uint32_t x[] = {l->a_begin, l->b_begin, l->a_end, l->b_end};
    const uint32_t y[] = {r->a_begin, r->b_begin, r->a_end, r->b_end};
    return lt_compare_u32(x, y, 4);
}

/* Blocks are left-aligned, so the run before a block may extend over equal tokens in the block and beyond; the run
 * after a block cannot begin earlier. */
void lt_passage_measure(const lt_sides *sides, const lt_edit *edits, lt_passage *passage)
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

void lt_passages_clear(lt_passages *passages)
{
    free(passages->items);
    free(passages->edits);
    *passages = (lt_passages){0};
}

void lt_trim_clear(lt_trim *trim)
{
    free(trim->segments);
    *trim = (lt_trim){0};
}

bool lt_trim_keeps(const lt_align_options *options, uint32_t matched, uint32_t longest, uint32_t tokens)
{
    return longest >= options->run ||
           (matched >= options->matched && (uint64_t)matched * 100 >= (uint64_t)tokens * options->identity);
}

int lt_trim_keep(const lt_align_options *options, lt_edit span, const lt_edit *edits, size_t count,
                 lt_passages *passages, leitong_error *error)
{
    uint32_t matched = 0;
    uint32_t longest = 0;
    uint32_t a = span.a_begin;
    for (size_t i = 0; i <= count; i++) {
        uint32_t run = (i < count ? edits[i].a_begin : span.a_end) - a;
        matched += run;
        longest = LT_MAX(run, longest);
        a = i < count ? edits[i].a_end : a;
    }
    if (!lt_trim_keeps(options, matched, longest, LT_MAX(span.a_end - span.a_begin, span.b_end - span.b_begin))) {
        return 0;
    }
    LT_TRY(LT_RESERVE(passages->items, passages->capacity, passages->count + 1, error));
    LT_TRY(LT_RESERVE(passages->edits, passages->edit_capacity, passages->edit_count + count, error));
    if (count > 0) {
        memcpy(passages->edits + passages->edit_count, edits, count * sizeof *edits);
    }
    passages->items[passages->count++] = (lt_passage){
        .a_begin = span.a_begin,
        .a_end = span.a_end,
        .b_begin = span.b_begin,
        .b_end = span.b_end,
        .matched = matched,
        .longest_run = longest,
        .edit_begin = passages->edit_count,
        .edit_count = (uint32_t)count,
    };
    passages->edit_count += count;
    return 0;
}

/* Where run r (the equal tokens before edit r) begins and ends. */
static lt_edit trim_run(const lt_anchored_alignment *alignment, size_t run)
{
    const lt_edit *edits = alignment->edits.items;
    size_t count = alignment->edits.count;
    return (lt_edit){
        .a_begin = run == 0 ? alignment->a_begin : edits[run - 1].a_end,
        .a_end = run == count ? alignment->a_end : edits[run].a_begin,
        .b_begin = run == 0 ? alignment->b_begin : edits[run - 1].b_end,
        .b_end = run == count ? alignment->b_end : edits[run].b_begin,
    };
}

/* One alignment at work. */
typedef struct trim_job {
    const lt_align_options *options;
    const lt_anchored_alignment *alignment;
    bool self;
    lt_passages *passages;
} trim_job;

/* The segment as it is, or, in a document with itself, piece after piece: a piece ends where a would reach the piece's
 * begin in b. */
static int trim_emit(const trim_job *job, const lt_segment *segment, leitong_error *error)
{
    static const lt_edit none = {0, 0, 0, 0};
    const lt_anchored_alignment *alignment = job->alignment;
    const bool self = job->self;
    size_t r = segment->first;
    lt_edit rest = trim_run(alignment, r);
    while (r <= segment->last) {
        if (self && rest.a_begin >= rest.b_begin) {
            rest = ++r <= segment->last ? trim_run(alignment, r) : rest;
            continue;
        }
        lt_edit span = rest;
        uint32_t limit = self ? span.b_begin : UINT32_MAX;
        size_t first = r;
        size_t last = r;
        while (rest.a_end <= limit && r <= segment->last) {
            span.a_end = rest.a_end;
            span.b_end = rest.b_end;
            last = r;
            rest = ++r <= segment->last ? trim_run(alignment, r) : rest;
        }
        if (r <= segment->last && rest.a_begin < limit) {
            span.b_end = rest.b_begin + (limit - rest.a_begin);
            span.a_end = limit;
            last = r;
            rest.a_begin = span.a_end;
            rest.b_begin = span.b_end;
        }
        const lt_edit *edits = last > first ? alignment->edits.items + first : &none;
        LT_TRY(lt_trim_keep(job->options, span, edits, last - first, job->passages, error));
    }
    return 0;
}

/* Adds a run: it and the segments before it become one where neither is lost by it (Ruzzo, Tompa 1999, step 3; ties
 * join, so that 在我省… and 在我国… begin at 在). */
static size_t trim_merge(lt_segment *segments, size_t count, lt_segment segment)
{
    size_t at = count == 0 ? TRIM_NONE : count - 1;
    for (;;) {
        while (at != TRIM_NONE && segments[at].before > segment.before) {
            at = segments[at].lower;
        }
        if (at == TRIM_NONE || segments[at].after > segment.after) {
            break;
        }
        segment.before = segments[at].before;
        segment.first = segments[at].first;
        count = at;
        at = segments[at].lower;
    }
    segment.lower = at;
    segments[count] = segment;
    return count + 1;
}

static int trim_flush(const trim_job *job, const lt_segment *segments, size_t count, leitong_error *error)
{
    for (size_t i = 0; i < count; i++) {
        LT_TRY(trim_emit(job, &segments[i], error));
    }
    return 0;
}

int lt_trim_run(lt_trim *trim, const lt_align_options *options, const lt_anchored_alignment *alignment, bool self,
                lt_passages *passages, leitong_error *error)
{
    trim_job job = {options, alignment, self, passages};
    size_t runs = alignment->edits.count + 1;
    LT_TRY(LT_RESERVE(trim->segments, trim->capacity, runs, error));
    size_t count = 0;
    int64_t score = 0;
    int64_t best = 0;
    for (size_t r = 0; r < runs; r++) {
        lt_edit run = trim_run(alignment, r);
        if (run.a_end > run.a_begin) {
            lt_segment segment = {.before = score, .after = score + run.a_end - run.a_begin, .first = r, .last = r};
            count = trim_merge(trim->segments, count, segment);
            score = segment.after;
            best = LT_MAX(score, best);
        }
        if (r + 1 < runs) {
            score -= lt_edit_cost(alignment->edits.items[r]);
        }
        if (r + 1 == runs || best - score > LT_TRIM_DROP) {
            LT_TRY(trim_flush(&job, trim->segments, count, error));
            count = 0;
            best = score;
        }
    }
    return 0;
}
