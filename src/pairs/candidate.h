/* candidate: which paragraphs share a band key.
 *
 * Enters: for every paragraph, in order of arrival, its content hash and band keys. Leaves: paragraphs with equal
 * tokens collapsed to the first of them in (document, begin) order; the buckets in which ≥ 2 of these distinct
 * paragraphs stand, both ways round.
 * Nothing that leaves depends on arrival, jobs or memory.
 * Distinct paragraphs that stand in a bucket are ranked: the most crowded first (the sum of its buckets' sizes), then
 * by content hash, so that whoever works in rank order works in an order of content alone.
 * Memory, bytes a paragraph: 4·bands + 16 while adding, about 60 more to finish, and 10 for each bucket it stands in;
 * with a limit about 100 in all, since records and buckets spill.
 * Owner: lt_candidate while adding, then lt_candidates.
 * Errors: those of run, corpus and verify; LEITONG_EUSAGE (2^32 bucket members: scan in shards). */
#ifndef LT_PAIRS_CANDIDATE_H
#define LT_PAIRS_CANDIDATE_H

#include "base/workers.h"
#include "pairs/candidate_set.h"
#include "text/corpus.h"

typedef struct lt_candidate lt_candidate;

typedef struct lt_candidate_options {
    unsigned bands;
    uint64_t memory;    /* bytes of records held before they spill; 0: no limit, nothing spills */
    const char *folder; /* for spills; may be NULL when memory is 0 */
} lt_candidate_options;

LEITONG_CHECK int lt_candidate_new(const lt_candidate_options *options, lt_candidate **ret_candidate,
                                   leitong_error *error);
void lt_candidate_free(lt_candidate *candidate);

/* The next paragraph in order of arrival; one thread adds. `hash`: lt_hash_128 over its tokens' hashes; `keys`: one a
 * band.
 */
LEITONG_CHECK int lt_candidate_add(lt_candidate *candidate, const uint64_t hash[2], const uint32_t *keys,
                                   leitong_error *error);

/* Ends the adding, whatever comes of it: afterwards the builder can only be freed. `places`: as lt_corpus_settle gave
 * them (NULL: paragraphs arrived in settled order). */
LEITONG_CHECK int lt_candidate_finish(lt_candidate *candidate, const lt_corpus *corpus, const uint32_t *places,
                                      lt_workers *workers, lt_candidates *ret_candidates, leitong_error *error);

#endif
