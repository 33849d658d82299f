/* verify: the exact Jaccard of two paragraphs (contract: no unverified result).
 *
 * Enters: two paragraph numbers of a corpus. Leaves: |A ∩ B|, |A|, |B| over their sets of distinct shingles; hashes
 * only lead to shingles, equality is of token ids, and so of text.
 * Owner: lt_verify is one worker's scratch; it keeps the left paragraph (the first of the two) loaded, so that
 * verifying many against one costs one pass over each of the many.
 * Errors: those of corpus. */
#ifndef LT_VERIFY_H
#define LT_VERIFY_H

#include "text/corpus.h"

typedef struct lt_verify lt_verify;

typedef struct lt_overlap {
    uint32_t shared; /* distinct shingles in both */
    uint32_t a, b;   /* distinct shingles in each; union = a + b − shared */
} lt_overlap;

LEITONG_CHECK int lt_verify_new(const lt_corpus *corpus, unsigned shingle, lt_verify **ret_verify,
                                leitong_error *error);
void lt_verify_free(lt_verify *verify);
LEITONG_CHECK int lt_verify_overlap(lt_verify *verify, uint32_t a, uint32_t b, lt_overlap *ret_overlap,
                                    leitong_error *error);

/* Whether the two reach `threshold` (units of 10^-9), and if so their overlap (otherwise *ret_overlap is untouched).
 * Gives up as soon as they can't. */
LEITONG_CHECK int lt_verify_reaches(lt_verify *verify, uint32_t a, uint32_t b, uint64_t threshold, bool *ret_reaches,
                                    lt_overlap *ret_overlap, leitong_error *error);

/* Whether the two are the same sequence of tokens. */
LEITONG_CHECK int lt_verify_equal(lt_verify *verify, uint32_t a, uint32_t b, bool *ret_equal, leitong_error *error);

/* Sorts paragraphs by their tokens: fewer first, then by the first token that differs; equal ones by number. */
LEITONG_CHECK int lt_verify_sort(lt_verify *verify, uint32_t *paragraphs, size_t count, leitong_error *error);

/* shared / union ≥ threshold, in integers; false where there is no shingle at all. */
bool lt_overlap_reaches(const lt_overlap *overlap, uint64_t threshold);
/* Below, at or above 0 as x is less similar than y, as similar, or more; in integers. */
int lt_overlap_compare(const lt_overlap *x, const lt_overlap *y);

#endif
