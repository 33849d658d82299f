/* cover: does a passage already hold this on both sides?
 *
 * Enters: passages of one document pair, one by one. Leaves: whether one of them holds two spans.
 * Passages are listed by the 256 tokens they touch, and the shorter of the two lists asked is read, LT_COVER_MOST
 * entries of it at most: with thousands of passages over one another an answer may be a wrong "no", never a wrong
 * "yes". Owner: lt_cover is one worker's scratch. Errors: LEITONG_EMEMORY. */
#ifndef LT_COVER_H
#define LT_COVER_H

#include "match/trim.h"

#define LT_COVER_MOST 256

typedef struct lt_cover_list {
    uint32_t newest; /* entry + 1; 0: none */
    uint32_t count;
} lt_cover_list;

typedef struct lt_cover_entry {
    uint32_t before; /* entry + 1 */
    uint32_t passage;
} lt_cover_entry;

typedef struct lt_cover {
    lt_cover_list *lists; /* of a, then of b */
    size_t lists_capacity, a_lists;
    lt_cover_entry *entries;
    size_t entry_count, entry_capacity;
} lt_cover; /* zero it first */
void lt_cover_clear(lt_cover *cover);

LEITONG_CHECK int lt_cover_begin(lt_cover *cover, uint32_t a_count, uint32_t b_count, leitong_error *error);
/* `number`: of the passage among passages->items. */
LEITONG_CHECK int lt_cover_add(lt_cover *cover, const lt_passages *passages, size_t number, leitong_error *error);
/* `gap` > 0: a passage in which the spans touch an edit block of that many tokens does not hold them: what stands there
 * may be the text of another place (blocks in another order). */
bool lt_cover_holds(const lt_cover *cover, const lt_passages *passages, lt_edit spans, unsigned gap);

#endif
