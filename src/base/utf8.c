#include "base/utf8.h"

#include "base/compare.h"

#include <stdbool.h>
#include <string.h>

/* Bytes that the sequence begun by `lead`, above 7F, has (0: none), and in which range its second byte must be (table
 * 3-7). */
static inline unsigned utf8_lead(uint8_t lead, uint8_t *ret_low, uint8_t *ret_high)
{
    *ret_low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *ret_high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static inline int utf8_next(const uint8_t *at, size_t left, uint32_t *ret_point)
{
    if (at[0] < 0x80) {
        *ret_point = at[0];
        return 1;
    }
    uint8_t low;
    uint8_t high;
    unsigned length = utf8_lead(at[0], &low, &high);
    if (length == 0) {
        return -1;
    }
    uint32_t point = at[0] & (0x7FU >> length);
    for (unsigned i = 1; i < length; i++) {
        if (i >= left || at[i] < low || at[i] > high) {
            return -(int)i;
        }
        low = 0x80;
        high = 0xBF;
        point = point << 6 | (at[i] & 0x3FU);
    }
    *ret_point = point;
    return (int)length;
}

int lt_utf8_next(const uint8_t *at, size_t left, uint32_t *ret_point)
{
    return utf8_next(at, left, ret_point);
}

size_t lt_utf8_sequence(const uint8_t *at, size_t left)
{
    uint32_t point;
    int length = utf8_next(at, left, &point);
    return length > 0 ? (size_t)length : 0;
}

size_t lt_utf8_mark(const void *bytes, size_t size)
{
    return size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

enum { UTF8_BLOCK = 128 };

/* Whether `count` bytes, with the three before them, hold a fault. Each byte is looked at alone with those before it:
 * it must be a tail byte exactly where one of them asks for it; so there is no branch, and the compiler makes vectors
 * of it. */
static bool utf8_blocks_bad(const uint8_t *bytes, size_t count)
{
    uint8_t bad = 0;
    for (size_t block = 0; block < count && bad == 0; block += UTF8_BLOCK) {
        const uint8_t *here = bytes + block;
        for (size_t i = 0; i < UTF8_BLOCK; i++) {
            uint8_t byte = here[i];
            uint8_t before = here[(ptrdiff_t)i - 1];
            uint8_t second = here[(ptrdiff_t)i - 2];
            uint8_t third = here[(ptrdiff_t)i - 3];
            uint8_t tail = (byte & 0xC0) == 0x80;
            uint8_t asked = (before >= 0xC0) | (second >= 0xE0) | (third >= 0xF0);
            uint8_t range = ((before == 0xE0) & (byte < 0xA0)) | ((before == 0xED) & (byte > 0x9F)) |
                            ((before == 0xF0) & (byte < 0x90)) | ((before == 0xF4) & (byte > 0x8F));
            uint8_t never = (byte > 0xF4) | ((byte & 0xFE) == 0xC0);
            bad |= (uint8_t)((tail ^ asked) | range | never);
        }
    }
    return bad != 0;
}

/* The border at or next before `at`, all before which is well-formed. */
static size_t utf8_border(const uint8_t *bytes, size_t at)
{
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        if ((bytes[at - back] & 0xC0) != 0x80) {
            return at - back;
        }
    }
    return at;
}

/* From a border, one character at a time: the first fault before `end`, or the first border at or behind it. */
static size_t utf8_walk(const uint8_t *bytes, size_t at, size_t end, size_t size, bool *ret_bad)
{
    *ret_bad = false;
    while (at < end) {
        uint32_t point;
        int step = utf8_next(bytes + at, size - at, &point);
        if (step < 0) {
            *ret_bad = true;
            break;
        }
        at += (size_t)step;
    }
    return at;
}

size_t lt_utf8_fault(const uint8_t *bytes, size_t size)
{
    enum { STRETCH = 32 * UTF8_BLOCK };
    bool bad;
    size_t at = utf8_walk(bytes, 0, LT_MIN(size, 3), size, &bad);
    while (!bad && size - at >= UTF8_BLOCK) {
        size_t stretch = size - at >= STRETCH ? STRETCH : (size - at) / UTF8_BLOCK * UTF8_BLOCK;
        if (utf8_blocks_bad(bytes + at, stretch)) {
            at = utf8_border(bytes, at);
            break;
        }
        at += stretch;
    }
    /* The last border may lie before `at`: the blocks end anywhere. */
    at = bad ? at : utf8_border(bytes, at);
    return utf8_walk(bytes, at, size, size, &bad);
}

size_t lt_utf8_well_formed(const uint8_t *bytes, size_t size)
{
    size_t good = 0;
    uint32_t point;
    for (size_t at = 0; at < size;) {
        int step = utf8_next(bytes + at, size - at, &point);
        good += step > 0 ? (size_t)step : 0;
        at += (size_t)(step > 0 ? step : -step);
    }
    return good;
}
