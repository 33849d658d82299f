/* fold_table: what fold needs of one code point, as 32 bits made at build time from libunistring's properties.
 *
 * Input: a code point below 0x110000.
 * Output: its entry: the code point it folds to (NFKC_Casefold, default ignorables not yet deleted; UAX #15, #31) and
 * the properties *of that code point* that cut tokens. Where it folds to several, the entry holds a place in
 * lt_fold_expansions, and LT_ENTRY_CLASS is that of the first.
 * Ownership: none, the tables are constant.
 * Errors: none.
 * Complexity: constant time: a table of two levels. */
#ifndef LT_TEXT_FOLD_TABLE_H
#define LT_TEXT_FOLD_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* Word_Break values (UAX #29, table 3) as far as they change tokens. */
enum lt_fold_class {
    LT_CLASS_BREAK, /* a break before and, but for LT_CLASS_EXTEND, behind */
    LT_CLASS_MID_LETTER,
    LT_CLASS_MID_NUMBER,
    LT_CLASS_MID_BOTH,
    LT_CLASS_SINGLE_QUOTE,
    LT_CLASS_DOUBLE_QUOTE,
    LT_CLASS_LETTER = 8, /* the classes above are like LT_CLASS_BREAK where no word stands before them */
    LT_CLASS_HEBREW,
    LT_CLASS_NUMERIC,
    LT_CLASS_JOINER,   /* ExtendNumLet: _ */
    LT_CLASS_KATAKANA, /* Katakana that is no letter: ゠ */
    LT_CLASS_EXTEND,   /* Extend, Format, ZWJ, and what has no width or meaning */
    LT_CLASS_COUNT
};

#define LT_ENTRY_CLASS 0xFU
#define LT_ENTRY_TOKEN 0x10U     /* gc L or N, not IGNORABLE */
#define LT_ENTRY_DIGIT 0x20U     /* gc Nd */
#define LT_ENTRY_MARK 0x40U      /* gc M, not IGNORABLE */
#define LT_ENTRY_IGNORABLE 0x80U /* without width or meaning: default ignorables, controls but white space, tatweel */
#define LT_ENTRY_JOINS 0x100U    /* normalisation can move it before, or join it to, what precedes */
#define LT_ENTRY_EXPANDS 0x200U  /* folds to several code points */
#define LT_ENTRY_ALONE 0x400U    /* a token of its own: Han, kana, Thai … */
#define LT_ENTRY_SHIFT 11        /* above: a difference mod 2^21, or a place in lt_fold_expansions */
/* Zero under the first mask: breaks on both sides if no LT_CLASS_EXTEND or LT_ENTRY_JOINS follows, and needs no
 * thought. Under the second: the same where no word stands before. */
#define LT_ENTRY_PLAIN_MASK (LT_ENTRY_CLASS | LT_ENTRY_JOINS | LT_ENTRY_EXPANDS)
#define LT_ENTRY_APART_MASK (LT_CLASS_LETTER | LT_ENTRY_JOINS | LT_ENTRY_EXPANDS)

#define LT_FOLD_BLOCK_BITS 6
extern const uint16_t lt_fold_blocks[];
extern const uint32_t lt_fold_entries[];
/* At each place a count, then as many code points. */
extern const uint32_t lt_fold_expansions[];

static inline uint32_t lt_fold_entry(uint32_t code_point)
{
    size_t block = lt_fold_blocks[code_point >> LT_FOLD_BLOCK_BITS];
    return lt_fold_entries[(block << LT_FOLD_BLOCK_BITS) | (code_point & ((1U << LT_FOLD_BLOCK_BITS) - 1))];
}

/* What a code point folds to; `entry` is its own, without LT_ENTRY_EXPANDS. */
static inline uint32_t lt_fold_single(uint32_t code_point, uint32_t entry)
{
    return (code_point + (entry >> LT_ENTRY_SHIFT)) & 0x1FFFFFU;
}

#define LT_HAN_BLOCK_BITS 6
extern const uint16_t lt_han_blocks[];
extern const uint32_t lt_han_differences[];
/* Code points at and above this have no simplified form. */
extern const uint32_t lt_han_limit;

/* The simplified form of a traditional character (OpenCC's characters), or the code point itself. */
static inline uint32_t lt_fold_simplified(uint32_t code_point)
{
    if (code_point >= lt_han_limit) {
        return code_point;
    }
    size_t block = lt_han_blocks[code_point >> LT_HAN_BLOCK_BITS];
    uint32_t difference =
        lt_han_differences[(block << LT_HAN_BLOCK_BITS) | (code_point & ((1U << LT_HAN_BLOCK_BITS) - 1))];
    return (code_point + difference) & 0x1FFFFFU;
}

#endif
