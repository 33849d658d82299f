#include "pairs/candidate_set.h"

#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

void lt_candidates_clear(lt_candidates *candidates)
{
    free(candidates->distinct_paragraph);
    free(candidates->paragraph_distinct);
    free(candidates->ranked);
    free(candidates->bucket_begin);
    lt_number_array_clear(&candidates->buckets);
    lt_number_array_clear(&candidates->members);
    memset(candidates, 0, sizeof *candidates);
}

int lt_candidates_buckets(const lt_candidates *candidates, uint32_t begin, uint32_t end, lt_spool_scratch *scratch,
                          const uint32_t **ret_buckets, leitong_error *error)
{
    uint64_t first = candidates->bucket_begin[begin];
    return lt_number_array_view(&candidates->buckets, first, (size_t)(candidates->bucket_begin[end] - first), scratch,
                                ret_buckets, error);
}

int lt_candidates_members(const lt_candidates *candidates, uint32_t bucket, uint32_t most, lt_spool_scratch *scratch,
                          lt_bucket_members *ret_members, leitong_error *error)
{
    enum { GUESS = 32 }; /* of most buckets one read fetches all */
    const uint32_t *numbers = NULL;
    size_t left = candidates->members.count - bucket;
    size_t wanted = LT_MIN(left, 1 + GUESS);
    LT_TRY(lt_number_array_view(&candidates->members, bucket, wanted, scratch, &numbers, error));
    uint32_t size = numbers[0];
    size_t asked = LT_MIN(size, most);
    if (asked + 1 > wanted) {
        LT_TRY(lt_number_array_view(&candidates->members, bucket, asked + 1, scratch, &numbers, error));
    }
    *ret_members = (lt_bucket_members){numbers + 1, size};
    return 0;
}
