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

/* The lowest `tokens` tags. */
static uint32_t view_mask(unsigned tokens)
{
    return (UINT32_C(1) << 2 * (tokens < LT_VIEW_TAGS ? tokens : LT_VIEW_TAGS)) - 1;
}

bool lt_view_tags_agree(uint32_t tags, uint32_t other, unsigned offset, unsigned width, unsigned run)
{
    uint32_t mask = view_mask(offset) | view_mask(run - width - offset) << 2 * LT_VIEW_TAGS;
    return ((tags ^ other) & mask) == 0;
}
