/* bucket_medoids: candidates → clusters that do not chain, and for who is left alone the nearest neighbour.
 *
 * Greedy leader clustering (Hartigan 1975, ch. 3) in an order of content alone, over edges of which each paragraph has
 * a bounded number. p has an edge to q when q ranks before p, q is among the first `first` members of a bucket in
 * which both stand, and their Jaccard reaches the threshold.
 *   1. In rank order: a paragraph without an edge to a medoid becomes one; any other joins the most similar medoid
 *      among its edges (of equals, the better ranked). So it is compared with the medoids among the first of its
 *      buckets, and with nobody else.
 *   2. A medoid that nobody joined is compared with the members before it among the first of its buckets. Its nearest
 *      is the most similar of all its edges: those, and those that later paragraphs have to it, even from behind the
 *      first of a bucket (of equals, the better ranked).
 * Workers take ranks in order; who needs a decision that is still being made waits for it. The decisions are those that
 * one worker makes, and so is the number of comparisons.
 *
 * Input: candidates. Output: for each rank its medoid; rows for members and for medoids left alone.
 * Ownership: lt_bucket_medoids. Errors: those of candidate_set and jaccard; LEITONG_ECANCELLED.
 * Complexity: at most `first` comparisons a paragraph and bucket. Memory: 21 bytes a rank. */
#ifndef LT_PAIRS_BUCKET_MEDOIDS_H
#define LT_PAIRS_BUCKET_MEDOIDS_H

#include "pairs/comparison.h"

#define LT_BUCKET_MEDOID_NONE UINT32_MAX

typedef struct lt_bucket_medoids {
    uint32_t *medoid;  /* [rank] → rank; its own for a medoid */
    uint32_t *nearest; /* [rank] → rank: a member's medoid; of a medoid that nobody joined its nearest, if it has one;
                          otherwise LT_BUCKET_MEDOID_NONE */
    lt_overlap *overlap; /* [rank] of it with its nearest: a = its own, b = the nearest's */
    uint32_t *behind;    /* ranks that stand in no row, and behind the first of a bucket; ascending */
    size_t behind_count, behind_capacity;
    uint64_t verified; /* comparisons */
} lt_bucket_medoids;
void lt_bucket_medoids_clear(lt_bucket_medoids *medoids);

/* `first` ≥ 1. `alone`: step 2 too; otherwise medoids have no nearest and nobody is behind. */
LEITONG_CHECK int lt_bucket_medoids_find(const lt_comparison *comparison, uint32_t first, bool alone,
                                         lt_bucket_medoids *ret_medoids, leitong_error *error);

#endif
