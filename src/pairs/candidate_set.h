/* candidate_set: distinct paragraphs, their ranks, and the buckets in which they stand, both ways round.
 *
 * Input: `candidate` finds the distinct paragraphs, `bucket` fills in ranks and buckets. Output: of a rank its buckets,
 * of a bucket its members. An inverted file and its transpose, in memory or spilled.
 * Ownership: lt_candidates, cleared by the caller. Errors: those of number_array.
 * Complexity: a read costs what it returns. */
#ifndef LT_PAIRS_CANDIDATE_SET_H
#define LT_PAIRS_CANDIDATE_SET_H

#include "base/number_array.h"

/* Numbers: paragraph = of the settled corpus; distinct = rank of a distinct paragraph's first place; rank = as above;
 * bucket = where it begins in `members`: there its size, then its ranks. */
typedef struct lt_candidates {
    uint32_t distinct_count;
    uint32_t *distinct_paragraph; /* [distinct] → its first paragraph; ascending */
    uint32_t *paragraph_distinct; /* [paragraph] → distinct */
    uint32_t ranked_count;        /* distinct paragraphs that stand in a bucket */
    uint32_t *ranked;             /* [rank] → distinct */
    uint64_t *bucket_begin;       /* [ranked_count + 1]: the buckets of a rank, in `buckets` */
    lt_number_array buckets;
    lt_number_array members;
    uint64_t bucket_count;
    uint64_t bucket_pairs; /* pairs of members, over all buckets: a pair counts once a bucket it shares */
} lt_candidates;
void lt_candidates_clear(lt_candidates *candidates);

/* The buckets, ascending, of ranks [begin, end): those of rank r are *ret_buckets + bucket_begin[r] −
 * bucket_begin[begin]. Stands as lt_spool_view says. */
LEITONG_CHECK int lt_candidates_buckets(const lt_candidates *candidates, uint32_t begin, uint32_t end,
                                        lt_spool_scratch *scratch, const uint32_t **ret_buckets, leitong_error *error);

typedef struct lt_bucket_members {
    const uint32_t *ranks; /* ascending; the first min(`most`, size) of them stand here */
    uint32_t size;         /* of the whole bucket */
} lt_bucket_members;

/* The first `most` members of a bucket. Stands as lt_spool_view says. */
LEITONG_CHECK int lt_candidates_members(const lt_candidates *candidates, uint32_t bucket, uint32_t most,
                                        lt_spool_scratch *scratch, lt_bucket_members *ret_members,
                                        leitong_error *error);

#endif
