/* archive: a .zip or .tar (also packed by gzip, Zstandard, xz or bzip2), or a file that xz or bzip2 packed → its
 * members.
 *
 * gzip and Zstandard are undone by input/stream.h, which checks more than libarchive does.
 * Input: a zip's bytes, or a stream. Output: the frames of an archive (frame.h): folders are passed over, what is no
 * file and what is under a password is left out by name. Ownership: none is taken. Errors: LEITONG_EINPUT with the
 * sink's reason: cut off or damaged, from here on (members before were told); those of the sink's `put`;
 * LEITONG_EMEMORY. Complexity: linear in what is unpacked. */
#ifndef LT_EXTRACT_ARCHIVE_H
#define LT_EXTRACT_ARCHIVE_H

#include "extract/sink.h"
#include "input/stream.h"

LEITONG_CHECK int lt_archive_zip(const uint8_t *bytes, size_t size, lt_sink *sink, leitong_error *error);
LEITONG_CHECK int lt_archive_stream(lt_stream *stream, lt_sink *sink, leitong_error *error);

#endif
