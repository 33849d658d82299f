#include "match/cover.h"

#include "buffer.h"

#include <stdlib.h>
#include <string.h>

#define COVER_SHIFT 8

void lt_cover_clear(lt_cover *cover)
{
    free(cover->lists);
    free(cover->entries);
    *cover = (lt_cover){0};
}

int lt_cover_begin(lt_cover *cover, uint32_t a_count, uint32_t b_count, leitong_error *error)
{
    size_t a_lists = ((size_t)a_count >> COVER_SHIFT) + 1;
    size_t lists = a_lists + ((size_t)b_count >> COVER_SHIFT) + 1;
    int code = lt_buffer_reserve(&cover->lists, &cover->lists_capacity, lists, sizeof *cover->lists, error);
    if (code == 0) {
        memset(cover->lists, 0, lists * sizeof *cover->lists);
        cover->a_lists = a_lists;
        cover->entry_count = 0;
    }
    return code;
}

static int cover_enter(lt_cover *cover, lt_cover_list *lists, uint32_t begin, uint32_t end, uint32_t number,
                       leitong_error *error)
{
    uint32_t first = begin >> COVER_SHIFT;
    uint32_t last = (end - 1) >> COVER_SHIFT;
    int code = lt_buffer_reserve(&cover->entries, &cover->entry_capacity, cover->entry_count + (last - first) + 1,
                                 sizeof *cover->entries, error);
    for (uint32_t i = first; i <= last && code == 0; i++) {
        cover->entries[cover->entry_count++] = (lt_cover_entry){lists[i].newest, number};
        lists[i].newest = (uint32_t)cover->entry_count;
        lists[i].count++;
    }
    return code;
}

int lt_cover_add(lt_cover *cover, const lt_passages *passages, size_t number, leitong_error *error)
{
    const lt_passage *p = &passages->items[number];
    int code = cover_enter(cover, cover->lists, p->a_begin, p->a_end, (uint32_t)number, error);
    if (code == 0) {
        code = cover_enter(cover, cover->lists + cover->a_lists, p->b_begin, p->b_end, (uint32_t)number, error);
    }
    return code;
}

/* Does an edit block of ≥ `gap` tokens on a side touch the spans on that side? */
static bool cover_torn(const lt_passages *passages, const lt_passage *passage, lt_edit spans, unsigned gap)
{
    const lt_edit *edits = passages->edits + passage->edit_begin;
    for (uint32_t i = 0; i < passage->edit_count; i++) {
        const lt_edit *e = &edits[i];
        if (e->a_end - e->a_begin >= gap && e->a_begin < spans.a_end && spans.a_begin < e->a_end) {
            return true;
        }
        if (e->b_end - e->b_begin >= gap && e->b_begin < spans.b_end && spans.b_begin < e->b_end) {
            return true;
        }
    }
    return false;
}

bool lt_cover_holds(const lt_cover *cover, const lt_passages *passages, lt_edit spans, unsigned gap)
{
    const lt_cover_list *a = &cover->lists[spans.a_begin >> COVER_SHIFT];
    const lt_cover_list *b = &cover->lists[cover->a_lists + (spans.b_begin >> COVER_SHIFT)];
    uint32_t entry = a->count < b->count ? a->newest : b->newest;
    for (unsigned read = 0; entry != 0 && read < LT_COVER_MOST; read++) {
        const lt_passage *p = &passages->items[cover->entries[entry - 1].passage];
        if (p->a_begin <= spans.a_begin && p->a_end >= spans.a_end && p->b_begin <= spans.b_begin &&
            p->b_end >= spans.b_end && (gap == 0 || !cover_torn(passages, p, spans, gap))) {
            return true;
        }
        entry = cover->entries[entry - 1].before;
    }
    return false;
}
