#include "input/stream.h"

#include "buffer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
    int code = lt_disk_peek(&stream->disk, 4, &bytes, &size, error);
    if (code != 0) {
        return code;
    }
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

int lt_stream_open(lt_stream *stream, const char *path, int fd, uint64_t hint, leitong_error *error)
{
    stream->size = 0;
    stream->offset = 0;
    stream->ended = false;
    stream->reason = "unreadable";
    int code = lt_disk_open(&stream->disk, path, fd, error);
    if (code != 0) {
        return code;
    }
    code = stream_choose(stream, path, error);
    if (code != 0) {
        if (error != NULL) {
            error->offset = 0;
        }
        goto done;
    }
    /* One more than the file holds, so that its end is seen without growing. */
    size_t room = LT_DISK_CHUNK;
    if (stream->gunzip == NULL && stream->unzstd == NULL && hint >= room && hint < SIZE_MAX) {
        room = (size_t)hint + 1;
    }
    code = lt_buffer_reserve(&stream->buffer, &stream->buffer_capacity, room, 1, error);
    stream->bytes = stream->buffer;
done:
    if (code != 0) {
        lt_stream_close(stream);
    }
    return code;
}

void lt_stream_close(lt_stream *stream)
{
    lt_gunzip_free(stream->gunzip);
    lt_unzstd_free(stream->unzstd);
    stream->gunzip = NULL;
    stream->unzstd = NULL;
    lt_disk_close(&stream->disk);
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
    int code = lt_buffer_reserve(&stream->buffer, &stream->buffer_capacity, front + stream->size + 1, 1, error);
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

int lt_stream_fill_all(lt_stream *stream, leitong_error *error)
{
    bool more = true;
    int code = 0;
    while (code == 0 && more) {
        code = lt_stream_fill(stream, &more, error);
    }
    return code;
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
