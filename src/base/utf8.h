/* utf8: what is well-formed UTF-8 and what is not (Unicode 15.0, table 3-7).
 *
 * The one place that decides it; base/code_point.h reads text that was found well-formed here.
 * Long texts are checked a block at a time without branches, so that compilers vectorise the loop: a byte is a trail
 * byte exactly where one of the three before it asks for one. The exact place of a fault is then looked for one
 * character at a time.
 * Input: bytes. Output: lengths, offsets in bytes, code points. Ownership: none. Errors: none; ill-formed bytes are an
 * answer. Complexity: linear in the bytes. */
#ifndef LT_BASE_UTF8_H
#define LT_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Length (1 … 4) of the well-formed sequence at `at`, of which `left` ≥ 1 bytes are there, and its code point. Where
 * there is none: the negative length (≥ 1) of the ill-formed maximal subpart; *ret_point is untouched then. */
int lt_utf8_next(const uint8_t *at, size_t left, uint32_t *ret_point);

/* The same length; 0 where there is no well-formed sequence. */
size_t lt_utf8_sequence(const uint8_t *at, size_t left);

/* Bytes of the byte order mark at the very start of a text in UTF-8, which editors write and every reader of what
 * people give passes over: 3, or 0 where there is none. A second one is text. */
size_t lt_utf8_mark(const void *bytes, size_t size);

/* Offset of the first byte that begins no well-formed sequence, so that all before it decodes; `size` when there is
 * none. */
size_t lt_utf8_fault(const uint8_t *bytes, size_t size);

/* Bytes in well-formed sequences; ill-formed ones are left by their maximal subparts (section 3.9, U+FFFD practice). */
size_t lt_utf8_well_formed(const uint8_t *bytes, size_t size);

#endif
