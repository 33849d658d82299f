#include "index/view.h"

static uint32_t view_tag(uint32_t token)
{
    return token * UINT32_C(0x9E3779B1) >> 30;
}

uint32_t lt_view_tags(const uint32_t *tokens, size_t count, size_t seed, unsigned width)
{
    uint32_t tags = 0;
    size_t end = seed + width;
    for (unsigned i = 0; i < LT_VIEW_TAGS && i < seed; i++) {
        tags |= view_tag(tokens[seed - 1 - i]) << 2 * i;
    }
    for (unsigned i = 0; i < LT_VIEW_TAGS && end + i < count; i++) {
        tags |= view_tag(tokens[end + i]) << 2 * (LT_VIEW_TAGS + i);
    }
    return tags;
}

/* Equal tags from the lowest on. */
static uint32_t view_reach(uint32_t difference)
{
    uint32_t equal = 0;
    while (equal < LT_VIEW_TAGS && (difference >> 2 * equal & 3) == 0) {
        equal++;
    }
    return equal < LT_VIEW_TAGS ? equal : LT_VIEW_ALL;
}

void lt_view_tags_reach(uint32_t tags, uint32_t other, uint32_t *ret_before, uint32_t *ret_behind)
{
    *ret_before = view_reach(tags ^ other);
    *ret_behind = view_reach((tags ^ other) >> 2 * LT_VIEW_TAGS);
}
