/* gate_body: what a gate's artefact says of the submissions, kept until the verdict on all is known.
 *
 * Input: bytes, through a stream. Output: the same, in order. The first of them stay in memory, more go to a file
 * without a name in $TMPDIR. Ownership: lt_gate_body. Errors: LEITONG_EMEMORY; those of temporary, told at the end. */
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
/* Ends the writing, and says what could not be kept. */
LEITONG_CHECK int lt_gate_body_end(lt_gate_body *body, leitong_error *error);
/* After the end: all bytes to a file, whose own errors its owner sees. */
LEITONG_CHECK int lt_gate_body_pour(lt_gate_body *body, FILE *to, leitong_error *error);

#endif
