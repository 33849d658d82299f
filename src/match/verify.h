/* verify: the exact Jaccard of two paragraphs (contract: no unverified result).
 *
 * Enters: two paragraph numbers of a corpus. Leaves: |A ∩ B|, |A|, |B| over their sets of distinct shingles; hashes only
 * lead to shingles, equality is of tokens, and of folded text where a token is a hashed word.
 * Owner: lt_verify is one worker's scratch; it keeps the last left paragraph loaded, so verify many against one.
 * Errors: those of corpus and fold. */
#ifndef LT_VERIFY_H
#define LT_VERIFY_H

#include "text/corpus.h"

typedef struct lt_verify lt_verify;

typedef struct lt_overlap {
    uint32_t shared; /* distinct shingles in both */
    uint32_t a, b;   /* distinct shingles in each; union = a + b − shared */
} lt_overlap;

/* `fold_flags`: as the corpus was folded (LT_FOLD_HAN or 0). */
LEITONG_CHECK int lt_verify_new(const lt_corpus *corpus, unsigned shingle, unsigned fold_flags, lt_verify **ret_verify,
                                leitong_error *error);
void lt_verify_free(lt_verify *verify);
LEITONG_CHECK int lt_verify_overlap(lt_verify *verify, uint32_t a, uint32_t b, lt_overlap *ret_overlap,
                                    leitong_error *error);

/* shared / union ≥ threshold, in integers; `threshold` in units of 10^-9. */
bool lt_overlap_reaches(const lt_overlap *overlap, uint64_t threshold);

#endif
