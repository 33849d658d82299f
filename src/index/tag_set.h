/* tag_set: which places of a seed may share a run with one of a set of places, from their neighbours' tags (view.h).
 *
 * A run that begins `offset` tokens before the seed reaches over that many tokens before it and reach − offset behind
 * it, so its tags are all equal where it is the same: each place of the set leaves, for each of its runs, the offset
 * and those tags, and another place is asked for the same. Input: tags. Output: yes or no; no is certain.
 * Ownership: the caller. Errors: LEITONG_EMEMORY. Complexity: a question takes reach × log(set), however many are in
 * it. */
#ifndef LT_INDEX_TAG_SET_H
#define LT_INDEX_TAG_SET_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_tag_set {
    uint32_t reach;  /* tokens of a run but for the seed */
    uint64_t *items; /* offset << 32 | tags of the run; sorted by lt_tag_set_settle */
    size_t count, capacity;
    uint64_t *scratch;
    size_t scratch_capacity;
} lt_tag_set; /* zero it first, but for `reach` */
void lt_tag_set_clear(lt_tag_set *set);

/* Forgets all; keeps the memory. */
void lt_tag_set_empty(lt_tag_set *set);
/* The runs that begin `least` to `most` tokens before a place's seed. */
LEITONG_CHECK int lt_tag_set_add(lt_tag_set *set, uint32_t tags, uint32_t least, uint32_t most, leitong_error *error);
/* After the last of them, before the first question. */
LEITONG_CHECK int lt_tag_set_settle(lt_tag_set *set, leitong_error *error);
bool lt_tag_set_may_share(const lt_tag_set *set, uint32_t tags);

#endif
