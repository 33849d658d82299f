#include "passages/merge.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

void lt_merge_clear(lt_merge *merge)
{
    lt_anchored_alignment_clear(&merge->alignment);
    lt_trim_clear(&merge->trim);
    lt_passage_index_clear(&merge->passage_index);
    lt_edit_script_clear(&merge->edits);
    lt_interval_index_clear(&merge->a_spans);
    lt_interval_index_clear(&merge->b_spans);
    free(merge->anchors);
    free(merge->into);
    free(merge->room);
    free(merge->alive);
    free(merge->gone);
    *merge = (lt_merge){0};
}

/* A passage comes after every one that could contain it. */
static int merge_by_containment(const void *left, const void *right)
{
    const lt_passage *l = left;
    const lt_passage *r = right;
    const uint32_t x[] = {l->a_begin, r->a_end, l->b_begin, r->b_end};
    const uint32_t y[] = {r->a_begin, l->a_end, r->b_begin, l->b_end};
    return lt_compare_u32(x, y, 4);
}

static void merge_sort(lt_merge_job *job, int (*compare)(const void *, const void *))
{
    size_t count = job->passages->count - job->first;
    if (count > 1) {
        qsort(job->passages->items + job->first, count, sizeof *job->passages->items, compare);
    }
}

lt_anchor lt_merge_anchor(const lt_passages *passages, const lt_passage *p, uint32_t run)
{
    lt_edit before = {p->a_begin, p->a_begin, p->b_begin, p->b_begin};
    if (run > 0) {
        before = passages->edits[p->edit_begin + run - 1];
    }
    uint32_t end = run < p->edit_count ? passages->edits[p->edit_begin + run].a_begin : p->a_end;
    return (lt_anchor){before.a_end, before.b_end, end - before.a_end};
}

/* Removes the passages marked as gone; the others keep their order. */
static void merge_compact(lt_merge_job *job)
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

/* Before a step: its passages, none of them gone. */
static int merge_begin(lt_merge_job *job, leitong_error *error)
{
    lt_merge *merge = job->merge;
    job->end = job->passages->count;
    size_t count = job->end - job->first;
    LT_TRY(LT_RESERVE(merge->gone, merge->gone_capacity, count, error));
    memset(merge->gone, 0, count * sizeof *merge->gone);
    return 0;
}

/* The change of diagonal from p's end to q's begin; UINT32_MAX where q does not continue p. */
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

/* Joins each passage to the one near before it with the least change of diagonal. */
static int merge_join_all(lt_merge_job *job, leitong_error *error)
{
    lt_merge *merge = job->merge;
    size_t count = job->end - job->first;
    size_t alive = 0;
    LT_TRY(lt_merge_index(job, error));
    LT_TRY(LT_RESERVE(merge->alive, merge->alive_capacity, count, error));
    LT_TRY(LT_RESERVE(merge->room, merge->room_capacity, count, error));
    for (size_t q = 0; q < count; q++) {
        uint32_t best_drift = UINT32_MAX;
        size_t best = q;
        const lt_passage *items = job->passages->items + job->first;
        merge->room[q] = items[q].edit_count;
        for (size_t k = alive; k > 0 && alive - k < LT_MERGE_LOOK; k--) {
            size_t p = merge->alive[k - 1];
            uint32_t drift = merge_drift(&items[p], &items[q]);
            best = drift < best_drift ? p : best;
            best_drift = LT_MIN(drift, best_drift);
        }
        bool joined = false;
        if (best != q) {
            LT_TRY(lt_merge_join(job, best, q, &joined, error));
        }
        if (!joined) {
            merge->alive[alive++] = q;
        }
    }
    return 0;
}

/* Cuts a passage at blocks in another order; the parts are appended. */
static int merge_tear_one(lt_merge_job *job, size_t number, leitong_error *error)
{
    lt_passages *passages = job->passages;
    lt_edit_script *edits = &job->merge->edits;
    const lt_passage whole = passages->items[job->first + number];
    lt_edit span = {whole.a_begin, whole.a_end, whole.b_begin, whole.b_end};
    bool torn = false;
    edits->count = 0;
    for (uint32_t e = 0; e < whole.edit_count; e++) {
        lt_edit edit = passages->edits[whole.edit_begin + e];
        if (!lt_merge_moved(job, &whole, number, number, &edit)) {
            LT_TRY(lt_edit_script_add(edits, edit, error));
            continue;
        }
        lt_edit part = {span.a_begin, edit.a_begin, span.b_begin, edit.b_begin};
        LT_TRY(lt_trim_keep(job->options, part, edits->items, edits->count, passages, error));
        span.a_begin = edit.a_end;
        span.b_begin = edit.b_end;
        edits->count = 0;
        torn = true;
    }
    job->merge->gone[number] = torn;
    if (torn) {
        LT_TRY(lt_trim_keep(job->options, span, edits->items, edits->count, passages, error));
    }
    return 0;
}

static int merge_tear(lt_merge_job *job, leitong_error *error)
{
    LT_TRY(lt_merge_index(job, error));
    for (size_t i = 0; i < job->end - job->first; i++) {
        LT_TRY(merge_tear_one(job, i, error)); /* one that was cut may still be the text of other blocks */
    }
    return 0;
}

static int merge_drop(lt_merge_job *job, unsigned gap, leitong_error *error)
{
    lt_passages *passages = job->passages;
    lt_passage_index *passage_index = &job->merge->passage_index;
    LT_TRY(lt_passage_index_begin(passage_index, error));
    for (size_t i = job->first; i < passages->count; i++) {
        const lt_passage *p = &passages->items[i];
        lt_edit spans = {p->a_begin, p->a_end, p->b_begin, p->b_end};
        if (lt_passage_index_contains(passage_index, passages, spans, gap)) {
            job->merge->gone[i - job->first] = true;
        } else {
            LT_TRY(lt_passage_index_add(passage_index, passages, i, error));
        }
    }
    return 0;
}

/* A passage in an edit block may be text in another order: it is kept until such blocks are cut out. */
static int merge_drop_doubles(lt_merge_job *job, leitong_error *error)
{
    return merge_drop(job, job->options->run, error);
}

static int merge_drop_contained(lt_merge_job *job, leitong_error *error)
{
    return merge_drop(job, 0, error);
}

/* Moves the edits of the remaining passages into the passages' order, from `base` on. */
static int merge_tidy(lt_merge_job *job, size_t base, leitong_error *error)
{
    lt_passages *passages = job->passages;
    lt_edit_script *tidy = &job->merge->edits;
    size_t count = 0;
    for (size_t i = job->first; i < passages->count; i++) {
        count += passages->items[i].edit_count;
    }
    LT_TRY(LT_RESERVE(tidy->items, tidy->capacity, count, error));
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
    lt_merge_job job = {.merge = merge, .options = options, .sides = sides, .passages = passages, .first = first};
    if (passages->count - first < 2) {
        return 0;
    }
    size_t base = passages->edit_count;
    for (size_t i = first; i < passages->count; i++) {
        base = LT_MIN(passages->items[i].edit_begin, base);
    }
    static int (*const steps[])(lt_merge_job *, leitong_error *) = {merge_drop_doubles, merge_join_all, merge_tear,
                                                                    merge_drop_contained};
    static int (*const orders[])(const void *, const void *) = {merge_by_containment, lt_passage_order,
                                                                lt_passage_order, merge_by_containment};
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        merge_sort(&job, orders[s]);
        LT_TRY(merge_begin(&job, error));
        LT_TRY(steps[s](&job, error));
        merge_compact(&job);
    }
    merge_sort(&job, lt_passage_order);
    return merge_tidy(&job, base, error);
}
