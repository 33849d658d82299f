/* probe_passages: the passages of a submission with an index's documents, and with itself.
 *
 * Enters: an excerpt with the submission. Leaves: what lt_passage_run over the submission and all the index's documents
 * would find that names the submission. Places of the submission's seeds come from the view. A seed in at most `hot`
 * places brings all of them; of a hotter one those are left out whose neighbours' tags say that they share no run with
 * the submission: they decide nothing about the runs that are left, and no hit names them. Then the rooms of match do
 * what they do for a scan. The one thing that depends on other documents still is what counts as stock wording on the
 * other side of a passage (rows count it on side a): the runs around it are looked up in the view, too (probe_stock).
 * Owner: lt_probe_seeds; the result is the caller's. Errors: those of view and passage. */
#ifndef LT_ENGINE_PROBE_PASSAGES_H
#define LT_ENGINE_PROBE_PASSAGES_H

#include "base/workers.h"
#include "engine/probe_corpus.h"
#include "passages/passage.h"

#define LT_PROBE_HOT 16 /* places up to which all pairs of a window's places are linked (contract 1) */

typedef struct lt_probe_seeds lt_probe_seeds;
/* The submission's seeds, and where they stand; the documents are added to the excerpt. `without`: one that is passed
 * over; LT_VIEW_NONE: none. `stock`: documents before a run is stock wording. */
LEITONG_CHECK int lt_probe_seeds_new(lt_probe_corpus *excerpt, uint32_t without, unsigned stock,
                                     lt_probe_seeds **ret_seeds, leitong_error *error);
void lt_probe_seeds_free(lt_probe_seeds *seeds);

/* `places`: of the excerpt, as it was settled. Stock stretches found are complete for the submission alone. */
LEITONG_CHECK int lt_probe_passages_find(const lt_probe_seeds *seeds, const uint32_t *places, lt_workers *workers,
                                         lt_passage_result *ret_found, leitong_error *error);

#endif
