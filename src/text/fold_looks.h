/* fold_looks: Cyrillic and Greek letters that are drawn as Latin ones.
 *
 * In a word that also holds Latin letters they are those (a word wholly of them is Russian or Greek). Only letters that
 * the usual fonts draw alike are in the table: Greek small letters that stand in formulas (μ, ν, ρ) are not, so that μm
 * is never mm (Unicode's confusables, UTS #39, go further). Input: a code point of the source, before case folding.
 * Output: the small Latin letter; 0 where there is none. Ownership, errors: none.
 * Complexity: a binary search among 60. */
#ifndef LT_TEXT_FOLD_LOOKS_H
#define LT_TEXT_FOLD_LOOKS_H

#include <stdint.h>

uint32_t lt_fold_looks(uint32_t code_point);

#endif
