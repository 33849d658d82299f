/* jaccard: the exact Jaccard of two paragraphs (contract: no unverified result).
 *
 * A hash table of the left paragraph's shingles, probed by the right one's; hashes only lead to shingles, equality is
 * of token ids, and so of text. While equal tokens run on behind a shingle that was found, so do the shingles, and need
 * no probe.
 * Input: two paragraph numbers of a corpus.
 * Output: |A ∩ B|, |A|, |B| over their sets of distinct shingles.
 * Ownership: lt_jaccard is one worker's scratch; it keeps the left paragraph (the first of the two) loaded, so that
 * verifying many against one costs one pass over each of the many.
 * Errors: those of corpus.
 * Complexity: expected linear in the tokens of both. */
#ifndef LT_PAIRS_JACCARD_H
#define LT_PAIRS_JACCARD_H

#include "text/corpus.h"

typedef struct lt_jaccard lt_jaccard;

typedef struct lt_overlap {
    uint32_t shared; /* distinct shingles in both */
    uint32_t a, b;   /* distinct shingles in each; union = a + b − shared */
} lt_overlap;

typedef struct lt_similarity {
    bool reaches;       /* the threshold */
    lt_overlap overlap; /* all 0 where it doesn't */
} lt_similarity;

LEITONG_CHECK int lt_jaccard_new(const lt_corpus *corpus, unsigned shingle, lt_jaccard **ret_jaccard,
                                 leitong_error *error);
void lt_jaccard_free(lt_jaccard *jaccard);
LEITONG_CHECK int lt_jaccard_overlap(lt_jaccard *jaccard, uint32_t a, uint32_t b, lt_overlap *ret_overlap,
                                     leitong_error *error);

/* Whether the two reach `threshold` (units of 10^-9). Gives up as soon as they can't. */
LEITONG_CHECK int lt_jaccard_reaches(lt_jaccard *jaccard, uint32_t a, uint32_t b, uint64_t threshold,
                                     lt_similarity *ret_similarity, leitong_error *error);

/* Whether the two are the same sequence of tokens. */
LEITONG_CHECK int lt_jaccard_equal(lt_jaccard *jaccard, uint32_t a, uint32_t b, bool *ret_equal, leitong_error *error);

/* Sorts paragraphs by their tokens: fewer first, then by the first token that differs; equal ones by number. */
LEITONG_CHECK int lt_jaccard_sort(lt_jaccard *jaccard, uint32_t *paragraphs, size_t count, leitong_error *error);

/* shared / union ≥ threshold, in integers; false where there is no shingle at all. */
bool lt_overlap_reaches(const lt_overlap *overlap, uint64_t threshold);
/* Below, at or above 0 as x is less similar than y, as similar, or more; in integers. */
int lt_overlap_compare(const lt_overlap *x, const lt_overlap *y);

#endif
