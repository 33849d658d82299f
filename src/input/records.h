/* records: a file that holds several documents, each with an id and a text: JSON Lines, JSON, CSV.
 *
 * Input: a stream. Output: documents, one at a time. Ownership: lt_records is the caller's, who zeroes it first and
 * closes it; a document's strings stand until the next call.
 * Errors: those of jsonl and table, with `reason` and `whole_file`. Complexity: theirs. */
#ifndef LT_INPUT_RECORDS_H
#define LT_INPUT_RECORDS_H

#include "input/jsonl.h"
#include "input/table.h"

typedef enum lt_records_kind {
    LT_RECORDS_NONE,  /* the file is one document */
    LT_RECORDS_LINES, /* an object a line */
    LT_RECORDS_JSON,  /* objects in an array, or one behind the other */
    LT_RECORDS_TABLE
} lt_records_kind;

typedef struct lt_records {
    const char *reason; /* after LEITONG_EINPUT */
    bool whole_file;
    lt_records_kind kind;
    lt_jsonl jsonl;
    lt_table table;
} lt_records;

/* `path` and `options` must outlive the reader. */
LEITONG_CHECK int lt_records_open(lt_records *records, lt_records_kind kind, lt_stream *stream, const char *path,
                                  const leitong_input_options *options, leitong_error *error);
void lt_records_close(lt_records *records);
/* *ret_more false at the end. After LEITONG_EINPUT without `whole_file` the next call goes on behind the bad record. */
LEITONG_CHECK int lt_records_next(lt_records *records, leitong_document *ret_document, bool *ret_more,
                                  leitong_error *error);

#endif
