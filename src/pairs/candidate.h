/* candidate: which paragraphs share a band key.
 *
 * Paragraphs with equal tokens are collapsed to the first of them in (document, begin) order. Distinct paragraphs that
 * stand in a bucket are ranked: the most crowded first (the sum of its buckets' sizes), then by content hash, of equal
 * hashes by tokens (words are numbered by lt_corpus_number_words), so that whoever works in rank order works in an
 * order of content alone. Nothing of the output depends on arrival, jobs or memory. Input: for every paragraph, in
 * order of arrival, its content hash and band keys. Output: the distinct paragraphs, and the buckets in which at least
 * 2 of them stand (candidate_set.h). Ownership: lt_candidate while adding, then lt_candidates. Errors: those of
 * sorted_run, corpus and jaccard; LEITONG_EUSAGE (2^32 bucket members: scan in shards). Complexity: linear in
 * paragraphs × bands, but for sorting. Memory, bytes a paragraph: 4·bands + 16 while adding, about 30 to
 * finish, and for each distinct one that stands in a bucket about 60 more, and 10 for each of its buckets; with a limit
 * the keys and buckets spill. */
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
