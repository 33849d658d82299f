/* bucket: sorted band records → ranked buckets, both ways round.
 *
 * Enters: band after band, records of key << 32 | distinct (or arrival), ascending. Leaves: in lt_candidates, the
 * ranks, each bucket's members and each rank's buckets (candidate.h says what they are).
 * Owner: lt_bucket is the builder's scratch; what leaves belongs to the lt_candidates it was made for.
 * Errors: those of run and verify; LEITONG_EUSAGE (2^32 bucket members: scan in shards). */
#ifndef LT_BUCKET_H
#define LT_BUCKET_H

#include "match/candidate.h"

#define LT_BUCKET_NONE UINT32_MAX

typedef struct lt_bucket lt_bucket;

/* `entries`: NULL when records hold distinct numbers; otherwise [arrival] → distinct, or LT_BUCKET_NONE for a
 * repetition of an earlier paragraph. `candidates` knows its distinct paragraphs already. memory and folder as in
 * lt_candidate_options. */
LEITONG_CHECK int lt_bucket_new(lt_candidates *candidates, const uint32_t *entries, uint64_t memory, const char *folder,
                                lt_bucket **ret_bucket, leitong_error *error);
void lt_bucket_free(lt_bucket *bucket);

/* More records of the band. */
LEITONG_CHECK int lt_bucket_take(lt_bucket *bucket, const uint64_t *records, size_t count, leitong_error *error);
LEITONG_CHECK int lt_bucket_end_band(lt_bucket *bucket, leitong_error *error);

/* After the last band. corpus, hashes and arrivals as in lt_distinct_find. */
LEITONG_CHECK int lt_bucket_finish(lt_bucket *bucket, const lt_corpus *corpus, const uint64_t (*hashes)[2],
                                   const uint32_t *arrivals, leitong_error *error);

#endif
