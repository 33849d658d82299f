#include "text/numerals.h"

#include "base/compare.h"
#include "text/line.h"

#define NUMERAL_ORDINAL 0x7B2CU /* 第 */

static bool numeral_is_han(uint32_t point)
{
    /* 〇零一二三四五六七八九十百千万萬亿億兆两兩廿卅, and those of accounts: 壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟 */
    static const uint16_t numerals[] = {0x3007, 0x4E00, 0x4E03, 0x4E07, 0x4E09, 0x4E24, 0x4E5D, 0x4E8C, 0x4E94, 0x4EBF,
                                        0x4EDF, 0x4F0D, 0x4F70, 0x5104, 0x5146, 0x5169, 0x516B, 0x516D, 0x5341, 0x5343,
                                        0x5345, 0x53C1, 0x53C3, 0x53C4, 0x56DB, 0x58F9, 0x5EFF, 0x62FE, 0x634C, 0x67D2,
                                        0x7396, 0x767E, 0x8086, 0x842C, 0x8CB3, 0x8D30, 0x9646, 0x9678, 0x96F6};
    size_t count = sizeof numerals / sizeof numerals[0];
    size_t at = 0;
    LT_LOWER_BOUND(at, count, i, numerals[i] < point);
    return at < count && numerals[at] == point;
}

/* The bytes of the run of numerals and digits that the line begins with, points and commas between digits among them.
 */
static size_t numeral_run(lt_line line, unsigned *ret_characters, bool *ret_han)
{
    size_t end = 0;
    unsigned characters = 0;
    bool after_digit = false;
    *ret_han = false;
    for (size_t at = 0; at < line.size;) {
        size_t size;
        uint32_t point = lt_line_first(lt_line_without(line, at, 0), &size);
        bool is_han = numeral_is_han(point);
        bool is_digit = lt_line_is_digit(point);
        if (!is_han && !is_digit && !(after_digit && (point == '.' || point == ','))) {
            break;
        }
        at += size;
        characters += is_han || is_digit;
        *ret_han = *ret_han || is_han;
        end = is_han || is_digit ? at : end;
        after_digit = is_digit;
    }
    *ret_characters = characters;
    return end;
}

void lt_numerals_join(const char *text, size_t size, uint8_t *borders)
{
    for (size_t at = 0; at < size;) {
        lt_line rest = {text + at, size - at};
        size_t first;
        unsigned characters;
        bool has_han;
        size_t before = lt_line_first(rest, &first) == NUMERAL_ORDINAL ? first : 0;
        size_t run = numeral_run(lt_line_without(rest, before, 0), &characters, &has_han);
        if (run > 0 && (before > 0 || (has_han && characters > 1))) {
            borders[at] = borders[at + before + run] = 1;
            for (size_t i = at + 1; i < at + before + run; i++) {
                borders[i] = 0;
            }
        }
        at += run > 0 ? before + run : first;
    }
}
