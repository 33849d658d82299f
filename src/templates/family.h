/* family: texts that were made from one form.
 *
 * Input: the settled corpus and its candidates. Output: families, each of places:
 *   - PARAGRAPH: whole paragraphs, but for boilerplate: of one masked form, or of forms that slots make one; long ones
 *     also where they are alike from end to end. A paragraph is a member of at most one.
 *   - CLAUSE: a formula inside longer text, from the first clause that two of its places share to the last.
 *   - DOCUMENT: whole documents that are alike from end to end.
 *   - BOILERPLATE: short blocks that recur at the head or tail of documents of one site.
 * All but boilerplate hold at least two different texts, the looser levels and units three. Families are sorted by
 * (unit, first member), members ascending; they depend on the content alone, not on arrival, jobs or memory. Each
 * level's work is linear in the paragraphs; what a cap left out is counted in `overflow`. Memory: with a folder the
 * forms' ids (4 bytes a unit) are on disk. All else is held, whatever the folder: 90 bytes a distinct paragraph; 500 a
 * form of LT_SIMILAR_LONG words while alike ones are sought; 64 a form of at most LT_SHAPE_LONGEST units that
 * shares a key with another, 4 a unit of it, and while gaps are sought 32 a key, a part of them at a time; 70 a clause
 * that stands in two paragraphs and 32 for each two of them near one another, while formulas are. Ownership:
 * lt_families. Errors: those of corpus, mask and workers; LEITONG_ECANCELLED. */
#ifndef LT_TEMPLATES_FAMILY_H
#define LT_TEMPLATES_FAMILY_H

#include "pairs/candidate.h"
#include "templates/family_list.h"

typedef struct lt_family_options {
    lt_mask_options mask;
    const char *folder;                                            /* for what spills; NULL: nothing does */
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
} lt_family_options;

LEITONG_CHECK int lt_family_run(const lt_corpus *corpus, const lt_candidates *candidates,
                                const lt_family_options *options, lt_workers *workers, lt_families *ret_families,
                                leitong_error *error);

#endif
