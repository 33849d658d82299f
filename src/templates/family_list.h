/* family_list: adds a family to a list of families.
 *
 * Input: places, ascending by (document, begin), none twice. Output: a row, with its documents counted.
 * Ownership: the list. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_FAMILY_LIST_H
#define LT_TEMPLATES_FAMILY_LIST_H

#include "passages/phrase.h"
#include "templates/shape.h"

typedef enum lt_family_unit {
    LT_FAMILY_PARAGRAPH,
    LT_FAMILY_CLAUSE,
    LT_FAMILY_DOCUMENT,
    LT_FAMILY_BOILERPLATE
} lt_family_unit;

/* What made it one family: how much its members may differ. */
typedef enum lt_family_level {
    LT_FAMILY_FORM,    /* paragraphs: equal but for masks */
    LT_FAMILY_SLOT,    /* … and gaps (templates/gap_rounds) */
    LT_FAMILY_SIMILAR, /* … alike in order, far below the threshold; documents too */
    LT_FAMILY_ANCHOR,  /* clauses: two whole ones in common */
    LT_FAMILY_POSITION /* boilerplate: one place on pages of one site */
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
    lt_shapes shapes;
    uint32_t *leaves;  /* [member] of paragraph families: its shape, or LT_SHAPE_NONE */
    uint64_t overflow; /* comparisons that full buckets left out */
} lt_families;         /* zero it first */
void lt_families_clear(lt_families *families);

LEITONG_CHECK int lt_families_append(lt_families *families, lt_family_unit unit, lt_family_level level,
                                     const lt_place *places, size_t count, leitong_error *error);

#endif
