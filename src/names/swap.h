/* swap: which names of one document were replaced by which of another.
 *
 * Input: the exchanges of a pair's cases (items). Output: swaps from → to with all their places; a place of either
 * document counts once, of overlapping ones the longer. A swap falls when
 *   - it goes the other way at least a third as often: that is spelling, or another edition; levels likewise, all of
 *     them, where some go up and others down;
 *   - one name stands in the other, or both are one place of the tree;
 *   - neither is more frequent in its own document than in the other;
 *   - it is a term and was not exchanged in both first lines and at three places, always the same way.
 * Whether a term is rare in the corpus is for its user to ask.
 * Ownership: lt_swaps, cleared by the caller. Errors: LEITONG_EMEMORY. Complexity: n log n in the exchanges. */
#ifndef LT_NAMES_SWAP_H
#define LT_NAMES_SWAP_H

#include "names/items.h"
#include "names/token_index.h"

#define LT_SWAP_TERM 3U /* places that make a term a name */

typedef struct lt_swap_place {
    uint32_t a_begin, a_end, b_begin, b_end;
} lt_swap_place;

typedef struct lt_swap {
    lt_swap_place first;
    size_t place_begin, count; /* by a_begin */
    uint32_t from, to;         /* numbers of the names' texts among the pair's */
    uint8_t kind, tail;        /* as lt_exchange */
    bool title;                /* one place stands in both first lines */
} lt_swap;

typedef struct lt_swaps {
    lt_swap *items; /* of a pair: by first place */
    lt_swap_place *places;
    size_t count, capacity, place_count, place_capacity;
} lt_swaps; /* zero it first */
void lt_swaps_clear(lt_swaps *swaps);

/* The numbers of a swap's two names in a vocabulary: of words of several parts that differ in the first alone, those of
 * the first parts. */
LEITONG_CHECK int lt_swap_name(const lt_name_rules *rules, const lt_name_view views[2], lt_vocabulary *names,
                               lt_swap *swap, leitong_error *error);

/* Sorts the exchanges and makes their swaps; of terms, those that stand. */
LEITONG_CHECK int lt_swaps_group(const lt_name_rules *rules, const lt_name_view views[2], lt_exchanges *exchanges,
                                 lt_swaps *swaps, leitong_error *error);

/* Takes the swaps of a pair out that fall. */
LEITONG_CHECK int lt_swaps_settle(const lt_name_rules *rules, const lt_name_view views[2],
                                  const lt_token_index *indexes[2], lt_swaps *swaps, leitong_error *error);

#endif
