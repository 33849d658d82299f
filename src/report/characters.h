/* characters: offsets in source bytes → offsets in Unicode characters of the decoded text, as scholars' formats count.
 *
 * Enters: spans in bytes, in any order; each document is read once. Leaves: the same spans in characters; a byte order
 * mark is no character. Owner: the caller. Errors: those of leitong_result_text; LEITONG_EMEMORY. */
#ifndef LT_REPORT_CHARACTERS_H
#define LT_REPORT_CHARACTERS_H

#include "base/error.h"
#include "leitong/result.h"

/* `spans`: `count` addresses. On failure some are in characters and some are not. */
LEITONG_CHECK int lt_characters_spans(const leitong_result *result, leitong_span *const *spans, size_t count,
                                      leitong_error *error);

#endif
