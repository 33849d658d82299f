/* self_description: the title and date that a document gives itself, by its own text and name alone.
 *
 * Title: the first of the first ten lines that is one (text/title.h), else what the file's name says. Date: what the
 * file's name says, else the first of the first ten lines that gives one, else of the last ten (text/date_line.h). A
 * name that gives only a month or year yields to a line that gives a day in it.
 * A title of which the last letter alone stands in the next line, above a blank one, was broken at a width: 政府工作报
 * 告. Boilerplate before the title is not counted among the ten. Only the first and last 16 KiB of the text are looked
 * at. Input: well-formed UTF-8. Output: views of text or id. Ownership: nothing is allocated. Errors: none. Complexity:
 * constant: 32 KiB are read. */
#ifndef LT_TEXT_SELF_DESCRIPTION_H
#define LT_TEXT_SELF_DESCRIPTION_H

#include "leitong/document.h"
#include "text/date.h"
#include "text/line.h"

typedef struct lt_self_description {
    lt_line title, title_rest; /* the rest: a last letter that was broken off; size 0 where all is in one line */
    lt_date date;
    enum leitong_origin title_from, date_from; /* LEITONG_ORIGIN_UNKNOWN where there is none */
} lt_self_description;

void lt_self_describe(const char *id, const char *text, size_t size, lt_self_description *ret);

#endif
