#include "index/pack.h"

#include "index/bits.h"

#include <string.h>

#define PACK_HEAD 8U      /* bits of a token, zero, number of exceptions (2), base (4) */
#define PACK_WIDTH 15U    /* bits */
#define PACK_WHOLE 32U    /* bits: no exceptions */
#define PACK_APART 6U     /* bytes of an exception: position, token */
#define PACK_HAN 0x3000U  /* kana, and all common Han */
#define PACK_LETTERS 0x0U /* Thai, Lao, Khmer, Myanmar */
#define PACK_APART_MOST UINT16_MAX

typedef struct pack_shape {
    uint32_t base;
    unsigned width;
    uint32_t apart; /* number of exceptions */
} pack_shape;

static void pack_put_32(uint8_t *to, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++) {
        to[i] = (uint8_t)(number >> 8 * i);
    }
}

static uint32_t pack_get_16(const uint8_t *from)
{
    return from[0] | (uint32_t)from[1] << 8;
}

static uint32_t pack_get_32(const uint8_t *from)
{
    return pack_get_16(from) | pack_get_16(from + 2) << 16;
}

static size_t pack_bits(uint32_t count, unsigned width)
{
    return ((size_t)count * width + 7) / 8;
}

static bool pack_apart(const pack_shape *shape, uint32_t token)
{
    return (uint64_t)(token - shape->base) >> shape->width != 0;
}

static pack_shape pack_choose(const uint32_t *tokens, uint32_t count)
{
    static const uint32_t bases[] = {PACK_HAN, PACK_LETTERS};
    pack_shape best = {.width = PACK_WHOLE};
    size_t least = pack_bits(count, PACK_WHOLE);
    for (size_t k = 0; k < sizeof bases / sizeof bases[0]; k++) {
        pack_shape shape = {bases[k], PACK_WIDTH, 0};
        for (uint32_t i = 0; i < count; i++) {
            shape.apart += pack_apart(&shape, tokens[i]);
        }
        size_t size = pack_bits(count, PACK_WIDTH) + (size_t)shape.apart * PACK_APART;
        if (size < least && shape.apart <= PACK_APART_MOST) {
            best = shape;
            least = size;
        }
    }
    return best;
}

size_t lt_pack_bound(uint32_t count)
{
    return PACK_HEAD + pack_bits(count, PACK_WHOLE) + LT_BITS_BEHIND;
}

size_t lt_pack_put(uint8_t *to, const uint32_t *tokens, uint32_t count)
{
    pack_shape shape = pack_choose(tokens, count);
    size_t bits = pack_bits(count, shape.width);
    size_t size = PACK_HEAD + bits + (size_t)shape.apart * PACK_APART + LT_BITS_BEHIND;
    uint8_t *places = to + PACK_HEAD + bits;
    uint8_t *apart = places + (size_t)shape.apart * 2;
    memset(to, 0, size);
    to[0] = (uint8_t)shape.width;
    to[2] = (uint8_t)shape.apart;
    to[3] = (uint8_t)(shape.apart >> 8);
    pack_put_32(to + 4, shape.base);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = tokens[i] - shape.base;
        if (pack_apart(&shape, tokens[i])) {
            number = 0;
            places[0] = (uint8_t)i;
            places[1] = (uint8_t)(i >> 8);
            places += 2;
            pack_put_32(apart, tokens[i]);
            apart += 4;
        }
        lt_bits_put(to + PACK_HEAD, (uint64_t)i * shape.width, shape.width, number);
    }
    return size;
}

/* The first exception at `place` or after it. */
static uint32_t pack_find(const uint8_t *places, uint32_t count, uint32_t place)
{
    uint32_t low = 0;
    while (low < count) {
        uint32_t middle = low + (count - low) / 2;
        if (pack_get_16(places + (size_t)middle * 2) < place) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

bool lt_pack_get(const uint8_t *from, size_t size, uint32_t count, uint32_t begin, uint32_t end, uint32_t *ret_tokens)
{
    if (size < PACK_HEAD + LT_BITS_BEHIND || from[0] > PACK_WHOLE || end > count || begin > end) {
        return false;
    }
    pack_shape shape = {.base = pack_get_32(from + 4), .width = from[0], .apart = pack_get_16(from + 2)};
    size_t bits = pack_bits(count, shape.width);
    if (size != PACK_HEAD + bits + (size_t)shape.apart * PACK_APART + LT_BITS_BEHIND) {
        return false;
    }
    const uint8_t *rows = from + PACK_HEAD;
    for (uint32_t i = begin; i < end; i++) {
        ret_tokens[i - begin] = (uint32_t)lt_bits_get_part(rows, (uint64_t)i * shape.width, shape.width) + shape.base;
    }
    const uint8_t *places = rows + bits;
    const uint8_t *apart = places + (size_t)shape.apart * 2;
    for (uint32_t k = pack_find(places, shape.apart, begin); k < shape.apart; k++) {
        uint32_t place = pack_get_16(places + (size_t)k * 2);
        if (place >= end) {
            break;
        }
        if (place < begin) {
            return false;
        }
        ret_tokens[place - begin] = pack_get_32(apart + (size_t)k * 4);
    }
    return true;
}
