/* numerals: a numeral of several characters is one word: 三百七十, 一千二百萬, 3.5万, 第十二, 第12.
 *
 * A dictionary knows some of them (第一, 三百) and cuts the others somewhere. A numeral here is a run of Han numerals
 * and digits, with 第 before it where it is an ordinal, of two characters or more of which one is Han. A single one is
 * left to the dictionary: 一般, 三农. Input: UTF-8, with a flag a byte where a word begins or ends (text/words).
 * Output: the flags; between the characters of a numeral there is none, at both its ends there is one. Ownership: the
 * caller's. Errors: none. Complexity: linear in the text. */
#ifndef LT_TEXT_NUMERALS_H
#define LT_TEXT_NUMERALS_H

#include <stddef.h>
#include <stdint.h>

void lt_numerals_join(const char *text, size_t size, uint8_t *borders);

#endif
