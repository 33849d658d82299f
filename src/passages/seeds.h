/* seeds: chooses the seeds of a whole corpus (sketch/winnow.h) and sorts them by hash.
 *
 * Documents are cut into stretches; workers choose the seeds of one batch of stretches while the calling thread appends
 * those of the batch before to a sorted run. The run has LT_SEEDING_LANES lanes, by the low bits of the hash: a seed is
 * the least of several hashes, whose high bits are mostly zeros.
 * Input: a corpus in its final order of documents.
 * Output: a sorted run of 16-byte records {seed hash, place}. Lanes are read in sorted order, so that which thread made
 * a record never shows.
 * Ownership: the caller frees the sorted run.
 * Errors: those of sorted_run and corpus; LEITONG_EUSAGE (a document of 2^31 tokens or more: split it);
 * LEITONG_ECANCELLED.
 * Complexity: linear in tokens, and a sort. */
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
    bool whole; /* a document shorter than a run has one seed, at token 0: lt_winnow_whole */
} lt_seeds_options;

LEITONG_CHECK int lt_seeds_run(const lt_corpus *corpus, const lt_seeds_options *options, lt_workers *workers,
                               const lt_progress *progress, lt_sorted_run **ret_seeds, leitong_error *error);

#endif
