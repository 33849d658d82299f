#include "templates/gap_keys.h"

#include <stdlib.h>
#include <string.h>

#define GAP_BASE 0x9E3779B97F4A7C15U
enum { FILTER_BITS = 26, FILTER_LEAST = 10 }; /* bytes of a filter: 2^ this */

void lt_gap_sum(const uint32_t *ids, unsigned length, lt_gap_sums *sums)
{
    sums->length = length;
    sums->before[0] = 0;
    sums->behind[length] = 0;
    sums->words[0] = 0;
    sums->letters[0] = 0;
    sums->weight[0] = 0;
    for (unsigned i = 0; i < length; i++) {
        bool slot = lt_shape_slot(ids[i]);
        sums->before[i + 1] = (sums->before[i] + lt_shape_mix(ids[i])) * GAP_BASE;
        sums->words[i + 1] = (uint8_t)(sums->words[i] + !slot);
        sums->letters[i + 1] = (uint8_t)(sums->letters[i] + (lt_shape_weight(ids[i]) == 1));
        sums->weight[i + 1] = (uint16_t)(sums->weight[i] + lt_shape_weight(ids[i]));
    }
    for (unsigned i = length; i-- > 0;) {
        sums->behind[i] = (sums->behind[i + 1] + lt_shape_mix(ids[i])) * GAP_BASE;
    }
}

uint64_t lt_gap_joined(const lt_gap_sums *sums, unsigned place, unsigned behind)
{
    uint64_t power = 1;
    for (unsigned i = 0; i < place; i++) {
        power *= GAP_BASE;
    }
    return sums->behind[0] + power * (sums->behind[behind] - sums->behind[place]);
}

int lt_gap_filter_open(lt_gap_filter *filter, uint64_t wanted, leitong_error *error)
{
    unsigned bits = FILTER_LEAST;
    while (bits < FILTER_BITS && (UINT64_C(1) << bits) < wanted * 2) {
        bits++;
    }
    free(filter->counts);
    filter->counts = calloc((size_t)1 << bits, 1);
    filter->mask = (UINT64_C(1) << bits) - 1;
    return filter->counts != NULL ? 0 : lt_error_memory(error);
}

void lt_gap_filter_clear(lt_gap_filter *filter)
{
    free(filter->counts);
    *filter = (lt_gap_filter){0};
}
