/* passage: the second path's conductor: seeds → postings → hits → chains → alignment → audit → passages and phrases.
 *
 * Enters: a settled corpus. Leaves: passages sorted by (document_a, a_begin, document_b, b_begin, …), document_a ≤ document_b and, within
 * one document, a_begin < b_begin; phrases with their places. No verbatim run of ≥ `run` tokens escapes (DESIGN.md,
 * contract 1); work is linear (contract 8): seeds in ≤ `hot` places pair them all, hotter ones are keyed again by the whole
 * `run`-token window; windows in more than `hot` places become phrases and a star to their first place.
 * Owner: lt_passage_result. Seeds and hits go through `run` and spill under a memory limit.
 * Errors: those of run and corpus; LEITONG_ECANCELLED. */
#ifndef LT_PASSAGE_H
#define LT_PASSAGE_H

#include "index/run.h"
#include "match/align.h"
#include "text/corpus.h"
#include "workers.h"

typedef struct lt_place {
    uint32_t document;
    uint32_t begin, end; /* token numbers within the document */
} lt_place;

typedef struct lt_phrase {
    size_t place_begin; /* in `places` */
    uint32_t place_count;
    uint32_t documents; /* distinct documents among the places */
} lt_phrase;

typedef struct lt_passage_result {
    lt_passages passages;
    lt_phrase *phrases; /* sorted by their first place */
    size_t phrase_count, phrase_capacity;
    lt_place *places; /* of a phrase: ascending; all of the same tokens */
    size_t place_count, place_capacity;
    uint64_t seeds, hits, hot_windows; /* how much work it was */
} lt_passage_result;
void lt_passage_result_clear(lt_passage_result *result);

typedef struct lt_passage_options {
    unsigned run;     /* 13 */
    unsigned hot;     /* 16 */
    unsigned stock;   /* documents; 8 */
    uint64_t memory;  /* 0: no limit */
    const char *folder;
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
} lt_passage_options;

LEITONG_CHECK int lt_passage_run(const lt_corpus *corpus, const lt_passage_options *options, lt_workers *workers,
                                 lt_passage_result *ret_result, leitong_error *error);

#endif
