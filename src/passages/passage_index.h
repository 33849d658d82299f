/* passage_index: does a passage already hold this on both sides?
 *
 * Enters: passages of one document pair, one by one. Leaves: whether one of them holds two spans. Which ones contain
 * the spans is found by `box_index`, however many lie over one another. Owner: lt_passage_index is one worker's
 * scratch. Errors: LEITONG_EMEMORY. */
#ifndef LT_PASSAGES_PASSAGE_INDEX_H
#define LT_PASSAGES_PASSAGE_INDEX_H

#include "passages/box_index.h"
#include "passages/trim.h"

typedef struct lt_passage_index {
    lt_box_index *held;
    size_t *numbers; /* [box] → passage */
    size_t count, capacity;
} lt_passage_index; /* zero it first */
void lt_passage_index_clear(lt_passage_index *cover);

/* Forgets the passages of the pair before. */
LEITONG_CHECK int lt_passage_index_begin(lt_passage_index *cover, leitong_error *error);
/* `number`: of the passage among passages->items. */
LEITONG_CHECK int lt_passage_index_add(lt_passage_index *cover, const lt_passages *passages, size_t number,
                                       leitong_error *error);
/* `gap` > 0: a passage in which the spans touch an edit block of that many tokens does not hold them: what stands there
 * may be the text of another place (blocks in another order). */
bool lt_passage_index_holds(const lt_passage_index *cover, const lt_passages *passages, lt_edit spans, unsigned gap);

#endif
