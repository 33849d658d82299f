/* span_text: the text of a span, and of one side of a passage with the offsets of its edits.
 *
 * Input: a result and a span or a passage. Output: UTF-8, and offsets in it. A text that was not kept, or that changed
 * since the scan, is NULL: reports then show offsets and figures alone. In an encoding other than UTF-8 a side is
 * decoded from edit to edit, so that the offsets of the edits in the decoded text are known.
 * Ownership: the caller's. Errors: LEITONG_ESYSTEM, LEITONG_EMEMORY, LEITONG_EDAMAGED.
 * Complexity: linear in the source bytes of the span. */
#ifndef LT_RESULT_SPAN_TEXT_H
#define LT_RESULT_SPAN_TEXT_H

#include "base/error.h"
#include "leitong/result.h"

#include <stdbool.h>

enum lt_span_text_letter { LT_SIDE_A, LT_SIDE_B };

typedef struct lt_span_text {
    char *text; /* NULL: not kept */
    size_t size;
    size_t *cuts; /* edit e is text[cuts[2e], cuts[2e + 1]) */
} lt_span_text;

/* The edits of a passage: the exact ones, or those that people are shown. */
typedef struct lt_span_edits {
    const leitong_result_edit *items;
    size_t count;
} lt_span_edits;
lt_span_edits lt_span_edits_exact(const leitong_result *result, const leitong_result_passage *passage);
lt_span_edits lt_span_edits_shown(const leitong_result *result, const leitong_result_passage *passage);

/* As leitong_result_utf8, but *ret_text may be NULL. */
LEITONG_CHECK int lt_span_text_utf8(const leitong_result *result, const leitong_span *span, char **ret_text,
                                    size_t *ret_size, leitong_error *error);

/* `letter`: enum lt_span_text_letter; `edits`: those of the passage whose cuts are wanted, `count` of them. */
LEITONG_CHECK int lt_span_text_read(const leitong_result *result, const leitong_result_passage *passage, int letter,
                                    const lt_span_edits *edits, lt_span_text *ret_side, leitong_error *error);
/* Offsets in the text of the span, which was kept, become source bytes of its document. */
LEITONG_CHECK int lt_span_text_source(const leitong_result *result, const leitong_span *span, size_t *offsets,
                                      size_t count, leitong_error *error);
void lt_span_text_clear(lt_span_text *side);

#endif
