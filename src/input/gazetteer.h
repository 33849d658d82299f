/* gazetteer: the user's list of names.
 *
 * Input: a UTF-8 file (a byte order mark may lead), a name a line; lines end at LF or CRLF; white space around a name,
 * blank lines and lines that begin with # are passed over. Behind a name its kind and its parent may stand
 * (names/place_given).
 * Output: the names in the file's order, NUL-terminated.
 * Ownership: leitong_gazetteer.
 * Errors: LEITONG_EINPUT with file and byte (no regular file, or can't be read; more than LEITONG_GAZETTEER_LARGEST
 * bytes; not UTF-8: save it as UTF-8; a NUL byte; a name of more than LEITONG_GAZETTEER_NAME bytes: one name a
 * line; a kind or a parent that is none, with its line);
 * LEITONG_EMEMORY.
 * Complexity: linear in the bytes. */
#ifndef LT_INPUT_GAZETTEER_H
#define LT_INPUT_GAZETTEER_H

#include "leitong/scan.h"

/* The same from `bytes`, which are copied; `path` is for messages. */
LEITONG_CHECK int lt_gazetteer_parse(const char *path, const uint8_t *bytes, size_t size,
                                     leitong_gazetteer **ret_gazetteer, leitong_error *error);

#endif
