/* naming: the conductor of swaps and names left behind: adaptation first.
 *
 *   passages → adaptation_gate: pairs that share enough, a few of all            (the others cost nothing more)
 *            → document_view, case_alignment, items, name_kind → swap            what was exchanged
 *            → token_index, adapted                                              was the pair adapted?
 *            → left_behind                                                       what was forgotten
 *            → usual_names: terms that are common and names that are fixed go
 *            → swap_groups                                                       what was exchanged again and again
 *
 * Input: a settled corpus, the passages between its documents, how rare their wording is, and names the user gave.
 * Output: the adapted pairs; of these alone, swaps over all pairs and names left behind by place. Neither the number of
 * workers nor the order of arrival shows.
 * Ownership: lt_naming. Errors: LEITONG_EMEMORY; those of corpus, refold and words; LEITONG_ECANCELLED.
 * Complexity: n log² n in the passages; linear in the documents of the pairs that pass the gate. */
#ifndef LT_NAMES_NAMING_H
#define LT_NAMES_NAMING_H

#include "base/workers.h"
#include "names/adapted.h"
#include "names/left_behind.h"
#include "names/swap_groups.h"

/* A pair of which one document was made from the other. */
typedef struct lt_adaptation {
    uint32_t document_a, document_b;
    uint32_t matched; /* equal tokens of the cases that tell it */
    lt_adapted how;
    int copy;             /* 0: a, 1: b; −1: not known */
    bool dated;           /* the dates tell the copy, otherwise what was left behind */
    size_t swaps, places; /* different ones, and how often */
    size_t left_behind;   /* names, of which some may stand in lt_naming.lefts with another source */
} lt_adaptation;

typedef struct lt_naming {
    lt_adaptation *adapted; /* by (document_a, document_b) */
    size_t adapted_count;
    lt_swap_groups swaps;
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
