#include "extract/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct archive_reader {
    struct archive *archive;
    lt_stream *stream; /* or NULL */
    lt_sink *sink;
    int code; /* of the stream, or of `put`, when it failed */
    leitong_error fault;
    uint8_t piece[LT_FRAME_LARGEST];
} archive_reader;

static int archive_fault(archive_reader *reader, leitong_error *error)
{
    if (reader->code != 0) {
        reader->sink->reason = LT_FAULT_DAMAGED;
        if (error != NULL) {
            *error = reader->fault;
        }
        return reader->code;
    }
    if (archive_errno(reader->archive) == ENOMEM) {
        return lt_error_memory(error);
    }
    return lt_sink_refuse(reader->sink, LT_FAULT_DAMAGED, error,
                          "is damaged or cut off, from here on: fetch it again, or pack it again");
}

/* libarchive's callback: the window, and a longer one the next time. */
static la_ssize_t archive_more(struct archive *archive, void *context, const void **ret_bytes)
{
    archive_reader *reader = context;
    bool more = true;
    (void)archive;
    lt_stream_drop(reader->stream, reader->stream->size);
    while (more && reader->stream->size == 0) {
        reader->code = lt_stream_fill(reader->stream, &more, &reader->fault);
        if (reader->code != 0) {
            return ARCHIVE_FATAL;
        }
    }
    *ret_bytes = reader->stream->bytes;
    return (la_ssize_t)reader->stream->size;
}

static int archive_leave_out(archive_reader *reader, const char *reason, const char *words, const char *name,
                             leitong_error *error)
{
    char payload[8192];
    int size = snprintf(payload, sizeof payload, "%s%c%s%c%s", reason, '\0', words, '\0', name);
    size_t kept = size < 0 ? 0 : (size_t)size < sizeof payload ? (size_t)size : sizeof payload - 1;
    return reader->sink->put(reader->sink->context, LT_FRAME_LEFT_OUT, payload, kept, error);
}

static int archive_data(archive_reader *reader, const char *name, leitong_error *error)
{
    lt_sink *sink = reader->sink;
    for (;;) {
        la_ssize_t got = archive_read_data(reader->archive, reader->piece, sizeof reader->piece);
        if (got == ARCHIVE_RETRY) {
            continue;
        }
        if (got == ARCHIVE_WARN || got == ARCHIVE_FAILED) { /* this member alone */
            return archive_leave_out(reader, LT_FAULT_DAMAGED, "is damaged in its archive: pack it again", name, error);
        }
        if (got < 0) {
            return archive_fault(reader, error);
        }
        if (got == 0) {
            return sink->put(sink->context, LT_FRAME_CLOSED, "", 0, error);
        }
        LT_TRY(sink->put(sink->context, LT_FRAME_DATA, reader->piece, (size_t)got, error));
    }
}

static int archive_member(archive_reader *reader, struct archive_entry *entry, leitong_error *error)
{
    bool is_raw = archive_format(reader->archive) == ARCHIVE_FORMAT_RAW;
    const char *path = archive_entry_pathname(entry);
    const char *name = is_raw || path == NULL ? "" : path;
    size_t size = strnlen(name, LT_FRAME_LARGEST);
    if (archive_entry_filetype(entry) == AE_IFDIR) {
        return 0;
    }
    if (archive_entry_hardlink(entry) != NULL || (!is_raw && archive_entry_filetype(entry) != AE_IFREG)) {
        return archive_leave_out(reader, LT_FAULT_NOT_A_FILE, "a link, pipe or device inside an archive isn't read",
                                 name, error);
    }
    if (archive_entry_is_encrypted(entry) != 0) {
        return archive_leave_out(reader, LT_FAULT_ENCRYPTED,
                                 "is protected by a password: unpack it and name the folder", name, error);
    }
    LT_TRY(reader->sink->put(reader->sink->context, LT_FRAME_MEMBER, name, size, error));
    return archive_data(reader, name, error);
}

static int archive_members(archive_reader *reader, leitong_error *error)
{
    LT_TRY(reader->sink->put(reader->sink->context, LT_FRAME_ARCHIVE, "", 0, error));
    for (;;) {
        struct archive_entry *entry;
        int state = archive_read_next_header(reader->archive, &entry);
        if (state == ARCHIVE_EOF) {
            return 0;
        }
        if (state == ARCHIVE_RETRY) {
            continue;
        }
        if (state != ARCHIVE_OK && state != ARCHIVE_WARN) {
            return archive_fault(reader, error);
        }
        LT_TRY(archive_member(reader, entry, error));
    }
}

static bool archive_knows(struct archive *archive, bool is_zip)
{
    if (is_zip) {
        return archive_read_support_format_zip_seekable(archive) == ARCHIVE_OK;
    }
    return archive_read_support_format_tar(archive) == ARCHIVE_OK &&
           archive_read_support_format_raw(archive) == ARCHIVE_OK &&
           archive_read_support_filter_xz(archive) == ARCHIVE_OK &&
           archive_read_support_filter_bzip2(archive) == ARCHIVE_OK;
}

static int archive_read(lt_stream *stream, const uint8_t *bytes, size_t size, lt_sink *sink, leitong_error *error)
{
    int code;
    archive_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return lt_error_memory(error);
    }
    reader->sink = sink;
    reader->stream = stream;
    reader->archive = archive_read_new();
    if (reader->archive == NULL || !archive_knows(reader->archive, stream == NULL)) {
        code = lt_error_memory(error);
        goto done;
    }
    int state = stream == NULL ? archive_read_open_memory(reader->archive, bytes, size)
                               : archive_read_open(reader->archive, reader, NULL, archive_more, NULL);
    code = state == ARCHIVE_OK ? archive_members(reader, error) : archive_fault(reader, error);
done:
    archive_read_free(reader->archive);
    free(reader);
    return code;
}

int lt_archive_zip(const uint8_t *bytes, size_t size, lt_sink *sink, leitong_error *error)
{
    return archive_read(NULL, bytes, size, sink, error);
}

int lt_archive_stream(lt_stream *stream, lt_sink *sink, leitong_error *error)
{
    return archive_read(stream, NULL, 0, sink, error);
}
