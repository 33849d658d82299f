/* encoding: the encodings that leitong reads, and their names.
 *
 * Input: a name, as users and other programs write it. Output: the encoding, and its name as documents.jsonl has it.
 * Ownership: none. Errors: LEITONG_EUSAGE (a name that is not known; the message lists those that are).
 * Complexity: constant. */
#ifndef LT_TEXT_ENCODING_H
#define LT_TEXT_ENCODING_H

#include "leitong/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum lt_encoding {
    LT_ENCODING_AUTO,
    LT_ENCODING_UTF8,
    LT_ENCODING_UTF16LE,
    LT_ENCODING_UTF16BE,
    LT_ENCODING_UTF32LE,
    LT_ENCODING_UTF32BE,
    LT_ENCODING_GB18030,
    LT_ENCODING_BIG5,
    LT_ENCODING_SHIFT_JIS,
    LT_ENCODING_EUC_KR,
    LT_ENCODING_WINDOWS_1252,
    LT_ENCODING_EUC_JP,
    LT_ENCODING_KOI8_R,
    LT_ENCODING_WINDOWS_1251,
    LT_ENCODINGS,
    LT_ENCODING_LOSSY = 64 /* with another: bytes that don't decode are U+FFFD */
} lt_encoding;

static inline lt_encoding lt_encoding_strict(lt_encoding encoding)
{
    return (lt_encoding)((unsigned)encoding & ~(unsigned)LT_ENCODING_LOSSY);
}

static inline bool lt_encoding_is_lossy(lt_encoding encoding)
{
    return ((unsigned)encoding & (unsigned)LT_ENCODING_LOSSY) != 0;
}

static inline lt_encoding lt_encoding_lossy(lt_encoding encoding)
{
    return (lt_encoding)((unsigned)encoding | (unsigned)LT_ENCODING_LOSSY);
}

/* Whether a number is an encoding's, AUTO among them. */
bool lt_encoding_is_known(uint64_t number);

/* "utf-8", "gb18030", …, "utf-8-lossy": as in documents.jsonl. */
const char *lt_encoding_name(lt_encoding encoding);
/* Takes common aliases too, in any case ("GBK"). */
LEITONG_CHECK int lt_encoding_named(const char *name, lt_encoding *ret_encoding, leitong_error *error);

#endif
