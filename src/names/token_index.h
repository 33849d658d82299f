/* token_index: where a run of tokens stands in a document (an inverted index of its tokens).
 *
 * Input: a view. Output: places of a run, found by its rarest token, of which at most LT_INDEX_LOOKS places are looked
 * at: who asks learns "often" instead of every place.
 * Ownership: lt_token_index, cleared by the caller before its view; read-only, threads may share it. Errors:
 * LEITONG_EMEMORY. Complexity: linear to make (radix sort); a question log n and at most LT_INDEX_LOOKS. */
#ifndef LT_NAMES_TOKEN_INDEX_H
#define LT_NAMES_TOKEN_INDEX_H

#include "names/document_view.h"

#define LT_INDEX_LOOKS 1024U

typedef struct lt_token_index {
    uint64_t *entries; /* token << 32 | place, ascending */
    const lt_name_view *view;
} lt_token_index; /* zero it first */
void lt_token_index_clear(lt_token_index *index);
LEITONG_CHECK int lt_token_index_make(const lt_name_view *view, lt_token_index *ret_index, leitong_error *error);

/* Writes at most `most` places, ascending; returns how many, or `most` when the search was given up. */
size_t lt_token_index_find(const lt_token_index *index, const uint32_t *tokens, size_t length, uint32_t *ret_places,
                           size_t most, bool *ret_given_up);

#endif
