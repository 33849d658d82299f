/* stream: a file's bytes after decompression, in a window that grows at its end and is dropped at its front.
 *
 * Content decides whether gzip or zstd is undone; a name that ends in .gz or .zst demands it.
 * Input: an open descriptor.
 * Output: bytes [offset, offset + size) of the decompressed stream.
 * Ownership: lt_stream is the caller's, who zeroes it first, and so is the descriptor; the window is kept from file to
 * file until lt_stream_clear.
 * Errors: LEITONG_EINPUT with the decompressed byte at which no more was to be had, and `reason`: "unreadable",
 * "damaged" (not compressed, cut off, damaged) or "too_large" (over a limit); LEITONG_ESYSTEM (temporary file);
 * LEITONG_EMEMORY.
 * Complexity: linear in the decompressed bytes. Memory: what is not dropped, and 256 KiB twice. */
#ifndef LT_INPUT_STREAM_H
#define LT_INPUT_STREAM_H

#include "input/gunzip.h"
#include "input/unzstd.h"

typedef struct lt_stream {
    const uint8_t *bytes; /* the window */
    size_t size;
    uint64_t offset;    /* of bytes[0] in the decompressed stream */
    const char *reason; /* after LEITONG_EINPUT: one word */
    /* The rest is stream.c's. */
    uint8_t *buffer;
    size_t buffer_capacity;
    lt_disk disk;
    lt_gunzip *gunzip;
    lt_unzstd *unzstd;
    uint64_t hint;
    bool ended;
} lt_stream;

/* What is read whole. */
typedef struct lt_stream_limits {
    uint64_t size;      /* bytes, decompressed */
    unsigned ratio;     /* decompressed bytes to bytes on disk, asked above LT_STREAM_RATIO_FROM */
    size_t hold;        /* bytes held in memory before it is known how many there are; the others wait in a file */
    const char *tmpdir; /* where that is; NULL: $TMPDIR or /tmp */
} lt_stream_limits;

/* Honest copies compress 1,000:1: below this a high ratio says nothing. */
#define LT_STREAM_RATIO_FROM ((uint64_t)1 << 30)
#define LT_STREAM_HOLD ((size_t)256 << 20)

/* `path` must stand until closed. `hint`: the size of the file, 0 if unknown. */
LEITONG_CHECK int lt_stream_open(lt_stream *stream, const char *path, int file, uint64_t hint, leitong_error *error);
void lt_stream_close(lt_stream *stream);
void lt_stream_clear(lt_stream *stream);

/* Makes the window longer by at least a byte; *ret_more false at the end. `bytes` may move. */
LEITONG_CHECK int lt_stream_fill(lt_stream *stream, bool *ret_more, leitong_error *error);
/* The window becomes all that is left, of a stream from which nothing was dropped. */
LEITONG_CHECK int lt_stream_fill_all(lt_stream *stream, const lt_stream_limits *limits, leitong_error *error);
/* Whether `size` bytes so far are within the limits. */
LEITONG_CHECK int lt_stream_within(lt_stream *stream, uint64_t size, const lt_stream_limits *limits,
                                   leitong_error *error);
/* Takes `size` bytes from the window's front. */
void lt_stream_drop(lt_stream *stream, size_t size);
/* Bytes read so far, as they lie on disk. */
uint64_t lt_stream_done(const lt_stream *stream);

/* Whether `name` ends in `suffix`, ASCII letters in either case. */
bool lt_stream_named(const char *name, size_t size, const char *suffix);

#endif
