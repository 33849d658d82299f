#include "extract/label.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct label_name {
    const char *name;
    lt_label_form form;
} label_name;

static const label_name label_names[] = {
    {"decimal", LT_LABEL_DIGITS},
    {"decimalZero", LT_LABEL_DIGITS},
    {"decimalHalfWidth", LT_LABEL_DIGITS},
    {"ordinal", LT_LABEL_DIGITS},
    {"1", LT_LABEL_DIGITS},
    {"decimalFullWidth", LT_LABEL_FULL_WIDTH},
    {"decimalFullWidth2", LT_LABEL_FULL_WIDTH},
    {"１, ２, ３, ...", LT_LABEL_FULL_WIDTH},
    {"decimalEnclosedCircle", LT_LABEL_CIRCLED},
    {"decimalEnclosedCircleChinese", LT_LABEL_CIRCLED},
    {"①, ②, ③, ...", LT_LABEL_CIRCLED},
    {"chineseCounting", LT_LABEL_HAN},
    {"chineseCountingThousand", LT_LABEL_HAN},
    {"japaneseCounting", LT_LABEL_HAN},
    {"japaneseDigitalTenThousand", LT_LABEL_HAN},
    {"taiwaneseCounting", LT_LABEL_HAN},
    {"taiwaneseCountingThousand", LT_LABEL_HAN},
    {"ideographDigital", LT_LABEL_HAN},
    {"一, 二, 三, ...", LT_LABEL_HAN},
    {"chineseLegalSimplified", LT_LABEL_HAN_FORMAL},
    {"ideographLegalTraditional", LT_LABEL_HAN_FORMAL},
    {"壹, 贰, 叁, ...", LT_LABEL_HAN_FORMAL},
    {"ideographTraditional", LT_LABEL_STEMS},
    {"甲, 乙, 丙, ...", LT_LABEL_STEMS},
    {"lowerLetter", LT_LABEL_LATIN_SMALL},
    {"a", LT_LABEL_LATIN_SMALL},
    {"upperLetter", LT_LABEL_LATIN},
    {"A", LT_LABEL_LATIN},
    {"lowerRoman", LT_LABEL_ROMAN_SMALL},
    {"i", LT_LABEL_ROMAN_SMALL},
    {"upperRoman", LT_LABEL_ROMAN},
    {"I", LT_LABEL_ROMAN},
};

lt_label_form lt_label_form_named(const char *name)
{
    for (size_t i = 0; i < sizeof label_names / sizeof label_names[0]; i++) {
        if (strcmp(label_names[i].name, name) == 0) {
            return label_names[i].form;
        }
    }
    return LT_LABEL_NONE;
}

static void label_append(char out[LT_LABEL_SIZE], const char *piece)
{
    size_t size = strlen(out);
    snprintf(out + size, LT_LABEL_SIZE - size, "%s", piece);
}

/* 1 … 9999: 三百零五, 十二. */
static void label_han(uint32_t number, bool formal, char out[LT_LABEL_SIZE])
{
    static const char *const digits[2][10] = {{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
                                              {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}};
    static const char *const places[2][4] = {{"千", "百", "十", ""}, {"仟", "佰", "拾", ""}};
    uint32_t place = 1000;
    bool begun = false;
    bool zero = false;
    for (size_t i = 0; i < 4; i++, place /= 10) {
        uint32_t digit = number / place % 10;
        if (digit == 0) {
            zero = begun;
            continue;
        }
        if (zero) {
            label_append(out, digits[formal][0]);
        }
        bool is_bare_ten = digit == 1 && place == 10 && !begun && !formal; /* 十, not 一十 */
        label_append(out, is_bare_ten ? "" : digits[formal][digit]);
        label_append(out, places[formal][i]);
        begun = true;
        zero = false;
    }
}

static void label_roman(uint32_t number, bool small, char out[LT_LABEL_SIZE])
{
    static const uint32_t values[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static const char *const marks[2][13] = {{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"},
                                             {"m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"}};
    for (size_t i = 0; i < 13; i++) {
        for (; number >= values[i]; number -= values[i]) {
            label_append(out, marks[small][i]);
        }
    }
}

/* a … z, then aa, bb …, as Word counts. */
static void label_latin(uint32_t number, char first, char out[LT_LABEL_SIZE])
{
    uint32_t times = (number - 1) / 26 + 1;
    char letter[2] = {(char)(first + (char)((number - 1) % 26)), '\0'};
    for (uint32_t i = 0; i < times; i++) {
        label_append(out, letter);
    }
}

static void label_digits(uint32_t number, bool wide, char out[LT_LABEL_SIZE])
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u", number);
    for (const char *c = digits; *c != '\0'; c++) {
        char piece[4] = {*c, '\0'};
        if (wide) {
            snprintf(piece, sizeof piece, "\xEF\xBC%c", (char)(0x90 + (*c - '0')));
        }
        label_append(out, piece);
    }
}

void lt_label_write(lt_label_form form, uint32_t number, char out[LT_LABEL_SIZE])
{
    static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
    out[0] = '\0';
    bool is_small = number >= 1 && number <= 9999;
    if ((form == LT_LABEL_HAN || form == LT_LABEL_HAN_FORMAL) && is_small) {
        label_han(number, form == LT_LABEL_HAN_FORMAL, out);
    } else if ((form == LT_LABEL_ROMAN || form == LT_LABEL_ROMAN_SMALL) && number >= 1 && number <= 3999) {
        label_roman(number, form == LT_LABEL_ROMAN_SMALL, out);
    } else if ((form == LT_LABEL_LATIN || form == LT_LABEL_LATIN_SMALL) && number >= 1 && number <= 26 * 8) {
        label_latin(number, form == LT_LABEL_LATIN ? 'A' : 'a', out);
    } else if (form == LT_LABEL_CIRCLED && number >= 1 && number <= 20) {
        snprintf(out, LT_LABEL_SIZE, "\xE2\x91%c", (char)(0xA0 + (number - 1))); /* ① is U+2460 */
    } else if (form == LT_LABEL_STEMS && number >= 1 && number <= 10) {
        label_append(out, stems[number - 1]);
    } else if (form != LT_LABEL_NONE) {
        label_digits(number, form == LT_LABEL_FULL_WIDTH, out);
    }
}
