#include "names/pair.h"

#include "base/compare.h"

#define PAIR_LOOKS 64U /* places of a name in a document's own text; a name with more is its own */

bool lt_name_pair_shares(const lt_name_pair *pair)
{
    uint64_t shorter = LT_MIN(pair->views[0].count, pair->views[1].count);
    return pair->gated->large && 5 * (uint64_t)pair->gated->matched >= 2 * shorter;
}

bool lt_name_pair_shared(const lt_name_pair *pair, unsigned side, uint32_t token)
{
    const lt_stretch *shared = pair->shared[side];
    size_t behind = 0;
    LT_LOWER_BOUND(behind, pair->shared_count[side], i, shared[i].begin <= token);
    return behind > 0 && token < shared[behind - 1].end;
}

int lt_name_pair_own(const lt_name_pair *pair, unsigned side, const uint32_t *tokens, size_t length, bool *ret_own,
                     leitong_error *error)
{
    uint32_t places[PAIR_LOOKS];
    bool given_up = false;
    size_t count = lt_token_index_find(pair->indexes[side], tokens, length, places, PAIR_LOOKS, &given_up);
    uint32_t document = side == 0 ? pair->gated->document_a : pair->gated->document_b;
    bool own = given_up;
    for (size_t i = 0; i < count && !own; i++) {
        if (!lt_name_pair_shared(pair, side, places[i])) {
            LT_TRY(lt_name_view_word_begins(pair->reader, document, places[i], &own, error));
        }
    }
    *ret_own = own;
    return 0;
}
