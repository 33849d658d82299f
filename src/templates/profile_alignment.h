/* profile_alignment: the best way to lay one member of a family along the line that they share.
 *
 * Input: a line of columns and the member's units, as ids. Output: for each column the unit that stands in it.
 * A match earns LT_PROFILE_ALIGNMENT_MATCH, and each break LT_PROFILE_ALIGNMENT_BREAK less: where two columns matched
 * one behind the other, or the first or the last one, have something between them that the line does not foresee. Where
 * the line is open (a slot stands there) a member may have anything for nothing. So a lone chance match inside a slot
 * is worth hardly more than none, and wording holds together; of equal ways the one whose matches stand leftmost is
 * taken. Short stretches are solved exactly (Gotoh 1982: affine gaps, with one cost for opening and none for length);
 * longer ones are first parted at units that stand once on either side and in the same order (patience: longest
 * increasing subsequence, Schensted 1961). Ownership: lt_profile_alignment is one worker's scratch; ret_at is the
 * caller's. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_PROFILE_ALIGNMENT_H
#define LT_TEMPLATES_PROFILE_ALIGNMENT_H

#include "base/error.h"

#include <stddef.h>

#define LT_PROFILE_ALIGNMENT_MATCH 4
#define LT_PROFILE_ALIGNMENT_BREAK 3
#define LT_PROFILE_ALIGNMENT_NONE UINT32_MAX
/* Units times columns up to which a stretch is always solved exactly. */
#define LT_PROFILE_ALIGNMENT_EXACT (1U << 17)

typedef struct lt_profile_alignment_line {
    const uint32_t *ids; /* [count] */
    const uint8_t *open; /* [count + 1]: non-zero when anything may stand before the column, or (last) behind all; NULL:
                            nowhere */
    uint32_t count;
} lt_profile_alignment_line;

typedef struct lt_profile_alignment {
    int32_t *scores; /* three rows of it, and another of columns */
    uint8_t *steps;
    uint64_t *grams, *grams_sorted;
    uint32_t *chain;
    size_t score_capacity, step_capacity, gram_capacity, sorted_capacity, chain_capacity;
} lt_profile_alignment; /* zero it first */
void lt_profile_alignment_clear(lt_profile_alignment *star);

/* ret_at: [line->count], LT_PROFILE_ALIGNMENT_NONE where no unit stands. */
LEITONG_CHECK int lt_profile_alignment_align(lt_profile_alignment *star, const lt_profile_alignment_line *line,
                                             const uint32_t *ids, uint32_t count, uint32_t *ret_at,
                                             leitong_error *error);

/* What an alignment earns. */
int64_t lt_profile_alignment_score(const lt_profile_alignment_line *line, uint32_t count, const uint32_t *at);

#endif
