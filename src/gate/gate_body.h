/* gate_body: keeps what a report says of the submissions until the decision on all of them is known.
 *
 * Input: bytes, through a stream. Output: the same bytes in order. The first BODY_MEMORY bytes are kept in memory, more
 * go to an unnamed file in $TMPDIR. Ownership: lt_gate_body is the caller's. Errors: LEITONG_EMEMORY; those of
 * temporary, reported at the end. Complexity: linear; memory is constant. */
#ifndef LT_GATE_GATE_BODY_H
#define LT_GATE_GATE_BODY_H

#include "base/error.h"

#include <stddef.h>
#include <stdio.h>

typedef struct lt_gate_body lt_gate_body;
/* *ret_stream belongs to the body. */
LEITONG_CHECK int lt_gate_body_new(lt_gate_body **ret_body, FILE **ret_stream, leitong_error *error);
void lt_gate_body_free(lt_gate_body *body);

/* Bytes so far. */
uint64_t lt_gate_body_size(lt_gate_body *body);
/* Ends the writing and reports a write that failed. */
LEITONG_CHECK int lt_gate_body_end(lt_gate_body *body, leitong_error *error);
/* After the end: all bytes to a file, whose own errors its owner sees. */
LEITONG_CHECK int lt_gate_body_pour(lt_gate_body *body, FILE *to, leitong_error *error);

#endif
