#include "input/jsonl.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/json_read.h"
#include "base/utf8.h"
#include "text/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Scratch that has grown with a line above this isn't kept for the next. */
#define JSONL_KEEP ((size_t)16 << 20)
enum { JSONL_TEXT, JSONL_ID, JSONL_TITLE, JSONL_DATE, JSONL_SERIES, JSONL_AUTHOR, JSONL_FIELDS };

/* A line without the white space around it. */
typedef struct jsonl_record {
    const uint8_t *bytes;
    size_t size;
    uint64_t offset; /* of bytes[0] in the stream */
} jsonl_record;

void lt_jsonl_open(lt_jsonl *jsonl, lt_stream *stream, const char *path, const leitong_input_options *options)
{
    *jsonl = (lt_jsonl){.stream = stream, .options = options, .path = path, .is_lines = true};
}

void lt_jsonl_close(lt_jsonl *jsonl)
{
    free(jsonl->scratch);
    jsonl->scratch = NULL;
    jsonl->scratch_capacity = 0;
}

static int jsonl_fault(lt_jsonl *jsonl, const char *reason, uint64_t offset, const char *words, leitong_error *error)
{
    jsonl->reason = reason;
    return lt_error_at(error, LEITONG_EINPUT, jsonl->path, offset, "line %" PRIu64 ": %s", jsonl->line, words);
}

static int jsonl_too_long(lt_jsonl *jsonl, uint64_t begin, leitong_error *error)
{
    char words[128];
    snprintf(words, sizeof words,
             "longer than the %" PRIu64 " bytes that a record may have; max_record (--max-record) "
             "raises that",
             jsonl->options->max_record);
    return jsonl_fault(jsonl, "line_too_long", begin, words, error);
}

/* Fills the window, with the stream's failure as the whole file's. */
static int jsonl_fill(lt_jsonl *jsonl, bool *ret_more, leitong_error *error)
{
    int code = lt_stream_fill(jsonl->stream, ret_more, error);
    if (code != 0) {
        jsonl->reason = jsonl->stream->reason;
        jsonl->whole_file = true;
        jsonl->ended = true;
    }
    return code;
}

/* Passes over the line that begins at the window's front without keeping it. */
static int jsonl_pass(lt_jsonl *jsonl, leitong_error *error)
{
    lt_stream *stream = jsonl->stream;
    uint64_t begin = stream->offset;
    bool more = true;
    const uint8_t *end = NULL;
    while (more && end == NULL) {
        lt_stream_drop(stream, stream->size);
        if (stream->offset - begin > jsonl->options->max_document) {
            jsonl->whole_file = true;
            jsonl->ended = true;
            return jsonl_fault(jsonl, "line_too_long", begin,
                               "has no end within what a document may be, and is the last "
                               "that was looked at; max_document (--max-document) raises that",
                               error);
        }
        LT_TRY(jsonl_fill(jsonl, &more, error));
        end = stream->size == 0 ? NULL : memchr(stream->bytes, '\n', stream->size);
    }
    jsonl->ended = !more;
    jsonl->pending = end == NULL ? 0 : (size_t)(end - stream->bytes) + 1;
    return jsonl_too_long(jsonl, begin, error);
}

/* The next line, without its end; *ret_more false behind the last. */
static int jsonl_line(lt_jsonl *jsonl, jsonl_record *ret_line, bool *ret_more, leitong_error *error)
{
    lt_stream *stream = jsonl->stream;
    lt_stream_drop(stream, jsonl->pending);
    jsonl->pending = 0;
    size_t scanned = 0;
    bool more = !jsonl->ended;
    const uint8_t *end = NULL;
    jsonl->line++;
    while (more) {
        end = stream->size == scanned ? NULL : memchr(stream->bytes + scanned, '\n', stream->size - scanned);
        if (end != NULL) {
            break;
        }
        if (stream->size > jsonl->options->max_record) {
            return jsonl_pass(jsonl, error);
        }
        scanned = stream->size;
        LT_TRY(jsonl_fill(jsonl, &more, error));
    }
    size_t size = end != NULL ? (size_t)(end - stream->bytes) : stream->size;
    jsonl->pending = end != NULL ? size + 1 : size;
    if (size > jsonl->options->max_record) {
        return jsonl_too_long(jsonl, stream->offset, error);
    }
    *ret_line = (jsonl_record){stream->bytes, size, stream->offset};
    *ret_more = end != NULL || size > 0;
    return 0;
}

/* ---- objects of JSON ---- */

/* Drops `size` bytes, whose lines are counted. */
static void jsonl_drop(lt_jsonl *jsonl, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        jsonl->line += jsonl->stream->bytes[i] == '\n';
    }
    lt_stream_drop(jsonl->stream, size);
}

/* Passes over white space, the brackets of the array and a comma; *ret_byte is the byte that follows, −1 at the end. */
static int jsonl_between(lt_jsonl *jsonl, int *ret_byte, leitong_error *error)
{
    lt_stream *stream = jsonl->stream;
    bool had_comma = false;
    if (stream->offset == 0 && !jsonl->ended) {
        jsonl->line = 1;
    }
    for (;;) {
        while (stream->size < 3 && !jsonl->ended) {
            bool more;
            LT_TRY(jsonl_fill(jsonl, &more, error));
            jsonl->ended = !more;
        }
        if (stream->size == 0) {
            *ret_byte = -1;
            return 0;
        }
        uint8_t byte = stream->bytes[0];
        size_t mark = stream->offset == 0 ? lt_utf8_mark(stream->bytes, stream->size) : 0;
        bool is_first = byte == '[' && !jsonl->is_array && !had_comma && jsonl->objects == 0;
        bool is_last = byte == ']' && jsonl->is_array && !jsonl->is_closed;
        bool is_comma = byte == ',' && jsonl->is_array && !had_comma && jsonl->objects != 0;
        bool is_blank = byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
        if (mark == 0 && !is_first && !is_last && !is_comma && !is_blank) {
            *ret_byte = byte;
            return 0;
        }
        jsonl->is_array = jsonl->is_array || is_first;
        jsonl->is_closed = jsonl->is_closed || is_last;
        had_comma = had_comma || is_comma;
        jsonl_drop(jsonl, LT_MAX(mark, (size_t)1));
    }
}

/* Where the object at the window's front ends, found by its brackets and strings alone: what is in it, json_read
 * checks. */
static int jsonl_object(lt_jsonl *jsonl, size_t *ret_size, leitong_error *error)
{
    lt_stream *stream = jsonl->stream;
    size_t depth = 0;
    bool in_string = false;
    for (size_t at = 0;; at++) {
        if (at > jsonl->options->max_record) {
            jsonl->whole_file = jsonl->ended = true;
            return jsonl_too_long(jsonl, stream->offset, error);
        }
        while (at >= stream->size && !jsonl->ended) {
            bool more;
            LT_TRY(jsonl_fill(jsonl, &more, error));
            jsonl->ended = !more;
        }
        if (at >= stream->size) { /* cut off: json_read says where */
            *ret_size = stream->size;
            return 0;
        }
        uint8_t byte = stream->bytes[at];
        if (in_string) {
            at += byte == '\\';
            in_string = byte != '"';
            continue;
        }
        in_string = byte == '"';
        depth += byte == '{' || byte == '[';
        depth -= (byte == '}' || byte == ']') && depth > 0;
        if (depth == 0) {
            *ret_size = at + 1;
            return 0;
        }
    }
}

/* The next object; *ret_more false behind the last. */
static int jsonl_element(lt_jsonl *jsonl, jsonl_record *ret_record, bool *ret_more, leitong_error *error)
{
    int byte;
    size_t size = 0;
    jsonl_drop(jsonl, jsonl->pending);
    jsonl->pending = 0;
    LT_TRY(jsonl_between(jsonl, &byte, error));
    *ret_more = byte >= 0;
    bool is_cut = byte < 0 && jsonl->is_array && !jsonl->is_closed;
    if (is_cut || (byte >= 0 && (byte != '{' || jsonl->is_closed))) {
        jsonl->whole_file = jsonl->ended = true;
        return jsonl_fault(jsonl, "not_json", jsonl->stream->offset,
                           is_cut ? "the array has no end" : "no object where one should begin", error);
    }
    if (*ret_more) {
        LT_TRY(jsonl_object(jsonl, &size, error));
        *ret_record = (jsonl_record){jsonl->stream->bytes, size, jsonl->stream->offset};
        jsonl->pending = size;
        jsonl->objects++;
    }
    return 0;
}

static bool jsonl_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static void jsonl_trim(jsonl_record *line)
{
    if (line->bytes == NULL) {
        return;
    }
    size_t begin = line->offset == 0 ? lt_utf8_mark(line->bytes, line->size) : 0;
    while (begin < line->size && jsonl_blank(line->bytes[begin])) {
        begin++;
    }
    line->bytes += begin;
    line->offset += begin;
    line->size -= begin;
    while (line->size > 0 && jsonl_blank(line->bytes[line->size - 1])) {
        line->size--;
    }
}

/* A string or a number as a C string; NULL for all else. */
static const char *jsonl_label(const lt_json_wanted *member)
{
    return member->text != NULL && strlen(member->text) == member->size ? member->text : NULL;
}

static int jsonl_read(lt_jsonl *jsonl, const jsonl_record *line, lt_json_wanted *wanted, leitong_error *error)
{
    size_t invalid = lt_utf8_fault(line->bytes, line->size);
    if (invalid < line->size) {
        return jsonl_fault(jsonl, "invalid_bytes", line->offset + invalid, "not UTF-8", error);
    }
    if (jsonl->scratch_capacity > JSONL_KEEP) {
        free(jsonl->scratch);
        jsonl->scratch = NULL;
        jsonl->scratch_capacity = 0;
    }
    LT_TRY(LT_RESERVE(jsonl->scratch, jsonl->scratch_capacity, line->size + 1, error));
    lt_json_fault fault;
    if (!lt_json_read(line->bytes, line->size, wanted, JSONL_FIELDS, jsonl->scratch, &fault)) {
        return jsonl_fault(jsonl, fault.reason, line->offset + fault.at, fault.words, error);
    }
    return 0;
}

static int jsonl_document(lt_jsonl *jsonl, const jsonl_record *line, leitong_document *ret_document,
                          leitong_error *error)
{
    const leitong_input_options *options = jsonl->options;
    lt_json_wanted wanted[JSONL_FIELDS] = {
        [JSONL_TEXT] = {.name = options->text_field, .view = true},
        [JSONL_ID] = {.name = options->id_field},
        [JSONL_TITLE] = {.name = options->title_field},
        [JSONL_DATE] = {.name = options->date_field},
        [JSONL_SERIES] = {.name = options->series_field},
        [JSONL_AUTHOR] = {.name = options->author_field},
    };
    LT_TRY(jsonl_read(jsonl, line, wanted, error));
    if (wanted[JSONL_TEXT].kind == LT_JSON_MISSING) {
        return jsonl_fault(jsonl, "no_text_field", line->offset, "no text field of the name asked for", error);
    }
    if (wanted[JSONL_TEXT].kind != LT_JSON_STRING) {
        return jsonl_fault(jsonl, "text_not_string", line->offset, "the text field isn't a string", error);
    }
    /* Passing over such an id would give the document another name than its reader looks for. */
    const char *id = jsonl_label(&wanted[JSONL_ID]);
    if (id == NULL && wanted[JSONL_ID].kind > LT_JSON_NULL) {
        return jsonl_fault(jsonl, "bad_id", line->offset, "the id is neither a string without NUL nor a number", error);
    }
    const char *date = jsonl_label(&wanted[JSONL_DATE]);
    lt_date read;
    size_t size;
    if (date != NULL && lt_date_read(date, strlen(date), &read, &size) == LT_DATE_IMPOSSIBLE) {
        return jsonl_fault(jsonl, "bad_date", line->offset, "no calendar has the date of this record", error);
    }
    *ret_document = (leitong_document){
        .id = id != NULL && id[0] != '\0' ? id : NULL,
        .title = jsonl_label(&wanted[JSONL_TITLE]),
        .date = date,
        .series = jsonl_label(&wanted[JSONL_SERIES]),
        .author = jsonl_label(&wanted[JSONL_AUTHOR]),
        .path = jsonl->path,
        .path_offset = line->offset,
        .line = jsonl->line,
        .bytes = (const uint8_t *)wanted[JSONL_TEXT].text,
        .size = wanted[JSONL_TEXT].size,
        .encoding = "utf-8",
    };
    return 0;
}

int lt_jsonl_next(lt_jsonl *jsonl, leitong_document *ret_document, bool *ret_more, leitong_error *error)
{
    jsonl_record line = {0};
    bool more = false;
    for (;;) {
        LT_TRY(jsonl->is_lines ? jsonl_line(jsonl, &line, &more, error) : jsonl_element(jsonl, &line, &more, error));
        if (!more) {
            *ret_more = false;
            return 0;
        }
        jsonl_trim(&line);
        if (line.size == 0) {
            continue;
        }
        LT_TRY(jsonl_document(jsonl, &line, ret_document, error));
        *ret_more = true;
        return 0;
    }
}
