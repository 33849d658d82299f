#include "eval_measure.h"

#include "base/buffer.h"

#include <stdlib.h>

/* Room for the spans that are measured together. */
typedef struct measure_spans {
    leitong_span *items;
    size_t count, capacity;
} measure_spans;

uint64_t lt_eval_key(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static uint64_t item_key(const lt_eval_item *item)
{
    return lt_eval_key(item->a.document, item->b.document);
}

static int item_compare(const void *left, const void *right)
{
    uint64_t a = item_key(left);
    uint64_t b = item_key(right);
    return (a > b) - (a < b);
}

static void items_sort(lt_eval_item *items, size_t count)
{
    if (count > 0) {
        qsort(items, count, sizeof *items, item_compare);
    }
}

static int span_compare(const void *left, const void *right)
{
    const leitong_span *a = left;
    const leitong_span *b = right;
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    return (a->begin > b->begin) - (a->begin < b->begin);
}

static bool spans_meet(const leitong_span *a, const leitong_span *b)
{
    return a->document == b->document && a->begin < b->end && b->begin < a->end;
}

/* Either side may be the copy, so one way round is enough. */
static bool items_meet(const lt_eval_item *x, const lt_eval_item *y)
{
    return (spans_meet(&x->a, &y->a) && spans_meet(&x->b, &y->b)) ||
           (spans_meet(&x->a, &y->b) && spans_meet(&x->b, &y->a));
}

static int spans_add(measure_spans *spans, const leitong_span *span, leitong_error *error)
{
    int code = LT_RESERVE(spans->items, spans->capacity, spans->count + 1, error);
    if (code == 0) {
        spans->items[spans->count++] = *span;
    }
    return code;
}

static int spans_add_common(measure_spans *spans, const leitong_span *a, const leitong_span *b, leitong_error *error)
{
    if (!spans_meet(a, b)) {
        return 0;
    }
    leitong_span common = {a->document, a->begin > b->begin ? a->begin : b->begin, a->end < b->end ? a->end : b->end};
    return spans_add(spans, &common, error);
}

/* Characters in the union; empties the list. */
static uint64_t spans_size(measure_spans *spans)
{
    uint64_t size = 0;
    uint64_t end = 0;
    if (spans->count > 0) {
        qsort(spans->items, spans->count, sizeof *spans->items, span_compare);
    }
    for (size_t i = 0; i < spans->count; i++) {
        const leitong_span *span = &spans->items[i];
        if (i == 0 || span->document != spans->items[i - 1].document) {
            end = 0;
        }
        uint64_t begin = span->begin > end ? span->begin : end;
        if (span->end > begin) {
            size += span->end - begin;
            end = span->end;
        }
    }
    spans->count = 0;
    return size;
}

static int measure_item(lt_eval_item *x, const lt_eval_item *others, size_t count, measure_spans *spans,
                        leitong_error *error)
{
    for (size_t i = 0; i < count; i++) {
        const lt_eval_item *y = &others[i];
        if (!items_meet(x, y)) {
            continue;
        }
        x->meets++;
        LT_TRY(spans_add_common(spans, &x->a, &y->a, error));
        LT_TRY(spans_add_common(spans, &x->a, &y->b, error));
        LT_TRY(spans_add_common(spans, &x->b, &y->a, error));
        LT_TRY(spans_add_common(spans, &x->b, &y->b, error));
    }
    uint64_t covered = spans_size(spans);
    LT_TRY(spans_add(spans, &x->a, error));
    LT_TRY(spans_add(spans, &x->b, error));
    uint64_t size = spans_size(spans);
    x->covered = size > 0 ? (double)covered / (double)size : 0;
    return 0;
}

static size_t items_end(const lt_eval_item *items, size_t first, size_t count, uint64_t key)
{
    while (first < count && item_key(&items[first]) == key) {
        first++;
    }
    return first;
}

int lt_eval_measure(lt_eval_item *cases, size_t case_count, lt_eval_item *detections, size_t detection_count,
                    leitong_error *error)
{
    measure_spans spans = {0};
    int code = 0;
    items_sort(cases, case_count);
    items_sort(detections, detection_count);
    for (size_t s = 0, r = 0; code == 0 && (s < case_count || r < detection_count);) {
        uint64_t key = s < case_count ? item_key(&cases[s]) : UINT64_MAX;
        if (r < detection_count && item_key(&detections[r]) < key) {
            key = item_key(&detections[r]);
        }
        size_t s_end = items_end(cases, s, case_count, key);
        size_t r_end = items_end(detections, r, detection_count, key);
        for (size_t i = s; code == 0 && i < s_end; i++) {
            code = measure_item(&cases[i], LT_FROM(detections, r), r_end - r, &spans, error);
        }
        for (size_t i = r; code == 0 && i < r_end; i++) {
            code = measure_item(&detections[i], LT_FROM(cases, s), s_end - s, &spans, error);
        }
        s = s_end;
        r = r_end;
    }
    free(spans.items);
    return code;
}
