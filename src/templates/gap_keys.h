/* gap_keys: the keys of a shape without a gap.
 *
 * Input: ids. Output: hashes of what stands before and behind each place, from which a key takes constant time, and a
 * filter that counts keys. Ownership: the caller. Errors: LEITONG_EMEMORY. Complexity: linear in the ids. */
#ifndef LT_TEMPLATES_GAP_KEYS_H
#define LT_TEMPLATES_GAP_KEYS_H

#include "templates/shape.h"

typedef struct lt_gap_sums {
    unsigned length;
    uint64_t before[LT_SHAPE_LONGEST + 1]; /* of ids [0, i) */
    uint64_t behind[LT_SHAPE_LONGEST + 1]; /* of ids [i, length) */
    uint8_t words[LT_SHAPE_LONGEST + 1];   /* units before i that are no slot */
    uint8_t letters[LT_SHAPE_LONGEST + 1]; /* of these: single letters, as Han is */
    uint16_t weight[LT_SHAPE_LONGEST + 1]; /* of these: lt_shape_weight */
} lt_gap_sums;

void lt_gap_sum(const uint32_t *ids, unsigned length, lt_gap_sums *sums);

/* Without units [place, behind). */
static inline uint64_t lt_gap_key(const lt_gap_sums *sums, unsigned place, unsigned behind)
{
    return lt_shape_mix(sums->before[place] ^ (sums->behind[behind] << 32 | sums->behind[behind] >> 32));
}

/* Of the ids that are left without units [place, behind), whatever place they were left out at. */
uint64_t lt_gap_joined(const lt_gap_sums *sums, unsigned place, unsigned behind);

/* Whether enough is fixed without units [place, behind): two units, and as many as words are left out, of which two Han
 * letters are one. */
static inline bool lt_gap_firm(const lt_gap_sums *sums, unsigned place, unsigned behind)
{
    unsigned fixed = sums->words[place] + sums->words[sums->length] - sums->words[behind];
    unsigned letters = sums->letters[behind] - sums->letters[place];
    return fixed >= 2 && fixed * 2 + letters >= (behind - place) * 2;
}

/* Counts hashes, at 255 no further; different ones may be counted as one. */
typedef struct lt_gap_filter {
    uint8_t *counts;
    uint64_t mask;
} lt_gap_filter; /* zero it first */

/* `wanted`: hashes that are expected. */
LEITONG_CHECK int lt_gap_filter_open(lt_gap_filter *filter, uint64_t wanted, leitong_error *error);
void lt_gap_filter_clear(lt_gap_filter *filter);

static inline void lt_gap_filter_add(lt_gap_filter *filter, uint64_t hash)
{
    uint8_t *count = &filter->counts[hash & filter->mask];
    *count = (uint8_t)(*count + (*count < UINT8_MAX));
}

/* Whether a hash was added twice at least. */
static inline bool lt_gap_filter_shared(const lt_gap_filter *filter, uint64_t hash)
{
    return filter->counts[hash & filter->mask] > 1;
}

#endif
