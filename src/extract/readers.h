/* readers: which reader reads a format, as far as it was built in.
 *
 * Input: a format's word and a file's bytes. Output: text to the sink; versions as text.
 * Ownership: none is taken.
 * Errors: LEITONG_EINPUT with the sink's reason: this build has no reader of the format, or its content is of another
 * (no_reader, unknown_type), those of the reader; LEITONG_EMEMORY.
 * Complexity: the reader's. */
#ifndef LT_EXTRACT_READERS_H
#define LT_EXTRACT_READERS_H

#include "extract/limits.h"
#include "extract/sink.h"
#include "input/stream.h"

typedef struct lt_readers_file {
    const uint8_t *bytes;
    size_t size;
    bool is_packed; /* standard input is this file, packed by gzip or Zstandard */
} lt_readers_file;

LEITONG_CHECK int lt_readers_read(const char *format, const lt_readers_file *file, const char *encoding, lt_sink *sink,
                                  leitong_error *error);
/* Of an archive that is no zip. */
LEITONG_CHECK int lt_readers_stream(lt_stream *stream, lt_sink *sink, leitong_error *error);
/* Whether another's program reads it. */
lt_limits_programs lt_readers_programs(const char *format);
/* A line a format: what reads it, or that this build has nothing that does. */
LEITONG_CHECK int lt_readers_versions(lt_sink *sink, leitong_error *error);

#endif
