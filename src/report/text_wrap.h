/* text_wrap: text that fits a terminal: lines of a given width, wrapped or cut.
 *
 * Enters: UTF-8 of any origin. Leaves: lines in a FILE; white space runs become one space and begin no line, a word of
 * narrow characters is cut only where it is longer than LT_TEXT_WRAP_WORD bytes or a line, double-width characters
 * stand for themselves and count two columns, combining ones none; what a terminal would obey is shown as <U+001B>.
 * Owner: lt_text_wrap. Errors: none but those of the FILE, which the caller asks at the end. */
#ifndef LT_REPORT_TEXT_WRAP_H
#define LT_REPORT_TEXT_WRAP_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define LT_TEXT_WRAP_WORD 48

typedef struct lt_text_wrap {
    FILE *file;
    unsigned columns;              /* of a line, its indent among them */
    unsigned indent;               /* of lines that begin inside a paragraph */
    unsigned lines;                /* that a paragraph may still begin; then … ends it */
    unsigned used;                 /* columns of this line so far */
    bool blank;                    /* a space stands before, or the paragraph's begin */
    bool gap;                      /* a space is to be written before what comes next on this line */
    bool full;                     /* … was written: the rest of the paragraph is left out */
    char word[LT_TEXT_WRAP_WORD];  /* read and not yet written, until it is known to be whole */
    unsigned word_size, word_used; /* bytes, columns */
    locale_t locale;               /* for the widths of characters; (locale_t)0 where the system has none for UTF-8 */
} lt_text_wrap;

void lt_text_wrap_open(lt_text_wrap *flow, FILE *file, unsigned columns);
void lt_text_wrap_close(lt_text_wrap *flow);

/* A paragraph of at most `lines` lines, each `indent` columns in. */
void lt_text_wrap_begin(lt_text_wrap *flow, unsigned indent, unsigned lines);
void lt_text_wrap_put(lt_text_wrap *flow, const char *text, size_t size);
void lt_text_wrap_end(lt_text_wrap *flow);

/* At most `columns` columns of a name: its end, which tells more than its beginning, behind … where it was cut. Outside
 * paragraphs. */
void lt_text_wrap_name(const lt_text_wrap *flow, const char *name, unsigned columns);

#endif
