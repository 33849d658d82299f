#include "text/decode_utf8.h"

#include <stdbool.h>
#include <string.h>

/* A finite automaton whose step is one shift: each byte's word holds the next state of every state at the bit that the
 * state names (Vognsen, "Shift-based DFAs"). States are multiples of 6, so that nine fit in 64 bits; a state's number
 * is the shift. It takes the same time on any text, where a branch a character would be guessed wrong on mixed ones. */
#define UTF8_ACCEPT 0 /* at a character border */
#define UTF8_REJECT 6
#define UTF8_TAIL_1 12 /* one more byte 80 … BF */
#define UTF8_TAIL_2 18
#define UTF8_TAIL_3 24
#define UTF8_AFTER_E0 30 /* then A0 … BF, else overlong */
#define UTF8_AFTER_ED 36 /* then 80 … 9F, else a surrogate */
#define UTF8_AFTER_F0 42 /* then 90 … BF, else overlong */
#define UTF8_AFTER_F4 48 /* then 80 … 8F, else beyond U+10FFFF */

#define UTF8_TO(from, next) ((uint64_t)(next) << (from))
#define UTF8_NO(from) UTF8_TO(from, UTF8_REJECT)
#define UTF8_NO_TAIL                                                                                                   \
    (UTF8_NO(UTF8_REJECT) | UTF8_NO(UTF8_TAIL_1) | UTF8_NO(UTF8_TAIL_2) | UTF8_NO(UTF8_TAIL_3) |                       \
     UTF8_NO(UTF8_AFTER_E0) | UTF8_NO(UTF8_AFTER_ED) | UTF8_NO(UTF8_AFTER_F0) | UTF8_NO(UTF8_AFTER_F4))
#define UTF8_LEAD(next) (UTF8_TO(UTF8_ACCEPT, next) | UTF8_NO_TAIL)
#define UTF8_TAIL(e0, ed, f0, f4)                                                                                      \
    (UTF8_NO(UTF8_ACCEPT) | UTF8_NO(UTF8_REJECT) | UTF8_TO(UTF8_TAIL_1, UTF8_ACCEPT) |                                 \
     UTF8_TO(UTF8_TAIL_2, UTF8_TAIL_1) | UTF8_TO(UTF8_TAIL_3, UTF8_TAIL_2) | UTF8_TO(UTF8_AFTER_E0, e0) |              \
     UTF8_TO(UTF8_AFTER_ED, ed) | UTF8_TO(UTF8_AFTER_F0, f0) | UTF8_TO(UTF8_AFTER_F4, f4))

static const uint64_t utf8_steps[256] = {
    [0x00 ... 0x7F] = UTF8_LEAD(UTF8_ACCEPT),
    [0x80 ... 0x8F] = UTF8_TAIL(UTF8_REJECT, UTF8_TAIL_1, UTF8_REJECT, UTF8_TAIL_2),
    [0x90 ... 0x9F] = UTF8_TAIL(UTF8_REJECT, UTF8_TAIL_1, UTF8_TAIL_2, UTF8_REJECT),
    [0xA0 ... 0xBF] = UTF8_TAIL(UTF8_TAIL_1, UTF8_REJECT, UTF8_TAIL_2, UTF8_REJECT),
    [0xC0 ... 0xC1] = UTF8_LEAD(UTF8_REJECT),
    [0xC2 ... 0xDF] = UTF8_LEAD(UTF8_TAIL_1),
    [0xE0] = UTF8_LEAD(UTF8_AFTER_E0),
    [0xE1 ... 0xEC] = UTF8_LEAD(UTF8_TAIL_2),
    [0xED] = UTF8_LEAD(UTF8_AFTER_ED),
    [0xEE ... 0xEF] = UTF8_LEAD(UTF8_TAIL_2),
    [0xF0] = UTF8_LEAD(UTF8_AFTER_F0),
    [0xF1 ... 0xF3] = UTF8_LEAD(UTF8_TAIL_3),
    [0xF4] = UTF8_LEAD(UTF8_AFTER_F4),
    [0xF5 ... 0xFF] = UTF8_LEAD(UTF8_REJECT),
};

enum { UTF8_BLOCK = 64 };

static inline bool utf8_block_is_ascii(const uint8_t *bytes)
{
    uint64_t words[UTF8_BLOCK / 8];
    memcpy(words, bytes, sizeof words);
    uint64_t all = 0;
    for (unsigned i = 0; i < UTF8_BLOCK / 8; i++) {
        all |= words[i];
    }
    return (all & 0x8080808080808080U) == 0;
}

static inline uint64_t utf8_run(uint64_t state, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        state = utf8_steps[bytes[i]] >> (state & 63);
    }
    return state & 63;
}

int lt_decode_utf8_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    uint64_t state = UTF8_ACCEPT;
    uint32_t point = 0;
    for (size_t i = 0; i < size && i < 4; i++) {
        state = utf8_run(state, bytes + i, 1);
        if (state == UTF8_REJECT) {
            return i == 0 ? -1 : -(int)i;
        }
        static const uint8_t masks[4] = {0x7F, 0x1F, 0x0F, 0x07};
        uint8_t lead_mask = masks[(bytes[0] >= 0xC0) + (bytes[0] >= 0xE0) + (bytes[0] >= 0xF0)];
        point = i == 0 ? bytes[0] & lead_mask : point << 6 | (bytes[i] & 0x3FU);
        if (state == UTF8_ACCEPT) {
            *ret_point = point;
            return (int)i + 1;
        }
    }
    return -(int)size;
}

size_t lt_decode_utf8_bad(const uint8_t *bytes, size_t size)
{
    uint64_t state = UTF8_ACCEPT;
    size_t at = 0;
    for (; at + UTF8_BLOCK <= size && state != UTF8_REJECT; at += UTF8_BLOCK) {
        if (state == UTF8_ACCEPT && utf8_block_is_ascii(bytes + at)) {
            continue;
        }
        state = utf8_run(state, bytes + at, UTF8_BLOCK);
    }
    if (state != UTF8_REJECT && utf8_run(state, bytes + at, size - at) == UTF8_ACCEPT) {
        return size;
    }
    /* The fault is at most one block and one unfinished sequence back. */
    at = at >= UTF8_BLOCK ? at - UTF8_BLOCK : 0;
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        if ((bytes[at - back] & 0xC0) != 0x80) {
            at -= back;
            break;
        }
    }
    uint32_t point;
    for (int step; at < size && (step = lt_decode_utf8_next(bytes + at, size - at, &point)) > 0;) {
        at += (size_t)step;
    }
    return at;
}

size_t lt_decode_utf8_good(const uint8_t *bytes, size_t size)
{
    size_t good = 0;
    uint32_t point;
    for (size_t at = 0; at < size;) {
        int step = lt_decode_utf8_next(bytes + at, size - at, &point);
        good += step > 0 ? (size_t)step : 0;
        at += (size_t)(step > 0 ? step : -step);
    }
    return good;
}
