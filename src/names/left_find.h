/* left_find: names of a source in what is aligned as equal, whether or not they are anybody's fault.
 *
 * Input: a pair, and which side is looked at as the copy. Output: rows as left_behind tells them, appended, in no
 * order; they may overlap. Ownership: the caller of lt_lefts. Errors: LEITONG_EMEMORY.
 * Complexity: linear in the pair's blocks. */
#ifndef LT_NAMES_LEFT_FIND_H
#define LT_NAMES_LEFT_FIND_H

#include "leitong/result.h"
#include "names/pair.h"

enum lt_left_class {
    LT_LEFT_NAME = LEITONG_LEFT_NAME,
    LT_LEFT_TERRITORY = LEITONG_LEFT_TERRITORY,
    LT_LEFT_LEVEL = LEITONG_LEFT_LEVEL,
    LT_LEFT_BODY = LEITONG_LEFT_BODY,
    LT_LEFT_YEAR = LEITONG_LEFT_YEAR,
    LT_LEFT_ROLE = LEITONG_LEFT_ROLE,
    LT_LEFT_TERM = LEITONG_LEFT_TERM
};

typedef struct lt_left {
    lt_place place, source;
    lt_place instead; /* in the copy; begin == end: none */
    uint8_t class;    /* lt_left_class */
    uint8_t kind;     /* lt_name_kind */
    bool weak;
    uint32_t weight; /* swaps that tell of it */
    uint32_t name;   /* number of its text among the rows of one call */
} lt_left;

typedef struct lt_lefts {
    lt_left *items;
    size_t count, capacity;
} lt_lefts; /* zero it first */
void lt_lefts_clear(lt_lefts *lefts);

LEITONG_CHECK int lt_left_find(const lt_name_pair *pair, unsigned copy, const lt_edit *homes, lt_lefts *lefts,
                               leitong_error *error);

#endif
