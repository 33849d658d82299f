/* naming: the conductor of swaps and names left behind.
 *
 * Input: a settled corpus, the passages between its documents, and names the user gave. Output: swaps by document
 * pair, names left behind by place. The way: documents that stand in passages are folded again and their names found
 * (name); each pair's substitutions (swap), which join them as words; how the words that matter are used (usage); then
 * which swaps stand (swap_settle) and what each pair left behind (left_behind). Neither the number of workers nor the
 * order of arrival shows. Work: linear in the corpus and in the passages. Ownership: lt_naming. Errors:
 * LEITONG_EMEMORY; those of corpus and refold; LEITONG_ECANCELLED. */
#ifndef LT_NAMES_NAMING_H
#define LT_NAMES_NAMING_H

#include "names/left_behind.h"

typedef struct lt_naming {
    lt_swaps swaps; /* by (document_a, document_b) */
    lt_lefts lefts;
} lt_naming; /* zero it first */
void lt_naming_clear(lt_naming *naming);

typedef struct lt_naming_input {
    const lt_corpus *corpus;
    const lt_passages *passages;
    unsigned fold_flags;
    const char *const *gazetteer; /* UTF-8 names */
    size_t gazetteer_count;
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
} lt_naming_input;

LEITONG_CHECK int lt_naming_run(const lt_naming_input *input, lt_workers *workers, lt_naming *ret_naming,
                                leitong_error *error);

#endif
