/* profile_parts: columns → parts.
 *
 * Enters: a sample laid along a line, column by column. Leaves: the parts of a consensus, and the columns that they
 * keep. Owner: the caller. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_PROFILE_PARTS_H
#define LT_TEMPLATES_PROFILE_PARTS_H

#include "templates/profile.h"

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
