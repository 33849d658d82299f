/* cluster: candidates → verified pairs and clusters that do not chain.
 *
 * Input: candidates. Output: for each distinct paragraph its medoid and exact overlap with it (`bucket_medoids` says by
 * which rule); rows, so that every paragraph with a neighbour found stands in one; with `all_pairs` every verified pair
 * instead. The order of work is content alone (the candidates' ranks): jobs, memory, arrival and names can't change
 * the result.
 * Ownership: lt_clusters.
 * Errors: those of candidate_set and jaccard; LEITONG_ECANCELLED.
 * Complexity: that of bucket_medoids; with `all_pairs` that of pairs. */
#ifndef LT_PAIRS_CLUSTER_H
#define LT_PAIRS_CLUSTER_H

#include "pairs/bucket_medoids.h"
#include "pairs/pairs.h"

#define LT_CLUSTER_FIRST 64U /* members of a bucket that are compared with, in a scan and at a gate */

typedef struct lt_clusters {
    uint32_t *medoid;    /* [distinct] → distinct; its own number for a medoid */
    lt_overlap *overlap; /* [distinct]: a = the member, b = the medoid; of a medoid 1, 1, 1 */
    lt_pair *pairs;      /* sorted by (a, b), no repetitions: member–medoid and extra ones, or all */
    size_t pair_count, pair_capacity;
    uint32_t *unmatched; /* paragraphs, ascending, that stand in no row, and behind the first of a bucket: at most so
                            many have a neighbour that was not looked for; none with `all_pairs` */
    size_t unmatched_count;
    uint64_t verified; /* how many comparisons it took */
} lt_clusters;
void lt_clusters_clear(lt_clusters *clusters);

typedef struct lt_cluster_options {
    uint64_t threshold; /* units of 10^-9 */
    unsigned shingle;
    uint32_t first; /* members of a bucket that are compared with, ≥ 1; LT_CLUSTER_FIRST */
    bool all_pairs;
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
} lt_cluster_options;

/* At most so many pairs come of `all_pairs`. */
uint64_t lt_cluster_count_all(const lt_candidates *candidates);

LEITONG_CHECK int lt_cluster_run(const lt_corpus *corpus, const lt_candidates *candidates,
                                 const lt_cluster_options *options, lt_workers *workers, lt_clusters *ret_clusters,
                                 leitong_error *error);

#endif
