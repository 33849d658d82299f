/* jsonl: JSON Lines → one document a line; JSON → one document an object of its array (or an object behind the other).
 *
 * Blank lines are passed over, a byte order mark before the first line too. An id may be a string or a number (its
 * decimal text); an empty or missing or null one is NULL. Title, date, series, author: strings and numbers likewise;
 * anything else is NULL; an impossible date (2020-02-30) is a fault, so that no order in time rests on it. Lines longer
 * than options->max_record are passed over without being kept; one longer than options->max_document ends the file,
 * which may have no end. Input: a stream's window. Output: documents whose strings stand until the next call.
 * Ownership: lt_jsonl is the caller's; the stream must outlive it.
 * Errors: LEITONG_EINPUT with one word in `reason`, and `whole_file` where nothing more can be read (those of stream;
 * between the objects of JSON anything but white space and a comma);
 * the offset is that of the faulty byte or of the record's first byte, in the decompressed stream. LEITONG_EMEMORY.
 * Complexity: linear in the bytes; memory: one line, and its strings. */
#ifndef LT_INPUT_JSONL_H
#define LT_INPUT_JSONL_H

#include "input/stream.h"
#include "leitong/document.h"

typedef struct lt_jsonl {
    const char *reason; /* after LEITONG_EINPUT */
    bool whole_file;
    bool is_lines; /* otherwise: objects, wherever lines end */
    /* The rest is jsonl.c's. */
    lt_stream *stream;
    const leitong_input_options *options;
    const char *path;
    uint64_t line;  /* lines begun */
    size_t pending; /* bytes of the window that the document now out stands in */
    bool ended;
    uint64_t objects;         /* of JSON: so many were met */
    bool is_array, is_closed; /* of JSON: `[` was read, `]` was read */
    uint8_t *scratch;         /* strings of the document now out */
    size_t scratch_capacity;
} lt_jsonl;

/* `options` names the fields; it, stream and path must outlive the reader. */
void lt_jsonl_open(lt_jsonl *jsonl, lt_stream *stream, const char *path, const leitong_input_options *options);
void lt_jsonl_close(lt_jsonl *jsonl);
/* *ret_more false at the end. ret_document->id may be NULL; path, path_offset and line are set. After LEITONG_EINPUT
 * the next call goes on behind the bad record. */
LEITONG_CHECK int lt_jsonl_next(lt_jsonl *jsonl, leitong_document *ret_document, bool *ret_more, leitong_error *error);

#endif
