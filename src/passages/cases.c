#include "passages/cases.h"

#include "base/radix_sort.h"

#include <stdlib.h>

typedef struct cases_work {
    lt_record *pairs, *sorted; /* key: documents a and b; value: passage */
    lt_proximity_box *boxes;   /* of one pair */
    uint32_t *first;           /* [box of the pair]; then [passage]: the first one of its case */
    uint32_t *firsts;
    lt_cases cases;
} cases_work;

void lt_cases_clear(lt_cases *cases)
{
    free(cases->items);
    free(cases->passages);
    *cases = (lt_cases){0};
}

static void cases_work_clear(cases_work *work)
{
    free(work->pairs);
    free(work->sorted);
    free(work->boxes);
    free(work->first);
    free(work->firsts);
    lt_cases_clear(&work->cases);
}

static int cases_open(cases_work *work, size_t count, leitong_error *error)
{
    work->pairs = malloc((count + 1) * sizeof *work->pairs);
    work->sorted = malloc((count + 1) * sizeof *work->sorted);
    work->boxes = malloc((count + 1) * sizeof *work->boxes);
    work->first = malloc((count + 1) * sizeof *work->first);
    work->firsts = malloc((count + 1) * sizeof *work->firsts);
    work->cases.items = malloc((count + 1) * sizeof *work->cases.items);
    work->cases.passages = malloc((count + 1) * sizeof *work->cases.passages);
    return work->pairs == NULL || work->sorted == NULL || work->boxes == NULL || work->first == NULL ||
                   work->firsts == NULL || work->cases.items == NULL || work->cases.passages == NULL
               ? lt_error_memory(error)
               : 0;
}

/* Passages pair by pair: firsts[passage] is the first passage of its case. */
static int cases_pairs(cases_work *work, const lt_passages *passages, const lt_proximity_box *boxes,
                       leitong_error *error)
{
    size_t count = passages->count;
    lt_proximity proximity = {0};
    int code = 0;
    for (size_t i = 0; i < count; i++) {
        const lt_passage *p = &passages->items[i];
        work->pairs[i] = (lt_record){(uint64_t)p->document_a << 32 | p->document_b, i};
    }
    lt_radix_sort_records(work->pairs, work->sorted, count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && work->pairs[end].key == work->pairs[begin].key; end++) {
            work->boxes[end - begin] = boxes[work->pairs[end].value];
        }
        LT_TRY_GOTO(done, lt_proximity_run(&proximity, work->boxes, end - begin, LT_CASE_DISTANCE, work->first, error));
        for (size_t i = begin; i < end; i++) {
            work->firsts[work->pairs[i].value] = (uint32_t)work->pairs[begin + work->first[i - begin]].value;
        }
    }
done:
    lt_proximity_clear(&proximity);
    return code;
}

int lt_cases_run(const lt_passages *passages, const lt_proximity_box *boxes, lt_cases *ret_cases, leitong_error *error)
{
    cases_work work = {0};
    size_t count = passages->count;
    lt_cases *cases = &work.cases;
    int code = 0;
    LT_TRY_GOTO(done, cases_open(&work, count, error));
    LT_TRY_GOTO(done, cases_pairs(&work, passages, boxes, error));
    for (size_t i = 0; i < count; i++) {
        work.pairs[i] = (lt_record){work.firsts[i], i};
    }
    lt_radix_sort_records(work.pairs, work.sorted, count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || work.pairs[i].key != work.pairs[i - 1].key) {
            cases->items[cases->count++] = (lt_case){.begin = i};
        }
        cases->items[cases->count - 1].count++;
        cases->passages[i] = (uint32_t)work.pairs[i].value;
    }
    *ret_cases = *cases;
    *cases = (lt_cases){0};
done:
    cases_work_clear(&work);
    return code;
}
