/* metadata: the CSV file that gives title, date, series and author of plain files.
 *
 * Input: a CSV file (UTF-8; .gz and .zst too) with a header line: `path` and any of title, date, series, author, in any
 * order.
 * Output: a row for a file: where `path` is its id, its path as given or in full, or names it relative to the CSV
 * file's folder. Empty fields are NULL.
 * Ownership: lt_metadata.
 * Errors: LEITONG_EINPUT with line and byte (unknown, repeated or missing column; too few or too many fields; an empty
 * or a repeated path; an impossible date; not UTF-8: save it as "CSV UTF-8"; no regular file; more than 256 MiB,
 * decompressed), those of csv and stream; LEITONG_EMEMORY. Complexity: one sort; a binary search a file. Memory: the
 * file and 64 bytes a row. */
#ifndef LT_INPUT_METADATA_H
#define LT_INPUT_METADATA_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_metadata_row {
    const char *path;
    const char *title, *date, *series, *author;
    uint64_t offset; /* of the path in the CSV file */
    uint64_t line;
    bool used; /* some document has it */
} lt_metadata_row;

typedef struct lt_metadata {
    char *path;            /* of the CSV file */
    char *folder;          /* it lies in, in full, with a slash at its end */
    char *bytes;           /* the file; fields point into it */
    lt_metadata_row *rows; /* by path */
    size_t count, capacity;
} lt_metadata;

/* *metadata must be zero. The caller clears it, also after a failure. */
LEITONG_CHECK int lt_metadata_read(lt_metadata *metadata, const char *path, leitong_error *error);
/* The same from `bytes`, which are copied. */
LEITONG_CHECK int lt_metadata_parse(lt_metadata *metadata, const char *path, const uint8_t *bytes, size_t size,
                                    leitong_error *error);
/* Where the CSV file lies, in full: what its rows may be relative to. */
LEITONG_CHECK int lt_metadata_place(lt_metadata *metadata, const char *path, leitong_error *error);
void lt_metadata_clear(lt_metadata *metadata);

/* NULL where no row has this name; marks the row as used. */
const lt_metadata_row *lt_metadata_find(lt_metadata *metadata, const char *name);

#endif
