#include "text/fold_boundary.h"

/* U+5000 … U+9FFF, by its first byte: neither joins what stands beside it (UAX #29), nor is changed by it (UAX #15). */
static bool fold_boundary_ideograph(const uint8_t *at)
{
    return at[0] >= 0xE5 && at[0] <= 0xE9;
}

static bool fold_boundary_alphanumeric(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

bool lt_fold_boundary_at(const uint8_t *text, size_t size, size_t at)
{
    if (at < 3 || size < 3 || at > size - 3) {
        return false;
    }
    if (text[at] == ' ') {
        return fold_boundary_alphanumeric(text[at - 1]) && fold_boundary_alphanumeric(text[at + 1]);
    }
    return fold_boundary_ideograph(text + at) && fold_boundary_ideograph(text + at - 3);
}
