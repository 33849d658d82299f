/* template_border: slots take in the letter that their fills share a word with.
 *
 * Input: templates. Output: the same, with some borders between a slot and the wording beside it moved by a letter or
 * a few:
 * 成{绩|就} becomes {成绩|成就}, {雇|僱}用 becomes {雇用|僱用}. A border moves where it lies inside a dictionary word
 * (text/words) in more than half of the members, the first BORDER_MEMBERS of them, all members fill the slot and have
 * that letter beside it, and wording is left there. Numerals stay. Ownership: the caller. Errors: those of words and
 * refold. Complexity: linear in the borders times the members, and in the tokens of the members that are asked, whose
 * paragraphs are folded BORDER_LETTERS times, each for all borders in it. */
#ifndef LT_TEMPLATES_TEMPLATE_BORDER_H
#define LT_TEMPLATES_TEMPLATE_BORDER_H

#include "templates/template_list.h"

LEITONG_CHECK int lt_template_borders(const lt_corpus *corpus, lt_template *templates, size_t count,
                                      unsigned fold_flags, leitong_error *error);

#endif
