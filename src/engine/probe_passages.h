/* probe_passages: the passages of a submission with an index's documents, and with itself.
 *
 * The submission's seeds are looked up in the view. A seed in at most LT_PROBE_HOT places brings all of them; of a
 * hotter one those are left out whose neighbours' tags (index/tag_set) say that they share no run with the submission:
 * they decide nothing about the runs that are left, and no hit names them. What is left goes to lt_passage_run with the
 * submission as its subject. One thing still depends on other documents: what counts as stock wording on the other side
 * of a passage (rows count it on side a); the runs around it are looked up in the view, too (probe_stock).
 * Input: a corpus with the submission, and its view.
 * Output: what lt_passage_run over the submission and all the index's documents would find that names the submission.
 * Ownership: lt_probe_seeds; the result is the caller's.
 * Errors: those of view and passage.
 * Complexity: linear in the places of the submission's seeds, then that of lt_passage_run over those that are left. */
#ifndef LT_ENGINE_PROBE_PASSAGES_H
#define LT_ENGINE_PROBE_PASSAGES_H

#include "base/workers.h"
#include "engine/probe_corpus.h"
#include "passages/passage.h"

#define LT_PROBE_HOT 16 /* places up to which all pairs of a window's places are linked (contract 1) */

typedef struct lt_probe_seeds lt_probe_seeds;
/* The submission's seeds, and where they stand; the documents are added to `gathered`. `without`: one that is passed
 * over; LT_VIEW_NONE: none. `stock`: documents before a run is stock wording. */
LEITONG_CHECK int lt_probe_seeds_new(lt_probe_corpus *gathered, uint32_t without, unsigned stock,
                                     lt_probe_seeds **ret_seeds, leitong_error *error);
void lt_probe_seeds_free(lt_probe_seeds *seeds);

/* `places`: as lt_probe_corpus_settle gave them. Stock stretches found are complete for the submission alone. */
LEITONG_CHECK int lt_probe_passages_find(const lt_probe_seeds *seeds, const uint32_t *places, lt_workers *workers,
                                         lt_passage_result *ret_found, leitong_error *error);

#endif
