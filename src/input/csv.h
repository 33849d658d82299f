/* csv: comma-separated values (RFC 4180), a row at a time.
 *
 * Blank lines are passed over; a byte order mark too. Lines end at LF or CRLF.
 * Input: a buffer that is changed in place: quotes are undone and fields closed with NUL, so it must have one byte more
 * than `size`.
 * Output: rows of fields, each with the byte where it began.
 * Ownership: the caller's buffer holds the fields.
 * Errors: LEITONG_EINPUT with line and byte: a quote inside a bare field, something behind a closing quote, a quote
 * never closed, a lone carriage return, a NUL, too many fields.
 * Complexity: linear in the bytes. */
#ifndef LT_INPUT_CSV_H
#define LT_INPUT_CSV_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_csv_field {
    char *text;
    uint64_t offset; /* of its first byte, or of its opening quote */
} lt_csv_field;

typedef struct lt_csv {
    const char *path; /* for messages */
    char *bytes;
    size_t size;
    size_t at;     /* the next row */
    uint64_t line; /* 1-based, of the row given last */
    uint64_t next_line;
} lt_csv;

void lt_csv_begin(lt_csv *csv, const char *path, char *bytes, size_t size);

/* At most `capacity` fields; *ret_count 0 at the end. */
LEITONG_CHECK int lt_csv_next(lt_csv *csv, lt_csv_field *fields, size_t capacity, size_t *ret_count,
                              leitong_error *error);

#endif
