/* tag_set: a filter: which places of a seed may share a run of tokens with one of a set of places?
 *
 * Each place of a seed is stored with tags: fingerprints of 2 bits of its neighbouring tokens (lt_view_tags). A run
 * that begins `offset` tokens before the seed contains that many tokens before it and reach - offset tokens after it.
 * Two equal runs have equal tags at all of these. So the set stores, for each place and each possible run, the pair of
 * offset and tags, and a query looks for the same pair. Like a Bloom filter it has false positives only: "no" is
 * certain.
 * Input: tags of places. Output: whether another place may share a run. Ownership: the caller.
 * Errors: LEITONG_EMEMORY. Complexity: a query takes O(reach log n) for n pairs in the set. */
#ifndef LT_INDEX_TAG_SET_H
#define LT_INDEX_TAG_SET_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_tag_set {
    uint32_t reach;  /* tokens of a run but for the seed */
    uint64_t *items; /* offset << 32 | tags of the run; sorted by lt_tag_set_sort */
    size_t count, capacity;
    uint64_t *scratch;
    size_t scratch_capacity;
} lt_tag_set; /* zero it first, but for `reach` */
void lt_tag_set_clear(lt_tag_set *set);

/* Removes all pairs, keeps the memory. */
void lt_tag_set_empty(lt_tag_set *set);
/* Adds the runs that begin `least` to `most` tokens before the seed of a place with these tags. */
LEITONG_CHECK int lt_tag_set_add(lt_tag_set *set, uint32_t tags, uint32_t least, uint32_t most, leitong_error *error);
/* To be called after the last addition, before the first query. */
LEITONG_CHECK int lt_tag_set_sort(lt_tag_set *set, leitong_error *error);
bool lt_tag_set_may_share(const lt_tag_set *set, uint32_t tags);

#endif
