/* date: reads the date that begins at a place of a text, in the forms that papers and files use.
 *
 *   2020年5月28日  ２０２０年５月  二〇二〇年一月二日  二零二零年  2020년 5월 28일     units; Han numerals, full width
 *   中華民國一百零九年五月二十八日  民国元年  令和2年5月28日                         years of the Republic of China,
 * Japanese eras 2020-05-28  2020/5/28  2020.5.28  2020_05_28  20200528  2020-05  2020          numbers, the year first
 *   Jan 2, 2020  2nd January 2020  2-Jan-2020  January 2020                        English
 *
 * 5/28/2020 and 28.5.2020 are not read: which number is the month depends on who wrote it. Neither are lists of more
 * numbers (versions: 2020.5.28.1) and the years of a range (2019-2020).
 * Input: UTF-8; ill-formed bytes belong to no date. Output: year, month and day of the Gregorian calendar.
 * Ownership: nothing is allocated. Errors: none. Complexity: constant (a date has at most some fifty characters). */
#ifndef LT_TEXT_DATE_H
#define LT_TEXT_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lt_date {
    uint32_t year, month, day; /* month, day: 0 where not told */
} lt_date;

typedef enum lt_date_kind {
    LT_DATE_NONE,       /* no date begins here */
    LT_DATE_IMPOSSIBLE, /* what has the form of a date, with a month or day that no calendar has */
    LT_DATE_READ
} lt_date_kind;

/* *ret_size: its bytes; 0 where there is none. */
lt_date_kind lt_date_read(const char *text, size_t size, lt_date *ret_date, size_t *ret_size);

/* The days that a date may mean, as numbers YYYYMMDD: 2017 is [20170101, 20171231], 2017-03 a month. */
typedef struct lt_date_days {
    uint32_t first, last;
} lt_date_days;

/* False when `text` is NULL or does not begin with a date. */
bool lt_date_days_read(const char *text, lt_date_days *ret_days);
/* Negative where all days of `a` lie before all of `b`, positive where they lie behind, otherwise 0: an interval order,
 * which is partial. */
int lt_date_order(const char *a, const char *b);

/* A document's date, as far as it may decide which came first: that of a file's properties (enum leitong_origin) is
 * often its template's, and NULL here. */
const char *lt_date_deciding(const char *date, unsigned from);

#define LT_DATE_TEXT 16
/* YYYY, YYYY-MM or YYYY-MM-DD. */
void lt_date_write(const lt_date *date, char ret_text[LT_DATE_TEXT]);

#endif
