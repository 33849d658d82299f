#include "ratio.h"

#include <inttypes.h>
#include <stdio.h>

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
    return (size_t)snprintf(ret_text, LT_RATIO_SIZE, "%" PRIu64 ".%0*" PRIu64, (uint64_t)(parts / scale), (int)digits,
                            (uint64_t)(parts % scale));
}
