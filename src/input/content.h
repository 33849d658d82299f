/* content: what a file is, by its name and its first bytes.
 *
 *     first bytes      named .txt .md    .html    .docx .pdf … .zip    nothing known, by the user    in a folder
 *     of a document    document          document document             document                      document, but no
 * archive of a page        text              page     page                 page                          left out
 *     anything else    text              page     damaged              text                          left out
 *
 * Standard input and pipes are as what the user names, or JSON Lines where the first byte that isn't blank is `{`.
 * Input: an open stream from which nothing was dropped. Output: how it is to be read.
 * Ownership: none. Errors: LEITONG_EINPUT with a reason: of no known type, a format that is not read, or another one
 * than the name says (what to do stands in the message); those of stream.
 * Complexity: constant time, but for white space before a stream's first byte. */
#ifndef LT_INPUT_CONTENT_H
#define LT_INPUT_CONTENT_H

#include "input/records.h"
#include "input/walk.h"

typedef struct lt_content {
    lt_records_kind records;
    const char *document; /* the format, a word of leitong-extract's; NULL: a text */
} lt_content;

LEITONG_CHECK int lt_content_tell(lt_stream *stream, lt_entry_kind kind, lt_content *ret_content,
                                  const char **ret_reason, leitong_error *error);
/* All of the stream goes into a file without a name, which the caller closes. */
LEITONG_CHECK int lt_content_spool(lt_stream *stream, const lt_stream_limits *limits, int *ret_file, uint64_t *ret_size,
                                   leitong_error *error);

#endif
