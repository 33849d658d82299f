/* text_names: the sections of a report for a terminal that tell of adapted pairs, names left behind and swaps.
 *
 * Input: a result. Output: lines in a FILE: adapted pairs with most names left behind first, names as they come, swaps
 * with most places first. Ownership: nothing is kept. Errors: those of text_rows. Complexity: linear in the rows. */
#ifndef LT_REPORT_TEXT_NAMES_H
#define LT_REPORT_TEXT_NAMES_H

#include "report/text_rows.h"

void lt_text_names(lt_text_rows *t);

#endif
