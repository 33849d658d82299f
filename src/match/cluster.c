#include "match/cluster.h"

#include <stdlib.h>
#include <string.h>

void lt_clusters_clear(lt_clusters *clusters)
{
    free(clusters->medoid);
    free(clusters->overlap);
    free(clusters->pairs);
    memset(clusters, 0, sizeof *clusters);
}

uint64_t lt_cluster_count_all(const lt_candidates *candidates)
{
    uint64_t ranks = candidates->ranked_count;
    uint64_t most = ranks > 0 ? ranks * (ranks - 1) / 2 : 0;
    return candidates->bucket_pairs < most ? candidates->bucket_pairs : most;
}

/* [rank] → [distinct]; who stands in no bucket is a medoid. */
static int cluster_spread(const lt_candidates *candidates, const lt_medoids *medoids, lt_clusters *clusters,
                          leitong_error *error)
{
    size_t count = candidates->distinct_count;
    clusters->medoid = malloc((count + 1) * sizeof *clusters->medoid);
    clusters->overlap = malloc((count + 1) * sizeof *clusters->overlap);
    if (clusters->medoid == NULL || clusters->overlap == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        clusters->medoid[i] = (uint32_t)i;
        clusters->overlap[i] = (lt_overlap){1, 1, 1};
    }
    for (uint32_t i = 0; i < candidates->ranked_count; i++) {
        clusters->medoid[candidates->ranked[i]] = candidates->ranked[medoids->medoid[i]];
        clusters->overlap[candidates->ranked[i]] = medoids->overlap[i];
    }
    return 0;
}

/* Each member with its medoid, and the neighbours of medoids without members. */
static int cluster_pairs(const lt_comparison *comparison, const lt_medoids *medoids, lt_pairs *pairs,
                         leitong_error *error)
{
    const lt_candidates *candidates = comparison->candidates;
    int code = lt_pairs_lonely(comparison, medoids, pairs, error);
    for (uint32_t i = 0; i < candidates->ranked_count && code == 0; i++) {
        if (medoids->medoid[i] != i) {
            code = lt_pairs_append(pairs, candidates, i, medoids->medoid[i], &medoids->overlap[i], error);
        }
    }
    return code != 0 ? code : lt_pairs_sort(pairs, error);
}

static int cluster_compare(const lt_comparison *comparison, bool all_pairs, lt_clusters *clusters, leitong_error *error)
{
    lt_medoids medoids = {NULL, NULL, 0, 0};
    lt_pairs pairs = {NULL, 0, 0, 0, 0};
    int code = lt_medoid_settle(comparison, &medoids, error);
    if (code == 0) {
        code = cluster_spread(comparison->candidates, &medoids, clusters, error);
    }
    if (code == 0) {
        code = all_pairs ? lt_pairs_all(comparison, &pairs, error) : cluster_pairs(comparison, &medoids, &pairs, error);
    }
    clusters->pairs = pairs.items;
    clusters->pair_count = pairs.count;
    clusters->pair_capacity = pairs.capacity;
    clusters->verified = medoids.verified + pairs.verified;
    clusters->bucket_overflow = medoids.overflow;
    clusters->member_overflow = pairs.overflow;
    lt_medoids_clear(&medoids);
    return code;
}

int lt_cluster_run(const lt_corpus *corpus, const lt_candidates *candidates, const lt_cluster_options *options,
                   lt_workers *workers, lt_clusters *ret_clusters, leitong_error *error)
{
    unsigned jobs = lt_workers_count(workers);
    lt_clusters clusters = {.medoid = NULL};
    lt_comparison comparison = {.corpus = corpus,
                                .candidates = candidates,
                                .threshold = options->threshold,
                                .workers = workers,
                                .progress = options->progress,
                                .progress_context = options->progress_context};
    comparison.total = (uint64_t)candidates->ranked_count +
                       (options->all_pairs ? candidates->distinct_count : candidates->ranked_count);
    comparison.verify = calloc(jobs, sizeof(lt_verify *));
    comparison.screen = calloc(jobs, sizeof(lt_screen *));
    int code = comparison.verify == NULL || comparison.screen == NULL ? lt_error_memory(error) : 0;
    for (unsigned i = 0; i < jobs && code == 0; i++) {
        code = lt_verify_new(corpus, options->shingle, options->fold_flags, &comparison.verify[i], error);
        if (code == 0) {
            code = lt_screen_new(corpus, options->shingle, &comparison.screen[i], error);
        }
    }
    if (code == 0) {
        code = cluster_compare(&comparison, options->all_pairs, &clusters, error);
    }
    for (unsigned i = 0; i < jobs && comparison.verify != NULL && comparison.screen != NULL; i++) {
        lt_verify_free(comparison.verify[i]);
        lt_screen_free(comparison.screen[i]);
    }
    free(comparison.verify);
    free(comparison.screen);
    if (code == 0) {
        *ret_clusters = clusters;
    } else {
        lt_clusters_clear(&clusters);
    }
    return code;
}
