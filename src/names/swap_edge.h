/* swap_edge: a passage grown over its ends, where what stands there is a substitution that the pair is known to make.
 *
 * Passages end on equal tokens, and an end with a few equal tokens between substitutions (市委、市政府 against
 * 县委、县政府) is trimmed: to an alignment it looks like chance. Who counts substitutions knows better. Input: a
 * passage and its edits, the tokens of both sides with those before and behind it, and a test for known substitutions.
 * Output: the passage with more edits. It grows over equal tokens and known substitutions in turn, and ends on equal
 * tokens, or on a substitution of more than one token. Units: as the passage. Ownership: lt_swap_grown. Errors:
 * LEITONG_EMEMORY. */
#ifndef LT_NAMES_SWAP_EDGE_H
#define LT_NAMES_SWAP_EDGE_H

#include "passages/passage.h"

#define LT_SWAP_EDGE 64 /* tokens beyond an end that are looked at */
#define LT_SWAP_EDGE_WORD 8

/* Whether a[0, a_count) → b[0, b_count) is known. */
typedef bool (*lt_swap_known)(const void *context, const uint32_t *a, size_t a_count, const uint32_t *b,
                              size_t b_count);

typedef struct lt_swap_sides {
    const uint32_t *a, *b;     /* a[0] is the passage's first token */
    size_t a_before, b_before; /* tokens readable before a[0], b[0] */
    size_t a_behind, b_behind; /* and behind the passage */
} lt_swap_sides;

typedef struct lt_swap_grown {
    lt_passage passage; /* edit_begin is 0 */
    lt_edit *edits;
    size_t capacity;
} lt_swap_grown; /* zero it first */
void lt_swap_grown_clear(lt_swap_grown *grown);

LEITONG_CHECK int lt_swap_grow(const lt_passage *passage, const lt_edit *edits, const lt_swap_sides *sides,
                               lt_swap_known known, const void *context, lt_swap_grown *grown, leitong_error *error);

#endif
