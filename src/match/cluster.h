/* cluster: candidates → verified pairs and clusters that do not chain.
 *
 * Enters: candidates. Leaves: for each distinct paragraph its medoid and exact overlap with it; further verified pairs so
 * that every paragraph with a neighbour found stands in one; with `all_pairs` every verified pair instead.
 * The order of work is content alone (how crowded its buckets are, then its content hash), settled batch by batch
 * against frozen medoid lists: jobs, memory and arrival cannot change the result.
 * Owner: lt_clusters. Errors: those of verify; LEITONG_ECANCELLED. */
#ifndef LT_CLUSTER_H
#define LT_CLUSTER_H

#include "match/candidate.h"
#include "match/verify.h"

typedef struct lt_pair {
    uint32_t a, b; /* distinct numbers, a < b */
    lt_overlap overlap;
} lt_pair;

typedef struct lt_clusters {
    uint32_t *medoid;      /* [distinct] → distinct; its own number for a medoid */
    lt_overlap *overlap;   /* [distinct]: a = the member, b = the medoid */
    lt_pair *pairs;        /* sorted by (a, b), no repetitions: member–medoid and extra ones, or all */
    size_t pair_count, pair_capacity;
    uint64_t verified;        /* how many overlaps were computed */
    uint64_t bucket_overflow; /* medoids that a full bucket did not take, counted per bucket */
} lt_clusters;
void lt_clusters_clear(lt_clusters *clusters);

typedef struct lt_cluster_options {
    uint64_t threshold; /* units of 10^-9 */
    unsigned shingle;
    unsigned fold_flags;
    bool all_pairs;
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
} lt_cluster_options;

LEITONG_CHECK int lt_cluster_run(const lt_corpus *corpus, const lt_candidates *candidates,
                                 const lt_cluster_options *options, lt_workers *workers, lt_clusters *ret_clusters,
                                 leitong_error *error);

#endif
