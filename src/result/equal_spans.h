/* equal_spans: what of one side of a passage is equal on the other: the stretches between its exact edits.
 *
 * Input: a result and a passage of it. Output: one stretch after the other, in source bytes; one may be empty.
 * Ownership: an iterator is a value and refers to the result. Errors: none. Complexity: linear in the edits. */
#ifndef LT_RESULT_EQUAL_SPANS_H
#define LT_RESULT_EQUAL_SPANS_H

#include "leitong/result.h"

#include <stdbool.h>

typedef struct lt_equal_spans {
    const leitong_result_passage *passage;
    const leitong_result_edit *edits;
    bool is_a;
    uint32_t next; /* edit */
} lt_equal_spans;

/* `passage`: its number. */
lt_equal_spans lt_equal_spans_of(const leitong_result *result, size_t passage, bool is_a);
/* false at the end. */
bool lt_equal_spans_next(lt_equal_spans *spans, leitong_span *ret_span);

#endif
