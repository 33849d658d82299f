#include "match/partners.h"

#include "buffer.h"

#include <stdlib.h>

int lt_partners_init(lt_partners *partners, const lt_candidates *candidates, leitong_error *error)
{
    partners->marks = calloc((size_t)candidates->ranked_count / 64 + 1, sizeof *partners->marks);
    return partners->marks == NULL ? lt_error_memory(error) : 0;
}

void lt_partners_clear(lt_partners *partners)
{
    free(partners->ranks);
    free(partners->marks);
    lt_spool_scratch_clear(&partners->bucket_scratch);
    lt_spool_scratch_clear(&partners->member_scratch);
    *partners = (lt_partners){.ranks = NULL};
}

/* Whether others have found out meanwhile that `rank` is of no use. */
static inline bool partners_left_out(const unsigned char *states, unsigned char left_out, uint32_t rank)
{
    return states != NULL && __atomic_load_n(&states[rank], __ATOMIC_RELAXED) == left_out;
}

static int partners_add(lt_partners *partners, const lt_candidates *candidates, uint32_t rank, uint32_t bucket,
                        uint32_t most, leitong_error *error)
{
    const unsigned char *states = partners->states; /* in locals: this is the inner loop */
    const unsigned char left_out = partners->left_out;
    const uint32_t *members = NULL;
    uint32_t size = 0;
    LT_TRY(lt_candidates_members(candidates, bucket, most, &partners->member_scratch, &members, &size, error));
    uint32_t count = size < most ? size : most;
    LT_TRY(lt_buffer_reserve(&partners->ranks, &partners->capacity, partners->count + count, sizeof *partners->ranks,
                             error));
    for (uint32_t i = 0; i < count; i++) {
        if (partners_left_out(states, left_out, members[i])) {
            continue;
        }
        uint64_t *word = &partners->marks[members[i] / 64];
        uint64_t bit = UINT64_C(1) << (members[i] % 64);
        partners->ranks[partners->count] = members[i];
        partners->count += (*word & bit) == 0;
        *word |= bit;
    }
    partners->behind = partners->behind || rank > members[count - 1]; /* members ascend */
    return 0;
}

int lt_partners_gather(lt_partners *partners, const lt_candidates *candidates, uint32_t rank, uint32_t most,
                       leitong_error *error)
{
    size_t bucket_count = (size_t)(candidates->bucket_begin[rank + 1] - candidates->bucket_begin[rank]);
    const uint32_t *buckets = NULL;
    int code = lt_candidates_buckets(candidates, rank, rank + 1, &partners->bucket_scratch, &buckets, error);
    partners->count = 0;
    partners->behind = false;
    for (size_t i = 0; i < bucket_count && code == 0; i++) {
        code = partners_add(partners, candidates, rank, buckets[i], most, error);
    }
    size_t kept = 0;
    for (size_t i = 0; i < partners->count; i++) {
        uint32_t partner = partners->ranks[i];
        partners->marks[partner / 64] = 0;
        partners->ranks[kept] = partner;
        kept += partner != rank;
    }
    partners->count = kept;
    return code;
}
