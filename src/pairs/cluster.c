#include "pairs/cluster.h"

#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

void lt_clusters_clear(lt_clusters *clusters)
{
    free(clusters->medoid);
    free(clusters->overlap);
    free(clusters->pairs);
    free(clusters->unmatched);
    memset(clusters, 0, sizeof *clusters);
}

uint64_t lt_cluster_count_all(const lt_candidates *candidates)
{
    uint64_t ranks = candidates->ranked_count;
    uint64_t most = ranks > 0 ? ranks * (ranks - 1) / 2 : 0;
    return LT_MIN(candidates->bucket_pairs, most);
}

/* [rank] → [distinct]; who stands in no bucket is a medoid. */
static int cluster_spread(const lt_candidates *candidates, const lt_bucket_medoids *medoids, lt_clusters *clusters,
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
        if (medoids->medoid[i] != i) {
            clusters->overlap[candidates->ranked[i]] = medoids->overlap[i];
        }
    }
    return 0;
}

/* Each member with its medoid, and medoids left alone with their nearest. */
static int cluster_rows(const lt_candidates *candidates, const lt_bucket_medoids *medoids, lt_pairs *pairs,
                        leitong_error *error)
{
    for (uint32_t i = 0; i < candidates->ranked_count; i++) {
        if (medoids->nearest[i] != LT_BUCKET_MEDOID_NONE) {
            LT_TRY(lt_pairs_append(pairs, candidates, i, medoids->nearest[i], &medoids->overlap[i], error));
        }
    }
    return lt_pairs_sort(pairs, error);
}

static int cluster_order(const void *left, const void *right)
{
    uint32_t x = *(const uint32_t *)left;
    uint32_t y = *(const uint32_t *)right;
    return (x > y) - (x < y);
}

/* Who stands in no row and behind the first of a bucket; who has copies stands in a row with them. */
static int cluster_unmatched(const lt_corpus *corpus, const lt_candidates *candidates, const lt_bucket_medoids *medoids,
                             lt_clusters *clusters, leitong_error *error)
{
    if (medoids->behind_count == 0) {
        return 0;
    }
    bool *copied = calloc(candidates->distinct_count, sizeof *copied);
    clusters->unmatched = malloc(medoids->behind_count * sizeof *clusters->unmatched);
    if (copied == NULL || clusters->unmatched == NULL) {
        free(copied);
        return lt_error_memory(error);
    }
    for (size_t p = 0; p < corpus->paragraph_count; p++) {
        uint32_t distinct = candidates->paragraph_distinct[p];
        copied[distinct] = copied[distinct] || candidates->distinct_paragraph[distinct] != p;
    }
    for (size_t i = 0; i < medoids->behind_count; i++) {
        uint32_t distinct = candidates->ranked[medoids->behind[i]];
        if (!copied[distinct]) {
            clusters->unmatched[clusters->unmatched_count++] = candidates->distinct_paragraph[distinct];
        }
    }
    free(copied);
    qsort(clusters->unmatched, clusters->unmatched_count, sizeof *clusters->unmatched, cluster_order);
    return 0;
}

static int cluster_compare(const lt_comparison *comparison, const lt_cluster_options *options, lt_clusters *clusters,
                           leitong_error *error)
{
    const lt_candidates *candidates = comparison->candidates;
    lt_bucket_medoids medoids = {.medoid = NULL};
    lt_pairs pairs = {NULL, 0, 0, 0};
    int code = 0;
    LT_TRY_GOTO(done, lt_bucket_medoids_find(comparison, options->first, !options->all_pairs, &medoids, error));
    LT_TRY_GOTO(done, cluster_spread(candidates, &medoids, clusters, error));
    LT_TRY_GOTO(done, cluster_unmatched(comparison->corpus, candidates, &medoids, clusters, error));
    code = options->all_pairs ? lt_pairs_all(comparison, &pairs, error)
                              : cluster_rows(candidates, &medoids, &pairs, error);
done:
    clusters->pairs = pairs.items;
    clusters->pair_count = pairs.count;
    clusters->pair_capacity = pairs.capacity;
    clusters->verified = medoids.verified + pairs.verified;
    lt_bucket_medoids_clear(&medoids);
    return code;
}

int lt_cluster_run(const lt_corpus *corpus, const lt_candidates *candidates, const lt_cluster_options *options,
                   lt_workers *workers, lt_clusters *ret_clusters, leitong_error *error)
{
    lt_clusters clusters = {.medoid = NULL};
    lt_comparison comparison = {.corpus = corpus,
                                .candidates = candidates,
                                .threshold = options->threshold,
                                .shingle = options->shingle,
                                .workers = workers,
                                .progress = options->progress,
                                .progress_context = options->progress_context};
    comparison.total = (uint64_t)candidates->ranked_count +
                       (options->all_pairs ? candidates->distinct_count : candidates->ranked_count);
    int code = 0;
    LT_TRY_GOTO(done, lt_comparison_open(&comparison, error));
    LT_TRY_GOTO(done, cluster_compare(&comparison, options, &clusters, error));
    *ret_clusters = clusters;
done:
    lt_comparison_close(&comparison);
    if (code != 0) {
        lt_clusters_clear(&clusters);
    }
    return code;
}
