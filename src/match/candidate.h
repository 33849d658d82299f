/* candidate: which paragraphs share a band key.
 *
 * Enters: for every paragraph, in order of arrival, its content hash and band keys. Leaves: paragraphs with equal
 * tokens collapsed to the first of them in (document, begin) order; the buckets in which ≥ 2 of these distinct
 * paragraphs stand, both ways round.
 * Nothing that leaves depends on arrival, jobs or memory.
 * Distinct paragraphs that stand in a bucket are ranked: the most crowded first (the sum of its buckets' sizes), then
 * by content hash, of equal hashes by tokens, so that whoever works in rank order works in an order of content alone:
 * words are numbered by lt_corpus_number_words.
 * Memory, bytes a paragraph: 4·bands + 16 while adding, about 60 more to finish, and 10 for each bucket it stands in;
 * with a limit about 100 in all, since records and buckets spill.
 * Owner: lt_candidate while adding, then lt_candidates.
 * Errors: those of run, corpus and verify; LEITONG_EUSAGE (2^32 bucket members: scan in shards). */
#ifndef LT_CANDIDATE_H
#define LT_CANDIDATE_H

#include "match/numbers.h"
#include "text/corpus.h"
#include "workers.h"

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

/* Numbers: paragraph = of the settled corpus; distinct = rank of a distinct paragraph's first place; rank = as above;
 * bucket = where it begins in `members`: there its size, then its ranks. */
typedef struct lt_candidates {
    uint32_t distinct_count;
    uint32_t *distinct_paragraph; /* [distinct] → its first paragraph; ascending */
    uint32_t *paragraph_distinct; /* [paragraph] → distinct */
    uint32_t ranked_count;        /* distinct paragraphs that stand in a bucket */
    uint32_t *ranked;             /* [rank] → distinct */
    uint64_t *bucket_begin;       /* [ranked_count + 1]: the buckets of a rank, in `buckets` */
    lt_numbers buckets;
    lt_numbers members;
    uint64_t bucket_count;
    uint64_t bucket_pairs; /* pairs of members, over all buckets: a pair counts once a bucket it shares */
} lt_candidates;
void lt_candidates_clear(lt_candidates *candidates);

/* Ends the adding, whatever comes of it: afterwards the builder can only be freed. `places`: as lt_corpus_settle gave
 * them (NULL: paragraphs arrived in settled order). */
LEITONG_CHECK int lt_candidate_finish(lt_candidate *candidate, const lt_corpus *corpus, const uint32_t *places,
                                      lt_workers *workers, lt_candidates *ret_candidates, leitong_error *error);

/* The buckets, ascending, of ranks [begin, end): those of rank r are *ret_buckets + bucket_begin[r] −
 * bucket_begin[begin]. Stands as lt_spool_view says. */
LEITONG_CHECK int lt_candidates_buckets(const lt_candidates *candidates, uint32_t begin, uint32_t end,
                                        lt_spool_scratch *scratch, const uint32_t **ret_buckets, leitong_error *error);

/* The first min(`most`, size) members of a bucket, ascending, and its size. */
LEITONG_CHECK int lt_candidates_members(const lt_candidates *candidates, uint32_t bucket, uint32_t most,
                                        lt_spool_scratch *scratch, const uint32_t **ret_members, uint32_t *ret_size,
                                        leitong_error *error);

#endif
