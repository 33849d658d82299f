/* Text in another order: an edit block of one passage whose text belongs to another passage near by. */
#include "base/buffer.h"
#include "base/compare.h"
#include "passages/merge.h"

static uint32_t moved_past(uint32_t x, uint32_t y)
{
    return x > y ? x - y : 0;
}

/* Tokens that [begin, end) and [other_begin, other_end) have in common. */
static uint32_t moved_common(uint32_t begin, uint32_t end, uint32_t other_begin, uint32_t other_end)
{
    return moved_past(LT_MIN(end, other_end), LT_MAX(begin, other_begin));
}

static uint32_t moved_apart(uint32_t begin, uint32_t end, uint32_t other_begin, uint32_t other_end)
{
    return LT_MAX(moved_past(other_begin, end), moved_past(begin, other_end));
}

/* Tokens of a[begin, end), or of b's, that are matched in a passage. */
static uint32_t moved_matched(const lt_passages *passages, const lt_passage *p, bool of_b, uint32_t begin, uint32_t end)
{
    uint32_t low = 0; /* the first edit that ends behind `begin` */
    const lt_edit *edits = LT_FROM(passages->edits, p->edit_begin);
    LT_LOWER_BOUND(low, p->edit_count, middle, (of_b ? edits[middle].b_end : edits[middle].a_end) <= begin);
    uint32_t matched = 0;
    for (uint32_t r = low; r <= p->edit_count; r++) {
        lt_anchor run = lt_merge_anchor(passages, p, r);
        uint32_t at = of_b ? run.b : run.a;
        if (at >= end) {
            break;
        }
        matched += moved_common(begin, end, at, at + run.length);
    }
    return matched;
}

/* Whether q's matches contain at least a run of the block's tokens on one side, and half of the shorter of the two, and
 * q's other place is near the passage around. */
static bool moved_is(const lt_merge_job *job, const lt_passage *around, const lt_edit *block, const lt_passage *q,
                     bool in_b)
{
    uint32_t begin = in_b ? block->b_begin : block->a_begin;
    uint32_t end = in_b ? block->b_end : block->a_end;
    uint32_t q_begin = in_b ? q->b_begin : q->a_begin;
    uint32_t q_end = in_b ? q->b_end : q->a_end;
    uint32_t other = in_b ? moved_apart(around->a_begin, around->a_end, q->a_begin, q->a_end)
                          : moved_apart(around->b_begin, around->b_end, q->b_begin, q->b_end);
    uint32_t common = moved_common(begin, end, q_begin, q_end);
    uint32_t least = LT_MAX(job->options->run, LT_MIN(end - begin, q_end - q_begin) / 2);
    return other <= LT_MERGE_NEAR && common >= least && moved_matched(job->passages, q, in_b, begin, end) >= least;
}

/* The passage that passage `number` has been joined to (union-find with path halving). */
static size_t moved_into(lt_merge *merge, size_t number)
{
    size_t *into = merge->into;
    while (into[number] != number) {
        into[number] = into[into[number]];
        number = into[number];
    }
    return number;
}

int lt_merge_index(lt_merge_job *job, leitong_error *error)
{
    lt_merge *merge = job->merge;
    size_t count = job->end - job->first;
    LT_TRY(LT_RESERVE(merge->into, merge->into_capacity, count, error));
    lt_interval_index_reset(&merge->a_spans);
    lt_interval_index_reset(&merge->b_spans);
    for (size_t i = 0; i < count; i++) {
        const lt_passage *p = &job->passages->items[job->first + i];
        merge->into[i] = i;
        LT_TRY(lt_interval_index_add(&merge->a_spans, (lt_interval){p->a_begin, p->a_end, (uint32_t)i}, error));
        LT_TRY(lt_interval_index_add(&merge->b_spans, (lt_interval){p->b_begin, p->b_end, (uint32_t)i}, error));
    }
    LT_TRY(lt_interval_index_build(&merge->a_spans, error));
    return lt_interval_index_build(&merge->b_spans, error);
}

bool lt_merge_moved(lt_merge_job *job, const lt_passage *around, size_t p, size_t q, const lt_edit *block)
{
    for (int in_b = 0; in_b < 2; in_b++) {
        const lt_interval_index *spans = in_b ? &job->merge->b_spans : &job->merge->a_spans;
        uint32_t begin = in_b ? block->b_begin : block->a_begin;
        uint32_t end = in_b ? block->b_end : block->a_end;
        size_t at = 0;
        size_t number;
        if (end - begin < job->options->run) {
            continue;
        }
        for (int seen = 0; seen < LT_MERGE_LOOK && lt_interval_index_next(spans, begin, end, &at, &number); seen++) {
            job->merge->work++;
            size_t other = moved_into(job->merge, number);
            if (other != p && other != q &&
                moved_is(job, around, block, &job->passages->items[job->first + other], in_b)) {
                return true;
            }
        }
    }
    return false;
}
