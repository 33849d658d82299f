#include "names/token_index.h"

#include "base/compare.h"
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

void lt_token_index_clear(lt_token_index *index)
{
    free(index->entries);
    *index = (lt_token_index){0};
}

int lt_token_index_make(const lt_name_view *view, lt_token_index *ret_index, leitong_error *error)
{
    uint64_t *entries = malloc((view->count + 1U) * sizeof *entries);
    uint64_t *scratch = malloc((view->count + 1U) * sizeof *scratch);
    if (entries == NULL || scratch == NULL) {
        free(entries);
        free(scratch);
        return lt_error_memory(error);
    }
    for (uint32_t i = 0; i < view->count; i++) {
        entries[i] = (uint64_t)view->tokens[i] << 32 | i;
    }
    lt_radix_sort_u64(entries, scratch, view->count);
    free(scratch);
    *ret_index = (lt_token_index){entries, view};
    return 0;
}

/* entries[*ret_first, +result) are the token's. */
static size_t index_token(const lt_token_index *index, uint32_t token, size_t *ret_first)
{
    size_t first = 0;
    LT_LOWER_BOUND(first, index->view->count, i, index->entries[i] < (uint64_t)token << 32);
    size_t end = first;
    LT_LOWER_BOUND(end, index->view->count, i, index->entries[i] >> 32 <= token);
    *ret_first = first;
    return end - first;
}

size_t lt_token_index_find(const lt_token_index *index, const uint32_t *tokens, size_t length, uint32_t *ret_places,
                           size_t most, bool *ret_given_up)
{
    const lt_name_view *view = index->view;
    size_t best = SIZE_MAX;
    size_t first = 0;
    uint32_t offset = 0;
    size_t found = 0;
    for (uint32_t i = 0; i < length; i++) {
        size_t begin = 0;
        size_t count = index_token(index, tokens[i], &begin);
        if (count < best) {
            best = count;
            first = begin;
            offset = i;
        }
    }
    for (size_t i = 0; i < LT_MIN(best, LT_INDEX_LOOKS) && found < most; i++) {
        uint32_t place = (uint32_t)index->entries[first + i];
        if (place >= offset && place - offset + length <= view->count &&
            memcmp(view->tokens + place - offset, tokens, length * sizeof *tokens) == 0) {
            ret_places[found++] = place - offset;
        }
    }
    *ret_given_up = found == most || best > LT_INDEX_LOOKS;
    return found;
}
