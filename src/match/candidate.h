/* candidate: which paragraphs share a band key.
 *
 * Enters: for every paragraph its content hash and band keys. Leaves: paragraphs with equal tokens collapsed to the first
 * of them in (document, begin) order; for each such distinct paragraph the buckets (≥ 2 distinct paragraphs) it stands in.
 * Band records are flat and go through `run`, so they spill under a memory limit.
 * Owner: lt_candidates. Errors: those of run and corpus. */
#ifndef LT_CANDIDATE_H
#define LT_CANDIDATE_H

#include "index/run.h"
#include "text/corpus.h"
#include "workers.h"

/* Numbers: paragraph = of the settled corpus; distinct = rank of a distinct paragraph's first place. */
typedef struct lt_candidates {
    uint32_t distinct_count;
    uint32_t *distinct_paragraph; /* [distinct] → its first paragraph; ascending */
    uint32_t *paragraph_distinct; /* [paragraph] → distinct */
    uint64_t (*hash)[2];          /* [distinct] → 128-bit content hash */
    uint64_t *bucket_begin;       /* [distinct + 1]: its buckets are buckets[bucket_begin[d] … bucket_begin[d + 1]) */
    uint32_t *buckets;            /* ascending, so ordered by band */
    uint32_t bucket_count;
    uint64_t *member_begin; /* [bucket + 1] */
    uint32_t *members;      /* distinct numbers, ascending within a bucket */
} lt_candidates;
void lt_candidates_clear(lt_candidates *candidates);

#endif
