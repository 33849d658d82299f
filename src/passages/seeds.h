/* seeds: the seeds of a whole corpus, sorted by hash.
 *
 * Enters: a settled corpus. Leaves: a run set of 16-byte records {seed hash, place}: LT_SEEDING_LANES lanes by the
 * hash's low bits (of the least of several hashes the high bits are mostly zeros). Records are made in parallel and
 * appended by the calling thread; which thread made which never shows, as lanes are read in sorted order. Owner: the
 * caller frees the run set. Errors: those of run and corpus; LEITONG_EUSAGE (a document of 2^31 tokens or more: split
 * it); LEITONG_ECANCELLED. */
#ifndef LT_PASSAGES_SEEDS_H
#define LT_PASSAGES_SEEDS_H

#include "base/progress.h"
#include "base/sorted_run.h"
#include "base/workers.h"
#include "sketch/winnow.h"
#include "text/corpus.h"

#define LT_SEEDING_LANES 64

/* Place: (document, token number within it), which also sort so. */
static inline uint64_t lt_place_pack(uint32_t document, uint32_t token)
{
    return (uint64_t)document << 32 | token;
}
static inline uint32_t lt_place_document(uint64_t place)
{
    return (uint32_t)(place >> 32);
}
static inline uint32_t lt_place_token(uint64_t place)
{
    return (uint32_t)place;
}

typedef struct lt_seeds_options {
    lt_winnow shape;
    uint64_t memory; /* as in lt_sorted_run_options */
    const char *folder;
} lt_seeds_options;

LEITONG_CHECK int lt_seeds_run(const lt_corpus *corpus, const lt_seeds_options *options, lt_workers *workers,
                               const lt_progress *progress, lt_sorted_run **ret_seeds, leitong_error *error);

#endif
