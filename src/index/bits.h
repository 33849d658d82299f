/* bits: numbers of any width, packed without gaps, low bits first.
 *
 * Input: a buffer, the bit at which a number begins, its width. Output: the number, or the buffer with the number in
 * it. Reads and writes use whole words of 8 bytes, so LT_BITS_BEHIND bytes must follow the last number. A number wider
 * than 32 bits is read in two parts, because 64 bits that begin within a byte do not fit into one word.
 * Ownership: the caller. Errors: none; the caller checks bounds. Complexity: constant. */
#ifndef LT_INDEX_BITS_H
#define LT_INDEX_BITS_H

#include <stddef.h>
#include <stdint.h>

#define LT_BITS_BEHIND 8U /* bytes after the last number */
#define LT_BITS_PART 32U  /* a wider number is read in two parts, each within one word */

/* Written out, so that compilers make one load or store of it. */
static inline uint64_t lt_bits_word(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

static inline uint64_t lt_bits_get_part(const uint8_t *from, uint64_t bit, unsigned width)
{
    return lt_bits_word(from + bit / 8) >> bit % 8 & (((uint64_t)1 << width) - 1);
}

/* `width`: 0 to 64. */
static inline uint64_t lt_bits_get(const uint8_t *from, uint64_t bit, unsigned width)
{
    if (width <= LT_BITS_PART) {
        return lt_bits_get_part(from, bit, width);
    }
    return lt_bits_get_part(from, bit, LT_BITS_PART) | lt_bits_get_part(from, bit + LT_BITS_PART, width - LT_BITS_PART)
                                                           << LT_BITS_PART;
}

static inline void lt_bits_put_part(uint8_t *to, uint64_t bit, uint64_t number)
{
    uint8_t *at = to + bit / 8;
    uint64_t word = lt_bits_word(at) | number << bit % 8;
    at[0] = (uint8_t)word;
    at[1] = (uint8_t)(word >> 8);
    at[2] = (uint8_t)(word >> 16);
    at[3] = (uint8_t)(word >> 24);
    at[4] = (uint8_t)(word >> 32);
    at[5] = (uint8_t)(word >> 40);
    at[6] = (uint8_t)(word >> 48);
    at[7] = (uint8_t)(word >> 56);
}

/* The bits written must be zero before; the number has at most `width` bits. */
static inline void lt_bits_put(uint8_t *to, uint64_t bit, unsigned width, uint64_t number)
{
    lt_bits_put_part(to, bit, number & UINT32_MAX);
    if (width > LT_BITS_PART) {
        lt_bits_put_part(to, bit + LT_BITS_PART, number >> LT_BITS_PART);
    }
}

/* Bits of a number: 0 of 0, 64 of 2^64 − 1. */
static inline unsigned lt_bits_width(uint64_t number)
{
    return number == 0 ? 0 : 64 - (unsigned)__builtin_clzll(number);
}

/* Ones up to the end of each byte, byte by byte (Knuth 4A, §7.1.3, sideways addition); the builtin is a call where the
 * processor is not known to count. */
static inline uint64_t lt_bits_counts(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555U;
    word = (word & 0x3333333333333333U) + (word >> 2 & 0x3333333333333333U);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FU;
    return word * 0x0101010101010101U;
}

static inline unsigned lt_bits_count(uint64_t word)
{
    return (unsigned)(lt_bits_counts(word) >> 56);
}

#endif
