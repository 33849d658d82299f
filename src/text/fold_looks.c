#include "text/fold_looks.h"

#include "base/compare.h"

#include <stddef.h>

typedef struct looks_row {
    uint16_t code_point;
    char latin;
} looks_row;

/* Ascending. */
static const looks_row looks_rows[] = {
    {0x037F, 'j'}, {0x0391, 'a'}, {0x0392, 'b'}, {0x0395, 'e'}, {0x0396, 'z'}, {0x0397, 'h'}, {0x0399, 'i'},
    {0x039A, 'k'}, {0x039C, 'm'}, {0x039D, 'n'}, {0x039F, 'o'}, {0x03A1, 'p'}, {0x03A4, 't'}, {0x03A5, 'y'},
    {0x03A7, 'x'}, {0x03BF, 'o'}, {0x03F2, 'c'}, {0x03F3, 'j'}, {0x03F9, 'c'}, {0x0405, 's'}, {0x0406, 'i'},
    {0x0408, 'j'}, {0x0410, 'a'}, {0x0412, 'b'}, {0x0415, 'e'}, {0x041A, 'k'}, {0x041C, 'm'}, {0x041D, 'h'},
    {0x041E, 'o'}, {0x0420, 'p'}, {0x0421, 'c'}, {0x0422, 't'}, {0x0423, 'y'}, {0x0425, 'x'}, {0x0430, 'a'},
    {0x0435, 'e'}, {0x043A, 'k'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'},
    {0x0455, 's'}, {0x0456, 'i'}, {0x0458, 'j'}, {0x0474, 'v'}, {0x0475, 'v'}, {0x04AE, 'y'}, {0x04AF, 'y'},
    {0x04BA, 'h'}, {0x04BB, 'h'}, {0x04C0, 'i'}, {0x04CF, 'l'}, {0x0500, 'd'}, {0x0501, 'd'}, {0x050C, 'g'},
    {0x050D, 'g'}, {0x051A, 'q'}, {0x051B, 'q'}, {0x051C, 'w'}, {0x051D, 'w'},
};

uint32_t lt_fold_looks(uint32_t code_point)
{
    const size_t count = sizeof looks_rows / sizeof looks_rows[0];
    size_t at = 0;
    if (code_point < looks_rows[0].code_point || code_point > looks_rows[count - 1].code_point) {
        return 0;
    }
    LT_LOWER_BOUND(at, count, i, looks_rows[i].code_point < code_point);
    return looks_rows[at].code_point == code_point ? (uint32_t)looks_rows[at].latin : 0;
}
