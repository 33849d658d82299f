/* family_clause: formulas inside longer text, found by whole clauses that they share.
 *
 * Input: the settled corpus, its distinct paragraphs, their forms and classes. Output: families of unit CLAUSE.
 * Clauses are as templates/clause cuts them. One that stands in at least two distinct paragraphs, but in no more than
 * LT_CLAUSE_RARE or one in a hundred, is an anchor. Two anchors of LT_CLAUSE_SHORTEST tokens together, apart from one
 * another but at most LT_CLAUSE_WINDOW tokens long with what stands between them, make a formula where the same two,
 * in one order, stand in several paragraphs with different things between them; what stands the same throughout is
 * copying and belongs to the passages. Formulas that begin with one anchor at one place are one family, from that
 * anchor to the last of the others. It takes LT_SHAPE_TEXTS documents, and paragraphs of as many classes. Of families
 * that overlap in most of their places the largest stays. Work is linear in the clauses: of the anchors behind one,
 * LT_CLAUSE_AHEAD are looked at. Ownership: the caller. Errors: those of
 * corpus, fold, numbers and workers. */
#ifndef LT_TEMPLATES_FAMILY_CLAUSE_H
#define LT_TEMPLATES_FAMILY_CLAUSE_H

#include "templates/family_class.h"
#include "templates/family_form.h"
#include "templates/family_list.h"

#define LT_CLAUSE_RARE 64    /* paragraphs */
#define LT_CLAUSE_WINDOW 120 /* tokens */
#define LT_CLAUSE_AHEAD 8    /* anchors */
#define LT_CLAUSE_SHORTEST 6 /* tokens of two anchors together */

typedef struct lt_clause_input {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    const lt_forms *forms;
    lt_classes *classes;
    unsigned fold_flags;
    lt_workers *workers;
} lt_clause_input;

LEITONG_CHECK int lt_clauses_find(const lt_clause_input *input, lt_families *families, leitong_error *error);

#endif
