/* passage_index: finds whether a passage of a document pair contains two spans, one on each side.
 *
 * Input: passages of one pair, one by one.
 * Output: whether one of them contains the spans given and, on request, has no long edit block there. Candidates come
 * from a box_index, however many passages overlap; the edits there are found by binary search.
 * Ownership: lt_passage_index is one worker's scratch.
 * Errors: LEITONG_EMEMORY.
 * Complexity: that of box_index, and log edits a candidate. */
#ifndef LT_PASSAGES_PASSAGE_INDEX_H
#define LT_PASSAGES_PASSAGE_INDEX_H

#include "passages/box_index.h"
#include "passages/trim.h"

typedef struct lt_passage_index {
    lt_box_index *boxes;
    size_t *numbers; /* [box] → passage */
    size_t count, capacity;
} lt_passage_index; /* zero it first */
void lt_passage_index_clear(lt_passage_index *index);

/* Forgets the passages of the pair before. */
LEITONG_CHECK int lt_passage_index_begin(lt_passage_index *index, leitong_error *error);
/* `number`: of the passage among passages->items. */
LEITONG_CHECK int lt_passage_index_add(lt_passage_index *index, const lt_passages *passages, size_t number,
                                       leitong_error *error);
/* `gap` > 0: a passage in which the spans touch an edit block of that many tokens does not count: the tokens there may
 * be the text of another place (blocks in another order). */
bool lt_passage_index_contains(const lt_passage_index *index, const lt_passages *passages, lt_edit spans, unsigned gap);

#endif
