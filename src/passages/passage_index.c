#include "passages/passage_index.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

void lt_passage_index_clear(lt_passage_index *index)
{
    lt_box_index_free(index->boxes);
    free(index->numbers);
    *index = (lt_passage_index){0};
}

int lt_passage_index_begin(lt_passage_index *index, leitong_error *error)
{
    index->count = 0;
    if (index->boxes == NULL) {
        return lt_box_index_new(&index->boxes, error);
    }
    lt_box_index_reset(index->boxes);
    return 0;
}

int lt_passage_index_add(lt_passage_index *index, const lt_passages *passages, size_t number, leitong_error *error)
{
    const lt_passage *p = &passages->items[number];
    LT_TRY(LT_RESERVE(index->numbers, index->capacity, index->count + 1, error));
    LT_TRY(lt_box_index_add(index->boxes, (lt_box){p->a_begin, p->a_end, p->b_begin, p->b_end}, error));
    index->numbers[index->count++] = number;
    return 0;
}

typedef struct passage_index_question {
    const lt_passage_index *index;
    const lt_passages *passages;
    lt_edit spans;
    unsigned gap;
} passage_index_question;

static uint32_t passage_index_end(const lt_edit *edit, bool of_b)
{
    return of_b ? edit->b_end : edit->a_end;
}

/* Whether an edit block of ≥ `gap` tokens on a side touches the spans on that side. */
static bool passage_index_torn(const passage_index_question *q, const lt_edit *edits, uint32_t count, bool of_b)
{
    uint32_t begin = of_b ? q->spans.b_begin : q->spans.a_begin;
    uint32_t end = passage_index_end(&q->spans, of_b);
    uint32_t low = 0; /* the first edit that ends behind `begin` */
    LT_LOWER_BOUND(low, count, middle, passage_index_end(&edits[middle], of_b) <= begin);
    for (; low < count; low++) {
        uint32_t edit_begin = of_b ? edits[low].b_begin : edits[low].a_begin;
        if (edit_begin >= end) {
            break;
        }
        if (passage_index_end(&edits[low], of_b) - edit_begin >= q->gap) {
            return true;
        }
    }
    return false;
}

static bool passage_index_whole(void *context, size_t box)
{
    const passage_index_question *q = context;
    const lt_passage *passage = &q->passages->items[q->index->numbers[box]];
    if (passage->edit_count == 0) {
        return true;
    }
    const lt_edit *edits = q->passages->edits + passage->edit_begin;
    return !passage_index_torn(q, edits, passage->edit_count, false) &&
           !passage_index_torn(q, edits, passage->edit_count, true);
}

bool lt_passage_index_contains(const lt_passage_index *index, const lt_passages *passages, lt_edit spans, unsigned gap)
{
    passage_index_question question = {index, passages, spans, gap};
    lt_box box = {spans.a_begin, spans.a_end, spans.b_begin, spans.b_end};
    return lt_box_index_any(index->boxes, box, gap > 0 ? passage_index_whole : NULL, &question);
}
