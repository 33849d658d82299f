/* decode: bytes in some encoding → UTF-8, with a way back to the bytes.
 *
 * Without a wish of the user: a byte order mark decides; else well-formed UTF-8 is UTF-8; at 99.9 %, or where bad bytes
 * are few beside letters in UTF-8, it is UTF-8 with an error; else decode_guess decides or is uncertain. UTF-32 is
 * never taken without a mark. Lossy (LT_ENCODING_LOSSY): what would be an error is read in the same, or the nearest,
 * encoding, with U+FFFD for bytes that don't decode; the encoding of what decodes is not lossy. The way back is a map
 * with one place in 64 bytes of text, from which the source is read again. Input: a whole document's bytes, and an
 * encoding or LT_ENCODING_AUTO. Output: UTF-8 text (a view of the input when that already is UTF-8, without its BOM)
 * and a map from UTF-8 offsets to source offsets. Ownership: lt_decoded; the input must outlive it, and its map. All of
 * it is immutable: threads may share it. Uchardet is named in decode_guess.c alone, iconv only in the generators of
 * tables, so no gconv module is needed at work. Errors: LEITONG_EINPUT with the byte's offset: invalid bytes (remedy:
 * mend them, name the encoding, or --lossy); encoding uncertain (remedy: --encoding, --lossy). `ret_reason` is a word
 * for run.json's `skipped`. Complexity: linear in the bytes; constant time an offset. */
#ifndef LT_TEXT_DECODE_H
#define LT_TEXT_DECODE_H

#include "base/error.h"
#include "text/encoding.h"

#include <stddef.h>

/* A document's bytes as they were read. */
typedef struct lt_encoded {
    const uint8_t *bytes;
    size_t size;
    lt_encoding encoding; /* or LT_ENCODING_AUTO */
    const char *path;     /* for messages */
} lt_encoded;

typedef struct lt_decoded {
    const uint8_t *text; /* valid UTF-8 */
    size_t size;         /* bytes of text */
    lt_encoding encoding;
    size_t bom;        /* bytes of byte order mark before the text, in the source */
    uint64_t replaced; /* U+FFFD that stand for bytes that don't decode */
    uint8_t *owned;    /* NULL when text is a view of the input */
    void *map;         /* NULL when source offset = bom + text offset */
} lt_decoded;

/* *ret_reason (may be NULL): "invalid_bytes" or "encoding_uncertain" on LEITONG_EINPUT. */
LEITONG_CHECK int lt_decode(const lt_encoded *source, lt_decoded *ret_decoded, const char **ret_reason,
                            leitong_error *error);
void lt_decoded_clear(lt_decoded *decoded);

/* Source offset of the character border at `text_offset` (0 … size): constant time, at most 64 bytes are read again.
 * Within a character, or between two that come from one of the source: where that begins. */
uint64_t lt_decoded_source(const lt_decoded *decoded, size_t text_offset);

#endif
