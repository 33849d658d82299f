/* utf8: what is well-formed UTF-8 and what is not (Unicode 15, table 3-7).
 *
 * Enters: bytes. Leaves: lengths and offsets in bytes. Owner: none. Errors: none; ill-formed bytes are an answer. */
#ifndef LT_BASE_UTF8_H
#define LT_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Length (1 … 4) of the well-formed sequence at `at`, of which `left` ≥ 1 bytes are there; 0 where there is none. */
size_t lt_utf8_sequence(const uint8_t *at, size_t left);

/* Offset of the first byte that begins no well-formed sequence; `size` when there is none. */
size_t lt_utf8_fault(const uint8_t *bytes, size_t size);

#endif
