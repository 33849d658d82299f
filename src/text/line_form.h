/* line_form: lines that are not the author's text, told by their own form.
 *
 * A line is one of these whatever stands above it, since a heading such as 参考文献 proves nothing about what follows:
 *   - reference: an entry with author, year and publisher. Either a document type in brackets as GB/T 7714 has it ([M],
 *     [J], [EB/OL]) and a year; or a title in 《 》 behind an author, 出版社 or a journal's 年第…期, and a year; or an
 *     English author (Surname, A. / A. Surname), a year, and a publisher's word (Press, Journal, pp., doi …);
 *   - contents: a leader of three dots or more, or a tab, and then nothing but a page number;
 *   - running header: a short line with a page number set off by dashes or dots at its begin or end, or that is all
 *     page number (第 3 页 共 12 页, Page 3 of 12).
 * Input: one line of UTF-8, without white space around it. Output: its form. Errors: none.
 * Complexity: linear in the bytes; a line of more than LT_LINE_FORM_LONGEST is text. */
#ifndef LT_TEXT_LINE_FORM_H
#define LT_TEXT_LINE_FORM_H

#include <stddef.h>
#include <stdint.h>

#define LT_LINE_FORM_LONGEST 600 /* bytes: 200 Han, three English lines */

typedef enum lt_line_form { LT_LINE_TEXT, LT_LINE_REFERENCE, LT_LINE_CONTENTS, LT_LINE_HEADER } lt_line_form;

lt_line_form lt_line_form_of(const uint8_t *line, size_t size);

#endif
