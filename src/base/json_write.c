#include "base/json_write.h"

#include "base/file_close.h"
#include "base/ratio.h"
#include "base/utf8.h"

#include <errno.h>
#include <string.h>

#define JSON_KEY 60 /* bytes of a key that is written at once */

static void json_put(lt_json *json, const void *bytes, size_t size)
{
    if (size > 0 && json->cause == 0 && fwrite_unlocked(bytes, 1, size, json->file) != size) {
        json->cause = errno != 0 ? errno : EIO;
    }
}

/* U+2000 … U+207F: line and paragraph separators, and what turns the direction of a line. */
static bool json_turns(unsigned code)
{
    return code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/* The escape of the character of `length` bytes at `at`, or NULL where it may stand as it is. */
static const char *json_escape(const uint8_t *at, size_t length, char scratch[8])
{
    unsigned code = at[0];
    if (length == 1) {
        if (code >= 0x20 && code != '"' && code != '\\' && code != '<' && code != 0x7F) {
            return NULL;
        }
        switch (code) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            break;
        }
    } else if (length == 2 && code == 0xC2 && at[1] < 0xA0) {
        code = at[1]; /* C1: some terminals obey it */
    } else if (length == 2 && code == 0xD8 && at[1] == 0x9C) {
        code = 0x61C;
    } else if (length == 3 && code == 0xE2 && (at[1] & 0xFEU) == 0x80) {
        code = 0x2000U | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU);
        if (!json_turns(code)) {
            return NULL;
        }
    } else {
        return NULL;
    }
    snprintf(scratch, 8, "\\u%04x", code);
    return scratch;
}

/* How many bytes from `at` on are ASCII that stands as it is. */
static size_t json_plain(const uint8_t *at, size_t size)
{
    size_t count = 0;
    while (count < size && at[count] >= 0x20 && at[count] < 0x7F && at[count] != '"' && at[count] != '\\' &&
           at[count] != '<') {
        count++;
    }
    return count;
}

static void json_quote(lt_json *json, const uint8_t *value, size_t size)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    char scratch[8];
    size_t plain = 0; /* [plain, i) may be written as it stands */
    size_t i = 0;
    json_put(json, "\"", 1);
    for (;;) {
        i += json_plain(value + i, size - i);
        if (i == size) {
            break;
        }
        size_t length = lt_utf8_sequence(value + i, size - i);
        const char *escape = length == 0 ? replacement : json_escape(value + i, length, scratch);
        if (escape == NULL) {
            i += length;
            continue;
        }
        json_put(json, value + plain, i - plain);
        json_put(json, escape, strlen(escape));
        i += length == 0 ? 1 : length;
        plain = i;
    }
    json_put(json, value + plain, i - plain);
    json_put(json, "\"", 1);
}

/* What stands before a value: the comma, and its key inside an object. */
static void json_lead(lt_json *json, const char *key)
{
    char lead[JSON_KEY + 4];
    size_t size = 0;
    if (json->comma) {
        lead[size++] = ',';
    }
    json->comma = true;
    size_t length = key == NULL ? 0 : strlen(key);
    if (key != NULL && length <= JSON_KEY && json_plain((const uint8_t *)key, length) == length) {
        lead[size++] = '"';
        for (size_t i = 0; i < length; i++) {
            lead[size++] = key[i];
        }
        lead[size++] = '"';
        lead[size++] = ':';
        key = NULL;
    }
    json_put(json, lead, size);
    if (key != NULL) {
        json_quote(json, (const uint8_t *)key, length);
        json_put(json, ":", 1);
    }
}

void lt_json_begin(lt_json *json, FILE *file)
{
    *json = (lt_json){.file = file};
}

void lt_json_open(lt_json *json, const char *key)
{
    json_lead(json, key);
    json_put(json, "{", 1);
    json->comma = false;
}

void lt_json_close(lt_json *json)
{
    json_put(json, "}", 1);
    json->comma = true;
}

void lt_json_open_list(lt_json *json, const char *key)
{
    json_lead(json, key);
    json_put(json, "[", 1);
    json->comma = false;
}

void lt_json_close_list(lt_json *json)
{
    json_put(json, "]", 1);
    json->comma = true;
}

void lt_json_string(lt_json *json, const char *key, const char *value)
{
    if (value == NULL) {
        json_lead(json, key);
        json_put(json, "null", 4);
        return;
    }
    lt_json_bytes(json, key, value, strlen(value));
}

void lt_json_bytes(lt_json *json, const char *key, const void *value, size_t size)
{
    json_lead(json, key);
    json_quote(json, value, size);
}

void lt_json_number(lt_json *json, const char *key, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    json_lead(json, key);
    json_put(json, digits + at, sizeof digits - at);
}

void lt_json_ratio(lt_json *json, const char *key, uint64_t numerator, uint64_t denominator)
{
    char text[LT_RATIO_SIZE];
    size_t size = lt_ratio_text(text, numerator, denominator, 1, 6);
    json_lead(json, key);
    json_put(json, text, size);
}

void lt_json_bool(lt_json *json, const char *key, bool value)
{
    json_lead(json, key);
    json_put(json, value ? "true" : "false", value ? 4 : 5);
}

void lt_json_line(lt_json *json)
{
    json_put(json, "\n", 1);
    json->comma = false;
}

int lt_json_end(lt_json *json, const char *path, leitong_error *error)
{
    if (json->cause == 0) {
        return lt_file_close(json->file, path, error);
    }
    errno = json->cause;
    return errno == ENOMEM ? lt_error_memory(error) : lt_error_system(error, path, "can't be written");
}
