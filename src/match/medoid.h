/* medoid: candidates → for every ranked paragraph, the medoid it belongs to.
 *
 * Enters: candidates. Leaves: what this would leave: in rank order, each paragraph is compared with the medoids
 * standing in its buckets and joins the most similar that reaches the threshold (of equals the better ranked); without
 * one it becomes a medoid and stands in its buckets (LT_STANDING_MOST a bucket).
 * It is done a batch at a time: comparisons in parallel, decisions in rank order. A paragraph must wait while a better
 * ranked one in a bucket of its own is undecided or new there; all others are decided, and so on in rounds.
 * Owner: lt_medoids. Errors: those of candidate and verify; LEITONG_ECANCELLED. */
#ifndef LT_MEDOID_H
#define LT_MEDOID_H

#include "match/candidate.h"
#include "match/screen.h"
#include "match/verify.h"

/* What everyone who compares needs. */
typedef struct lt_comparison {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    uint64_t threshold; /* units of 10^-9 */
    lt_workers *workers;
    lt_screen **screen;                                            /* [worker] */
    lt_verify **verify;                                            /* [worker] */
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
    uint64_t total; /* for progress */
} lt_comparison;

/* LEITONG_ECANCELLED if the caller wants no more. */
LEITONG_CHECK int lt_comparison_progress(const lt_comparison *comparison, uint64_t done, leitong_error *error);
uint32_t lt_comparison_paragraph(const lt_comparison *comparison, uint32_t rank);

/* lt_verify_reaches for two ranks; `screened`: asks the screen first, which pays where one of many reaches. */
LEITONG_CHECK int lt_comparison_reaches(const lt_comparison *comparison, unsigned worker, uint32_t left, uint32_t right,
                                        bool screened, bool *ret_reaches, lt_overlap *ret_overlap,
                                        leitong_error *error);

typedef struct lt_medoids {
    uint32_t *medoid;    /* [rank] → rank; its own for a medoid */
    lt_overlap *overlap; /* [rank]: a = the member, b = the medoid; of a medoid 1, 1, 1 */
    uint64_t verified;   /* comparisons */
    uint64_t overflow;   /* medoids that a full bucket did not take, counted per bucket */
} lt_medoids;
void lt_medoids_clear(lt_medoids *medoids);

LEITONG_CHECK int lt_medoid_settle(const lt_comparison *comparison, lt_medoids *ret_medoids, leitong_error *error);

#endif
