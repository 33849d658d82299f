/* text_wrap: text that fits a terminal: lines of a given width, wrapped or cut.
 *
 * Greedy line breaking. Runs of white space become one space and begin no line; a word of narrow characters is broken
 * only where it is longer than LT_TEXT_WRAP_WORD bytes or than a line; a double-width character is a word. Characters
 * are shown as terminal says. leitong_report_line (include/leitong/report.h) cuts one line. Input: UTF-8 of any origin.
 * Output: lines in a FILE. Ownership: lt_text_wrap is the caller's. Errors: those of the FILE, which the caller checks
 * at the end. Complexity: linear. */
#ifndef LT_REPORT_TEXT_WRAP_H
#define LT_REPORT_TEXT_WRAP_H

#include "report/terminal.h"

#include <stdio.h>

#define LT_TEXT_WRAP_WORD 48

typedef struct lt_text_wrap {
    FILE *file;
    unsigned columns;              /* of a line, its indent among them */
    unsigned indent;               /* of lines that begin inside a paragraph */
    unsigned lines;                /* that a paragraph may still begin; then … ends it */
    unsigned used;                 /* columns of this line so far */
    bool blank;                    /* after white space, or at the paragraph's begin */
    bool gap;                      /* a space is to be written before what comes next on this line */
    bool full;                     /* … was written: the rest of the paragraph is left out */
    char word[LT_TEXT_WRAP_WORD];  /* read and not yet written, until it is known to be whole */
    unsigned word_size, word_used; /* bytes, columns */
    lt_terminal terminal;
} lt_text_wrap;

void lt_text_wrap_open(lt_text_wrap *wrap, FILE *file, unsigned columns);
void lt_text_wrap_close(lt_text_wrap *wrap);

/* A paragraph of at most `lines` lines, each `indent` columns in. */
void lt_text_wrap_begin(lt_text_wrap *wrap, unsigned indent, unsigned lines);
void lt_text_wrap_put(lt_text_wrap *wrap, const char *text, size_t size);
void lt_text_wrap_end(lt_text_wrap *wrap);

/* At most `columns` columns of a name: its end, the more telling part, after … where it was cut. Not inside a
 * paragraph. */
void lt_text_wrap_name(const lt_text_wrap *wrap, const char *name, unsigned columns);

#endif
