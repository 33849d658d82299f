#include "passages/untold.h"

#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

struct lt_untold {
    const lt_salience *salience;
    uint64_t *told;    /* a bit a token of all documents: a row taken covers it */
    uint64_t *counted; /* … the side that is being looked at counted it already; zero between two sides */
    size_t words;
    bool disjoint;           /* … is known not to count a token twice */
    uint64_t weight, tokens; /* of the side that is being looked at */
    size_t step;             /* of the weights, where the last stretch began */
    uint64_t work;           /* words of bits, and steps of weight, looked at */
    uint64_t measured;       /* work of looking at every row once */
};

int lt_untold_new(const lt_salience *salience, size_t documents, lt_untold **ret_untold, leitong_error *error)
{
    lt_untold *untold = calloc(1, sizeof *untold);
    if (untold == NULL) {
        return lt_error_memory(error);
    }
    untold->salience = salience;
    untold->words = (size_t)(salience->bases[documents] / 64 + 1);
    untold->told = calloc(untold->words, sizeof *untold->told);
    untold->counted = calloc(untold->words, sizeof *untold->counted);
    if (untold->told == NULL || untold->counted == NULL) {
        lt_untold_free(untold);
        return lt_error_memory(error);
    }
    *ret_untold = untold;
    return 0;
}

void lt_untold_free(lt_untold *untold)
{
    if (untold == NULL) {
        return;
    }
    free(untold->told);
    free(untold->counted);
    free(untold);
}

/* The bits of [begin, end) in the word that holds `begin`; *ret_next: where the next word begins, or `end`. */
static uint64_t untold_mask(uint64_t begin, uint64_t end, uint64_t *ret_next)
{
    uint64_t next = LT_MIN((begin / 64 + 1) * 64, end);
    *ret_next = next;
    return UINT64_MAX << begin % 64 & UINT64_MAX >> (63 - (next - 1) % 64);
}

/* Counts tokens of one weight, [begin, end) of those of all documents. */
static void untold_count_step(lt_untold *untold, uint64_t begin, uint64_t end, uint32_t weight)
{
    untold->work++;
    for (uint64_t next; begin < end; begin = next, untold->work++) {
        uint64_t mask = untold_mask(begin, end, &next);
        uint64_t fresh = mask & ~untold->told[begin / 64] & ~untold->counted[begin / 64];
        if (!untold->disjoint) {
            untold->counted[begin / 64] |= fresh;
        }
        uint64_t tokens = (uint64_t)__builtin_popcountll(fresh);
        untold->tokens += tokens;
        untold->weight += tokens * weight;
    }
}

/* The step of weight that a stretch begins in: mostly that of the stretch before, or the next. */
static size_t untold_step(lt_untold *untold, const lt_place *place)
{
    const lt_salience *salience = untold->salience;
    size_t end = salience->begins[place->document + 1];
    size_t at = untold->step;
    if (at < salience->begins[place->document] || at >= end || salience->steps[at].begin > place->begin ||
        (at + 2 < end && salience->steps[at + 2].begin <= place->begin)) {
        at = lt_salience_find(salience, place->document, place->begin);
    } else if (at + 1 < end && salience->steps[at + 1].begin <= place->begin) {
        at++;
    }
    untold->step = at;
    return at;
}

static void untold_count(lt_untold *untold, const lt_place *place)
{
    const lt_salience *salience = untold->salience;
    uint64_t base = salience->bases[place->document];
    if (place->begin >= place->end) {
        return;
    }
    size_t step = untold_step(untold, place);
    for (uint32_t begin = place->begin, end; begin < place->end; begin = end, step++) {
        end = step + 1 < salience->begins[place->document + 1] ? LT_MIN(salience->steps[step + 1].begin, place->end)
                                                               : place->end;
        untold_count_step(untold, base + begin, base + end, salience->steps[step].weight);
    }
}

static void untold_forget(lt_untold *untold, const lt_place *place)
{
    uint64_t base = untold->salience->bases[place->document];
    uint64_t end = base + place->end;
    for (uint64_t begin = base + place->begin, next; begin < end; begin = next) {
        untold->counted[begin / 64] &= ~untold_mask(begin, end, &next);
    }
}

static void untold_tell(lt_untold *untold, const lt_place *place)
{
    uint64_t base = untold->salience->bases[place->document];
    uint64_t end = base + place->end;
    for (uint64_t begin = base + place->begin, next; begin < end; begin = next) {
        untold->told[begin / 64] |= untold_mask(begin, end, &next);
    }
}

/* What a side tells; *ret_tokens: how many tokens. */
static uint64_t untold_side(lt_untold *untold, const lt_untold_rows *rows, size_t row, unsigned side,
                            uint64_t *ret_tokens)
{
    untold->weight = 0;
    untold->tokens = 0;
    untold->disjoint = rows->disjoint(rows->context, row);
    rows->side(rows->context, row, side, untold, untold_count);
    if (!untold->disjoint) {
        rows->side(rows->context, row, side, untold, untold_forget);
    }
    *ret_tokens = untold->tokens;
    return untold->weight;
}

/* What the smaller side tells; ret_tokens: [side], or NULL: where one side tells nothing the other is not asked. */
static uint64_t untold_value(lt_untold *untold, const lt_untold_rows *rows, size_t row, uint64_t *ret_tokens)
{
    uint64_t value = UINT64_MAX;
    uint64_t unused;
    for (unsigned side = 0; side < rows->sides && (value > 0 || ret_tokens != NULL); side++) {
        uint64_t own = untold_side(untold, rows, row, side, ret_tokens != NULL ? &ret_tokens[side] : &unused);
        value = LT_MIN(value, own);
    }
    return value;
}

void lt_untold_measure(lt_untold *untold, const lt_untold_rows *rows, size_t count, uint64_t *ret_plain,
                       uint64_t *ret_tokens)
{
    uint64_t tokens[2];
    memset(untold->told, 0, untold->words * sizeof *untold->told);
    untold->work = 0;
    for (size_t row = 0; row < count; row++) {
        ret_plain[row] = untold_value(untold, rows, row, tokens);
        for (unsigned side = 0; ret_tokens != NULL && side < rows->sides; side++) {
            ret_tokens[row * rows->sides + side] = tokens[side];
        }
    }
    untold->measured = untold->work;
}

/* ---- the queue: a binary heap of records; key: UINT64_MAX − what is untold; value: row ---- */

static bool queue_before(const lt_record *x, const lt_record *y)
{
    return x->key != y->key ? x->key < y->key : x->value < y->value;
}

/* The record at `at` sinks until no child comes before it. */
static void queue_sink(lt_record *queue, size_t count, size_t at)
{
    lt_record record = queue[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && queue_before(&queue[child + 1], &queue[child]);
        if (!queue_before(&queue[child], &record)) {
            break;
        }
        queue[at] = queue[child];
    }
    queue[at] = record;
}

/* Takes rows until enough are taken or too much was corrected; returns how many stand in `order`. */
static size_t untold_take(lt_untold *untold, const lt_untold_rows *rows, lt_record *queue, size_t *count,
                          uint64_t effort, uint32_t *order)
{
    size_t taken = 0;
    untold->work = 0;
    while (*count > 0 && taken < LT_UNTOLD_ROWS && untold->work <= effort) {
        uint64_t key = UINT64_MAX - untold_value(untold, rows, (size_t)queue[0].value, NULL);
        if (key != queue[0].key) {
            queue[0].key = key;
        } else {
            order[taken++] = (uint32_t)queue[0].value;
            rows->tell(rows->context, (size_t)queue[0].value, untold, untold_tell);
            queue[0] = queue[--*count];
        }
        if (*count > 0) {
            queue_sink(queue, *count, 0);
        }
    }
    return taken;
}

int lt_untold_order(lt_untold *untold, const lt_untold_rows *rows, uint32_t *order, size_t count, const uint64_t *plain,
                    leitong_error *error)
{
    lt_record *queue = malloc((count + 1) * sizeof *queue);
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    if (queue == NULL || scratch == NULL) {
        free(queue);
        free(scratch);
        return lt_error_memory(error);
    }
    memset(untold->told, 0, untold->words * sizeof *untold->told);
    for (size_t i = 0; i < count; i++) {
        queue[i] = (lt_record){UINT64_MAX - plain[order[i]], order[i]};
    }
    lt_radix_sort_records(queue, scratch, count); /* a sorted array is a heap */
    size_t left = count;
    size_t taken = untold_take(untold, rows, queue, &left, LT_UNTOLD_EFFORT * untold->measured, order);
    for (size_t i = 0; i < left; i++) {
        queue[i].key = UINT64_MAX - plain[queue[i].value];
    }
    lt_radix_sort_records(queue, scratch, left);
    for (size_t i = 0; i < left; i++) {
        order[taken + i] = (uint32_t)queue[i].value;
    }
    free(queue);
    free(scratch);
    return 0;
}
