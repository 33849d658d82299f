/* pair: all that is known of one pair of documents while its names are looked at. Views, indexes and blocks are
 * others'; document_a is side 0. */
#ifndef LT_NAMES_PAIR_H
#define LT_NAMES_PAIR_H

#include "names/adaptation_gate.h"
#include "names/case_alignment.h"
#include "names/swap.h"
#include "text/locate.h"

typedef struct lt_name_pair {
    const lt_name_rules *rules;
    const lt_corpus *corpus;
    const lt_passages *passages;
    const lt_gated_pair *gated;
    lt_stretch *shared[2]; /* what the pair's passages cover of each: ascending, disjoint */
    size_t shared_count[2];
    lt_name_view views[2]; /* copies: the arrays are others' */
    const lt_token_index *indexes[2];
    lt_name_view_reader *reader;
    const lt_aligned_block *blocks; /* of the cases that count */
    size_t block_count;
    lt_swaps *swaps;
} lt_name_pair;

/* Two fifths of the shorter document stand in the other, in cases that count. */
bool lt_name_pair_shares(const lt_name_pair *pair);
/* Whether a run stands in a document outside the pair's passages, where a word begins. One with too many places to be
 * looked at does. */
LEITONG_CHECK int lt_name_pair_own(const lt_name_pair *pair, unsigned side, const uint32_t *tokens, size_t length,
                                   bool *ret_own, leitong_error *error);
/* Whether a token stands in one of the pair's passages. */
bool lt_name_pair_shared(const lt_name_pair *pair, unsigned side, uint32_t token);

#endif
