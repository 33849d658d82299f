#include "result/read_json.h"

#include "base/buffer.h"
#include "base/open_file.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINES_CHUNK ((size_t)1 << 16)

/* `dir` NULL: `name` is a path that a user named. */
static int lines_open(lt_lines *lines, const char *dir, const char *name, size_t longest, leitong_error *error)
{
    *lines = (lt_lines){.file = -1, .longest = longest, .edited = dir == NULL, .error = error};
    int length =
        snprintf(lines->path, sizeof lines->path, "%s%s%s", dir != NULL ? dir : "", dir != NULL ? "/" : "", name);
    if (length < 0 || (size_t)length >= sizeof lines->path) {
        return lines->code = lt_error_at(error, LEITONG_EINPUT, name, LEITONG_NO_OFFSET, "the path is too long");
    }
    lines->bytes = malloc(LINES_CHUNK);
    if (lines->bytes == NULL) {
        return lines->code = lt_error_memory(error);
    }
    lines->capacity = LINES_CHUNK;
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
    lt_json_tree_clear(&lines->tree);
    lt_json_tree_clear(&lines->item);
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

/* What is no JSON in the line, as the lines' failure. */
static int lines_fault(lt_lines *lines, size_t at, const char *words)
{
    return lines->code =
               lt_error_at(lines->error, LEITONG_EDAMAGED, lines->path, lines->begin + at, "no good JSON: %s", words);
}

static int lines_parse(lt_lines *lines)
{
    lt_json_fault fault;
    size_t invalid = lt_utf8_fault((const uint8_t *)lines->line, lines->line_size);
    if (invalid < lines->line_size) {
        return lines_fault(lines, invalid, "not UTF-8");
    }
    lines->tree.apart = lines->streamed;
    int code = lt_json_tree_read(&lines->tree, lines->line, lines->line_size, &fault, lines->error);
    if (code == LEITONG_EINPUT) {
        return lines_fault(lines, fault.at, fault.words);
    }
    LT_TRY(lines->code = code);
    if (lines->tree.nodes->kind != LT_JSON_OBJECT) {
        return lt_lines_damaged(lines, "the line is no JSON object");
    }
    lines->row = lines->tree.nodes;
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
    lines->row = NULL;
    lines->begin = lines->end;
    if (lines->code == 0) {
        lines->code = lines_find(lines, &size);
    }
    if (lines->code != 0 || size == 0) {
        return lines->code;
    }
    size_t mark = lines->edited && lines->begin == 0 ? lt_utf8_mark(lines->bytes + lines->at, size) : 0;
    lines->line = lines->bytes + lines->at + mark;
    lines->line_size = size - mark;
    lines->begin += mark;
    lines->at += size;
    lines->end += size;
    return lines_parse(lines);
}

/* The member, or NULL and the row marked as damaged. */
static const lt_json_node *lines_member(lt_lines *lines, const lt_json_node *object, const char *key, lt_json_kind kind,
                                        const char *word)
{
    if (lines->code != 0) {
        return NULL;
    }
    const lt_json_node *member = lt_json_member(object, key);
    if (lt_json_kind_of(member) != kind) {
        (void)lt_lines_damaged(lines, "\"%s\" is not there or is no %s", key, word);
        return NULL;
    }
    return member;
}

/* The same of a number, which is or is not a whole one. */
static const lt_json_node *lines_numeric(lt_lines *lines, const lt_json_node *object, const char *key, bool whole,
                                         const char *word)
{
    const lt_json_node *member = lines_member(lines, object, key, LT_JSON_NUMBER, word);
    if (member != NULL && lt_json_is_whole(member) != whole) {
        (void)lt_lines_damaged(lines, "\"%s\" is not there or is no %s", key, word);
        return NULL;
    }
    return member;
}

static uint64_t lines_unsigned(lt_lines *lines, const lt_json_node *number, const char *key, uint64_t most)
{
    uint64_t value = 0;
    if (!lt_json_whole(number, most, &value)) {
        (void)lt_lines_damaged(lines, "\"%s\" is out of its range", key);
    }
    return value;
}

uint64_t lt_lines_number(lt_lines *lines, const lt_json_node *object, const char *key, uint64_t most)
{
    const lt_json_node *member = lines_numeric(lines, object, key, true, "whole number");
    return member != NULL ? lines_unsigned(lines, member, key, most) : 0;
}

double lt_lines_ratio(lt_lines *lines, const lt_json_node *object, const char *key)
{
    const lt_json_node *member = lines_numeric(lines, object, key, false, "ratio");
    double value = member != NULL ? lt_json_double(member) : 0;
    if (!(value >= 0 && value <= 1)) {
        (void)lt_lines_damaged(lines, "\"%s\" is not between 0 and 1", key);
        return 0;
    }
    return value;
}

bool lt_lines_bool(lt_lines *lines, const lt_json_node *object, const char *key)
{
    const lt_json_node *member = lines_member(lines, object, key, LT_JSON_BOOL, "truth value");
    return member != NULL && member->text[0] == 't';
}

const char *lt_lines_string(lt_lines *lines, const lt_json_node *object, const char *key)
{
    const lt_json_node *member = lines_member(lines, object, key, LT_JSON_STRING, "string");
    if (member != NULL && strlen(member->text) != member->size) {
        (void)lt_lines_damaged(lines, "\"%s\" holds the character U+0000", key);
        return "";
    }
    return member != NULL ? member->text : "";
}

const char *lt_lines_string_or_null(lt_lines *lines, const lt_json_node *object, const char *key)
{
    if (lines->code == 0 && lt_json_kind_of(lt_json_member(object, key)) == LT_JSON_NULL) {
        return NULL;
    }
    return lt_lines_string(lines, object, key);
}

int lt_lines_word(lt_lines *lines, const lt_json_node *object, const char *key, const char *const *words, size_t count)
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

const lt_json_node *lt_lines_object(lt_lines *lines, const lt_json_node *object, const char *key)
{
    return lines_member(lines, object, key, LT_JSON_OBJECT, "object");
}

const lt_json_node *lt_lines_list(lt_lines *lines, const lt_json_node *object, const char *key, size_t *ret_count)
{
    const lt_json_node *list = lines_member(lines, object, key, LT_JSON_LIST, "list");
    *ret_count = list != NULL ? list->count : 0;
    for (const char *const *name = lines->streamed;
         list != NULL && object == lines->row && name != NULL && *name != NULL; name++) {
        if (strcmp(key, *name) == 0) {
            lines->stream_at = (size_t)(list->text - lines->line) + 1;
        }
    }
    return list;
}

const lt_json_node *lt_lines_streamed(lt_lines *lines)
{
    lt_json_fault fault;
    if (lines->code != 0) {
        return NULL;
    }
    int code =
        lt_json_tree_element(&lines->item, lines->line, lines->line_size, &lines->stream_at, &fault, lines->error);
    if (code == LEITONG_EINPUT) {
        (void)lines_fault(lines, fault.at, fault.words);
        return NULL;
    }
    lines->code = code;
    return code == 0 ? lines->item.nodes : NULL;
}

uint64_t lt_lines_whole(lt_lines *lines, const lt_json_node *item)
{
    if (!lt_json_is_whole(item)) {
        (void)lt_lines_damaged(lines, "a list of numbers is too short or holds something else");
        return 0;
    }
    return lines_unsigned(lines, item, "list", UINT64_MAX);
}

uint64_t lt_lines_item(lt_lines *lines, const lt_json_node *list, size_t at)
{
    return lt_lines_whole(lines, lt_json_element(list, at));
}
