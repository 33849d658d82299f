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
    LT_UNIT_NUMBER,      /* 12  1,000  3.14  2２  20xx  10ms  0739-3321907 */
    LT_UNIT_HAN_NUMERAL, /* 十三, of 第十三届 */
    LT_UNIT_DATE,        /* 2020-05-28  28.5.2020  Dec 10 */
    LT_UNIT_TIME,        /* 06:55:46.123 */
    LT_UNIT_URL,         /* https://a.b/c  www.a.b */
    LT_UNIT_ADDRESS,     /* 10.0.0.1  10.0.0.1:80  host.name:80  a.b.com  a@b.c */
    LT_UNIT_PATH,        /* /var/log/a.txt  C:\a\b  a.exe */
    LT_UNIT_UUID,
    LT_UNIT_HEX,        /* 0x14ed93  d41d8cd98f00b204 */
    LT_UNIT_IDENTIFIER, /* blk_-38865  1-2-3.user.net  00487 of part-00487 */
    LT_UNIT_KINDS
} lt_unit_kind;

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
