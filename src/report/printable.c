#include "report/printable.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool printable_is_unsafe(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200B ||
           c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c & 0xFFFEU) == 0xFFFE;
}

size_t lt_printable_next(const char *at, size_t left, lt_printable *ret_shown)
{
    const uint8_t *bytes = (const uint8_t *)at;
    size_t size = lt_utf8_sequence(bytes, left);
    uint32_t c = 0xFFFD;
    if (size > 0) {
        c = size == 1 ? bytes[0] : bytes[0] & (0x7FU >> size);
        for (size_t i = 1; i < size; i++) {
            c = c << 6 | (bytes[i] & 0x3FU);
        }
    }
    ret_shown->character = c;
    if (size == 0) {
        snprintf(ret_shown->shape, sizeof ret_shown->shape, "\xEF\xBF\xBD");
    } else if (printable_is_unsafe(c)) {
        snprintf(ret_shown->shape, sizeof ret_shown->shape, "<U+%04" PRIX32 ">", c);
    } else {
        memcpy(ret_shown->shape, at, size);
        ret_shown->shape[size] = '\0';
    }
    ret_shown->length = strlen(ret_shown->shape);
    return size > 0 ? size : 1;
}
