/* code_point: one code point from well-formed UTF-8 and back, inlined.
 *
 * Trusted text is read without checks (base/utf8.h says what is well-formed).
 * Input: bytes, at least one, of well-formed UTF-8.
 * Output: a code point and its length. Ill-formed bytes read as some code point, mostly U+FFFD of one byte; no byte
 * beyond the end is touched.
 * Ownership: none.
 * Errors: none.
 * Complexity: constant time. */
#ifndef LT_BASE_CODE_POINT_H
#define LT_BASE_CODE_POINT_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t lt_code_point_read(const uint8_t *at, size_t left, unsigned *ret_length)
{
    uint32_t c = at[0];
    if (c < 0x80) {
        *ret_length = 1;
        return c;
    }
    if (c >= 0xE0 && c < 0xF0 && left >= 3) {
        *ret_length = 3;
        return (c & 0xFU) << 12 | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU);
    }
    if (c >= 0xC0 && c < 0xE0 && left >= 2) {
        *ret_length = 2;
        return (c & 0x1FU) << 6 | (at[1] & 0x3FU);
    }
    if (c >= 0xF0 && c < 0xF5 && left >= 4) {
        c = (c & 7U) << 18 | (at[1] & 0x3FU) << 12 | (at[2] & 0x3FU) << 6 | (at[3] & 0x3FU);
        if (c < 0x110000) {
            *ret_length = 4;
            return c;
        }
    }
    *ret_length = 1;
    return 0xFFFD;
}

/* Writes at most 4 bytes; returns how many. */
static inline size_t lt_code_point_write(uint8_t *at, uint32_t c)
{
    if (c < 0x80) {
        at[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        at[0] = (uint8_t)(0xC0 | c >> 6);
        at[1] = (uint8_t)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        at[0] = (uint8_t)(0xE0 | c >> 12);
        at[1] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
        at[2] = (uint8_t)(0x80 | (c & 0x3F));
        return 3;
    }
    at[0] = (uint8_t)(0xF0 | c >> 18);
    at[1] = (uint8_t)(0x80 | (c >> 12 & 0x3F));
    at[2] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
    at[3] = (uint8_t)(0x80 | (c & 0x3F));
    return 4;
}

#endif
