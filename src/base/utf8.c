#include "base/utf8.h"

#include <string.h>

size_t lt_utf8_sequence(const uint8_t *at, size_t left)
{
    uint8_t lead = at[0];
    size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length < 2 || length > left) {
        return length == 1 ? 1 : 0;
    }
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < low || at[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

size_t lt_utf8_fault(const uint8_t *bytes, size_t size)
{
    size_t i = 0;
    while (i < size) {
        uint64_t word;
        if (bytes[i] < 0x80 && size - i >= sizeof word) {
            memcpy(&word, bytes + i, sizeof word);
            if ((word & 0x8080808080808080U) == 0) {
                i += sizeof word;
                continue;
            }
        }
        /* U+1000 … U+CFFF, Chinese and most of Korean and their punctuation: any two continuation bytes will do. */
        while (size - i >= 3 && (uint8_t)(bytes[i] - 0xE1) <= 0xEC - 0xE1 && (bytes[i + 1] & 0xC0) == 0x80 &&
               (bytes[i + 2] & 0xC0) == 0x80) {
            i += 3;
        }
        if (i == size) {
            break;
        }
        size_t length = lt_utf8_sequence(bytes + i, size - i);
        if (length == 0) {
            return i;
        }
        i += length;
    }
    return size;
}
