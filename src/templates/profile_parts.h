/* profile_parts: columns → parts.
 *
 * Input: a sample laid along a line, column by column. Output: the parts of a consensus, and the columns that they
 * keep. Ownership: the caller. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_PROFILE_PARTS_H
#define LT_TEMPLATES_PROFILE_PARTS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LT_PROFILE_MEDOIDS 15
#define LT_PROFILE_FIXED 80 /* percent of the sample's members */
#define LT_PROFILE_SOME 20  /* percent; and at least two */

typedef struct lt_variant {
    const uint32_t *ids; /* of units */
    uint32_t count;
    uint32_t weight; /* members that have this text */
} lt_variant;

typedef enum lt_part_kind { LT_PART_TEXT, LT_PART_OPTIONAL, LT_PART_SLOT } lt_part_kind;

typedef struct lt_part {
    uint32_t begin, end; /* columns; of a slot that is no mask none */
    uint8_t kind;        /* lt_part_kind */
} lt_part;

typedef struct lt_profile {
    uint32_t *columns; /* ids, part by part */
    uint8_t *open;     /* [column_count + 1]: a slot stands before the column; lt_profile_alignment_line */
    lt_part *parts;
    uint32_t column_count, part_count;
    size_t column_capacity, open_capacity, part_capacity;
} lt_profile; /* zero it first */
void lt_profile_clear(lt_profile *consensus);

/* Whether an id is a mask's. */
static inline bool lt_profile_mask(uint32_t id)
{
    return id >> 30 == 1;
}

/* Where a member has the parts. */
typedef struct lt_read_part {
    uint32_t begin, end; /* units; begin == end: the member has nothing there */
} lt_read_part;

typedef struct lt_stack {
    const lt_variant *sample;
    uint32_t count;  /* of the sample */
    uint32_t weight; /* of all of it */
    uint32_t *ids;   /* [columns] */
    uint32_t *at;    /* [count][columns]: the unit, or LT_PROFILE_ALIGNMENT_NONE */
    uint32_t columns;
    size_t id_capacity, at_capacity;
} lt_stack; /* zero it first */
void lt_stack_clear(lt_stack *stack);

/* `inner` as in lt_profile_make. */
LEITONG_CHECK int lt_profile_lay(const lt_stack *stack, bool inner, lt_profile *consensus, leitong_error *error);

#endif
