#include "input/content.h"

#include "base/compare.h"
#include "base/temporary.h"
#include "base/utf8.h"
#include "input/frame.h"
#include "input/sniff.h"

#include <string.h>
#include <unistd.h>

#define CONTENT_BLANK ((size_t)1 << 20) /* bytes of white space before a stream is taken for a text */

static bool content_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* What a stream's first bytes that aren't blank say, behind a byte order mark: JSON Lines begin with `{`, an array of
 * objects with `[` and `{`. */
static int content_records(lt_stream *stream, lt_records_kind *ret_records, leitong_error *error)
{
    bool more = true;
    bool is_array = false;
    for (size_t at = 0;;) {
        if (at + 3 > stream->size && more) {
            LT_TRY(lt_stream_fill(stream, &more, error));
            continue;
        }
        size_t mark = at == 0 ? lt_utf8_mark(stream->bytes, stream->size) : 0;
        if (mark > 0) {
            at = mark;
        } else if (at < stream->size && at < CONTENT_BLANK && content_blank(stream->bytes[at])) {
            at++;
        } else if (at < stream->size && stream->bytes[at] == '[' && !is_array) {
            is_array = true;
            at++;
        } else {
            /* `{\\rtf` is the beginning of a document. */
            bool is_object = at < stream->size && stream->bytes[at] == '{' &&
                             lt_sniff(stream->bytes, stream->size) == LT_FORMAT_NONE;
            *ret_records = !is_object ? LT_RECORDS_NONE : is_array ? LT_RECORDS_JSON : LT_RECORDS_LINES;
            return 0;
        }
    }
}

static int content_refuse(const lt_stream *stream, const char *reason, const char **ret_reason, const char *words,
                          leitong_error *error)
{
    *ret_reason = reason;
    return lt_error_at(error, LEITONG_EINPUT, stream->disk.path, LEITONG_NO_OFFSET, "%s", words);
}

/* Word since 2007 puts what is under a password into a file of the kind before. */
static bool content_is_encrypted(const lt_stream *stream)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return memmem(stream->bytes, stream->size, name, sizeof name) != NULL;
}

/* A format that is known and not read. */
static int content_unread(const lt_stream *stream, lt_format format, const char **ret_reason, leitong_error *error)
{
    static const char *const words[LT_FORMATS] = {
        [LT_FORMAT_SEVEN_ZIP] = "is a 7-Zip archive: unpack it and name the folder",
        [LT_FORMAT_RAR] = "is a RAR archive: unpack it and name the folder",
    };
    return content_refuse(stream, LT_FAULT_NO_READER, ret_reason, words[format], error);
}

static int content_unknown(const lt_stream *stream, const char **ret_reason, leitong_error *error)
{
    return content_refuse(stream, LT_FAULT_UNKNOWN, ret_reason,
                          "not named .txt, .md, .jsonl, .json, .csv or .html (nor so with .gz or .zst), and no "
                          "document that is known by its "
                          "content; name the file itself to read it",
                          error);
}

static int content_format(const lt_stream *stream, lt_entry_kind kind, lt_format format, lt_content *ret_content,
                          const char **ret_reason, leitong_error *error)
{
    static const char *const documents[LT_FORMATS] = {
        [LT_FORMAT_HTML] = "html", [LT_FORMAT_ZIP] = "zip",  [LT_FORMAT_PDF] = "pdf",
        [LT_FORMAT_TAR] = "tar",   [LT_FORMAT_XZ] = "tar",   [LT_FORMAT_BZIP2] = "tar",
        [LT_FORMAT_MAIL] = "mail", [LT_FORMAT_RTF] = "word", [LT_FORMAT_OLE] = "word"};
    if (kind == LT_ENTRY_UNKNOWN && format == LT_FORMAT_ZIP) {
        ret_content->document = "office"; /* a .jar or .xlsx is no archive of texts */
        return 0;
    }
    if (kind == LT_ENTRY_UNKNOWN && (lt_sniff_is_archive(format) || format == LT_FORMAT_OLE)) {
        return content_unknown(stream, ret_reason, error);
    }
    if (format == LT_FORMAT_OLE && content_is_encrypted(stream)) {
        return content_refuse(stream, LT_FAULT_ENCRYPTED, ret_reason,
                              "is protected by a password: open it in its program and save it without one", error);
    }
    ret_content->document = documents[format];
    return documents[format] != NULL ? 0 : content_unread(stream, format, ret_reason, error);
}

int lt_content_tell(lt_stream *stream, lt_entry_kind kind, lt_content *ret_content, const char **ret_reason,
                    leitong_error *error)
{
    bool more = true;
    int code = 0;
    *ret_content = (lt_content){.records = kind == LT_ENTRY_JSONL  ? LT_RECORDS_LINES
                                           : kind == LT_ENTRY_JSON ? LT_RECORDS_JSON
                                           : kind == LT_ENTRY_CSV  ? LT_RECORDS_TABLE
                                                                   : LT_RECORDS_NONE};
    if (kind == LT_ENTRY_STREAM) {
        LT_TRY_GOTO(failed, content_records(stream, &ret_content->records, error));
    }
    while (ret_content->records == LT_RECORDS_NONE && more && stream->size < LT_SNIFF_BYTES) {
        LT_TRY_GOTO(failed, lt_stream_fill(stream, &more, error));
    }
    if (ret_content->records != LT_RECORDS_NONE) {
        return 0;
    }
    lt_format format = lt_sniff(stream->bytes, stream->size);
    bool may_be_page = kind != LT_ENTRY_TEXT && kind != LT_ENTRY_UNKNOWN;
    if (format == LT_FORMAT_NONE &&
        (kind == LT_ENTRY_HTML || (may_be_page && lt_sniff_html(stream->bytes, stream->size)))) {
        format = LT_FORMAT_HTML;
    } else if (format == LT_FORMAT_NONE && may_be_page &&
               lt_sniff_mail(stream->bytes, LT_MIN(stream->size, LT_SNIFF_BYTES))) {
        format = LT_FORMAT_MAIL;
    }
    if (format != LT_FORMAT_NONE) {
        return content_format(stream, kind, format, ret_content, ret_reason, error);
    }
    if (kind == LT_ENTRY_UNKNOWN) {
        return content_unknown(stream, ret_reason, error);
    }
    if (kind == LT_ENTRY_DOCUMENT) {
        return content_refuse(
            stream, LT_FAULT_DAMAGED, ret_reason,
            "its content is not what its name says: fetch it again, or open it in its program and save it again",
            error);
    }
    return 0;
failed:
    *ret_reason = stream->reason;
    return code;
}

int lt_content_spool(lt_stream *stream, const lt_stream_limits *limits, int *ret_file, uint64_t *ret_size,
                     leitong_error *error)
{
    const char *folder = lt_temporary_place(limits->tmpdir);
    int file = -1;
    bool more = true;
    int code = 0;
    *ret_size = 0;
    LT_TRY(lt_temporary_open(folder, &file, error));
    while (more) {
        LT_TRY_GOTO(failed, lt_temporary_write(file, folder, *ret_size, stream->bytes, stream->size, error));
        *ret_size += stream->size;
        lt_stream_drop(stream, stream->size);
        LT_TRY_GOTO(failed, lt_stream_fill(stream, &more, error));
        LT_TRY_GOTO(failed, lt_stream_within(stream, *ret_size + stream->size, limits, error));
    }
    *ret_file = file;
    return 0;
failed:
    close(file);
    return code;
}
