/* mail: an e-mail (RFC 5322, MIME: RFC 2045–2047, 2183, 3676) → the text of its body.
 *
 *     multipart/mixed ─┬─ multipart/alternative ─┬─ text/plain   read
 *                      │                         └─ text/html    read where there is no plain text
 *                      ├─ message/rfc822                         read: a mail that was sent on
 *                      └─ application/pdf                        counted: an attachment
 *
 * MIME is read here, since the libraries that do (GMime with GLib, GIO and GPGME; libetpan with curl, SASL and Berkeley
 * DB) would be loaded for every document into the process that reads hostile files; what is needed of it is headers,
 * parts and two codes. Subject, sender and date are properties, not text.
 * Input: a file's bytes. Output: text to the sink; attachments are counted.
 * Ownership: none is taken. Errors: LEITONG_EINPUT with the sink's reason: no text in it (no_text); those of html and
 * sink; LEITONG_EMEMORY. Complexity: linear, times the depth of parts in one another (at most MAIL_DEPTH). */
#ifndef LT_EXTRACT_MAIL_H
#define LT_EXTRACT_MAIL_H

#include "extract/sink.h"

/* `encoding`: of a body that names none; "" : detected. */
LEITONG_CHECK int lt_mail_read(const uint8_t *bytes, size_t size, const char *encoding, lt_sink *sink,
                               leitong_error *error);

#endif
