#include "input/content.h"

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

/* Whether a stream is JSON Lines: its first byte that isn't blank, behind a byte order mark, is `{`. */
static int content_is_jsonl(lt_stream *stream, bool *ret_jsonl, leitong_error *error)
{
    bool more = true;
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
        } else {
            /* `{\\rtf` is the beginning of a document. */
            *ret_jsonl = at < stream->size && stream->bytes[at] == '{' &&
                         lt_sniff(stream->bytes, stream->size) == LT_FORMAT_NONE;
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
        [LT_FORMAT_RTF] = "is an RTF file, which this version doesn't read: save it as .docx or .odt",
        [LT_FORMAT_OLE] = "is a file of Word, WPS or another office program before 2007: save it as .docx or .odt",
        [LT_FORMAT_SEVEN_ZIP] = "is a 7-Zip archive: unpack it and name the folder",
        [LT_FORMAT_RAR] = "is a RAR archive: unpack it and name the folder",
    };
    if (format == LT_FORMAT_OLE && content_is_encrypted(stream)) {
        return content_refuse(stream, LT_FAULT_ENCRYPTED, ret_reason,
                              "is protected by a password: open it in its program and save it without one", error);
    }
    return content_refuse(stream, LT_FAULT_NO_READER, ret_reason, words[format], error);
}

static int content_unknown(const lt_stream *stream, const char **ret_reason, leitong_error *error)
{
    return content_refuse(
        stream, LT_FAULT_UNKNOWN, ret_reason,
        "not named .txt, .md, .jsonl or .html (nor so with .gz or .zst), and no document that is known by its "
        "content; name the file itself to read it",
        error);
}

static int content_format(const lt_stream *stream, lt_entry_kind kind, lt_format format, lt_content *ret_content,
                          const char **ret_reason, leitong_error *error)
{
    static const char *const documents[LT_FORMATS] = {
        [LT_FORMAT_HTML] = "html", [LT_FORMAT_ZIP] = "zip", [LT_FORMAT_PDF] = "pdf",
        [LT_FORMAT_TAR] = "tar",   [LT_FORMAT_XZ] = "tar",  [LT_FORMAT_BZIP2] = "tar"};
    if (kind == LT_ENTRY_UNKNOWN && format == LT_FORMAT_ZIP) {
        ret_content->document = "office"; /* a .jar or .xlsx is no archive of texts */
        return 0;
    }
    if (kind == LT_ENTRY_UNKNOWN && (lt_sniff_is_archive(format) || format == LT_FORMAT_OLE)) {
        return content_unknown(stream, ret_reason, error);
    }
    ret_content->document = documents[format];
    return documents[format] != NULL ? 0 : content_unread(stream, format, ret_reason, error);
}

int lt_content_tell(lt_stream *stream, lt_entry_kind kind, lt_content *ret_content, const char **ret_reason,
                    leitong_error *error)
{
    bool more = true;
    int code = 0;
    *ret_content = (lt_content){.is_jsonl = kind == LT_ENTRY_JSONL};
    if (kind == LT_ENTRY_STREAM) {
        LT_TRY_GOTO(failed, content_is_jsonl(stream, &ret_content->is_jsonl, error));
    }
    while (!ret_content->is_jsonl && more && stream->size < LT_SNIFF_BYTES) {
        LT_TRY_GOTO(failed, lt_stream_fill(stream, &more, error));
    }
    if (ret_content->is_jsonl) {
        return 0;
    }
    lt_format format = lt_sniff(stream->bytes, stream->size);
    bool may_be_page = kind != LT_ENTRY_TEXT && kind != LT_ENTRY_UNKNOWN;
    if (format == LT_FORMAT_NONE &&
        (kind == LT_ENTRY_HTML || (may_be_page && lt_sniff_html(stream->bytes, stream->size)))) {
        format = LT_FORMAT_HTML;
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
