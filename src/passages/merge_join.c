/* Joins two passages of one pair, aligned again where they meet:
 *
 *      p  ───run──┤edit├──run──┤edit├──run──           what is before the tail of p stays
 *                          └── tail ──────┘
 *      q                               ──run──┤edit├──run──┤edit├──run──
 *                                      └────── head ─────┘              what is after the head of q stays
 *
 * Tail and head contain all that overlaps, and beyond it as much as pays for any block between the two. */
#include "base/buffer.h"
#include "base/compare.h"
#include "passages/merge.h"

#include <string.h>

/* A part is taken once it is worth this beyond the overlap (no passage goes on over a deeper fall), or has so many
 * runs there. */
#define JOIN_WORTH (2 * LT_TRIM_DROP)
#define JOIN_RUNS 64

static uint32_t join_past(uint32_t x, uint32_t y)
{
    return x > y ? x - y : 0;
}

/* Runs [first, last] of a passage as one of its own. */
static lt_passage join_part(const lt_passages *passages, const lt_passage *p, uint32_t first, uint32_t last)
{
    lt_anchor begin = lt_merge_anchor(passages, p, first);
    lt_anchor end = lt_merge_anchor(passages, p, last);
    lt_passage part = {.a_begin = begin.a,
                       .b_begin = begin.b,
                       .a_end = end.a + end.length,
                       .b_end = end.b + end.length,
                       .edit_begin = p->edit_begin + first,
                       .edit_count = last - first};
    for (uint32_t r = first; r <= last; r++) {
        part.matched += lt_merge_anchor(passages, p, r).length;
    }
    return part;
}

/* The first run of p's tail. */
static uint32_t join_tail(const lt_passages *passages, const lt_passage *p, const lt_passage *q)
{
    int64_t worth = 0;
    uint32_t beyond = 0;
    uint32_t r = p->edit_count;
    for (;; r--) {
        lt_anchor run = lt_merge_anchor(passages, p, r);
        uint32_t before = LT_MIN(join_past(q->a_begin, run.a), join_past(q->b_begin, run.b));
        worth += LT_MIN(before, run.length);
        beyond += before > 0;
        if (r == 0 || worth > JOIN_WORTH || beyond > JOIN_RUNS) {
            return r;
        }
        worth -= before > 0 ? lt_edit_cost(passages->edits[p->edit_begin + r - 1]) : 0;
    }
}

/* The last run of q's head. */
static uint32_t join_head(const lt_passages *passages, const lt_passage *p, const lt_passage *q)
{
    int64_t worth = 0;
    uint32_t beyond = 0;
    for (uint32_t r = 0;; r++) {
        lt_anchor run = lt_merge_anchor(passages, q, r);
        uint32_t behind = LT_MIN(join_past(run.a + run.length, p->a_end), join_past(run.b + run.length, p->b_end));
        worth += LT_MIN(behind, run.length);
        beyond += behind > 0;
        if (r == q->edit_count || worth > JOIN_WORTH || beyond > JOIN_RUNS) {
            return r;
        }
        worth -= behind > 0 ? lt_edit_cost(passages->edits[q->edit_begin + r]) : 0;
    }
}

/* Where the alignments of p and q meet for the first time; false when they never do. */
static bool join_meet(const lt_passages *passages, const lt_passage *p, const lt_passage *q, lt_anchor *ret_meeting)
{
    uint32_t i = 0;
    uint32_t j = 0;
    while (i <= p->edit_count && j <= q->edit_count) {
        lt_anchor x = lt_merge_anchor(passages, p, i);
        lt_anchor y = lt_merge_anchor(passages, q, j);
        uint32_t begin = LT_MAX(x.a, y.a);
        uint32_t end = LT_MIN(x.a + x.length, y.a + y.length);
        if (begin < end && x.b - x.a == y.b - y.a) {
            *ret_meeting = (lt_anchor){begin, begin + (x.b - x.a), end - begin};
            return true;
        }
        if (x.a + x.length <= y.a + y.length) {
            i++;
        } else {
            j++;
        }
    }
    return false;
}

/* The runs of p up to where the two alignments meet, and the runs of q from there on; where they overlap but never
 * meet, neither is used in between. The outermost tokens always stay. */
static int join_anchors(lt_merge_job *job, const lt_passage *p, const lt_passage *q, size_t *ret_count,
                        leitong_error *error)
{
    lt_merge *merge = job->merge;
    size_t most = (size_t)p->edit_count + q->edit_count + 2;
    LT_TRY(LT_RESERVE(merge->anchors, merge->anchors_capacity, most, error));
    lt_edit free_stretch = {q->a_begin, p->a_end, q->b_begin, p->b_end};
    lt_anchor meeting;
    if (join_meet(job->passages, p, q, &meeting)) {
        free_stretch = (lt_edit){meeting.a, meeting.a, meeting.b, meeting.b};
    }
    size_t count = 0;
    for (uint32_t r = 0; r <= p->edit_count; r++) {
        lt_anchor run = lt_merge_anchor(job->passages, p, r);
        uint32_t left = LT_MIN(join_past(free_stretch.a_begin, run.a), join_past(free_stretch.b_begin, run.b));
        run.length = LT_MIN(run.length, r == 0 ? LT_MAX(left, 1) : left);
        if (run.length > 0) {
            merge->anchors[count++] = run;
        }
    }
    for (uint32_t r = 0; r <= q->edit_count; r++) {
        lt_anchor run = lt_merge_anchor(job->passages, q, r);
        uint32_t passed = LT_MAX(join_past(free_stretch.a_end, run.a), join_past(free_stretch.b_end, run.b));
        passed = LT_MIN(passed, r == q->edit_count ? run.length - 1 : run.length);
        if (passed < run.length) {
            merge->anchors[count++] = (lt_anchor){run.a + passed, run.b + passed, run.length - passed};
        }
    }
    merge->work += most;
    *ret_count = count;
    return 0;
}

/* Two passages to be joined, their ends that meet, and what became of those. */
typedef struct join_pair {
    size_t p_number, q_number;
    lt_passage p, q;
    lt_passage tail, head, joint;
    uint32_t tail_run, head_run; /* where the tail begins and the head ends */
} join_pair;

/* Whether the joint is one copied text: no match is lost but where the two overlap, and the text between them belongs
 * to no other passage. */
static bool join_whole(lt_merge_job *job, const join_pair *pair)
{
    const lt_passage *p = &pair->p;
    const lt_passage *q = &pair->q;
    const lt_passage *joint = &pair->joint;
    lt_passage around = {.a_begin = p->a_begin, .a_end = q->a_end, .b_begin = p->b_begin, .b_end = q->b_end};
    uint32_t overlap = LT_MIN(join_past(p->a_end, q->a_begin), join_past(p->b_end, q->b_begin));
    if (joint->a_begin != pair->tail.a_begin || joint->b_begin != pair->tail.b_begin ||
        joint->a_end != pair->head.a_end || joint->b_end != pair->head.b_end ||
        (uint64_t)joint->matched + overlap < (uint64_t)pair->tail.matched + pair->head.matched ||
        (job->sides->self && q->a_end > p->b_begin)) {
        return false;
    }
    for (uint32_t e = 0; e < joint->edit_count; e++) {
        const lt_edit *edit = &job->passages->edits[joint->edit_begin + e];
        bool between = edit->a_end >= LT_MIN(p->a_end, q->a_begin) && edit->a_begin <= LT_MAX(p->a_end, q->a_begin);
        if (between && lt_merge_moved(job, &around, pair->p_number, pair->q_number, edit)) {
            return false;
        }
    }
    return true;
}

/* The union's edits: p's before the tail, the joint's, q's behind the head. They stay where p's are while there is
 * room, or go to the end, with as much room again: so a passage that grows by many is copied but a few times. */
static int join_edits(lt_merge_job *job, const join_pair *pair, leitong_error *error)
{
    lt_passages *passages = job->passages;
    lt_edit_script *joint = &job->merge->edits;
    size_t *room = &job->merge->room[pair->p_number];
    size_t rest = pair->q.edit_count - pair->head_run;
    size_t need = pair->tail_run + joint->count + rest;
    size_t begin = pair->p.edit_begin;
    if (need > *room) {
        begin = passages->edit_count;
        LT_TRY(LT_RESERVE(passages->edits, passages->edit_capacity, begin + 2 * need, error));
        passages->edit_count = begin + 2 * need;
        *room = 2 * need;
        if (pair->tail_run > 0) {
            memcpy(passages->edits + begin, passages->edits + pair->p.edit_begin,
                   pair->tail_run * sizeof *passages->edits);
        }
    }
    lt_edit *to = LT_FROM(passages->edits, begin + pair->tail_run);
    if (rest > 0) {
        memmove(to + joint->count, passages->edits + pair->q.edit_begin + pair->head_run, rest * sizeof *to);
    }
    if (joint->count > 0) {
        memcpy(to, joint->items, joint->count * sizeof *to);
    }
    lt_passage *whole = &passages->items[job->first + pair->p_number];
    whole->edit_begin = begin;
    whole->edit_count = (uint32_t)need;
    return 0;
}

static int join_put(lt_merge_job *job, const join_pair *pair, leitong_error *error)
{
    lt_merge *merge = job->merge;
    lt_passages *passages = job->passages;
    merge->edits.count = 0;
    for (uint32_t e = 0; e < pair->joint.edit_count; e++) {
        LT_TRY(lt_edit_script_add(&merge->edits, passages->edits[pair->joint.edit_begin + e], error));
    }
    passages->edit_count = pair->joint.edit_begin; /* the joint's own were the last */
    LT_TRY(join_edits(job, pair, error));
    lt_passage *whole = &passages->items[job->first + pair->p_number];
    whole->a_end = pair->q.a_end;
    whole->b_end = pair->q.b_end;
    whole->matched =
        pair->p.matched - pair->tail.matched + pair->joint.matched + (pair->q.matched - pair->head.matched);
    merge->gone[pair->q_number] = true;
    merge->into[pair->q_number] = pair->p_number;
    return 0;
}

int lt_merge_join(lt_merge_job *job, size_t p, size_t q, bool *ret_joined, leitong_error *error)
{
    lt_passages *passages = job->passages;
    join_pair pair = {
        .p_number = p, .q_number = q, .p = passages->items[job->first + p], .q = passages->items[job->first + q]};
    size_t count = 0;
    size_t passage_count = passages->count;
    size_t edit_count = passages->edit_count;
    pair.tail_run = join_tail(passages, &pair.p, &pair.q);
    pair.head_run = join_head(passages, &pair.p, &pair.q);
    pair.tail = join_part(passages, &pair.p, pair.tail_run, pair.p.edit_count);
    pair.head = join_part(passages, &pair.q, 0, pair.head_run);
    LT_TRY(join_anchors(job, &pair.tail, &pair.head, &count, error));
    LT_TRY(lt_anchored_alignment_run(&job->merge->alignment, job->sides, job->merge->anchors, count,
                                     (lt_anchored_alignment_reach){0, 0}, error));
    LT_TRY(lt_trim_run(&job->merge->trim, job->options, &job->merge->alignment, job->sides->self, passages, error));
    bool single = passages->count == passage_count + 1;
    if (single) {
        pair.joint = passages->items[passage_count];
    }
    passages->count = passage_count;
    bool joined = single && join_whole(job, &pair);
    if (joined) {
        LT_TRY(join_put(job, &pair, error));
    } else {
        passages->edit_count = edit_count;
    }
    *ret_joined = joined;
    return 0;
}
