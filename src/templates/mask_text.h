/* mask_text: which stretches of a text are numbers, dates, addresses and their like, by their bytes.
 *
 * Enters: UTF-8. Leaves: stretches of ASCII, ascending, disjoint, each of one kind. Looked for in pieces without white
 * space; of two kinds that fit at one place the more special wins, and no stretch ends inside a word.
 * Owner: the caller. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_MASK_TEXT_H
#define LT_TEMPLATES_MASK_TEXT_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct lt_mask_stretch {
    uint32_t begin, end; /* bytes */
    uint8_t kind;        /* lt_unit_kind */
} lt_mask_stretch;

typedef struct lt_mask_stretches {
    lt_mask_stretch *items;
    size_t count, capacity;
} lt_mask_stretches; /* zero it first */
void lt_mask_stretches_clear(lt_mask_stretches *stretches);

/* Replaces the stretches by those of `text`. */
LEITONG_CHECK int lt_mask_text(const uint8_t *text, size_t size, lt_mask_stretches *stretches, leitong_error *error);

#endif
