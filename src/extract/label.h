/* label: the number of a list's item, as a word processor shows it.
 *
 * Word writes 一、 and 第三条 and 2.1 before a paragraph by itself: they stand in no text of the file.
 * Input: a number and how it is written. Output: UTF-8.
 * Ownership: the caller's buffer. Errors: none: what does not fit, or can't be written so, is written in digits.
 * Complexity: constant time. */
#ifndef LT_EXTRACT_LABEL_H
#define LT_EXTRACT_LABEL_H

#include <stddef.h>
#include <stdint.h>

#define LT_LABEL_SIZE 64

typedef enum lt_label_form {
    LT_LABEL_NONE, /* a bullet, or nothing */
    LT_LABEL_DIGITS,
    LT_LABEL_FULL_WIDTH,
    LT_LABEL_CIRCLED,
    LT_LABEL_HAN,
    LT_LABEL_HAN_FORMAL, /* 壹貳參, as in accounts */
    LT_LABEL_STEMS,      /* 甲乙丙 */
    LT_LABEL_LATIN_SMALL,
    LT_LABEL_LATIN,
    LT_LABEL_ROMAN_SMALL,
    LT_LABEL_ROMAN
} lt_label_form;

/* Writes the number, NUL-terminated, at `out`. */
void lt_label_write(lt_label_form form, uint32_t number, char out[LT_LABEL_SIZE]);
/* Of OOXML (w:numFmt), or of ODF and HTML (1, a, A, i, I, "一, 二, 三, ..."). */
lt_label_form lt_label_form_named(const char *name);

#endif
