/* bucket: sorted band records → ranked buckets, both ways round.
 *
 * Records of one key are a bucket. Its members are ranked, the most crowded first, and the inverted file (bucket →
 * ranks) is transposed (rank → buckets), in memory or by an external sort.
 * Input: band after band, records of key << 32 | distinct (or arrival), ascending.
 * Output: in lt_candidates, the ranks, each bucket's members and each rank's buckets (candidate_set.h says what they
 * are).
 * Ownership: lt_bucket is the builder's scratch; its output belongs to the lt_candidates it was made for.
 * Errors: those of sorted_run and jaccard; LEITONG_EUSAGE (2^32 bucket members: scan in shards).
 * Complexity: linear in the records, but for sorting. */
#ifndef LT_PAIRS_BUCKET_H
#define LT_PAIRS_BUCKET_H

#include "pairs/candidate_set.h"
#include "text/corpus.h"

#define LT_BUCKET_NONE UINT32_MAX

typedef struct lt_bucket lt_bucket;

/* `entries`: NULL when records hold distinct numbers; otherwise [arrival] → distinct, or LT_BUCKET_NONE for a
 * repetition of an earlier paragraph. `candidates` knows its distinct paragraphs already. `memory`: bytes
 * of records held before they spill to `folder`; 0: nothing spills. */
LEITONG_CHECK int lt_bucket_new(lt_candidates *candidates, const uint32_t *entries, uint64_t memory, const char *folder,
                                lt_bucket **ret_bucket, leitong_error *error);
void lt_bucket_free(lt_bucket *bucket);

/* More records of the band. */
LEITONG_CHECK int lt_bucket_take(lt_bucket *bucket, const uint64_t *records, size_t count, leitong_error *error);
LEITONG_CHECK int lt_bucket_end_band(lt_bucket *bucket, leitong_error *error);

/* After the last band. `hashes`: [distinct] */
LEITONG_CHECK int lt_bucket_finish(lt_bucket *bucket, const lt_corpus *corpus, const uint64_t (*hashes)[2],
                                   leitong_error *error);

#endif
