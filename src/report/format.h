/* format: what the formats share: the words people read, and the call each of them answers.
 *
 * Enters: a result and complete options. Leaves: one artefact in a FILE. Owner: none. Errors: of each format: those of
 * the FILE (LEITONG_ESYSTEM), LEITONG_EMEMORY, LEITONG_EDAMAGED; a text that was not kept is left out. */
#ifndef LT_REPORT_FORMAT_H
#define LT_REPORT_FORMAT_H

#include "base/error.h"
#include "leitong/report.h"

#include <stdbool.h>

typedef int lt_format_write(const leitong_result *result, const leitong_report_options *options, FILE *file,
                            leitong_error *error);

/* True when people read Chinese. */
bool lt_format_is_zh(const leitong_report_options *options);

#endif
