/* comparison: what everyone needs who compares ranked paragraphs.
 *
 * Input: two ranks. Output: whether they reach the threshold, and their exact overlap.
 * Ownership: the caller's; it borrows all it points to. Errors: those of screen and verify; LEITONG_ECANCELLED. */
#ifndef LT_COMPARISON_H
#define LT_COMPARISON_H

#include "match/candidate.h"
#include "match/screen.h"
#include "match/verify.h"

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

/* lt_verify_reaches for two ranks; the left one stays loaded. `screened`: asks the screen first, which pays where one
 * of many reaches. */
LEITONG_CHECK int lt_comparison_reaches(const lt_comparison *comparison, unsigned worker, uint32_t left, uint32_t right,
                                        bool screened, bool *ret_reaches, lt_overlap *ret_overlap,
                                        leitong_error *error);

#endif
