/* naming: the conductor of swaps and names left behind.
 *
 * Enters: a settled corpus, the passages between its documents, and names the user gave. Leaves: swaps by document
 * pair, names left behind by place. The way: documents that stand in passages are folded again and their names found
 * (name); the pairs' substitutions join them as words (swap, without names yet); how all these words are used (usage);
 * then each pair's swaps and what it left behind (left_behind). Neither the number of workers nor the order of arrival
 * shows. Work: linear in the corpus and in the passages. Owner: lt_naming. Errors: LEITONG_EMEMORY; those of corpus and
 * refold. */
#ifndef LT_NAMING_H
#define LT_NAMING_H

#include "match/left_behind.h"

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
} lt_naming_input;

LEITONG_CHECK int lt_naming_run(const lt_naming_input *input, lt_workers *workers, lt_naming *ret_naming,
                                leitong_error *error);

#endif
