/* usual_names: names that the rest of the corpus uses too, and that therefore tell nothing.
 *
 *   - A term is no name when it stands in more documents than one in 64, and in more than 4.
 *   - A name left behind is part of a fixed one (上海合作组织, 深圳经济特区) when it stands, with the word that
 * follows, in three different surroundings in other documents. Counting documents would fail, since copies count each
 * other.
 *
 * Input: swaps of terms, and rows left behind. Output: without these. Ownership: lt_usual_names, cleared by the caller.
 * Errors: those of corpus_usage. Complexity: a pass over the corpus where there is anything to ask. */
#ifndef LT_NAMES_USUAL_NAMES_H
#define LT_NAMES_USUAL_NAMES_H

#include "names/corpus_usage.h"
#include "names/left_behind.h"

typedef struct lt_usual_names {
    lt_vocabulary words;
    lt_usage usage;
    size_t documents;
} lt_usual_names; /* zero it first */
void lt_usual_clear(lt_usual_names *usual);

LEITONG_CHECK int lt_usual_add_terms(lt_usual_names *usual, const lt_name_pair *pair, leitong_error *error);
LEITONG_CHECK int lt_usual_count(lt_usual_names *usual, const lt_corpus *corpus, lt_workers *workers,
                                 leitong_error *error);
void lt_usual_drop_terms(const lt_usual_names *usual, const lt_name_pair *pair);

/* views: [document]. */
LEITONG_CHECK int lt_usual_drop_fixed(const lt_name_view *views, const lt_corpus *corpus, lt_workers *workers,
                                      lt_lefts *lefts, leitong_error *error);

#endif
