/* audit: guarantees that no verbatim run escapes (ARCHITECTURE.md, contract 1).
 *
 * Each hit with `run` equal tokens or more around it asks for a passage whose spans contain those tokens on both sides;
 * where no passage does, the run becomes one, as long as tokens are equal. The smallest box around all that hits ask
 * of a passage is its core: a passage cut down to it still contains them.
 * A run of a document with itself whose spans overlap is a tandem repeat: a stretch of length L in which each token
 * equals the one `period` before it becomes one passage [i, i+L−period) ↔ [i+period, i+L). Periods are tried in rising
 * order, so that the multiples of a period are contained already: two places of a run in the stretch at least a period
 * apart are one in each span.
 * Order of calls: lt_audit_begin, lt_audit_tandems, alignment of the hits in no tandem repeat; then lt_audit_run and
 * lt_overlap_resolution_run in turn.
 * Input: the hits of one document pair, packed and sorted (posting.h); the pair's passages.
 * Output: further passages, appended, and the core of each.
 * Ownership: lt_audit is one worker's scratch.
 * Errors: LEITONG_EMEMORY.
 * Complexity: a few look-ups in the box index a hit, and the tokens of each new passage; for tandem repeats a pass over
 * the hits for each 65,536 of them, at most 32. Memory: 16 bytes a hit that is in no tandem repeat of a period less
 * than half as long, of up to 65,536 hits in any case. */
#ifndef LT_PASSAGES_AUDIT_H
#define LT_PASSAGES_AUDIT_H

#include "passages/align.h"
#include "passages/box_index.h"
#include "passages/posting.h"
#include "sketch/winnow.h"

/* Confirmed hits, which are no links any more: where lt_hit_link stood it says whether a hit is in a run. */
typedef struct lt_audit_runs {
    const uint64_t *hits;
    size_t count;
} lt_audit_runs;
static inline uint64_t lt_hit_confirm(uint64_t hit, bool run)
{
    return (hit & ~UINT64_C(1)) | run;
}
static inline bool lt_hit_run(uint64_t hit)
{
    return (hit & 1) != 0;
}

typedef struct lt_audit lt_audit;
LEITONG_CHECK int lt_audit_new(const lt_winnow *shape, lt_audit **ret_audit, leitong_error *error);
void lt_audit_free(lt_audit *audit);

/* `sides` must be valid until the next lt_audit_begin. */
void lt_audit_begin(lt_audit *audit, const lt_sides *sides);
/* Appends the tandem repeats of a document with itself to *passages. */
LEITONG_CHECK int lt_audit_tandems(lt_audit *audit, const lt_audit_runs *runs, lt_passages *passages,
                                   leitong_error *error);
/* Whether a tandem repeat contains the hit. */
bool lt_audit_in_tandem(const lt_audit *audit, uint32_t a, uint32_t b);
/* passages->items[first …] are the pair's, tandem repeats included. May be called again, with other passages. */
LEITONG_CHECK int lt_audit_run(lt_audit *audit, const lt_audit_runs *runs, lt_passages *passages, size_t first,
                               leitong_error *error);
/* [lt_passage.core]: what the last lt_audit_run found; an empty core: nothing is demanded of the passage. */
const lt_box *lt_audit_cores(const lt_audit *audit);

#endif
