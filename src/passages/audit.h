/* audit: the guarantee that no verbatim run escapes (ARCHITECTURE.md, contract 1).
 *
 * Input: the runs of one document pair, or of a document with itself: hits with `run` equal tokens or more around them,
 * packed and sorted (posting.h); the pair's passages.
 * Output: further passages, so that each two places of `run` tokens that one of the hits tells of are held: a passage's
 * spans contain them on both sides. A run of which they are not becomes a passage, as long as tokens are equal.
 * Passages that hold what a hit tells of are marked as demanded. A run of a document with itself whose spans overlap is
 * a tandem repeat: a stretch of length L in which each token equals the one `period` before it becomes one passage [i,
 * i+L−period) ↔ [i+period, i+L). Periods are tried from the least up, so that its multiples are held already: two
 * places of a run that stand in the stretch at least a period apart lie one in each span. The order of work:
 * lt_audit_begin, lt_audit_tandems, alignment of the hits that are not held, then lt_audit_run and settle by turns.
 * Ownership: lt_audit is one worker's scratch. Errors: LEITONG_EMEMORY.
 * Complexity: a few looks a hit, and the tokens of each new passage. */
#ifndef LT_PASSAGES_AUDIT_H
#define LT_PASSAGES_AUDIT_H

#include "passages/align.h"
#include "sketch/winnow.h"

typedef struct lt_audit lt_audit;
LEITONG_CHECK int lt_audit_new(const lt_winnow *shape, lt_audit **ret_audit, leitong_error *error);
void lt_audit_free(lt_audit *audit);

/* `sides` must stand until the next lt_audit_begin. */
void lt_audit_begin(lt_audit *audit, const lt_sides *sides);
/* Appends the tandem repeats of a document with itself to *passages. */
LEITONG_CHECK int lt_audit_tandems(lt_audit *audit, const uint64_t *runs, size_t count, lt_passages *passages,
                                   leitong_error *error);
/* Whether a tandem repeat holds the hit. */
bool lt_audit_in_tandem(const lt_audit *audit, uint32_t a, uint32_t b);
/* passages->items[first …] are the pair's, tandem repeats included. May be called again, with other passages. */
LEITONG_CHECK int lt_audit_run(lt_audit *audit, const uint64_t *runs, size_t count, lt_passages *passages, size_t first,
                               leitong_error *error);

#endif
