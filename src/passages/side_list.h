/* side_list: the sides of all passages, document by document.
 *
 * Input: passages. Output: references to their sides, sorted by (document, begin, passage).
 * Ownership: lt_side_list, cleared by the caller. Errors: LEITONG_EMEMORY. Complexity: a sort of the sides. */
#ifndef LT_PASSAGES_SIDE_LIST_H
#define LT_PASSAGES_SIDE_LIST_H

#include "base/radix_sort.h"
#include "passages/phrase.h"

typedef struct lt_side_list {
    lt_record *items; /* key: document << 32 | begin; value: a side: passage << 1 | whether it is b */
    size_t *begins;   /* [document + 1]: its sides are items[begins[d] … begins[d + 1]) */
    size_t count;
} lt_side_list; /* zero it first */
void lt_side_list_clear(lt_side_list *list);
LEITONG_CHECK int lt_side_list_make(const lt_passages *passages, size_t documents, lt_side_list *ret_list,
                                    leitong_error *error);

/* Where a side stands. */
static inline lt_place lt_side_place(const lt_passages *passages, uint64_t side)
{
    const lt_passage *p = &passages->items[side >> 1];
    return (side & 1) != 0 ? (lt_place){p->document_b, p->b_begin, p->b_end}
                           : (lt_place){p->document_a, p->a_begin, p->a_end};
}

/* The equal tokens of a side before its edit number `run`, 0 … edit_count; the stretch may be empty. */
static inline lt_place lt_side_run(const lt_passages *passages, uint64_t side, uint32_t run)
{
    const lt_passage *p = &passages->items[side >> 1];
    const lt_edit *edits = passages->edits;
    bool is_b = (side & 1) != 0;
    lt_place place = lt_side_place(passages, side);
    if (run > 0) {
        const lt_edit *before = &edits[p->edit_begin + run - 1];
        place.begin = is_b ? before->b_end : before->a_end;
    }
    if (run < p->edit_count) {
        const lt_edit *behind = &edits[p->edit_begin + run];
        place.end = is_b ? behind->b_begin : behind->a_begin;
    }
    return place;
}

#endif
