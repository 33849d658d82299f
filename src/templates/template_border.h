/* template_border: slots take in the letter that their fills share a word with.
 *
 * Input: templates. Output: the same, with some borders between a slot and the wording beside it moved by one letter:
 * 成{绩|就} becomes {成绩|成就}, {雇|僱}用 becomes {雇用|僱用}. A border moves where for LT_STAR_FIXED percent of
 * the members it cuts a word (templates/collocation), all members fill the slot and have that letter beside it, with
 * nothing between them, and wording is left there. Numerals and the letters that are words of their own (的, 於, 其 …)
 * stay. Ownership: the caller. Errors: those of bond and refold. */
#ifndef LT_TEMPLATES_TEMPLATE_BORDER_H
#define LT_TEMPLATES_TEMPLATE_BORDER_H

#include "templates/template_list.h"

LEITONG_CHECK int lt_template_borders(const lt_corpus *corpus, lt_template *templates, size_t count,
                                      unsigned fold_flags, lt_workers *workers, leitong_error *error);

#endif
