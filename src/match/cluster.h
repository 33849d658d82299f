/* cluster: candidates → verified pairs and clusters that do not chain.
 *
 * Enters: candidates. Leaves: for each distinct paragraph its medoid and exact overlap with it; further verified pairs
 * so that every paragraph with a neighbour found stands in one; with `all_pairs` every verified pair instead.
 * The order of work is content alone (the candidates' ranks): jobs, memory and arrival cannot change the result.
 * Owner: lt_clusters. Errors: those of candidate and verify; LEITONG_ECANCELLED. */
#ifndef LT_CLUSTER_H
#define LT_CLUSTER_H

#include "match/pairs.h"

typedef struct lt_clusters {
    uint32_t *medoid;    /* [distinct] → distinct; its own number for a medoid */
    lt_overlap *overlap; /* [distinct]: a = the member, b = the medoid; of a medoid 1, 1, 1 */
    lt_pair *pairs;      /* sorted by (a, b), no repetitions: member–medoid and extra ones, or all */
    size_t pair_count, pair_capacity;
    uint64_t verified;        /* how many comparisons it took */
    uint64_t bucket_overflow; /* medoids that a full bucket did not take, counted per bucket */
    uint64_t member_overflow; /* members of full buckets that a paragraph left alone was not compared with */
} lt_clusters;
void lt_clusters_clear(lt_clusters *clusters);

typedef struct lt_cluster_options {
    uint64_t threshold; /* units of 10^-9 */
    unsigned shingle;
    unsigned fold_flags; /* as the corpus was folded (LT_FOLD_HAN or 0) */
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
