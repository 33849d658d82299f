#include "names/left_settle.h"

#include "base/compare.h"

#include <stdlib.h>

static int settle_compare(const void *a, const void *b)
{
    const lt_left *left = a;
    const lt_left *right = b;
    const uint32_t keys[2][6] = {{left->place.document, left->place.begin, right->weight, right->place.end,
                                  left->source.document, left->source.begin},
                                 {right->place.document, right->place.begin, left->weight, left->place.end,
                                  right->source.document, right->source.begin}};
    return lt_compare_u32(keys[0], keys[1], 6);
}

void lt_left_settle(lt_lefts *lefts)
{
    size_t kept = 0;
    if (lefts->count > 0) {
        qsort(lefts->items, lefts->count, sizeof *lefts->items, settle_compare);
    }
    for (size_t i = 0; i < lefts->count; i++) {
        const lt_left *row = &lefts->items[i];
        lt_left *last = kept > 0 ? &lefts->items[kept - 1] : NULL;
        bool same = last != NULL && last->place.document == row->place.document;
        bool joined = same && last->office && row->office && last->place.end == row->place.begin &&
                      last->source.document == row->source.document && last->source.end == row->source.begin;
        if (joined) {
            last->place.end = row->place.end;
            last->source.end = row->source.end;
            last->instead = last->instead.end > last->instead.begin ? last->instead : row->instead;
        } else if (!same || row->place.begin >= last->place.end) {
            lefts->items[kept++] = *row;
        }
    }
    lefts->count = kept;
    kept = 0;
    for (size_t i = 0; i < lefts->count; i++) {
        const lt_left *row = &lefts->items[i];
        if (!row->office || row->instead.end > row->instead.begin) { /* 市长 alone may be spoken of by anyone */
            lefts->items[kept++] = *row;
        }
    }
    lefts->count = kept;
}
