/* mask_text: which stretches of a text are numbers, dates, addresses and their like, by their bytes.
 *
 * Input: UTF-8. Output: stretches of ASCII, ascending, disjoint, each of one kind. Looked for in pieces without white
 * space; of two kinds that fit at one place the more special wins, and no stretch ends inside a word.
 * Ownership: the caller. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_MASK_TEXT_H
#define LT_TEMPLATES_MASK_TEXT_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef enum lt_unit_kind {
    LT_UNIT_WORD,
    LT_UNIT_NUMBER,
    LT_UNIT_HAN_NUMERAL,
    LT_UNIT_DATE,
    LT_UNIT_TIME,
    LT_UNIT_URL,
    LT_UNIT_ADDRESS,
    LT_UNIT_PATH,
    LT_UNIT_UUID,
    LT_UNIT_HEX,
    LT_UNIT_IDENTIFIER,
    LT_UNIT_USER, /* templates/mask_pattern */
    LT_UNIT_KINDS
} lt_unit_kind;

/* What the kinds are called, and examples parted by two spaces: FORMATS.md prints them. */
typedef struct lt_mask_kind {
    const char *name, *examples;
} lt_mask_kind;
extern const lt_mask_kind lt_mask_kinds[LT_UNIT_KINDS];

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
