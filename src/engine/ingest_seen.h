/* ingest_seen: what a document's tokens were made without, and what is said of it.
 *
 * Input: counts of the document's slices. Output: notes (leitong_skip with is_note), each with the document's id.
 * Ownership: none is taken. Errors: LEITONG_EINPUT where the callback ends the work.
 * Complexity: constant. */
#ifndef LT_ENGINE_INGEST_SEEN_H
#define LT_ENGINE_INGEST_SEEN_H

#include "leitong/document.h"
#include "text/fold_word.h"

typedef struct lt_ingest_seen {
    lt_fold_seen fold;
    uint64_t numbered; /* lines whose numbers were left out */
    uint64_t replaced; /* stretches of bytes that don't decode, read as U+FFFD */
} lt_ingest_seen;

void lt_ingest_seen_add(lt_ingest_seen *to, const lt_ingest_seen *more);
/* The counts of `fold` since `before`. */
void lt_ingest_seen_since(lt_ingest_seen *seen, const lt_fold_seen *before, const lt_fold_seen *now);
LEITONG_CHECK int lt_ingest_seen_tell(const lt_ingest_seen *seen, const char *id,
                                      int (*skip)(void *context, const leitong_skip *skip), void *context,
                                      leitong_error *error);

#endif
