#include "index/tag_set.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "index/view.h"

#include <stdlib.h>
#include <string.h>

void lt_tag_set_clear(lt_tag_set *set)
{
    free(set->items);
    free(set->scratch);
    *set = (lt_tag_set){.reach = set->reach};
}

void lt_tag_set_empty(lt_tag_set *set)
{
    set->count = 0;
}

/* Two bits for each neighbour of the seed that the run contains and whose tag is stored. */
static uint32_t tag_set_mask(const lt_tag_set *set, uint32_t offset)
{
    uint32_t behind = set->reach - offset;
    uint32_t low = offset < LT_VIEW_TAGS ? (UINT32_C(1) << 2 * offset) - 1 : UINT16_MAX;
    uint32_t high = behind < LT_VIEW_TAGS ? (UINT32_C(1) << 2 * behind) - 1 : UINT16_MAX;
    return high << 2 * LT_VIEW_TAGS | low;
}

int lt_tag_set_add(lt_tag_set *set, uint32_t tags, uint32_t least, uint32_t most, leitong_error *error)
{
    LT_TRY(LT_RESERVE(set->items, set->capacity, set->count + most - least + 1, error));
    for (uint32_t offset = least; offset <= most; offset++) {
        set->items[set->count++] = (uint64_t)offset << 32 | (tags & tag_set_mask(set, offset));
    }
    return 0;
}

int lt_tag_set_sort(lt_tag_set *set, leitong_error *error)
{
    LT_TRY(LT_RESERVE(set->scratch, set->scratch_capacity, set->count, error));
    lt_radix_sort_u64(set->items, set->scratch, set->count);
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (kept == 0 || set->items[i] != set->items[kept - 1]) {
            set->items[kept++] = set->items[i];
        }
    }
    set->count = kept;
    return 0;
}

static bool tag_set_has(const lt_tag_set *set, uint64_t item)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, set->count, middle, set->items[middle] < item);
    return low < set->count && set->items[low] == item;
}

bool lt_tag_set_may_share(const lt_tag_set *set, uint32_t tags)
{
    bool may = false;
    for (uint32_t offset = 0; offset <= set->reach && !may; offset++) {
        may = tag_set_has(set, (uint64_t)offset << 32 | (tags & tag_set_mask(set, offset)));
    }
    return may;
}
