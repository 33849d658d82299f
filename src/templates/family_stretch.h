/* family_stretch: documents that hold another's form in a part of themselves.
 *
 * Input: documents, joined to medoids or medoids themselves, and which groups of them are families. Output: stretches
 * of whole paragraphs that are members of a family besides. What of a document stands before and behind the part that
 * is like its medoid, and the whole of one in no family, is held against the families' medoids: of the paragraphs that
 * both have, in one order, those that stand close (the segment of most tokens that are common less those that are not:
 * Bentley 1984) are a member where, as of documents, they hold half of the segment and half of the medoid. Then what is
 * left on either side, until LT_STRETCHES are found in the document. A stretch has LT_STRETCH_SHORTEST tokens. A
 * member that holds no form but its own stays whole. Work:
 * for each a few comparisons with medoids. Ownership: the caller. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_FAMILY_STRETCH_H
#define LT_TEMPLATES_FAMILY_STRETCH_H

#include "passages/phrase.h"
#include "templates/family_join.h"
#include "templates/family_sequence.h"

#define LT_STRETCHES 8         /* of one document */
#define LT_STRETCH_SHORTEST 24 /* tokens */
#define LT_STRETCH_NONE UINT32_MAX

typedef struct lt_stretch_input {
    lt_sequences *sequences;
    lt_join *join;
    const uint32_t *medoid; /* [document] → document; LT_STRETCH_NONE: it is in its group by other means, or alone */
    lt_classes *groups;
    const uint8_t *family; /* [group]: it is one */
} lt_stretch_input;

typedef struct lt_member {
    uint32_t group;
    lt_place place;
} lt_member;

typedef struct lt_members {
    lt_member *items;
    size_t count, capacity;
} lt_members; /* zero it first */

/* Adds the document's stretches. *ret_own: what is left for its own group, of tokens; begin == end: nothing. */
LEITONG_CHECK int lt_stretch_find(const lt_stretch_input *input, uint32_t document, lt_members *members,
                                  lt_place *ret_own, leitong_error *error);

#endif
