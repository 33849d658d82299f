#include "text/date.h"

#include "leitong/document.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define DATE_HAN 7U /* characters of a numeral at most */
#define DATE_NO_DIGIT 99U
#define DATE_YEARS 10000U

typedef struct date_cursor {
    const char *at, *end;
} date_cursor;

/* A number as it is written. */
typedef struct date_number {
    uint32_t value;
    unsigned digits; /* characters */
    bool is_han;
    bool is_positional; /* a digit a character: 二〇二〇, not 二十 */
} date_number;

typedef struct date_era {
    const char *name;
    uint32_t before; /* its first year less 1 */
    uint32_t last;   /* its last year */
} date_era;

static const date_era date_eras[] = {{"中華民國", 1911, 2099}, {"中华民国", 1911, 2099}, {"民國", 1911, 2099},
                                     {"民国", 1911, 2099},     {"令和", 2018, 2099},     {"平成", 1988, 2019},
                                     {"昭和", 1925, 1989},     {"大正", 1911, 1926},     {"明治", 1867, 1912}};

/* The next character; 0 at the end and for ill-formed bytes. */
static uint32_t date_peek(const date_cursor *c, size_t *ret_size)
{
    uint32_t point = 0;
    int size = c->at == c->end ? 0 : lt_utf8_next((const uint8_t *)c->at, (size_t)(c->end - c->at), &point);
    *ret_size = size > 0 ? (size_t)size : 0;
    return size > 0 ? point : 0;
}

static bool date_word(date_cursor *c, const char *word)
{
    size_t size = strlen(word);
    if (size > (size_t)(c->end - c->at) || memcmp(c->at, word, size) != 0) {
        return false;
    }
    c->at += size;
    return true;
}

static bool date_one_of(date_cursor *c, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (date_word(c, words[i])) {
            return true;
        }
    }
    return false;
}

static bool date_spaces(date_cursor *c)
{
    static const char *const spaces[] = {" ", "\t", "\u3000", "\u00a0"};
    bool any = false;
    while (date_one_of(c, spaces, sizeof spaces / sizeof *spaces)) {
        any = true;
    }
    return any;
}

/* ASCII or full width. */
static uint32_t date_digit(uint32_t point)
{
    return point >= '0' && point <= '9'         ? point - '0'
           : point >= 0xFF10 && point <= 0xFF19 ? point - 0xFF10
                                                : DATE_NO_DIGIT;
}

static uint32_t date_han_digit(uint32_t point)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (uint32_t i = 0; i < 10; i++) {
        if (digits[i] == point) {
            return i;
        }
    }
    return point == 0x96F6 || point == 0x25CB || point == 0x25EF ? 0 : DATE_NO_DIGIT; /* 零 ○ ◯ */
}

/* 十 廿 卅 百: what they count; 0 for others. */
static uint32_t date_han_unit(uint32_t point)
{
    return point == 0x5341 ? 10 : point == 0x5EFF ? 20 : point == 0x5345 ? 30 : point == 0x767E ? 100 : 0;
}

static bool date_digits(date_cursor *c, unsigned most, date_number *ret)
{
    *ret = (date_number){.is_positional = true};
    size_t size;
    for (uint32_t digit; ret->digits < most && (digit = date_digit(date_peek(c, &size))) != DATE_NO_DIGIT;
         c->at += size) {
        ret->value = ret->value * 10 + digit;
        ret->digits++;
    }
    return ret->digits > 0;
}

/* 二〇, 二十, 十二, 廿三, 一百零九; 元 is 1. */
static bool date_han(date_cursor *c, date_number *ret)
{
    uint32_t whole = 0;
    uint32_t open = DATE_NO_DIGIT; /* a digit before its unit */
    uint32_t positional = 0;
    size_t size;
    *ret = (date_number){.is_han = true, .is_positional = true};
    if (date_word(c, "元")) {
        *ret = (date_number){1, 1, true, false};
        return true;
    }
    for (; ret->digits < DATE_HAN; ret->digits++, c->at += size) {
        uint32_t point = date_peek(c, &size);
        uint32_t digit = date_han_digit(point);
        uint32_t unit = date_han_unit(point);
        if (digit != DATE_NO_DIGIT) {
            positional = positional * 10 + digit;
            open = digit;
        } else if (unit == 0) {
            break;
        } else {
            bool is_factor = open != DATE_NO_DIGIT && open != 0 && (unit == 10 || unit == 100);
            whole += is_factor ? open * unit : unit;
            open = DATE_NO_DIGIT;
            ret->is_positional = false;
        }
    }
    ret->value = ret->is_positional ? positional : whole + (open == DATE_NO_DIGIT ? 0 : open);
    return ret->digits > 0;
}

static bool date_number_read(date_cursor *c, unsigned most, date_number *ret)
{
    return date_digits(c, most, ret) || date_han(c, ret);
}

/* A character that continues a number or a word. */
static bool date_goes_on(const date_cursor *c)
{
    size_t size;
    uint32_t point = date_peek(c, &size);
    return date_digit(point) != DATE_NO_DIGIT || (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') ||
           (point >= 0x2E80 && (point < 0x3000 || point > 0x303F) && (point < 0xFE30 || point > 0xFFEF));
}

static bool date_before_digit(const date_cursor *c)
{
    size_t size;
    return date_digit(date_peek(c, &size)) != DATE_NO_DIGIT;
}

static lt_date_kind date_check(const lt_date *d)
{
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (d->year % 4 == 0 && d->year % 100 != 0) || d->year % 400 == 0;
    if (d->month == 0) {
        return LT_DATE_READ;
    }
    if (d->month > 12 || d->day > days[d->month - 1] || (d->month == 2 && d->day == 29 && !is_leap)) {
        return LT_DATE_IMPOSSIBLE;
    }
    return LT_DATE_READ;
}

/* A month or day that is written, with its unit; zero, like 13, is none that a calendar has. */
static bool date_part(date_cursor *c, const char *const *units, size_t count, uint32_t *ret_value)
{
    date_cursor next = *c;
    date_number number;
    (void)date_spaces(&next);
    if (!date_number_read(&next, 2, &number)) {
        return false;
    }
    (void)date_spaces(&next);
    if (!date_one_of(&next, units, count)) {
        return false;
    }
    *c = next;
    *ret_value = number.value == 0 ? DATE_NO_DIGIT : number.value;
    return true;
}

/* The day whose unit was left out: 2020年5月28 */
static bool date_bare_day(date_cursor *c, uint32_t *ret_value)
{
    date_cursor next = *c;
    date_number number;
    if (!date_digits(&next, 2, &number) || date_goes_on(&next)) {
        return false;
    }
    *c = next;
    *ret_value = number.value == 0 ? DATE_NO_DIGIT : number.value;
    return true;
}

/* Behind 年. */
static lt_date_kind date_units(date_cursor *c, lt_date *d)
{
    static const char *const months[] = {"月", "월"};
    static const char *const days[] = {"日", "号", "號", "일"};
    if (date_part(c, months, sizeof months / sizeof *months, &d->month)) {
        (void)(date_part(c, days, sizeof days / sizeof *days, &d->day) || date_bare_day(c, &d->day));
    }
    return date_check(d);
}

static bool date_year_unit(date_cursor *c)
{
    static const char *const years[] = {"年", "년"};
    date_cursor next = *c;
    (void)date_spaces(&next);
    if (!date_one_of(&next, years, sizeof years / sizeof *years)) {
        return false;
    }
    *c = next;
    return true;
}

static lt_date_kind date_of_era(date_cursor *c, lt_date *d)
{
    for (size_t i = 0; i < sizeof date_eras / sizeof *date_eras; i++) {
        date_number number;
        if (!date_word(c, date_eras[i].name)) {
            continue;
        }
        (void)date_spaces(c);
        if (!date_number_read(c, 3, &number) || number.value == 0 || !date_year_unit(c)) {
            return LT_DATE_NONE;
        }
        d->year = date_eras[i].before + number.value;
        return d->year > date_eras[i].last ? LT_DATE_IMPOSSIBLE : date_units(c, d);
    }
    return LT_DATE_NONE;
}

/* Behind four digits and a separator: M or M-D. */
static lt_date_kind date_of_numbers(date_cursor *c, const char *separator, lt_date *d)
{
    date_number number;
    if (!date_digits(c, 2, &number) || date_before_digit(c)) {
        return LT_DATE_NONE; /* 2019-2020 */
    }
    d->month = number.value == 0 ? DATE_NO_DIGIT : number.value;
    date_cursor next = *c;
    if (date_word(&next, separator) && date_digits(&next, 2, &number)) {
        d->day = number.value == 0 ? DATE_NO_DIGIT : number.value;
        *c = next;
        if (date_before_digit(c) || (date_word(&next, separator) && date_before_digit(&next))) {
            return LT_DATE_NONE; /* 2020.5.28.1 */
        }
    }
    return date_check(d);
}

static lt_date_kind date_of_year(date_cursor *c, lt_date *d)
{
    static const char *const separators[] = {"-", "/", ".", "_", "－", "／", "．"};
    date_number number;
    if (!date_digits(c, 4, &number) || number.digits != 4 || number.value == 0) {
        return LT_DATE_NONE;
    }
    d->year = number.value;
    if (date_before_digit(c)) {
        if (!date_digits(c, 4, &number) || number.digits != 4 || date_before_digit(c)) {
            return LT_DATE_NONE;
        }
        d->month = number.value / 100 == 0 ? DATE_NO_DIGIT : number.value / 100;
        d->day = number.value % 100 == 0 ? DATE_NO_DIGIT : number.value % 100;
        return date_check(d);
    }
    if (date_year_unit(c)) {
        return date_units(c, d);
    }
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        date_cursor next = *c;
        if (date_word(&next, separators[i]) && date_before_digit(&next)) {
            *c = next;
            return date_of_numbers(c, separators[i], d);
        }
    }
    return LT_DATE_READ;
}

static lt_date_kind date_of_han_year(date_cursor *c, lt_date *d)
{
    date_number number;
    if (!date_han(c, &number) || number.digits != 4 || !number.is_positional || number.value < 1000 ||
        !date_year_unit(c)) {
        return LT_DATE_NONE;
    }
    d->year = number.value;
    return date_units(c, d);
}

static bool date_letters(date_cursor *c, const char *lower, size_t size)
{
    if (size > (size_t)(c->end - c->at)) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        char letter = c->at[i];
        if ((letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter) != lower[i]) {
            return false;
        }
    }
    c->at += size;
    return true;
}

/* The name of a month, whole or its first three letters (Sept too), with a full stop or without one. */
static uint32_t date_month_name(date_cursor *c)
{
    static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};
    for (uint32_t m = 0; m < 12; m++) {
        date_cursor next = *c;
        bool is_whole = date_letters(&next, months[m], strlen(months[m]));
        if (!is_whole && !(m == 8 && date_letters(&next, "sept", 4)) && !date_letters(&next, months[m], 3)) {
            continue;
        }
        if (!date_goes_on(&next)) {
            (void)date_word(&next, ".");
            *c = next;
            return m + 1;
        }
    }
    return 0;
}

/* Space, comma or hyphen between the parts of an English date. */
static bool date_gap(date_cursor *c)
{
    bool has_mark = date_word(c, ",") || date_word(c, "-");
    return date_spaces(c) || has_mark;
}

static bool date_english_day(date_cursor *c, uint32_t *ret_day)
{
    static const char *const ordinals[] = {"st", "nd", "rd", "th"};
    date_number number;
    if (!date_digits(c, 2, &number) || date_before_digit(c)) {
        return false;
    }
    (void)date_one_of(c, ordinals, sizeof ordinals / sizeof *ordinals);
    *ret_day = number.value == 0 ? DATE_NO_DIGIT : number.value;
    return !date_goes_on(c);
}

static bool date_english_year(date_cursor *c, uint32_t *ret_year)
{
    date_number number;
    date_cursor next = *c;
    if (!date_gap(&next) || !date_digits(&next, 4, &number) || number.digits != 4 || number.value == 0 ||
        date_goes_on(&next)) {
        return false;
    }
    *ret_year = number.value;
    *c = next;
    return true;
}

static lt_date_kind date_of_english(date_cursor *c, lt_date *d)
{
    date_cursor next = *c;
    if (date_english_day(&next, &d->day) && date_gap(&next)) { /* 2nd January 2020 */
        date_cursor of = next;
        if (date_word(&of, "of") && date_spaces(&of)) {
            next = of;
        }
        *c = next;
        d->month = date_month_name(c);
        return d->month != 0 && date_english_year(c, &d->year) ? date_check(d) : LT_DATE_NONE;
    }
    d->day = 0;
    d->month = date_month_name(c);
    if (d->month == 0) {
        return LT_DATE_NONE;
    }
    if (date_english_year(c, &d->year)) { /* January 2020 */
        return date_check(d);
    }
    return date_gap(c) && date_english_day(c, &d->day) && date_english_year(c, &d->year) ? date_check(d) : LT_DATE_NONE;
}

/* Whether a date may begin with this character; most begin none. */
static bool date_may_begin(uint32_t point)
{
    static const uint32_t eras[] = {0x4E2D, 0x6C11, 0x4EE4, 0x5E73, 0x662D, 0x5927, 0x660E}; /* 中民令平昭大明 */
    static const char months[] = "jfmasond";
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        if (eras[i] == point) {
            return true;
        }
    }
    return date_digit(point) != DATE_NO_DIGIT || date_han_digit(point) != DATE_NO_DIGIT ||
           (point >= 'A' && point <= 'z' && strchr(months, (int)(point | 0x20)) != NULL);
}

lt_date_kind lt_date_read(const char *text, size_t size, lt_date *ret_date, size_t *ret_size)
{
    lt_date_kind (*const forms[])(date_cursor *, lt_date *) = {date_of_year, date_of_han_year, date_of_era,
                                                               date_of_english};
    date_cursor begin = {text, text + size};
    bool may_begin = date_may_begin(date_peek(&begin, ret_size));
    for (size_t i = 0; may_begin && i < sizeof forms / sizeof *forms; i++) {
        date_cursor cursor = begin;
        lt_date date = {0};
        lt_date_kind kind = forms[i](&cursor, &date);
        if (kind != LT_DATE_NONE) {
            *ret_date = date;
            *ret_size = (size_t)(cursor.at - text);
            return kind;
        }
    }
    *ret_size = 0;
    return LT_DATE_NONE;
}

void lt_date_write(const lt_date *date, char ret_text[LT_DATE_TEXT])
{
    if (date->day != 0) {
        snprintf(ret_text, LT_DATE_TEXT, "%04u-%02u-%02u", date->year % DATE_YEARS, date->month % 100, date->day % 100);
    } else if (date->month != 0) {
        snprintf(ret_text, LT_DATE_TEXT, "%04u-%02u", date->year % DATE_YEARS, date->month % 100);
    } else {
        snprintf(ret_text, LT_DATE_TEXT, "%04u", date->year % DATE_YEARS);
    }
}

bool lt_date_days_read(const char *text, lt_date_days *ret_days)
{
    lt_date date;
    size_t size;
    if (text == NULL || lt_date_read(text, strlen(text), &date, &size) != LT_DATE_READ) {
        return false;
    }
    ret_days->first =
        date.year * DATE_YEARS + (date.month == 0 ? 1 : date.month) * 100 + (date.day == 0 ? 1 : date.day);
    ret_days->last =
        date.year * DATE_YEARS + (date.month == 0 ? 12 : date.month) * 100 + (date.day == 0 ? 31 : date.day);
    return true;
}

const char *lt_date_deciding(const char *date, unsigned from)
{
    return from == LEITONG_ORIGIN_PROPERTY ? NULL : date;
}

int lt_date_order(const char *a, const char *b)
{
    lt_date_days left;
    lt_date_days right;
    if (!lt_date_days_read(a, &left) || !lt_date_days_read(b, &right)) {
        return 0;
    }
    return left.last < right.first ? -1 : right.last < left.first ? 1 : 0;
}
