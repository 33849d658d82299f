#include "result/read_json.h"

#include "base/buffer.h"
#include "base/open_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINES_CHUNK ((size_t)1 << 16)

/* `dir` NULL: `name` is a path that a user named. */
static int lines_open(lt_lines *lines, const char *dir, const char *name, size_t longest, leitong_error *error)
{
    *lines = (lt_lines){.file = -1, .longest = longest, .error = error};
    int length =
        snprintf(lines->path, sizeof lines->path, "%s%s%s", dir != NULL ? dir : "", dir != NULL ? "/" : "", name);
    if (length < 0 || (size_t)length >= sizeof lines->path) {
        return lines->code = lt_error_at(error, LEITONG_EINPUT, name, LEITONG_NO_OFFSET, "the path is too long");
    }
    lines->tokener = json_tokener_new();
    lines->stream.tokener = json_tokener_new();
    lines->bytes = malloc(LINES_CHUNK);
    if (lines->tokener == NULL || lines->stream.tokener == NULL || lines->bytes == NULL) {
        return lines->code = lt_error_memory(error);
    }
    lines->capacity = LINES_CHUNK;
    json_tokener_set_flags(lines->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_tokener_set_flags(lines->stream.tokener,
                           JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8 | JSON_TOKENER_ALLOW_TRAILING_CHARS);
    return lines->code = dir != NULL ? lt_open_inside(dir, name, &lines->file, error)
                                     : lt_open_file(name, LT_OPEN_REGULAR, LT_OPEN_ANY_SIZE, &lines->file, error);
}

int lt_lines_open(lt_lines *lines, const char *dir, const char *name, leitong_error *error)
{
    return lines_open(lines, dir, name, LT_LINES_LONGEST, error);
}

int lt_lines_open_path(lt_lines *lines, const char *path, size_t longest, leitong_error *error)
{
    return lines_open(lines, NULL, path, longest, error);
}

void lt_lines_close(lt_lines *lines)
{
    json_object_put(lines->row);
    json_object_put(lines->stream.item);
    if (lines->tokener != NULL) {
        json_tokener_free(lines->tokener);
    }
    if (lines->stream.tokener != NULL) {
        json_tokener_free(lines->stream.tokener);
    }
    if (lines->file >= 0) {
        close(lines->file);
    }
    free(lines->bytes);
    *lines = (lt_lines){.file = -1, .code = lines->code};
}

int lt_lines_damaged(lt_lines *lines, const char *format, ...)
{
    if (lines->code == 0) {
        char message[256];
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(message, sizeof message, format, arguments);
        va_end(arguments);
        lines->code = lt_error_at(lines->error, LEITONG_EDAMAGED, lines->path, lines->begin, "%s", message);
    }
    return lines->code;
}

/* The end of a string whose first quotation mark is at `at`; `end` where it has none. */
static const char *lines_string_end(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++) {
        at += *at == '\\' && at + 1 < end;
    }
    return at < end ? at + 1 : end;
}

/* Skips white space. */
static const char *lines_blank(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) {
        at++;
    }
    return at;
}

/* Finds the streamed list of a line, if it is there: where its text begins and ends, and how many values it holds. The
 * parser reports what is not JSON. */
static void lines_find_stream(lt_lines *lines, const char *line, size_t size)
{
    const char *end = line + size;
    const char *key = NULL; /* the last string of the row itself */
    size_t length = strlen(lines->streamed);
    unsigned depth = 0;
    lines->stream.line = line;
    lines->stream.begin = NULL;
    for (const char *at = line; at < end;) {
        if (*at == '"') {
            key = depth == 1 ? at + 1 : key;
            at = lines_string_end(at, end);
            continue;
        }
        if (*at == '[' && depth == 1 && key != NULL && strncmp(key, lines->streamed, length) == 0 &&
            key[length] == '"') {
            lines->stream.begin = lines->stream.at = at + 1;
            lines->stream.count = 0;
        }
        lines->stream.count += *at == ',' && depth == 2;
        depth += *at == '[' || *at == '{';
        depth -= (*at == ']' || *at == '}') && depth > 0;
        if (depth == 1 && lines->stream.begin != NULL) {
            lines->stream.end = at;
            lines->stream.count += lines_blank(lines->stream.begin, at) < at;
            return;
        }
        at++;
    }
    lines->stream.begin = NULL;
}

/* Whether the parser took all of a piece of the line, `before` bytes behind its beginning. */
static int lines_fault(lt_lines *lines, struct json_tokener *tokener, size_t before, size_t left)
{
    size_t parsed = json_tokener_get_parse_end(tokener);
    enum json_tokener_error fault = json_tokener_get_error(tokener);
    if (fault == json_tokener_success && parsed + 1 >= left) {
        return 0;
    }
    const char *words = fault == json_tokener_success    ? "something stands behind the object"
                        : fault == json_tokener_continue ? "the object does not end"
                                                         : json_tokener_error_desc(fault);
    return lines->code = lt_error_at(lines->error, LEITONG_EDAMAGED, lines->path, lines->begin + before + parsed,
                                     "no good JSON: %s", words);
}

static int lines_parse(lt_lines *lines, const char *line, size_t size)
{
    const char *rest = line;
    json_tokener_reset(lines->tokener);
    json_object_put(lines->stream.item);
    lines->stream.item = NULL;
    if (lines->streamed != NULL) {
        lines_find_stream(lines, line, size);
    }
    if (lines->stream.begin != NULL) { /* to the parser the list is empty */
        rest = lines->stream.end;
        lines->row = json_tokener_parse_ex(lines->tokener, line, (int)(lines->stream.begin - line));
        if (json_tokener_get_error(lines->tokener) != json_tokener_continue) {
            return lines_fault(lines, lines->tokener, 0, (size_t)(lines->stream.begin - line));
        }
    }
    size_t left = size - (size_t)(rest - line);
    lines->row = json_tokener_parse_ex(lines->tokener, rest, (int)left);
    LT_TRY(lines_fault(lines, lines->tokener, (size_t)(rest - line), left));
    if (!json_object_is_type(lines->row, json_type_object)) {
        return lt_lines_damaged(lines, "the line is no JSON object");
    }
    return 0;
}

/* Reads on; *ret_got 0 at the end. */
static int lines_read(lt_lines *lines, size_t *ret_got)
{
    if (lines->at > 0) {
        memmove(lines->bytes, lines->bytes + lines->at, lines->size - lines->at);
        lines->size -= lines->at;
        lines->at = 0;
    }
    LT_TRY(LT_RESERVE(lines->bytes, lines->capacity, lines->size + LINES_CHUNK, lines->error));
    ssize_t got;
    do {
        got = read(lines->file, lines->bytes + lines->size, LINES_CHUNK);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return lt_error_system(lines->error, lines->path, "can't be read");
    }
    lines->size += (size_t)got;
    *ret_got = (size_t)got;
    return 0;
}

/* The length of the line at hand with its line break; 0 at the end of the file. */
static int lines_find(lt_lines *lines, size_t *ret_size)
{
    size_t seen = 0;
    for (;;) {
        const char *fresh = lines->bytes + lines->at + seen;
        size_t left = lines->size - lines->at - seen;
        const char *end = left > 0 ? memchr(fresh, '\n', left) : NULL;
        size_t size = seen + (end != NULL ? (size_t)(end - fresh) + 1 : left);
        /* Without the check for NUL a sparse file would be read up to the limit. */
        if (left > 0 && memchr(fresh, '\0', size - seen) != NULL) {
            return lt_lines_damaged(lines, "a NUL byte in the line");
        }
        if (size > lines->longest) {
            return lt_lines_damaged(lines, "the line is longer than %zu bytes", lines->longest);
        }
        if (end != NULL) {
            *ret_size = size;
            return 0;
        }
        seen = size;
        size_t got = 0;
        LT_TRY(lines_read(lines, &got));
        if (got == 0) {
            *ret_size = 0;
            return seen > 0 ? lt_lines_damaged(lines, "the last line is cut") : 0;
        }
    }
}

int lt_lines_next(lt_lines *lines)
{
    size_t size = 0;
    json_object_put(lines->row);
    lines->row = NULL;
    lines->begin = lines->end;
    if (lines->code == 0) {
        lines->code = lines_find(lines, &size);
    }
    if (lines->code != 0 || size == 0) {
        return lines->code;
    }
    const char *line = lines->bytes + lines->at;
    lines->at += size;
    lines->end += size;
    return lines_parse(lines, line, size);
}

/* The member, or NULL and the row marked as damaged. */
static struct json_object *lines_member(lt_lines *lines, struct json_object *object, const char *key,
                                        enum json_type type, const char *kind)
{
    struct json_object *member = NULL;
    if (lines->code != 0) {
        return NULL;
    }
    if (!json_object_object_get_ex(object, key, &member) || !json_object_is_type(member, type)) {
        (void)lt_lines_damaged(lines, "\"%s\" is not there or is no %s", key, kind);
        return NULL;
    }
    return member;
}

static uint64_t lines_unsigned(lt_lines *lines, const struct json_object *number, const char *key, uint64_t most)
{
    uint64_t value = json_object_get_uint64(number);
    /* Negative numbers read as 0, those behind the type's end as its end. */
    if (json_object_get_int64(number) < 0 || value > most) {
        (void)lt_lines_damaged(lines, "\"%s\" is out of its range", key);
        return 0;
    }
    return value;
}

uint64_t lt_lines_number(lt_lines *lines, struct json_object *object, const char *key, uint64_t most)
{
    struct json_object *member = lines_member(lines, object, key, json_type_int, "whole number");
    return member != NULL ? lines_unsigned(lines, member, key, most) : 0;
}

double lt_lines_ratio(lt_lines *lines, struct json_object *object, const char *key)
{
    struct json_object *member = lines_member(lines, object, key, json_type_double, "ratio");
    double value = member != NULL ? json_object_get_double(member) : 0;
    if (!(value >= 0 && value <= 1)) {
        (void)lt_lines_damaged(lines, "\"%s\" is not between 0 and 1", key);
        return 0;
    }
    return value;
}

bool lt_lines_bool(lt_lines *lines, struct json_object *object, const char *key)
{
    struct json_object *member = lines_member(lines, object, key, json_type_boolean, "truth value");
    return member != NULL && json_object_get_boolean(member);
}

static const char *lines_text(lt_lines *lines, struct json_object *string, const char *key)
{
    const char *text = json_object_get_string(string);
    if (strlen(text) != (size_t)json_object_get_string_len(string)) {
        (void)lt_lines_damaged(lines, "\"%s\" holds the character U+0000", key);
        return "";
    }
    return text;
}

const char *lt_lines_string(lt_lines *lines, struct json_object *object, const char *key)
{
    struct json_object *member = lines_member(lines, object, key, json_type_string, "string");
    return member != NULL ? lines_text(lines, member, key) : "";
}

const char *lt_lines_string_or_null(lt_lines *lines, struct json_object *object, const char *key)
{
    struct json_object *member = NULL;
    if (lines->code == 0 && json_object_object_get_ex(object, key, &member) && member == NULL) {
        return NULL;
    }
    return lt_lines_string(lines, object, key);
}

int lt_lines_word(lt_lines *lines, struct json_object *object, const char *key, const char *const *words, size_t count)
{
    const char *text = lt_lines_string(lines, object, key);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            return (int)i;
        }
    }
    (void)lt_lines_damaged(lines, "\"%s\" is none of the words that may stand there", key);
    return 0;
}

struct json_object *lt_lines_object(lt_lines *lines, struct json_object *object, const char *key)
{
    return lines_member(lines, object, key, json_type_object, "object");
}

struct json_object *lt_lines_list(lt_lines *lines, struct json_object *object, const char *key, size_t *ret_count)
{
    struct json_object *list = lines_member(lines, object, key, json_type_array, "list");
    bool streamed = lines->stream.begin != NULL && object == lines->row && strcmp(key, lines->streamed) == 0;
    *ret_count = list == NULL ? 0 : streamed ? lines->stream.count : json_object_array_length(list);
    return list;
}

/* Checks what follows a value of the streamed list: a comma, or after the last the end. */
static void lines_separate(lt_lines *lines, bool last)
{
    const char *at = lines_blank(lines->stream.at, lines->stream.end);
    bool good = last ? at == lines->stream.end : at < lines->stream.end && *at == ',';
    if (!good) {
        lines->code =
            lt_error_at(lines->error, LEITONG_EDAMAGED, lines->path, lines->begin + (uint64_t)(at - lines->stream.line),
                        "no good JSON: the list does not go on");
    }
    lines->stream.at = at + (good && !last);
}

struct json_object *lt_lines_element(lt_lines *lines, struct json_object *list, size_t at)
{
    if (lines->code != 0 || list == NULL) {
        return NULL;
    }
    if (lines->stream.begin == NULL) {
        return json_object_array_get_idx(list, at);
    }
    struct json_tokener *tokener = lines->stream.tokener;
    size_t left = (size_t)(lines->stream.end - lines->stream.at);
    json_object_put(lines->stream.item);
    json_tokener_reset(tokener);
    lines->stream.item = json_tokener_parse_ex(tokener, lines->stream.at, (int)left);
    if (json_tokener_get_error(tokener) != json_tokener_success) {
        (void)lines_fault(lines, tokener, (size_t)(lines->stream.at - lines->stream.line), left);
        return NULL;
    }
    lines->stream.at += json_tokener_get_parse_end(tokener);
    lines_separate(lines, at + 1 == lines->stream.count);
    return lines->stream.item;
}

uint64_t lt_lines_item(lt_lines *lines, struct json_object *list, size_t at)
{
    struct json_object *item = list != NULL ? json_object_array_get_idx(list, at) : NULL;
    if (!json_object_is_type(item, json_type_int)) {
        (void)lt_lines_damaged(lines, "a list of numbers is too short or holds something else");
        return 0;
    }
    return lines_unsigned(lines, item, "list", UINT64_MAX);
}
