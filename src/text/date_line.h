/* date_line: the date that a line or a file's name gives its document; none where it may be the date of something else.
 *
 * A line gives a date when it holds one date and the date stands
 *   - behind a label: 发布日期：2019-01-14 来源：…, `date: 2019-01-14`; not 施行日期, 有效期至;
 *   - alone, beside the time and the day of the week alone, or with 印发 behind it;
 *   - first in a line in brackets or behind a dash: （2019年1月14日在第二次会议上）, ——2019年1月14日省长…;
 *   - to the day, at an end of a short line without a mark of a sentence: 2019年1月14日 省长 …, 县政府办公室
 * 2019年1月14日, or first in brackets at its end;
 *   - to the month, behind the body that signs the paper, and white space: 沅东市人民政府 二〇一九年四月. Dates that
 * begin or end a period (自…起, 至…, 2016—2020年) are no dates of a document; a year without 年 is a number. A name
 * gives the one date, to the day or month, that stands in it, or the year (1900 … 2099) that is all of it. Input: a
 * line without white space at its ends; a path in UTF-8. Output: a date. Ownership: nothing is allocated. Errors: none.
 * Complexity: linear; a line over 600 bytes is none. */
#ifndef LT_TEXT_DATE_LINE_H
#define LT_TEXT_DATE_LINE_H

#include "text/date.h"
#include "text/line.h"

/* `is_last`: one of a text's last lines, where other documents are listed with their dates: ends of lines with up to 20
 * characters before the date alone count there. */
bool lt_date_line(lt_line line, bool is_last, lt_date *ret_date);
/* Of the last component of `path`. */
bool lt_date_name(const char *path, lt_date *ret_date);
/* Whether a line or name is nothing but a date. */
bool lt_date_is_all(lt_line name);

#endif
