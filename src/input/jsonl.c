#include "input/jsonl.h"

#include "utf8.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <json-c/printbuf.h>
#include <string.h>

/* A tokener that has grown with a line above this isn't kept for the next. */
#define JSONL_KEEP ((size_t)16 << 20)
/* Deeper nesting is an error of json-c, so that its recursion stays bounded. */
#define JSONL_DEPTH 64

/* A line without the white space around it. */
typedef struct jsonl_record {
    const uint8_t *bytes;
    size_t size;
    uint64_t offset; /* of bytes[0] in the stream */
} jsonl_record;

void lt_jsonl_open(lt_jsonl *jsonl, lt_stream *stream, const char *path, const leitong_input_options *options)
{
    *jsonl = (lt_jsonl){.line_max = LT_JSONL_LINE_MAX, .stream = stream, .options = options, .path = path};
}

void lt_jsonl_close(lt_jsonl *jsonl)
{
    json_object_put(jsonl->record);
    jsonl->record = NULL;
    if (jsonl->tokener != NULL) {
        json_tokener_free(jsonl->tokener);
        jsonl->tokener = NULL;
    }
}

static int jsonl_fault(lt_jsonl *jsonl, const char *reason, uint64_t offset, const char *words, leitong_error *error)
{
    jsonl->reason = reason;
    return lt_error_at(error, LEITONG_EINPUT, jsonl->path, offset, "line %" PRIu64 ": %s", jsonl->line, words);
}

static int jsonl_too_long(lt_jsonl *jsonl, uint64_t begin, leitong_error *error)
{
    return jsonl_fault(jsonl, "line_too_long", begin, "longer than a record may be (1 GiB)", error);
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
        int code = jsonl_fill(jsonl, &more, error);
        if (code != 0) {
            return code;
        }
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
        if (stream->size > jsonl->line_max) {
            return jsonl_pass(jsonl, error);
        }
        scanned = stream->size;
        int code = jsonl_fill(jsonl, &more, error);
        if (code != 0) {
            return code;
        }
    }
    size_t size = end != NULL ? (size_t)(end - stream->bytes) : stream->size;
    jsonl->pending = end != NULL ? size + 1 : size;
    if (size > jsonl->line_max) {
        return jsonl_too_long(jsonl, stream->offset, error);
    }
    *ret_line = (jsonl_record){stream->bytes, size, stream->offset};
    *ret_more = end != NULL || size > 0;
    return 0;
}

static bool jsonl_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static void jsonl_trim(jsonl_record *line)
{
    size_t begin = line->offset == 0 && line->size >= 3 && memcmp(line->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
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

/* The four hexadecimal digits at `at`; -1 where they are none. */
static int jsonl_hex(const uint8_t *at)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int letter = at[i] | 0x20;
        int digit = at[i] >= '0' && at[i] <= '9'     ? at[i] - '0'
                    : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                                     : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* Offset of the first \u escape that is half a pair, which json-c would turn into U+FFFD in silence; `size`: none.
 * Backslashes stand only inside strings; where they don't, json-c objects. */
static size_t jsonl_lone_surrogate(const uint8_t *bytes, size_t size)
{
    size_t at = 0;
    while (at < size) {
        const uint8_t *found = memchr(bytes + at, '\\', size - at);
        if (found == NULL) {
            return size;
        }
        at = (size_t)(found - bytes);
        int code = size - at >= 6 && found[1] == 'u' ? jsonl_hex(found + 2) : -1;
        if (code < 0xD800 || code > 0xDFFF) {
            at += 2;
            continue;
        }
        int low = size - at >= 12 && found[6] == '\\' && found[7] == 'u' ? jsonl_hex(found + 8) : -1;
        if (code > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
            return at;
        }
        at += 12;
    }
    return size;
}

/* A tokener fit for a record of `size` bytes. */
static int jsonl_ready(lt_jsonl *jsonl, size_t size, leitong_error *error)
{
    json_object_put(jsonl->record);
    jsonl->record = NULL;
    if (jsonl->tokener != NULL && jsonl->tokener->pb->size > (int)JSONL_KEEP) {
        json_tokener_free(jsonl->tokener);
        jsonl->tokener = NULL;
    }
    if (jsonl->tokener == NULL) {
        jsonl->tokener = json_tokener_new_ex(JSONL_DEPTH);
        if (jsonl->tokener == NULL) {
            return lt_error_memory(error);
        }
        /* Not VALIDATE_UTF8: it takes overlong forms and surrogates, and lt_utf8_fault has been there before. */
        json_tokener_set_flags(jsonl->tokener, JSON_TOKENER_STRICT);
    }
    json_tokener_reset(jsonl->tokener);
    /* When its buffer can't grow, json-c 0.16 loses text in silence: so it is given its full length before. */
    if ((size_t)jsonl->tokener->pb->size <= size && printbuf_memset(jsonl->tokener->pb, 0, 0, (int)size + 1) != 0) {
        return lt_error_memory(error);
    }
    return 0;
}

static int jsonl_parse(lt_jsonl *jsonl, const jsonl_record *line, leitong_error *error)
{
    if (line->bytes[0] != '{') {
        return jsonl_fault(jsonl, "not_json", line->offset, "a line must hold one JSON object", error);
    }
    size_t fault = lt_utf8_fault(line->bytes, line->size);
    if (fault < line->size) {
        return jsonl_fault(jsonl, "invalid_bytes", line->offset + fault, "not UTF-8", error);
    }
    fault = jsonl_lone_surrogate(line->bytes, line->size);
    if (fault < line->size) {
        return jsonl_fault(jsonl, "lone_surrogate", line->offset + fault, "half of a surrogate pair", error);
    }
    const uint8_t *nul = memchr(line->bytes, 0, line->size); /* json-c takes it for the end */
    if (nul != NULL) {
        return jsonl_fault(jsonl, "not_json", line->offset + (uint64_t)(nul - line->bytes), "a NUL byte", error);
    }
    int code = jsonl_ready(jsonl, line->size, error);
    if (code != 0) {
        return code;
    }
    jsonl->record = json_tokener_parse_ex(jsonl->tokener, (const char *)line->bytes, (int)line->size);
    enum json_tokener_error state = json_tokener_get_error(jsonl->tokener);
    size_t end = json_tokener_get_parse_end(jsonl->tokener);
    if (state == json_tokener_success && jsonl->record == NULL) {
        return lt_error_memory(error);
    }
    if (state == json_tokener_continue) {
        return jsonl_fault(jsonl, "not_json", line->offset + line->size, "the JSON object isn't closed", error);
    }
    if (state != json_tokener_success) {
        return jsonl_fault(jsonl, "not_json", line->offset + end, json_tokener_error_desc(state), error);
    }
    if (end != line->size) {
        return jsonl_fault(jsonl, "not_json", line->offset + end, "something follows the JSON object", error);
    }
    return 0;
}

/* A string, or a number's text, as a C string; NULL for all else. */
static const char *jsonl_label(const lt_jsonl *jsonl, const char *field)
{
    struct json_object *value;
    if (field == NULL || !json_object_object_get_ex(jsonl->record, field, &value)) {
        return NULL;
    }
    if (json_object_is_type(value, json_type_string)) {
        const char *text = json_object_get_string(value);
        return strlen(text) == (size_t)json_object_get_string_len(value) ? text : NULL;
    }
    if (json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double)) {
        return json_object_get_string(value);
    }
    return NULL;
}

/* Fails where an id is there but can't be one: then the reader would look for a document that has another name. */
static int jsonl_id(lt_jsonl *jsonl, uint64_t offset, const char **ret_id, leitong_error *error)
{
    struct json_object *value;
    const char *id = jsonl_label(jsonl, jsonl->options->id_field);
    if (id != NULL) {
        json_object_object_get_ex(jsonl->record, jsonl->options->id_field, &value);
        /* json-c cuts a larger number down to the largest in silence. */
        if (json_object_is_type(value, json_type_int) &&
            (json_object_get_int64(value) == INT64_MIN || json_object_get_uint64(value) == UINT64_MAX)) {
            return jsonl_fault(jsonl, "bad_id", offset, "the id is too large a number; write it as a string", error);
        }
        *ret_id = id[0] == '\0' ? NULL : id;
        return 0;
    }
    if (jsonl->options->id_field != NULL &&
        json_object_object_get_ex(jsonl->record, jsonl->options->id_field, &value) && value != NULL) {
        return jsonl_fault(jsonl, "bad_id", offset, "the id is neither a string without NUL nor a number", error);
    }
    *ret_id = NULL;
    return 0;
}

static int jsonl_document(lt_jsonl *jsonl, const jsonl_record *line, leitong_document *ret_document,
                          leitong_error *error)
{
    struct json_object *text;
    const leitong_input_options *options = jsonl->options;
    const char *id = NULL;
    int code = jsonl_parse(jsonl, line, error);
    if (code != 0) {
        return code;
    }
    if (!json_object_object_get_ex(jsonl->record, options->text_field, &text)) {
        return jsonl_fault(jsonl, "no_text_field", line->offset, "no text field of the name asked for", error);
    }
    if (!json_object_is_type(text, json_type_string)) {
        return jsonl_fault(jsonl, "text_not_string", line->offset, "the text field isn't a string", error);
    }
    code = jsonl_id(jsonl, line->offset, &id, error);
    if (code != 0) {
        return code;
    }
    *ret_document = (leitong_document){
        .id = id,
        .title = jsonl_label(jsonl, options->title_field),
        .date = jsonl_label(jsonl, options->date_field),
        .series = jsonl_label(jsonl, options->series_field),
        .author = jsonl_label(jsonl, options->author_field),
        .path = jsonl->path,
        .path_offset = line->offset,
        .line = jsonl->line,
        .bytes = (const uint8_t *)json_object_get_string(text),
        .size = (size_t)json_object_get_string_len(text),
        .encoding = "utf-8",
    };
    return 0;
}

int lt_jsonl_next(lt_jsonl *jsonl, leitong_document *ret_document, bool *ret_more, leitong_error *error)
{
    jsonl_record line = {0};
    bool more = true;
    for (;;) {
        int code = jsonl_line(jsonl, &line, &more, error);
        if (code != 0) {
            return code;
        }
        if (!more) {
            *ret_more = false;
            return 0;
        }
        jsonl_trim(&line);
        if (line.size == 0) {
            continue;
        }
        code = jsonl_document(jsonl, &line, ret_document, error);
        if (code == 0) {
            *ret_more = true;
        }
        return code;
    }
}
