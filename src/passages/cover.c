#include "passages/cover.h"

#include "base/buffer.h"

#include <stdlib.h>

void lt_cover_clear(lt_cover *cover)
{
    lt_held_free(cover->held);
    free(cover->numbers);
    *cover = (lt_cover){0};
}

int lt_cover_begin(lt_cover *cover, leitong_error *error)
{
    cover->count = 0;
    if (cover->held == NULL) {
        return lt_held_new(&cover->held, error);
    }
    lt_held_reset(cover->held);
    return 0;
}

int lt_cover_add(lt_cover *cover, const lt_passages *passages, size_t number, leitong_error *error)
{
    const lt_passage *p = &passages->items[number];
    int code = lt_buffer_reserve(&cover->numbers, &cover->capacity, cover->count + 1, sizeof *cover->numbers, error);
    if (code == 0) {
        code = lt_held_add(cover->held, (lt_box){p->a_begin, p->a_end, p->b_begin, p->b_end}, error);
    }
    if (code == 0) {
        cover->numbers[cover->count++] = number;
    }
    return code;
}

typedef struct cover_question {
    const lt_cover *cover;
    const lt_passages *passages;
    lt_edit spans;
    unsigned gap;
} cover_question;

static uint32_t cover_end(const lt_edit *edit, bool of_b)
{
    return of_b ? edit->b_end : edit->a_end;
}

/* Whether an edit block of ≥ `gap` tokens on a side touches the spans on that side. */
static bool cover_torn(const cover_question *q, const lt_edit *edits, uint32_t count, bool of_b)
{
    uint32_t begin = of_b ? q->spans.b_begin : q->spans.a_begin;
    uint32_t end = cover_end(&q->spans, of_b);
    uint32_t low = 0;
    for (uint32_t high = count; low < high;) { /* the first edit that ends behind `begin` */
        uint32_t middle = low + (high - low) / 2;
        if (cover_end(&edits[middle], of_b) <= begin) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < count; low++) {
        uint32_t edit_begin = of_b ? edits[low].b_begin : edits[low].a_begin;
        if (edit_begin >= end) {
            break;
        }
        if (cover_end(&edits[low], of_b) - edit_begin >= q->gap) {
            return true;
        }
    }
    return false;
}

static bool cover_whole(void *context, size_t box)
{
    const cover_question *q = context;
    const lt_passage *passage = &q->passages->items[q->cover->numbers[box]];
    if (passage->edit_count == 0) {
        return true;
    }
    const lt_edit *edits = q->passages->edits + passage->edit_begin;
    return !cover_torn(q, edits, passage->edit_count, false) && !cover_torn(q, edits, passage->edit_count, true);
}

bool lt_cover_holds(const lt_cover *cover, const lt_passages *passages, lt_edit spans, unsigned gap)
{
    cover_question question = {cover, passages, spans, gap};
    lt_box box = {spans.a_begin, spans.a_end, spans.b_begin, spans.b_end};
    return lt_held_any(cover->held, box, gap > 0 ? cover_whole : NULL, &question);
}
