/* family: texts that were made from one form.
 *
 * Enters: the settled corpus, its candidates and clusters. Leaves: families, each of places:
 *   - PARAGRAPH: whole paragraphs, but for furniture: of one masked form, or of forms that slots make one; long ones
 *     also where they are near-duplicates or alike from end to end. A paragraph is a member of at most one.
 *   - CLAUSE: a formula inside longer text, from the first clause that two of its places share to the last.
 *   - DOCUMENT: documents that are the same paragraph families in the same order; a member is a whole document, or a
 *     stretch of one that holds several forms.
 *   - FURNITURE: short blocks that recur at the head or tail of documents of one site.
 * All but furniture hold at least two different texts, the looser levels and units three. Families are sorted by (unit,
 * first member), members ascending; they depend on the content alone, not on arrival, jobs or memory. Each level's work
 * is linear in the paragraphs; what a cap left out is counted in `overflow`.
 * Memory: with a folder the forms' ids (4 bytes a unit) are on disk. All else is held, whatever the folder: 90 bytes a
 * distinct paragraph; 500 a form of LT_SIMILAR_LONG words while alike ones are sought; 4 a unit of forms of at most
 * LT_SLOT_LONGEST and 32 a place without which four of them are equal, while slots are; 70 a clause that stands in two
 * paragraphs and 32 for each two of them near one another, while formulas are.
 * Owner: lt_families. Errors: those of corpus, mask and workers; LEITONG_ECANCELLED. */
#ifndef LT_TEMPLATES_FAMILY_H
#define LT_TEMPLATES_FAMILY_H

#include "pairs/candidate.h"
#include "pairs/cluster.h"
#include "passages/phrase.h"

typedef enum lt_family_unit {
    LT_FAMILY_PARAGRAPH,
    LT_FAMILY_CLAUSE,
    LT_FAMILY_DOCUMENT,
    LT_FAMILY_FURNITURE
} lt_family_unit;

/* What made it one family: how much its members may differ. */
typedef enum lt_family_level {
    LT_FAMILY_FORM,     /* paragraphs: equal but for masks */
    LT_FAMILY_SLOT,     /* … and slots of one word */
    LT_FAMILY_NEAR,     /* … within the threshold of a medoid */
    LT_FAMILY_SIMILAR,  /* … alike in order, far below the threshold */
    LT_FAMILY_ANCHOR,   /* clauses: two whole ones in common */
    LT_FAMILY_SEQUENCE, /* documents: paragraph families in common, in order, or else alike in order themselves */
    LT_FAMILY_POSITION  /* furniture: one place on pages of one site */
} lt_family_level;

typedef struct lt_family {
    size_t member_begin; /* in `members` */
    uint32_t member_count;
    uint32_t documents; /* different documents among the members */
    uint8_t unit;       /* lt_family_unit */
    uint8_t level;      /* lt_family_level: of paragraphs the loosest that joined any two; of other units the unit's */
} lt_family;

typedef struct lt_families {
    lt_family *items;
    size_t count, capacity;
    lt_place *members;
    size_t member_count, member_capacity;
    uint64_t overflow; /* comparisons that full buckets left out */
} lt_families;         /* zero it first */
void lt_families_clear(lt_families *families);

typedef struct lt_family_options {
    unsigned fold_flags;                                           /* as the corpus was folded (LT_FOLD_HAN or 0) */
    const char *folder;                                            /* for what spills; NULL: nothing does */
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
} lt_family_options;

LEITONG_CHECK int lt_family_run(const lt_corpus *corpus, const lt_candidates *candidates, const lt_clusters *clusters,
                                const lt_family_options *options, lt_workers *workers, lt_families *ret_families,
                                leitong_error *error);

#endif
