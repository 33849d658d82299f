/* title: which line of a text's head is its title, and what a file's name says.
 *
 *   首页 > 政务公开 > 领导讲话      boilerplate of a page: passed over
 *   下载 打印 全屏 收藏
 *   发布时间：2019-01-14            a label: passed over
 *   在全县经济工作会议上的讲话      the title
 *   （2019年1月14日）
 *   同志们：                        a salutation: passed over
 *   刚才，……                        a sentence, or a heading with a number: the text has begun
 *
 * Boilerplate is known by its form, so that a title depends on its own document alone: a path of links, a line made of
 * words that only pages use (a list), three or more short words apart, a web address, a copyright, a notice's number.
 * Input: lines without white space at their ends; a path in UTF-8. Output: a view of the line or path.
 * Ownership: nothing is allocated. Errors: none. Complexity: linear in the line. */
#ifndef LT_TEXT_TITLE_H
#define LT_TEXT_TITLE_H

#include "text/line.h"

typedef enum lt_title_kind {
    LT_TITLE_NONE, /* boilerplate, a label, a date, a salutation: the title may come after it */
    LT_TITLE_BODY, /* the text itself: no title comes after it */
    LT_TITLE_IS
} lt_title_kind;

/* `next`: the line right after it; size 0 where a blank line or none is. */
lt_title_kind lt_title_line(lt_line line, lt_line next, lt_line *ret_title);
/* The last component without its ending, where it has words; where that is only a date, the folder's name. */
bool lt_title_name(const char *path, lt_line *ret_title);

#endif
