/* partners: the paragraphs that share a bucket with one, each once.
 *
 * Input: a rank, and how many members of each of its buckets count. Output: their ranks, in no particular order.
 * Ownership: lt_partners is one worker's scratch. Errors: those of candidate.
 * Complexity: a step for each member that counts, in each bucket. Memory: a bit a rank. */
#ifndef LT_PARTNERS_H
#define LT_PARTNERS_H

#include "match/candidate.h"

typedef struct lt_partners {
    uint32_t *ranks;
    size_t count, capacity;
    bool behind;     /* in one of its buckets the paragraph is not among those that count */
    uint64_t *marks; /* a bit a rank: it is in `ranks`; clear between times */
    const unsigned char
        *states; /* [rank] equal to `left_out`: leave it out; NULL: nobody. Others may write meanwhile */
    unsigned char left_out;
    lt_spool_scratch bucket_scratch, member_scratch;
} lt_partners; /* zero it first */
LEITONG_CHECK int lt_partners_init(lt_partners *partners, const lt_candidates *candidates, leitong_error *error);
void lt_partners_clear(lt_partners *partners);

/* The first `most` members of each bucket of `rank`, without itself. */
LEITONG_CHECK int lt_partners_gather(lt_partners *partners, const lt_candidates *candidates, uint32_t rank,
                                     uint32_t most, leitong_error *error);

#endif
