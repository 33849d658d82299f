/* table: a file of comma-separated values whose header line names a column of text → one document a row.
 *
 * The columns are those that JSON Lines' fields are called (text, id, title, date, series, author). The file is in any
 * encoding that is known (text/decode.h); a text is what its field says, in UTF-8, so an offset is one of the field.
 * Input: a stream, read whole: a document's limits are the file's. Output: documents whose strings stand until the
 * reader is closed.
 * Ownership: lt_table is the caller's, who zeroes it first and closes it.
 * Errors: LEITONG_EINPUT with `reason` and `whole_file` where nothing more can be read: those of stream, decode and csv
 * (not_csv); no column of the text's name (no_text_field); of one row: an impossible date (bad_date), and it has fewer
 * fields than the text's column (no_text_field). LEITONG_EMEMORY.
 * Complexity: linear in the bytes; memory: the file, and its text. */
#ifndef LT_INPUT_TABLE_H
#define LT_INPUT_TABLE_H

#include "input/csv.h"
#include "input/stream.h"
#include "leitong/document.h"

#define LT_TABLE_COLUMNS 256

typedef struct lt_table {
    const char *reason; /* after LEITONG_EINPUT */
    bool whole_file;
    /* The rest is table.c's. */
    const char *path;
    const leitong_input_options *options;
    char *bytes;
    lt_csv csv;
    lt_csv_field fields[LT_TABLE_COLUMNS];
    size_t columns[6]; /* of text, id, title, date, series, author; LT_TABLE_COLUMNS: none */
} lt_table;

LEITONG_CHECK int lt_table_open(lt_table *table, lt_stream *stream, const char *path,
                                const leitong_input_options *options, const lt_stream_limits *limits,
                                leitong_error *error);
void lt_table_close(lt_table *table);
/* As lt_jsonl_next. */
LEITONG_CHECK int lt_table_next(lt_table *table, leitong_document *ret_document, bool *ret_more, leitong_error *error);

#endif
