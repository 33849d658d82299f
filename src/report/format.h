/* format: the signature of every report writer, and what they share.
 *
 * Input: a result and complete options. Output: one report in a FILE. Ownership: nothing is kept. Errors: of each
 * writer: those of the FILE (LEITONG_ESYSTEM), LEITONG_EMEMORY, LEITONG_EDAMAGED; a text that was not kept is left out.
 * After a failure the report is not complete. Complexity: linear in the rows that a format writes, and in the texts
 * that they name. */
#ifndef LT_REPORT_FORMAT_H
#define LT_REPORT_FORMAT_H

#include "base/error.h"
#include "leitong/report.h"

#include <stdbool.h>
#include <string.h>

#define LT_FORMAT_COLUMNS 80 /* of a terminal, where the caller names none */

#define LT_PLURAL(count) ((count) == 1 ? "" : "s") /* of English words */

typedef int lt_format_write(const leitong_result *result, const leitong_report_options *options, FILE *file,
                            leitong_error *error);

/* What artefacts for people are asked for: NULL or "en" or "zh"; 0, or columns that lines fit in. LEITONG_EUSAGE. */
LEITONG_CHECK int lt_format_check(const char *lang, unsigned columns, leitong_error *error);

/* True when the report is to be in Chinese. */
static inline bool lt_format_is_zh(const char *lang)
{
    return lang != NULL && strcmp(lang, "zh") == 0;
}

#endif
