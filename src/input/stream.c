#include "input/stream.h"

#include "base/buffer.h"
#include "base/temporary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* A window above this isn't kept for the next file. */
#define STREAM_KEEP ((size_t)16 << 20)

bool lt_stream_named(const char *name, size_t size, const char *suffix)
{
    size_t tail = strlen(suffix);
    return size > tail && strncasecmp(name + size - tail, suffix, tail) == 0;
}

static bool stream_is_gzip(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8; /* 8: deflate, RFC 1952 knows no other */
}

static bool stream_is_zstd(const uint8_t *bytes, size_t size)
{
    /* RFC 8878: a frame, or a skippable frame, which pzstd puts first. */
    return size >= 4 && ((bytes[0] == 0x28 && bytes[1] == 0xB5 && bytes[2] == 0x2F && bytes[3] == 0xFD) ||
                         ((bytes[0] & 0xF0) == 0x50 && bytes[1] == 0x2A && bytes[2] == 0x4D && bytes[3] == 0x18));
}

static int stream_choose(lt_stream *stream, const char *path, leitong_error *error)
{
    const uint8_t *bytes;
    size_t size;
    stream->reason = "unreadable";
    LT_TRY(lt_disk_peek(&stream->disk, 4, &bytes, &size, error));
    stream->reason = "damaged";
    if (stream_is_gzip(bytes, size)) {
        return lt_gunzip_new(&stream->disk, &stream->gunzip, error);
    }
    if (stream_is_zstd(bytes, size)) {
        return lt_unzstd_new(&stream->disk, &stream->unzstd, error);
    }
    size_t length = strlen(path);
    if (lt_stream_named(path, length, ".gz")) {
        return lt_error_at(error, LEITONG_EINPUT, path, 0, "named .gz, but it isn't gzip");
    }
    if (lt_stream_named(path, length, ".zst")) {
        return lt_error_at(error, LEITONG_EINPUT, path, 0, "named .zst, but it isn't zstd");
    }
    stream->reason = "unreadable";
    return 0;
}

int lt_stream_open(lt_stream *stream, const char *path, int file, uint64_t hint, leitong_error *error)
{
    stream->size = 0;
    stream->offset = 0;
    stream->ended = false;
    stream->reason = "unreadable";
    stream->hint = hint;
    LT_TRY(lt_disk_open(&stream->disk, path, file, error));
    int code = stream_choose(stream, path, error);
    if (code != 0) {
        if (error != NULL) {
            error->offset = 0;
        }
        goto failed;
    }
    LT_TRY_GOTO(failed, LT_RESERVE(stream->buffer, stream->buffer_capacity, LT_DISK_CHUNK, error));
    stream->bytes = stream->buffer;
    return 0;
failed:
    lt_stream_close(stream);
    return code;
}

void lt_stream_close(lt_stream *stream)
{
    lt_gunzip_free(stream->gunzip);
    lt_unzstd_free(stream->unzstd);
    stream->gunzip = NULL;
    stream->unzstd = NULL;
    if (stream->buffer_capacity > STREAM_KEEP) {
        free(stream->buffer);
        stream->buffer = NULL;
        stream->buffer_capacity = 0;
    }
    stream->bytes = NULL;
    stream->size = 0;
}

void lt_stream_clear(lt_stream *stream)
{
    lt_stream_close(stream);
    lt_disk_clear(&stream->disk);
    free(stream->buffer);
    stream->buffer = NULL;
    stream->buffer_capacity = 0;
}

static int stream_read(lt_stream *stream, uint8_t *out, size_t capacity, size_t *ret_size, leitong_error *error)
{
    if (stream->gunzip != NULL) {
        return lt_gunzip_read(stream->gunzip, out, capacity, ret_size, error);
    }
    if (stream->unzstd != NULL) {
        return lt_unzstd_read(stream->unzstd, out, capacity, ret_size, error);
    }
    return lt_disk_read(&stream->disk, out, capacity, ret_size, error);
}

int lt_stream_fill(lt_stream *stream, bool *ret_more, leitong_error *error)
{
    if (stream->ended) {
        *ret_more = false;
        return 0;
    }
    size_t front = (size_t)(stream->bytes - stream->buffer);
    if (front > 0 && stream->buffer_capacity - front - stream->size < LT_DISK_CHUNK / 2) {
        memmove(stream->buffer, stream->bytes, stream->size);
        front = 0;
    }
    int code = LT_RESERVE(stream->buffer, stream->buffer_capacity, front + stream->size + 1, error);
    stream->bytes = stream->buffer + front;
    if (code != 0) {
        return code;
    }
    size_t end = front + stream->size;
    size_t got = 0;
    code = stream_read(stream, stream->buffer + end, stream->buffer_capacity - end, &got, error);
    if (code != 0) {
        stream->ended = true;
        if (code == LEITONG_EINPUT && error != NULL) {
            error->offset = stream->offset + stream->size;
        }
        return code;
    }
    stream->size += got;
    stream->ended = got == 0;
    *ret_more = got > 0;
    return 0;
}

/* ---- the whole ---- */

static bool stream_is_packed(const lt_stream *stream)
{
    return stream->gunzip != NULL || stream->unzstd != NULL;
}

int lt_stream_within(lt_stream *stream, uint64_t size, const lt_stream_limits *limits, leitong_error *error)
{
    if (size > limits->size) {
        stream->reason = "too_large";
        return lt_error_at(error, LEITONG_EINPUT, stream->disk.path, limits->size,
                           "more than %" PRIu64 " bytes of text, which is the limit of a document; max_document "
                           "(--max-document) raises it",
                           limits->size);
    }
    if (stream_is_packed(stream) && size > LT_STREAM_RATIO_FROM && size / limits->ratio > stream->disk.done) {
        stream->reason = "too_large";
        return lt_error_at(error, LEITONG_EINPUT, stream->disk.path, size,
                           "decompresses to more than 1 GiB and %u times its size, as no honest text does; max_ratio "
                           "(--max-ratio) lets it pass",
                           limits->ratio);
    }
    return 0;
}

/* The file's size is known unless it is compressed, a pipe, or has grown. */
static bool stream_is_open_ended(const lt_stream *stream)
{
    return stream_is_packed(stream) || stream->size > stream->hint;
}

/* The window's bytes go to the file, behind the *at that are there. */
static int stream_put(lt_stream *stream, int file, const char *folder, uint64_t *at, leitong_error *error)
{
    LT_TRY(lt_temporary_write(file, folder, *at, stream->bytes, stream->size, error));
    *at += stream->size;
    stream->bytes = stream->buffer;
    stream->size = 0;
    return 0;
}

/* Reads the rest through a file, so that memory is taken once it is known how much. */
static int stream_spill(lt_stream *stream, const lt_stream_limits *limits, const char *folder, int file,
                        leitong_error *error)
{
    uint64_t size = 0;
    bool more = true;
    LT_TRY(stream_put(stream, file, folder, &size, error));
    free(stream->buffer);
    stream->buffer = NULL;
    stream->buffer_capacity = 0;
    stream->bytes = NULL;
    LT_TRY(LT_RESERVE(stream->buffer, stream->buffer_capacity, LT_DISK_CHUNK, error));
    stream->bytes = stream->buffer;
    while (more) {
        stream->offset = size; /* for errors */
        LT_TRY(lt_stream_fill(stream, &more, error));
        LT_TRY(lt_stream_within(stream, size + stream->size, limits, error));
        LT_TRY(stream_put(stream, file, folder, &size, error));
    }
    LT_TRY(LT_RESERVE(stream->buffer, stream->buffer_capacity, (size_t)size, error));
    LT_TRY(lt_temporary_read(file, folder, 0, stream->buffer, (size_t)size, error));
    stream->bytes = stream->buffer;
    stream->size = (size_t)size;
    stream->offset = 0;
    return 0;
}

int lt_stream_fill_all(lt_stream *stream, const lt_stream_limits *limits, leitong_error *error)
{
    bool more = true;
    if (!stream_is_packed(stream)) {
        LT_TRY(lt_stream_within(stream, stream->hint, limits, error));
        /* One more than the file holds, so that its end is seen without growing. */
        LT_TRY(LT_RESERVE(stream->buffer, stream->buffer_capacity, (size_t)stream->hint + 1, error));
        stream->bytes = stream->buffer;
    }
    while (more) {
        LT_TRY(lt_stream_fill(stream, &more, error));
        LT_TRY(lt_stream_within(stream, stream->size, limits, error));
        if (more && stream->size >= limits->hold && stream_is_open_ended(stream)) {
            const char *folder = lt_temporary_place(limits->tmpdir);
            int file = -1;
            LT_TRY(lt_temporary_open(folder, &file, error));
            int code = stream_spill(stream, limits, folder, file, error);
            close(file);
            return code;
        }
    }
    return 0;
}

void lt_stream_drop(lt_stream *stream, size_t size)
{
    stream->bytes += size;
    stream->size -= size;
    stream->offset += size;
}

uint64_t lt_stream_done(const lt_stream *stream)
{
    return stream->disk.done;
}
