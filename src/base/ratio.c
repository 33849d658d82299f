#include "base/ratio.h"

#include <stdbool.h>
#include <string.h>

size_t lt_ratio_text(char ret_text[LT_RATIO_SIZE], uint64_t numerator, uint64_t denominator, unsigned factor,
                     unsigned digits)
{
    uint64_t scale = 1;
    for (unsigned i = 0; i < digits; i++) {
        scale *= 10;
    }
    unsigned __int128 parts = 0;
    if (denominator > 0) {
        parts =
            ((unsigned __int128)numerator * factor * scale * 2U + denominator) / ((unsigned __int128)denominator * 2U);
    }
    uint64_t whole = (uint64_t)(parts / scale);
    uint64_t rest = (uint64_t)(parts % scale);
    char text[LT_RATIO_SIZE];
    size_t at = sizeof text;
    for (unsigned i = 0; i < digits; i++) {
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    }
    text[--at] = '.';
    do {
        text[--at] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole > 0);
    memcpy(ret_text, text + at, sizeof text - at);
    ret_text[sizeof text - at] = '\0';
    return sizeof text - at;
}

size_t lt_ratio_percent(char ret_text[LT_RATIO_SIZE], uint64_t part, uint64_t whole)
{
    bool is_almost_all = part < whole && (unsigned __int128)part * 2000U >= (unsigned __int128)whole * 1999U;
    return is_almost_all ? lt_ratio_text(ret_text, 999, 1000, 100, 1) : lt_ratio_text(ret_text, part, whole, 100, 1);
}
