#include "text/self_description.h"

#include "text/date_line.h"
#include "text/title.h"

#define DESCRIPTION_LINES 10U
#define DESCRIPTION_HAN 0x4E00U
#define DESCRIPTION_REACH 16384U /* bytes looked at at either end */

static bool is_line_feed(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* No blank line stands between. */
static bool is_one_break(const char *begin, const char *end)
{
    size_t feeds = 0;
    size_t returns = 0;
    for (; begin < end; begin++) {
        feeds += *begin == '\n';
        returns += *begin == '\r';
    }
    return feeds <= 1 && returns <= 1;
}

/* The first and the last part of the text, in whole lines. */
static lt_line description_head(const char *text, size_t size)
{
    size_t end = size;
    for (end = size < DESCRIPTION_REACH ? size : DESCRIPTION_REACH;
         end > 0 && end < size && !is_line_feed(text[end]);) {
        end--;
    }
    return (lt_line){text, end};
}

/* The last ten lines that are not blank, as far as they begin within reach. */
static lt_line description_tail(const char *text, size_t size)
{
    size_t reach = size < DESCRIPTION_REACH ? 0 : size - DESCRIPTION_REACH;
    size_t begin = size;
    size_t end = size; /* of the line at hand */
    unsigned lines = 0;
    for (size_t at = size; at > reach && lines < DESCRIPTION_LINES;) {
        at--;
        if (at == 0 || is_line_feed(text[at - 1])) {
            lines += lt_line_trim((lt_line){text + at, end - at}).size > 0;
            begin = at;
            end = at == 0 ? 0 : at - 1;
        }
    }
    return (lt_line){text + begin, size - begin};
}

/* Whether the line is one Han character, as of a title that was broken. (Two may be a name.) */
static bool is_one_letter(lt_line line)
{
    size_t size;
    uint32_t point = lt_line_first(line, &size);
    return line.size > 0 && size == line.size && point >= DESCRIPTION_HAN && lt_line_is_letter(point);
}

/* Whether a line stands right behind `line`, which is one of `head`. */
static bool is_followed(lt_line head, lt_line line)
{
    lt_line after;
    size_t at = (size_t)(line.text + line.size - head.text);
    return lt_line_next(head.text, head.size, &at, &after) && is_one_break(line.text + line.size, after.text);
}

static void description_of_head(lt_self_description *d, lt_line head)
{
    size_t at = 0;
    unsigned lines = 0;
    bool is_over = false; /* the search for a title */
    lt_line line;
    lt_line next = {head.text, 0};
    bool more = lt_line_next(head.text, head.size, &at, &line);
    for (bool more_after; more && lines < DESCRIPTION_LINES; line = next, more = more_after) {
        more_after = lt_line_next(head.text, head.size, &at, &next);
        lt_title_kind kind = LT_TITLE_BODY;
        if (!is_over) {
            bool is_joined = more_after && is_one_break(line.text + line.size, next.text);
            kind = lt_title_line(line, (lt_line){next.text, is_joined ? next.size : 0}, &d->title);
            d->title_from = kind == LT_TITLE_IS ? LEITONG_ORIGIN_TEXT : d->title_from;
            if (kind == LT_TITLE_IS && is_joined && is_one_letter(next) && !is_followed(head, next)) {
                d->title_rest = next;
            }
            is_over = kind != LT_TITLE_NONE;
        }
        bool is_date = d->date_from == LEITONG_ORIGIN_UNKNOWN && lt_date_line(line, false, &d->date);
        d->date_from = is_date ? LEITONG_ORIGIN_TEXT : d->date_from;
        lines += is_date || kind != LT_TITLE_NONE;
    }
}

/* The date of the last lines, where the first have none. */
static void description_of_tail(lt_self_description *d, lt_line tail)
{
    lt_line line;
    for (size_t at = 0; d->date_from == LEITONG_ORIGIN_UNKNOWN && lt_line_next(tail.text, tail.size, &at, &line);) {
        d->date_from = lt_date_line(line, true, &d->date) ? LEITONG_ORIGIN_TEXT : LEITONG_ORIGIN_UNKNOWN;
    }
}

void lt_self_describe(const char *id, const char *text, size_t size, lt_self_description *ret)
{
    lt_self_description d = {{id, 0}, {id, 0}, {0}, LEITONG_ORIGIN_UNKNOWN, LEITONG_ORIGIN_UNKNOWN};
    lt_date name;
    description_of_head(&d, description_head(text, size));
    description_of_tail(&d, description_tail(text, size));
    if (d.title_from == LEITONG_ORIGIN_UNKNOWN && lt_title_name(id, &d.title)) {
        d.title_from = LEITONG_ORIGIN_NAME;
    }
    bool is_finer = lt_date_name(id, &name) && name.day == 0 && d.date_from == LEITONG_ORIGIN_TEXT &&
                    d.date.year == name.year && (name.month == 0 || d.date.month == name.month);
    if (!is_finer && lt_date_name(id, &name)) {
        d.date = name;
        d.date_from = LEITONG_ORIGIN_NAME;
    }
    *ret = d;
}
