/* swap_groups: what was exchanged again and again, over all adapted pairs: 沅东→柳浦 in five pairs is one row.
 *
 * Swaps of two pairs are one when their names are equal texts of one kind, and the same is known of their direction. Of
 * a pair whose copy is known, `from` is the source's name. Of others the document with the smaller number comes first,
 * unless an earlier pair exchanged the two names the other way round.
 *
 * Input: the swaps of each adapted pair, and which document is the copy. Output: groups, those with most places first,
 * of equals by their first place; each with all its places, by place. Ownership: lt_swap_groups, cleared by the caller.
 * Errors: LEITONG_EMEMORY. Complexity: n log n in the places. */
#ifndef LT_NAMES_SWAP_GROUPS_H
#define LT_NAMES_SWAP_GROUPS_H

#include "names/swap.h"
#include "text/locate.h"

typedef struct lt_swap_group_place {
    uint32_t from_document, from_begin, from_end, to_document, to_begin, to_end;
} lt_swap_group_place;

typedef struct lt_swap_group {
    uint8_t kind;   /* lt_name_kind */
    bool directed;  /* `from` is the source's */
    uint32_t pairs; /* in which it was exchanged */
    size_t place_begin, place_count;
} lt_swap_group;

typedef struct lt_swap_entry lt_swap_entry;

typedef struct lt_swap_groups {
    lt_swap_group *items;
    lt_swap_group_place *places;
    size_t count, place_count;
    lt_vocabulary names; /* while pairs are added */
    lt_swap_entry *entries;
    size_t entry_count, entry_capacity;
} lt_swap_groups; /* zero it first */
void lt_swap_groups_clear(lt_swap_groups *groups);

/* A pair whose swaps are added. */
typedef struct lt_swap_pair {
    const lt_name_rules *rules;
    const lt_name_view *views; /* of a and b */
    uint32_t documents[2];
    int copy; /* 0 or 1: that document; −1: not known */
} lt_swap_pair;

/* Pairs come in one order, whatever found them first: it tells which way names stand of whose direction nothing is
 * known. */
LEITONG_CHECK int lt_swap_groups_add(lt_swap_groups *groups, const lt_swap_pair *pair, const lt_swaps *swaps,
                                     leitong_error *error);
LEITONG_CHECK int lt_swap_groups_finish(lt_swap_groups *groups, leitong_error *error);

#endif
