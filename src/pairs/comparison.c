#include "pairs/comparison.h"

#include <stdlib.h>

enum {
    COMPARISON_KEPT = 16, /* paragraphs a worker keeps loaded, by rank modulo */
    COMPARISON_ASKED = 4  /* times in a row until one is worth it */
};

typedef struct comparison_kept {
    lt_jaccard *jaccard;
    uint32_t rank, asked;
} comparison_kept;

struct lt_comparison_bench {
    lt_bitmap_filter *filter;
    lt_jaccard *jaccard;
    comparison_kept kept[COMPARISON_KEPT];
};

int lt_comparison_open(lt_comparison *comparison, leitong_error *error)
{
    unsigned jobs = lt_workers_count(comparison->workers);
    comparison->benches = calloc(jobs, sizeof *comparison->benches);
    if (comparison->benches == NULL) {
        return lt_error_memory(error);
    }
    for (unsigned i = 0; i < jobs; i++) {
        lt_comparison_bench *bench = &comparison->benches[i];
        LT_TRY(lt_bitmap_filter_new(comparison->corpus, comparison->shingle, &bench->filter, error));
        LT_TRY(lt_jaccard_new(comparison->corpus, comparison->shingle, &bench->jaccard, error));
        for (unsigned k = 0; k < COMPARISON_KEPT; k++) {
            LT_TRY(lt_jaccard_new(comparison->corpus, comparison->shingle, &bench->kept[k].jaccard, error));
        }
    }
    return 0;
}

void lt_comparison_close(lt_comparison *comparison)
{
    for (unsigned i = 0; i < lt_workers_count(comparison->workers) && comparison->benches != NULL; i++) {
        lt_comparison_bench *bench = &comparison->benches[i];
        lt_bitmap_filter_free(bench->filter);
        lt_jaccard_free(bench->jaccard);
        for (unsigned k = 0; k < COMPARISON_KEPT; k++) {
            lt_jaccard_free(bench->kept[k].jaccard);
        }
    }
    free(comparison->benches);
    comparison->benches = NULL;
}

int lt_comparison_progress(const lt_comparison *comparison, uint64_t done, leitong_error *error)
{
    if (comparison->progress != NULL &&
        comparison->progress(comparison->progress_context, done, comparison->total) != 0) {
        return lt_error_set(error, LEITONG_ECANCELLED, "cancelled while comparing paragraphs");
    }
    return 0;
}

/* Whether `rank` is asked for so often that it should stay loaded. */
static bool comparison_often(comparison_kept *kept, uint32_t rank)
{
    if (kept->rank != rank) {
        kept->rank = rank;
        kept->asked = 0;
    }
    kept->asked += kept->asked < COMPARISON_ASKED;
    return kept->asked == COMPARISON_ASKED;
}

static uint32_t comparison_paragraph(const lt_candidates *candidates, uint32_t rank)
{
    return candidates->distinct_paragraph[candidates->ranked[rank]];
}

int lt_comparison_reaches(const lt_comparison *comparison, unsigned worker, uint32_t left, uint32_t right,
                          lt_similarity *ret_similarity, leitong_error *error)
{
    lt_comparison_bench *bench = &comparison->benches[worker];
    comparison_kept *kept = &bench->kept[right % COMPARISON_KEPT];
    uint32_t a = comparison_paragraph(comparison->candidates, left);
    uint32_t b = comparison_paragraph(comparison->candidates, right);
    if (!comparison_often(kept, right)) {
        return lt_jaccard_reaches(bench->jaccard, a, b, comparison->threshold, ret_similarity, error);
    }
    lt_similarity turned = {0};
    LT_TRY(lt_jaccard_reaches(kept->jaccard, b, a, comparison->threshold, &turned, error));
    *ret_similarity = (lt_similarity){turned.reaches, {turned.overlap.shared, turned.overlap.b, turned.overlap.a}};
    return 0;
}

int lt_comparison_filtered(const lt_comparison *comparison, unsigned worker, uint32_t left, uint32_t right,
                           lt_similarity *ret_similarity, leitong_error *error)
{
    uint32_t a = comparison_paragraph(comparison->candidates, left);
    uint32_t b = comparison_paragraph(comparison->candidates, right);
    lt_overlap most = {0, 0, 0};
    LT_TRY(lt_bitmap_filter_bound(comparison->benches[worker].filter, a, b, right, &most, error));
    if (!lt_overlap_reaches(&most, comparison->threshold)) {
        *ret_similarity = (lt_similarity){0};
        return 0;
    }
    return lt_comparison_reaches(comparison, worker, left, right, ret_similarity, error);
}
