/* clause: where the clauses of paragraphs begin and end.
 *
 * Input: distinct paragraphs of the settled corpus. Output: for each clause of 2 to LT_CLAUSE_LONGEST tokens the hash
 * of its ids, where numbers written in digits are all alike, and its tokens, in order. A clause ends where a mark
 * stands between two tokens (， 。 （ - …), and with the paragraph; white space, 、, marks of quotation (“ ” 「 」 "
 * '), of titles (《 》) and of Markdown (* # _ ` ~) end none. Ownership: lt_clauses. Errors: those of corpus, refold
 * and workers. */
#ifndef LT_TEMPLATES_CLAUSE_H
#define LT_TEMPLATES_CLAUSE_H

#include "pairs/candidate.h"

#define LT_CLAUSE_LONGEST 32 /* tokens */

typedef struct lt_clause {
    uint64_t hash;
    uint32_t distinct;
    uint32_t begin : 24, count : 8; /* tokens of the paragraph; those behind the 2^24th are not looked at */
} lt_clause;

typedef struct lt_clauses {
    lt_clause *items; /* by (distinct, begin) */
    size_t count, capacity;
} lt_clauses; /* zero it first */
void lt_clauses_clear(lt_clauses *clauses);

/* Only clauses whose hash at least two distinct paragraphs may have. */
LEITONG_CHECK int lt_clauses_cut(const lt_corpus *corpus, const lt_candidates *candidates, unsigned fold_flags,
                                 lt_workers *workers, lt_clauses *clauses, leitong_error *error);

#endif
