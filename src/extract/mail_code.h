/* mail_code: what mail is encoded with: base64 and quoted-printable (RFC 2045, 6.7 and 6.8), encoded words of headers
 * (RFC 2047).
 *
 * Input: bytes as they stand in a mail. Output: what they mean; what is no good code is read as far as it goes.
 * Ownership: the caller's buffers; lt_mail_words: the caller frees. Errors: LEITONG_EMEMORY.
 * Complexity: linear. */
#ifndef LT_EXTRACT_MAIL_CODE_H
#define LT_EXTRACT_MAIL_CODE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* `out` has room for as many bytes as `size`, and may be `bytes`; return how many were written. */
size_t lt_mail_base64(const uint8_t *bytes, size_t size, uint8_t *out);
/* `is_header`: `_` is a space. */
size_t lt_mail_quoted(const uint8_t *bytes, size_t size, bool is_header, uint8_t *out);
/* Bytes in an encoding (its name as the mail has it; NULL: detected) as UTF-8; where they can't be read so, what is no
 * UTF-8 as U+FFFD. *ret_text is the caller's. */
LEITONG_CHECK int lt_mail_decode(const uint8_t *bytes, size_t size, const char *encoding, char **ret_text,
                                 size_t *ret_size, leitong_error *error);
/* A header's value, NUL-terminated UTF-8, its lines joined. */
LEITONG_CHECK int lt_mail_words(const uint8_t *value, size_t size, char **ret_text, leitong_error *error);

#endif
