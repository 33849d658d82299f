#include "match/comparison.h"

int lt_comparison_progress(const lt_comparison *comparison, uint64_t done, leitong_error *error)
{
    if (comparison->progress != NULL &&
        comparison->progress(comparison->progress_context, done, comparison->total) != 0) {
        return lt_error_set(error, LEITONG_ECANCELLED, "cancelled while comparing paragraphs");
    }
    return 0;
}

int lt_comparison_reaches(const lt_comparison *comparison, unsigned worker, uint32_t left, uint32_t right,
                          bool screened, bool *ret_reaches, lt_overlap *ret_overlap, leitong_error *error)
{
    const lt_candidates *candidates = comparison->candidates;
    uint32_t a = candidates->distinct_paragraph[candidates->ranked[left]];
    uint32_t b = candidates->distinct_paragraph[candidates->ranked[right]];
    if (screened) {
        bool passes = false;
        LT_TRY(lt_screen_passes(comparison->screen[worker], a, b, right, comparison->threshold, &passes, error));
        if (!passes) {
            *ret_reaches = false;
            return 0;
        }
    }
    return lt_verify_reaches(comparison->verify[worker], a, b, comparison->threshold, ret_reaches, ret_overlap, error);
}
