/* audit: the guarantee that no verbatim run escapes (ARCHITECTURE.md, contract 1).
 *
 * Enters: the hits of one document pair, or of a document with itself, confirmed, packed and sorted (posting.h), and
 * its passages. Leaves: further passages, so that each run of ≥ `run` equal tokens through a hit is held: a passage's
 * spans contain it on both sides. What is not held becomes a passage of its own, as long as tokens are equal. A link of
 * a phrase's star asks less: only the windows around its seed must be held (of two texts of one repeated token, each
 * place in one is a run of its own with the first place in the other; as many passages as places would follow).
 * Passages within others go. A run of a document with itself whose spans overlap is a tandem repeat: a stretch of
 * length L in which each token equals the one `period` before it becomes one passage [i, i+L−period) ↔ [i+period, i+L).
 * Periods are tried from the least up, so that its multiples are held already: two places of a run that stand in the
 * stretch at least a period apart lie one in each span. The order of work: lt_audit_begin, lt_audit_tandems, alignment
 * of the hits that are not held, lt_audit_run. Cost: a look a hit, and the tokens of each run on a diagonal once.
 * Owner: lt_audit is one worker's scratch. Errors: LEITONG_EMEMORY. */
#ifndef LT_AUDIT_H
#define LT_AUDIT_H

#include "match/align.h"
#include "sketch/winnow.h"

typedef struct lt_audit lt_audit;
LEITONG_CHECK int lt_audit_new(const lt_winnow *shape, lt_audit **ret_audit, leitong_error *error);
void lt_audit_free(lt_audit *audit);

/* `sides` must stand until the next lt_audit_begin. */
void lt_audit_begin(lt_audit *audit, const lt_sides *sides);
/* Appends the tandem repeats of a document with itself to *passages. */
LEITONG_CHECK int lt_audit_tandems(lt_audit *audit, const uint64_t *hits, size_t count, lt_passages *passages,
                                   leitong_error *error);
/* Whether a tandem repeat holds the hit. */
bool lt_audit_in_tandem(const lt_audit *audit, uint32_t a, uint32_t b);
/* passages->items[first …] are the pair's, tandem repeats included. */
LEITONG_CHECK int lt_audit_run(lt_audit *audit, const uint64_t *hits, size_t count, lt_passages *passages, size_t first,
                               leitong_error *error);

#endif
