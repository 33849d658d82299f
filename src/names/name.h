/* name: places, bodies, offices and persons in a paragraph, by the form of their names.
 *
 * Input: a paragraph's tokens and where characters that are no token stand between them. Output: names, by place.
 * A place is what ends in 省 市 县 区 镇 乡 村 …; a body what ends in 局 厅 委 院; an office what is said of a level
 * (市委书记, 副县长); a person a surname and one or two characters before a title (周国栋书记, 何平同志), or behind
 * one. Where a name begins is certain when a mark, a function word or another place stands before it; otherwise two
 * characters are taken. These are forms, not knowledge: whoever uses them asks in addition how the words are used
 * elsewhere (usage.h). Units: tokens of the paragraph. Ownership: the caller of lt_names. Errors:
 * LEITONG_EMEMORY. */
#ifndef LT_NAMES_NAME_H
#define LT_NAMES_NAME_H

#include "leitong/result.h"
#include "names/name_table.h"

#include <stdint.h>

enum lt_name_kind {
    LT_NAME_PLACE = LEITONG_KIND_PLACE,
    LT_NAME_ORGANISATION = LEITONG_KIND_ORGANISATION,
    LT_NAME_PERSON = LEITONG_KIND_PERSON,
    LT_NAME_OTHER = LEITONG_KIND_OTHER
};

enum lt_name_flag {
    LT_NAME_CERTAIN = 1,  /* where it begins is certain */
    LT_NAME_STEM = 2,     /* a place without what it ends in */
    LT_NAME_OFFICE = 4,   /* of a level: 市委, 副县长 */
    LT_NAME_GIVEN = 8,    /* the user's own */
    LT_NAME_SWAPPED = 16, /* one side of a substitution */
    LT_NAME_PROVEN = 32,  /* given, or used as a name often enough (usage.h) */
    LT_NAME_LISTED = 64   /* a place of name_places */
};

#define LT_NAME_KNOWN ((unsigned)LT_NAME_GIVEN | (unsigned)LT_NAME_LISTED) /* whatever its form */

#define LT_NAME_LONGEST 16 /* tokens */

typedef struct lt_name {
    uint32_t begin, end;
    uint8_t kind, flags;
} lt_name;

typedef struct lt_names {
    lt_name *items;
    size_t count, capacity;
} lt_names; /* zero it first */
void lt_names_clear(lt_names *names);

/* Appends the names of tokens[0, count). breaks[i]: something stands between token i − 1 and i; breaks[0] and
 * breaks[count] are taken as set. */
LEITONG_CHECK int lt_name_find(const lt_name_table *table, const uint32_t *tokens, const uint8_t *breaks, size_t count,
                               lt_names *names, leitong_error *error);

#endif
