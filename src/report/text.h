/* text: a result → what people read on a terminal, in Chinese or English; the one escaping function for it.
 *
 * Enters: a result, the language, the columns. Leaves: lines that fit (double-width characters count two); of each kind
 * of finding the weightiest, and how many more there are. Characters that a terminal obeys are shown as <U+001B>.
 * Owner: none. Errors: those of format. */
#ifndef LT_TEXT_H
#define LT_TEXT_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_text_report;

#endif
