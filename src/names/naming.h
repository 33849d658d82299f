/* naming: the conductor of swaps and names left behind: adaptation first.
 *
 *   passages → adaptation_gate: pairs that share enough, a few of all            (the others cost nothing more)
 *            → document_view, case_alignment, items, name_kind → swap            what was exchanged
 *            → token_index, adapted                                              was the pair adapted?
 *            → left_behind                                                       what was forgotten
 *            → corpus_usage: terms that are common and names that are fixed go
 *
 * Input: a settled corpus, the passages between its documents, how rare their wording is, and names the user gave.
 * Output: swaps by document pair and names left behind by place, of adapted pairs alone. Neither the number of workers
 * nor the order of arrival shows.
 * Ownership: lt_naming. Errors: LEITONG_EMEMORY; those of corpus, refold and words; LEITONG_ECANCELLED.
 * Complexity: n log² n in the passages; linear in the documents of the pairs that pass the gate. */
#ifndef LT_NAMES_NAMING_H
#define LT_NAMES_NAMING_H

#include "base/workers.h"
#include "names/left_behind.h"

typedef struct lt_naming {
    lt_swaps swaps; /* by (document_a, document_b) */
    lt_lefts lefts;
} lt_naming; /* zero it first */
void lt_naming_clear(lt_naming *naming);

typedef struct lt_naming_input {
    const lt_corpus *corpus;
    const lt_passages *passages;
    const lt_salience *salience; /* NULL: no wording is rare */
    unsigned fold_flags;
    const char *const *gazetteer; /* UTF-8 names */
    size_t gazetteer_count;
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
} lt_naming_input;

LEITONG_CHECK int lt_naming_run(const lt_naming_input *input, lt_workers *workers, lt_naming *ret_naming,
                                leitong_error *error);

#endif
