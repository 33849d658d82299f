#include "match/merge.h"

#include "buffer.h"

#include <stdlib.h>
#include <string.h>

/* What the steps below work on. */
typedef struct merge_job {
    lt_merge *merge;
    const lt_align_options *options;
    const lt_sides *sides;
    lt_passages *passages;
    size_t first;
    size_t end; /* of the passages a step began with */
} merge_job;

void lt_merge_clear(lt_merge *merge)
{
    lt_path_clear(&merge->path);
    lt_trim_clear(&merge->trim);
    lt_cover_clear(&merge->cover);
    lt_edits_clear(&merge->edits);
    free(merge->anchors);
    free(merge->gone);
    *merge = (lt_merge){0};
}

static int merge_order(uint32_t x, uint32_t y)
{
    return (x > y) - (x < y);
}

static int merge_by_begin(const void *left, const void *right)
{
    const lt_passage *l = left;
    const lt_passage *r = right;
    int order = merge_order(l->a_begin, r->a_begin);
    order = order != 0 ? order : merge_order(l->b_begin, r->b_begin);
    order = order != 0 ? order : merge_order(l->a_end, r->a_end);
    return order != 0 ? order : merge_order(l->b_end, r->b_end);
}

/* A passage stands behind every one that could hold it. */
static int merge_by_cover(const void *left, const void *right)
{
    const lt_passage *l = left;
    const lt_passage *r = right;
    int order = merge_order(l->a_begin, r->a_begin);
    order = order != 0 ? order : merge_order(r->a_end, l->a_end);
    order = order != 0 ? order : merge_order(l->b_begin, r->b_begin);
    return order != 0 ? order : merge_order(r->b_end, l->b_end);
}

static void merge_sort(merge_job *job, int (*compare)(const void *, const void *))
{
    size_t count = job->passages->count - job->first;
    if (count > 1) {
        qsort(job->passages->items + job->first, count, sizeof *job->passages->items, compare);
    }
}

/* Run r of a passage: the equal tokens before its edit r. */
static lt_anchor merge_anchor(const lt_passages *passages, const lt_passage *p, uint32_t run)
{
    lt_edit before = {p->a_begin, p->a_begin, p->b_begin, p->b_begin};
    if (run > 0) {
        before = passages->edits[p->edit_begin + run - 1];
    }
    uint32_t end = run < p->edit_count ? passages->edits[p->edit_begin + run].a_begin : p->a_end;
    return (lt_anchor){before.a_end, before.b_end, end - before.a_end};
}

static uint32_t merge_least(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

static uint32_t merge_most(uint32_t x, uint32_t y)
{
    return x > y ? x : y;
}

static uint32_t merge_past(uint32_t x, uint32_t y)
{
    return x > y ? x - y : 0;
}

/* Where p's way meets q's for the first time; false when it never does. */
static bool merge_meet(const merge_job *job, const lt_passage *p, const lt_passage *q, lt_anchor *ret_meeting)
{
    uint32_t i = 0;
    uint32_t j = 0;
    while (i <= p->edit_count && j <= q->edit_count) {
        lt_anchor x = merge_anchor(job->passages, p, i);
        lt_anchor y = merge_anchor(job->passages, q, j);
        uint32_t begin = merge_most(x.a, y.a);
        uint32_t end = merge_least(x.a + x.length, y.a + y.length);
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

/* p's runs and q's runs, p's up to where the two ways meet and q's from there on; where they never meet but overlap,
 * neither is trusted between. The outermost tokens always stay. */
static int merge_anchors(merge_job *job, const lt_passage *p, const lt_passage *q, size_t *ret_count,
                         leitong_error *error)
{
    lt_merge *merge = job->merge;
    size_t most = (size_t)p->edit_count + q->edit_count + 2;
    int code = lt_buffer_reserve(&merge->anchors, &merge->anchors_capacity, most, sizeof *merge->anchors, error);
    if (code != 0) {
        return code;
    }
    lt_edit free_stretch = {q->a_begin, p->a_end, q->b_begin, p->b_end};
    lt_anchor meeting;
    if (merge_meet(job, p, q, &meeting)) {
        free_stretch = (lt_edit){meeting.a, meeting.a, meeting.b, meeting.b};
    }
    size_t count = 0;
    for (uint32_t r = 0; r <= p->edit_count; r++) {
        lt_anchor run = merge_anchor(job->passages, p, r);
        uint32_t left = merge_least(merge_past(free_stretch.a_begin, run.a), merge_past(free_stretch.b_begin, run.b));
        run.length = merge_least(run.length, r == 0 ? merge_most(left, 1) : left);
        if (run.length > 0) {
            merge->anchors[count++] = run;
        }
    }
    for (uint32_t r = 0; r <= q->edit_count; r++) {
        lt_anchor run = merge_anchor(job->passages, q, r);
        uint32_t passed = merge_most(merge_past(free_stretch.a_end, run.a), merge_past(free_stretch.b_end, run.b));
        passed = merge_least(passed, r == q->edit_count ? run.length - 1 : run.length);
        if (passed < run.length) {
            merge->anchors[count++] = (lt_anchor){run.a + passed, run.b + passed, run.length - passed};
        }
    }
    *ret_count = count;
    return 0;
}

/* Drops what is marked gone of what the step began with; the rest keeps its order. */
static void merge_compact(merge_job *job)
{
    lt_passages *passages = job->passages;
    size_t kept = job->first;
    for (size_t i = job->first; i < passages->count; i++) {
        if (i >= job->end || !job->merge->gone[i - job->first]) {
            passages->items[kept++] = passages->items[i];
        }
    }
    passages->count = kept;
}

/* Before a step: its passages, none of them gone; room for as many marks again. */
static int merge_begin(merge_job *job, leitong_error *error)
{
    lt_merge *merge = job->merge;
    job->end = job->passages->count;
    size_t count = job->end - job->first;
    int code = lt_buffer_reserve(&merge->gone, &merge->gone_capacity, 2 * count + 1, sizeof *merge->gone, error);
    if (code == 0) {
        memset(merge->gone, 0, (2 * count + 1) * sizeof *merge->gone);
    }
    return code;
}

/* Tokens that [begin, end) and [other_begin, other_end) have in common. */
static uint32_t merge_common(uint32_t begin, uint32_t end, uint32_t other_begin, uint32_t other_end)
{
    return merge_past(merge_least(end, other_end), merge_most(begin, other_begin));
}

static uint32_t merge_apart(uint32_t begin, uint32_t end, uint32_t other_begin, uint32_t other_end)
{
    return merge_most(merge_past(other_begin, end), merge_past(begin, other_end));
}

/* Tokens of a[begin, end), or of b's, that are matched in a passage. */
static uint32_t merge_matched(const merge_job *job, const lt_passage *p, bool of_b, uint32_t begin, uint32_t end)
{
    uint32_t matched = 0;
    for (uint32_t r = 0; r <= p->edit_count; r++) {
        lt_anchor run = merge_anchor(job->passages, p, r);
        uint32_t at = of_b ? run.b : run.a;
        matched += merge_common(begin, end, at, at + run.length);
    }
    return matched;
}

/* Do q's matches hold at least a run of what the block has on one side, and most of the shorter of the two, with q's
 * other place near p? */
static bool merge_moved(const merge_job *job, const lt_passage *p, const lt_edit *block, const lt_passage *q, bool in_b)
{
    uint32_t begin = in_b ? block->b_begin : block->a_begin;
    uint32_t end = in_b ? block->b_end : block->a_end;
    uint32_t q_begin = in_b ? q->b_begin : q->a_begin;
    uint32_t q_end = in_b ? q->b_end : q->a_end;
    uint32_t other = in_b ? merge_apart(p->a_begin, p->a_end, q->a_begin, q->a_end)
                          : merge_apart(p->b_begin, p->b_end, q->b_begin, q->b_end);
    uint32_t common = merge_common(begin, end, q_begin, q_end);
    uint32_t least = merge_most(job->options->run, merge_least(end - begin, q_end - q_begin) / 2);
    return other <= LT_MERGE_NEAR && common >= least && merge_matched(job, q, in_b, begin, end) >= least;
}

/* Is what stands in a block of `around` the text of another passage than `p` and `q`? */
static bool merge_torn(const merge_job *job, const lt_passage *around, size_t p, size_t q, const lt_edit *block)
{
    if (merge_most(block->a_end - block->a_begin, block->b_end - block->b_begin) < job->options->run) {
        return false;
    }
    for (size_t i = job->first; i < job->end; i++) {
        const lt_passage *other = &job->passages->items[i];
        if (merge_past(other->a_begin, around->a_end) > LT_MERGE_NEAR) {
            break; /* they are sorted, so all later ones stand further off */
        }
        if (i != p && i != q && !job->merge->gone[i - job->first] &&
            (merge_moved(job, around, block, other, false) || merge_moved(job, around, block, other, true))) {
            return true;
        }
    }
    return false;
}

/* Is the union u of p and q one copied text? No match of theirs may be lost but where they overlap, and what stands
 * between them may not be another passage's. */
static bool merge_whole(const merge_job *job, size_t p_number, size_t q_number, const lt_passage *u)
{
    const lt_passage *p = &job->passages->items[p_number];
    const lt_passage *q = &job->passages->items[q_number];
    uint32_t overlap = merge_least(merge_past(p->a_end, q->a_begin), merge_past(p->b_end, q->b_begin));
    if (u->a_begin != p->a_begin || u->b_begin != p->b_begin || u->a_end != q->a_end || u->b_end != q->b_end ||
        (uint64_t)u->matched + overlap < (uint64_t)p->matched + q->matched) {
        return false;
    }
    for (uint32_t e = 0; e < u->edit_count; e++) {
        const lt_edit *edit = &job->passages->edits[u->edit_begin + e];
        bool between =
            edit->a_end >= merge_least(p->a_end, q->a_begin) && edit->a_begin <= merge_most(p->a_end, q->a_begin);
        if (between && merge_torn(job, u, p_number, q_number, edit)) {
            return false;
        }
    }
    return true;
}

/* Puts the union of p and q in p's place when it is one passage. */
static int merge_join(merge_job *job, size_t p_number, size_t q_number, bool *ret_joined, leitong_error *error)
{
    lt_passages *passages = job->passages;
    const lt_passage p = passages->items[p_number];
    const lt_passage q = passages->items[q_number];
    size_t count = 0;
    size_t passage_count = passages->count;
    size_t edit_count = passages->edit_count;
    *ret_joined = false;
    int code = merge_anchors(job, &p, &q, &count, error);
    if (code == 0) {
        code = lt_path_run(&job->merge->path, job->sides, job->merge->anchors, count, false, error);
    }
    if (code == 0) {
        code = lt_trim_run(&job->merge->trim, job->options, &job->merge->path, job->sides->self, passages, error);
    }
    if (code != 0) {
        return code;
    }
    const lt_passage *u = &passages->items[passage_count];
    bool single = passages->count == passage_count + 1;
    passages->count = passage_count;
    *ret_joined = single && merge_whole(job, p_number, q_number, u);
    if (*ret_joined) {
        passages->items[p_number] = *u;
        passages->items[p_number].document_a = p.document_a;
        passages->items[p_number].document_b = p.document_b;
        job->merge->gone[q_number - job->first] = true;
    } else {
        passages->edit_count = edit_count;
    }
    return 0;
}

/* How far the diagonals part between p's end and q's begin; UINT32_MAX where q doesn't go on where p ends. */
static uint32_t merge_drift(const lt_passage *p, const lt_passage *q)
{
    if (q->b_begin < p->b_begin || q->a_end < p->a_end || q->b_end < p->b_end) {
        return UINT32_MAX;
    }
    int64_t a = (int64_t)q->a_begin - p->a_end;
    int64_t b = (int64_t)q->b_begin - p->b_end;
    int64_t drift = a > b ? a - b : b - a;
    return a > LT_MERGE_GAP || b > LT_MERGE_GAP || drift > LT_MERGE_GAP ? UINT32_MAX : (uint32_t)drift;
}

static int merge_join_all(merge_job *job, leitong_error *error)
{
    const lt_passages *passages = job->passages;
    const bool *gone = job->merge->gone;
    for (size_t q = job->first + 1; q < passages->count; q++) {
        size_t best = q;
        uint32_t best_drift = UINT32_MAX;
        size_t seen = 0;
        for (size_t p = q; p > job->first && seen < LT_MERGE_LOOK_BACK; p--) {
            if (!gone[p - 1 - job->first]) {
                uint32_t drift = merge_drift(&passages->items[p - 1], &passages->items[q]);
                best = drift < best_drift ? p - 1 : best;
                best_drift = drift < best_drift ? drift : best_drift;
                seen++;
            }
        }
        bool joined;
        int code = best_drift == UINT32_MAX ? 0 : merge_join(job, best, q, &joined, error);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

/* Cuts passages at blocks that stand in another order; the parts go to the end. */
static int merge_tear(merge_job *job, leitong_error *error)
{
    lt_passages *passages = job->passages;
    lt_merge *merge = job->merge;
    bool *torn_later = merge->gone + (job->end - job->first); /* the torn still tell what stands in others' blocks */
    for (size_t p = job->first; p < job->end; p++) {
        const lt_passage whole = passages->items[p];
        lt_edit span = {whole.a_begin, whole.a_end, whole.b_begin, whole.b_end};
        merge->edits.count = 0;
        bool torn = false;
        for (uint32_t e = 0; e <= whole.edit_count; e++) {
            lt_edit edit = {whole.a_end, whole.a_end, whole.b_end, whole.b_end};
            if (e < whole.edit_count) {
                edit = passages->edits[whole.edit_begin + e];
            }
            bool tear = e < whole.edit_count && merge_torn(job, &whole, p, p, &edit);
            torn = torn || tear;
            int code = 0;
            if (tear || (torn && e == whole.edit_count)) {
                lt_edit part = {span.a_begin, edit.a_begin, span.b_begin, edit.b_begin};
                code = lt_trim_keep(job->options, part, merge->edits.items, merge->edits.count, passages, error);
                span.a_begin = edit.a_end;
                span.b_begin = edit.b_end;
                merge->edits.count = 0;
            } else {
                code = lt_edits_add(&merge->edits, edit, error);
            }
            if (code != 0) {
                return code;
            }
        }
        torn_later[p - job->first] = torn;
    }
    memcpy(merge->gone, torn_later, (job->end - job->first) * sizeof *merge->gone);
    return 0;
}

static int merge_drop(merge_job *job, unsigned gap, leitong_error *error)
{
    lt_passages *passages = job->passages;
    lt_cover *cover = &job->merge->cover;
    int code = lt_cover_begin(cover, error);
    for (size_t i = job->first; i < passages->count && code == 0; i++) {
        const lt_passage *p = &passages->items[i];
        lt_edit spans = {p->a_begin, p->a_end, p->b_begin, p->b_end};
        if (lt_cover_holds(cover, passages, spans, gap)) {
            job->merge->gone[i - job->first] = true;
        } else {
            code = lt_cover_add(cover, passages, i, error);
        }
    }
    return code;
}

/* What stands in an edit block may be text in another order and is not dropped before such blocks are cut out. */
static int merge_drop_doubles(merge_job *job, leitong_error *error)
{
    return merge_drop(job, job->options->run, error);
}

static int merge_drop_held(merge_job *job, leitong_error *error)
{
    return merge_drop(job, 0, error);
}

/* Puts the edits of the passages left into the passages' order from `base` on. */
static int merge_tidy(merge_job *job, size_t base, leitong_error *error)
{
    lt_passages *passages = job->passages;
    lt_edits *tidy = &job->merge->edits;
    size_t count = 0;
    for (size_t i = job->first; i < passages->count; i++) {
        count += passages->items[i].edit_count;
    }
    int code = lt_buffer_reserve(&tidy->items, &tidy->capacity, count, sizeof *tidy->items, error);
    if (code != 0) {
        return code;
    }
    count = 0;
    for (size_t i = job->first; i < passages->count; i++) {
        lt_passage *p = &passages->items[i];
        if (p->edit_count > 0) {
            memcpy(tidy->items + count, passages->edits + p->edit_begin, p->edit_count * sizeof *tidy->items);
        }
        p->edit_begin = base + count;
        count += p->edit_count;
    }
    if (count > 0) {
        memcpy(passages->edits + base, tidy->items, count * sizeof *tidy->items);
    }
    passages->edit_count = base + count;
    return 0;
}

int lt_merge_run(lt_merge *merge, const lt_align_options *options, const lt_sides *sides, lt_passages *passages,
                 size_t first, leitong_error *error)
{
    merge_job job = {.merge = merge, .options = options, .sides = sides, .passages = passages, .first = first};
    if (passages->count - first < 2) {
        return 0;
    }
    size_t base = passages->edit_count;
    for (size_t i = first; i < passages->count; i++) {
        base = passages->items[i].edit_begin < base ? passages->items[i].edit_begin : base;
    }
    static int (*const steps[])(merge_job *, leitong_error *) = {merge_drop_doubles, merge_join_all, merge_tear,
                                                                 merge_drop_held};
    static int (*const orders[])(const void *, const void *) = {merge_by_cover, merge_by_begin, merge_by_begin,
                                                                merge_by_cover};
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        merge_sort(&job, orders[s]);
        int code = merge_begin(&job, error);
        if (code == 0) {
            code = steps[s](&job, error);
        }
        if (code != 0) {
            return code;
        }
        merge_compact(&job);
    }
    merge_sort(&job, merge_by_begin);
    return merge_tidy(&job, base, error);
}
