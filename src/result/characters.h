/* characters: offsets in source bytes → offsets in Unicode characters of the decoded text, which PAN and passim count.
 *
 * The ends of all spans are sorted by document and byte, so that each document is read once and its characters are
 * counted from end to end.
 * Input: spans in bytes, in any order. Output: the same spans in characters; a byte order mark is not counted.
 * Ownership: the spans are the caller's. Errors: those of leitong_result_text; LEITONG_EMEMORY.
 * Complexity: linear in the spans, the documents and the texts. */
#ifndef LT_RESULT_CHARACTERS_H
#define LT_RESULT_CHARACTERS_H

#include "base/error.h"
#include "leitong/result.h"

/* As below, but counted from the first end in each document: the text before it is not read. */
LEITONG_CHECK int lt_characters_distances(const leitong_result *result, leitong_span *const *spans, size_t count,
                                          leitong_error *error);
/* `spans`: `count` addresses. After a failure some are in characters and some in bytes. */
LEITONG_CHECK int lt_characters_spans(const leitong_result *result, leitong_span *const *spans, size_t count,
                                      leitong_error *error);

#endif
