/* cover: does a passage already hold this on both sides?
 *
 * Enters: passages of one document pair, one by one. Leaves: whether one of them holds two spans. Which ones contain
 * the spans is found by `held`, however many lie over one another. Owner: lt_cover is one worker's scratch. Errors:
 * LEITONG_EMEMORY. */
#ifndef LT_PASSAGES_COVER_H
#define LT_PASSAGES_COVER_H

#include "passages/held.h"
#include "passages/trim.h"

typedef struct lt_cover {
    lt_held *held;
    size_t *numbers; /* [box] → passage */
    size_t count, capacity;
} lt_cover; /* zero it first */
void lt_cover_clear(lt_cover *cover);

/* Forgets the passages of the pair before. */
LEITONG_CHECK int lt_cover_begin(lt_cover *cover, leitong_error *error);
/* `number`: of the passage among passages->items. */
LEITONG_CHECK int lt_cover_add(lt_cover *cover, const lt_passages *passages, size_t number, leitong_error *error);
/* `gap` > 0: a passage in which the spans touch an edit block of that many tokens does not hold them: what stands there
 * may be the text of another place (blocks in another order). */
bool lt_cover_holds(const lt_cover *cover, const lt_passages *passages, lt_edit spans, unsigned gap);

#endif
