/* comparison: ranked paragraphs, two at a time, by any worker.
 *
 * To load a paragraph costs as much as to run others past it. So the left one stays loaded, and so do, a few a worker,
 * those on the right that are asked for again and again: medoids with many members.
 * Input: two ranks.
 * Output: whether they reach the threshold, and their exact overlap.
 * Ownership: lt_comparison_open's is lt_comparison_close's; all else is borrowed.
 * Errors: those of bitmap_filter and jaccard; LEITONG_ECANCELLED.
 * Complexity: that of jaccard; that of bitmap_filter where it refuses. */
#ifndef LT_PAIRS_COMPARISON_H
#define LT_PAIRS_COMPARISON_H

#include "base/workers.h"
#include "pairs/bitmap_filter.h"
#include "pairs/candidate_set.h"
#include "pairs/jaccard.h"

typedef struct lt_comparison_bench lt_comparison_bench;

typedef struct lt_comparison {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    uint64_t threshold; /* units of 10^-9 */
    unsigned shingle;
    lt_workers *workers;
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
    uint64_t total;               /* for progress */
    lt_comparison_bench *benches; /* [worker]; lt_comparison_open makes them */
} lt_comparison;
LEITONG_CHECK int lt_comparison_open(lt_comparison *comparison, leitong_error *error);
void lt_comparison_close(lt_comparison *comparison);

/* LEITONG_ECANCELLED if the caller wants no more. */
LEITONG_CHECK int lt_comparison_progress(const lt_comparison *comparison, uint64_t done, leitong_error *error);

/* lt_jaccard_reaches for two ranks. */
LEITONG_CHECK int lt_comparison_reaches(const lt_comparison *comparison, unsigned worker, uint32_t left, uint32_t right,
                                        lt_similarity *ret_similarity, leitong_error *error);
/* The same, behind the bitmap filter, which pays where few of many reach. */
LEITONG_CHECK int lt_comparison_filtered(const lt_comparison *comparison, unsigned worker, uint32_t left,
                                         uint32_t right, lt_similarity *ret_similarity, leitong_error *error);

#endif
