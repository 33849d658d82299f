/* decode_utf8: is it UTF-8 (Unicode 15.0, table 3-7), and if not, where not?
 *
 * Enters: bytes. Leaves: offsets. A bad byte's offset is that of the first byte of its ill-formed sequence, so all
 * before it decodes. Owner: none. Errors: none. */
#ifndef LT_TEXT_DECODE_UTF8_H
#define LT_TEXT_DECODE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* `size` when all of it is well-formed. */
size_t lt_decode_utf8_bad(const uint8_t *bytes, size_t size);

/* Bytes in well-formed sequences; ill-formed ones are left by their maximal subparts (section 3.9, U+FFFD practice). */
size_t lt_decode_utf8_good(const uint8_t *bytes, size_t size);

/* Size of the sequence at `bytes`, or of its ill-formed maximal subpart (≥ 1); *ret_point is untouched then, and the
 * result negative. `size` ≥ 1. */
int lt_decode_utf8_next(const uint8_t *bytes, size_t size, uint32_t *ret_point);

#endif
