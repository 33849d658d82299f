/* bucket_neighbours: the paragraphs that share a bucket with one, each once.
 *
 * Input: a rank, and how many members of each bucket count. Output: their ranks, in no particular order, without those
 * known to be of no use. Among 100,000 copies these are nearly all: where few remain of a crowded bucket, they are
 * kept in a table.
 * Ownership: lt_bucket_neighbours is one worker's scratch. Errors: those of candidate_set.
 * Complexity: a step for each member that counts, in each bucket. Memory: a bit a rank, and a table of 160 kB. */
#ifndef LT_PAIRS_BUCKET_NEIGHBOURS_H
#define LT_PAIRS_BUCKET_NEIGHBOURS_H

#include "pairs/candidate.h"

typedef struct lt_bucket_neighbours_kept lt_bucket_neighbours_kept;

typedef struct lt_bucket_neighbours {
    uint32_t *ranks;
    size_t count, capacity;
    bool behind;                     /* in one of its buckets the paragraph is not among those that count */
    uint32_t most;                   /* members of a bucket that count: its first */
    const unsigned char *states;     /* [rank]; other workers may write meanwhile; NULL: nobody is left out */
    unsigned char left_out;          /* the state of who is of no use, and stays so */
    lt_bucket_neighbours_kept *kept; /* a table of buckets; NULL without states */
    uint64_t *marks;                 /* a bit a rank: it is in `ranks`; clear between times */
    lt_spool_scratch bucket_scratch, member_scratch;
} lt_bucket_neighbours; /* zero it first */

/* `most` ≥ 1; `states` may be NULL. */
LEITONG_CHECK int lt_bucket_neighbours_init(lt_bucket_neighbours *neighbours, const lt_candidates *candidates,
                                            uint32_t most, const unsigned char *states, unsigned char left_out,
                                            leitong_error *error);
void lt_bucket_neighbours_clear(lt_bucket_neighbours *neighbours);

/* The first `most` members of each bucket of `rank`, those before `end`, without itself. With states: ask in ascending
 * order of ranks, with `end` = `rank`. */
LEITONG_CHECK int lt_bucket_neighbours_gather(lt_bucket_neighbours *neighbours, const lt_candidates *candidates,
                                              uint32_t rank, uint32_t end, leitong_error *error);

#endif
