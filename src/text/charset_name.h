/* charset_name: the name that uchardet gives to the encoding of some bytes.
 *
 * uchardet is C++ and throws std::bad_alloc where memory runs out; no exception may pass through C, where nobody
 * catches it and the process ends. This file's source is therefore C++, and the only one.
 * Input: windows of one text, in order.
 * Output: the name, "" where uchardet has none.
 * Ownership: the caller owns the buffer.
 * Errors: LEITONG_EMEMORY: what was thrown, or what uchardet reports; `ret_name` is untouched then.
 * Complexity: linear in the windows. */
#ifndef LT_TEXT_CHARSET_NAME_H
#define LT_TEXT_CHARSET_NAME_H

#include "leitong/error.h"

#include <stddef.h>
#include <stdint.h>

enum { LT_CHARSET_NAME_SIZE = 32 };

typedef struct lt_byte_window {
    const uint8_t *bytes;
    size_t size;
} lt_byte_window;

#ifdef __cplusplus
extern "C"
#endif
    LEITONG_CHECK int
    lt_charset_name(const lt_byte_window *windows, size_t count, char ret_name[LT_CHARSET_NAME_SIZE]);

#endif
