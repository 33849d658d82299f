#include "base/json_read.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

typedef struct json_reader {
    const uint8_t *bytes;
    size_t size;
    size_t at;
    uint8_t
        *scratch; /* free from here; an unescaped string and its NUL never take more than the string with its quotes */
    lt_json_tree *tree; /* where nodes go; NULL for none */
    char *text;         /* `bytes`, where strings may lose their escapes in place; NULL for no tree */
    lt_json_fault fault;
    int code; /* LEITONG_EMEMORY, which explains a failure better than `fault` */
    leitong_error *error;
} json_reader;

/* A value as it stands in the input; a string without its quotes. */
typedef struct json_value {
    lt_json_kind kind;
    bool escaped;
    size_t begin, end;
    size_t count; /* of a group's members or elements */
} json_value;

static bool json_fault(json_reader *reader, size_t at, const char *words)
{
    reader->fault = (lt_json_fault){at, "not_json", words};
    return false;
}

static int json_peek(const json_reader *reader)
{
    return reader->at < reader->size ? reader->bytes[reader->at] : -1;
}

static void json_blank(json_reader *reader)
{
    int byte = json_peek(reader);
    while (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') {
        reader->at++;
        byte = json_peek(reader);
    }
}

/* The four hexadecimal digits at `at`; -1 where they are none. */
static int json_hex(const json_reader *reader, size_t at)
{
    int value = 0;
    if (reader->size - at < 4) {
        return -1;
    }
    for (size_t i = at; i < at + 4; i++) {
        int byte = reader->bytes[i];
        int letter = byte | 0x20;
        int digit = byte >= '0' && byte <= '9' ? byte - '0' : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* Checks the escape at reader->at and goes behind it. */
static bool json_escape(json_reader *reader)
{
    size_t at = reader->at;
    if (reader->size - at < 2) {
        return json_fault(reader, reader->size, "the JSON object isn't closed");
    }
    if (reader->bytes[at + 1] != 'u') {
        if (reader->bytes[at + 1] == 0 || strchr("\"\\/bfnrt", reader->bytes[at + 1]) == NULL) {
            return json_fault(reader, at, "no such escape");
        }
        reader->at += 2;
        return true;
    }
    int code = json_hex(reader, at + 2);
    if (code < 0) {
        return json_fault(reader, at, "\\u needs four hexadecimal digits");
    }
    reader->at += 6;
    if (code < 0xD800 || code > 0xDFFF) {
        return true;
    }
    bool pair =
        code < 0xDC00 && reader->size - at >= 12 && reader->bytes[at + 6] == '\\' && reader->bytes[at + 7] == 'u';
    int low = pair ? json_hex(reader, at + 8) : -1;
    if (low < 0xDC00 || low > 0xDFFF) {
        reader->fault = (lt_json_fault){at, "lone_surrogate", "half of a surrogate pair"};
        return false;
    }
    reader->at += 6;
    return true;
}

/* Goes over bytes that stand for themselves in a string, eight at a time. */
static size_t json_plain(const uint8_t *bytes, size_t at, size_t size)
{
    const uint64_t ones = 0x0101010101010101U;
    const uint64_t highs = 0x8080808080808080U;
    for (uint64_t word; size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        uint64_t quote = word ^ (ones * '"');
        uint64_t slash = word ^ (ones * '\\');
        /* A byte below n leaves its high bit in (x − n) & ~x (Warren, Hacker's Delight, 6-1); a false one may follow a
         * true one, never stand alone. */
        if ((((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & highs) {
            break;
        }
    }
    while (at < size && bytes[at] != '"' && bytes[at] != '\\' && bytes[at] >= 0x20) {
        at++;
    }
    return at;
}

static bool json_string(json_reader *reader, json_value *ret_value)
{
    *ret_value = (json_value){.kind = LT_JSON_STRING, .begin = ++reader->at};
    for (;;) {
        reader->at = json_plain(reader->bytes, reader->at, reader->size);
        int byte = json_peek(reader);
        if (byte == '"') {
            ret_value->end = reader->at++;
            return true;
        }
        if (byte < 0) {
            return json_fault(reader, reader->size, "the JSON object isn't closed");
        }
        if (byte != '\\') {
            return json_fault(reader, reader->at, "a control character in a string");
        }
        ret_value->escaped = true;
        if (!json_escape(reader)) {
            return false;
        }
    }
}

static uint8_t *json_encode(uint8_t *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (uint8_t)code;
        return out;
    }
    unsigned tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const uint8_t lead[] = {0, 0xC0, 0xE0, 0xF0};
    *out++ = (uint8_t)(lead[tail] | (code >> (6 * tail)));
    while (tail-- > 0) {
        *out++ = (uint8_t)(0x80 | ((code >> (6 * tail)) & 0x3F));
    }
    return out;
}

/* Copies [begin, end), whose escapes are known to be good, without them; `out` may be where they stand. */
static uint8_t *json_unescape(const json_reader *reader, size_t begin, size_t end, uint8_t *out)
{
    static const char letters[] = "bfnrt";
    static const char meant[] = "\b\f\n\r\t";
    while (begin < end) {
        const uint8_t *slash = memchr(reader->bytes + begin, '\\', end - begin);
        size_t plain = slash == NULL ? end - begin : (size_t)(slash - reader->bytes) - begin;
        memmove(out, reader->bytes + begin, plain);
        out += plain;
        begin += plain;
        if (slash == NULL) {
            break;
        }
        if (slash[1] != 'u') {
            const char *letter = strchr(letters, slash[1]);
            *out++ = letter == NULL ? slash[1] : (uint8_t)meant[letter - letters];
            begin += 2;
            continue;
        }
        uint32_t code = (uint32_t)json_hex(reader, begin + 2);
        begin += 6;
        if (code >= 0xD800 && code <= 0xDFFF) {
            code = 0x10000 + ((code - 0xD800) << 10) + ((uint32_t)json_hex(reader, begin + 2) - 0xDC00);
            begin += 6;
        }
        out = json_encode(out, code);
    }
    return out;
}

static bool json_is(const char *name, const uint8_t *key, size_t size)
{
    return name != NULL && strlen(name) == size && memcmp(name, key, size) == 0;
}

/* Makes a string of a text that may be changed one of C. */
static void json_terminate(const json_reader *reader, json_value *string)
{
    uint8_t *text = (uint8_t *)reader->text;
    uint8_t *end = text + string->end;
    if (string->escaped) {
        end = json_unescape(reader, string->begin, string->end, text + string->begin);
    }
    *end = '\0';
    string->end = (size_t)(end - text);
}

static bool json_digits(json_reader *reader)
{
    size_t begin = reader->at;
    while (json_peek(reader) >= '0' && json_peek(reader) <= '9') {
        reader->at++;
    }
    return reader->at > begin;
}

static bool json_number(json_reader *reader)
{
    bool good = true;
    if (json_peek(reader) == '-') {
        reader->at++;
    }
    if (json_peek(reader) == '0') {
        reader->at++;
    } else {
        good = json_digits(reader);
    }
    if (good && json_peek(reader) == '.') {
        reader->at++;
        good = json_digits(reader);
    }
    if (good && (json_peek(reader) == 'e' || json_peek(reader) == 'E')) {
        reader->at++;
        if (json_peek(reader) == '+' || json_peek(reader) == '-') {
            reader->at++;
        }
        good = json_digits(reader);
    }
    return good || json_fault(reader, reader->at, "a number isn't complete");
}

static bool json_word(json_reader *reader, const char *word)
{
    size_t length = strlen(word);
    if (reader->size - reader->at < length || memcmp(reader->bytes + reader->at, word, length) != 0) {
        return json_fault(reader, reader->at, "a value must be a string, number, object, list, true, false or null");
    }
    reader->at += length;
    return true;
}

static bool json_group(json_reader *reader, unsigned depth, lt_json_wanted *wanted, size_t count, json_value *group);

/* `depth`: of the groups around it. */
static bool json_value_at(json_reader *reader, unsigned depth, json_value *ret_value)
{
    int byte = json_peek(reader);
    if (byte == '"') {
        return json_string(reader, ret_value);
    }
    *ret_value = (json_value){.begin = reader->at};
    bool good;
    if (byte == '{' || byte == '[') {
        ret_value->kind = byte == '{' ? LT_JSON_OBJECT : LT_JSON_LIST;
        good = json_group(reader, depth + 1, NULL, 0, ret_value);
    } else if (byte == '-' || (byte >= '0' && byte <= '9')) {
        ret_value->kind = LT_JSON_NUMBER;
        good = json_number(reader);
    } else if (byte < 0) {
        return json_fault(reader, reader->size, "the JSON object isn't closed");
    } else {
        ret_value->kind = byte == 'n' ? LT_JSON_NULL : LT_JSON_BOOL;
        good = json_word(reader, byte == 'n' ? "null" : byte == 't' ? "true" : "false");
    }
    ret_value->end = reader->at;
    return good;
}

/* Whether the value at hand, a member of `depth` groups, is a list that gets no nodes. */
static bool json_is_apart(const json_reader *reader, unsigned depth, const json_value *key)
{
    const char *const *name = reader->tree->apart;
    if (depth != 1 || key == NULL || name == NULL || json_peek(reader) != '[') {
        return false;
    }
    while (*name != NULL && !json_is(*name, reader->bytes + key->begin, key->end - key->begin)) {
        name++;
    }
    return *name != NULL;
}

/* The value at hand gets a node before those inside it; `key` NULL: none. */
static bool json_node_add(json_reader *reader, unsigned depth, const json_value *key, json_value *ret_value)
{
    lt_json_tree *tree = reader->tree;
    size_t at = tree->count;
    reader->code = LT_RESERVE(tree->nodes, tree->capacity, at + 1, reader->error);
    if (reader->code != 0) {
        return false;
    }
    tree->count++;
    reader->tree = json_is_apart(reader, depth, key) ? NULL : tree;
    bool good = json_value_at(reader, depth, ret_value);
    reader->tree = tree;
    if (!good) {
        return false;
    }
    if (ret_value->kind == LT_JSON_STRING) {
        json_terminate(reader, ret_value);
    }
    tree->nodes[at] = (lt_json_node){.key = key != NULL ? reader->text + key->begin : NULL,
                                     .text = reader->text + ret_value->begin,
                                     .key_size = key != NULL ? (uint32_t)(key->end - key->begin) : 0,
                                     .size = (uint32_t)(ret_value->end - ret_value->begin),
                                     .count = (uint32_t)ret_value->count,
                                     .nodes = (uint32_t)(tree->count - at),
                                     .kind = ret_value->kind,
                                     .key_escaped = key != NULL && key->escaped};
    return true;
}

static bool json_any(json_reader *reader, unsigned depth, const json_value *key, json_value *ret_value)
{
    return reader->tree != NULL ? json_node_add(reader, depth, key, ret_value)
                                : json_value_at(reader, depth, ret_value);
}

/* Gives the member to all that want it. It is copied once, so that all of them together fit the scratch. False where
 * one of them has got it already: readers differ in which of the two they take. */
static bool json_offer(json_reader *reader, const json_value *key, const json_value *value, lt_json_wanted *wanted,
                       size_t count)
{
    const uint8_t *name = reader->bytes + key->begin;
    size_t size = key->end - key->begin;
    uint32_t takers = 0;
    bool copy = value->escaped || value->kind == LT_JSON_NUMBER;
    if (key->escaped) {
        name = reader->scratch;
        size = (size_t)(json_unescape(reader, key->begin, key->end, reader->scratch) - name);
    }
    for (size_t i = 0; i < count; i++) {
        if (json_is(wanted[i].name, name, size)) {
            if (wanted[i].kind != LT_JSON_MISSING) {
                reader->fault = (lt_json_fault){key->begin - 1, "repeated_field", "a field stands twice in the record"};
                return false;
            }
            takers |= UINT32_C(1) << i;
            copy |= !wanted[i].view;
        }
    }
    if (takers == 0) {
        return true;
    }
    lt_json_wanted member = {.kind = value->kind};
    if (value->kind == LT_JSON_STRING || value->kind == LT_JSON_NUMBER) {
        member.text = (const char *)reader->bytes + value->begin;
        member.size = value->end - value->begin;
        if (copy) {
            uint8_t *end = json_unescape(reader, value->begin, value->end, reader->scratch);
            *end = '\0';
            member.text = (const char *)reader->scratch;
            member.size = (size_t)(end - reader->scratch);
            reader->scratch = end + 1;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if ((takers >> i & 1) != 0) {
            member.name = wanted[i].name;
            member.view = wanted[i].view;
            wanted[i] = member;
        }
    }
    return true;
}

static bool json_key(json_reader *reader, json_value *ret_key)
{
    if (json_peek(reader) != '"') {
        return json_fault(reader, reader->at,
                          json_peek(reader) < 0 ? "the JSON object isn't closed" : "a member's name must stand here");
    }
    if (!json_string(reader, ret_key)) {
        return false;
    }
    if (reader->tree != NULL) {
        json_terminate(reader, ret_key);
    }
    json_blank(reader);
    if (json_peek(reader) != ':') {
        return json_fault(reader, reader->at,
                          json_peek(reader) < 0 ? "the JSON object isn't closed" : "a colon must stand here");
    }
    reader->at++;
    json_blank(reader);
    return true;
}

/* An object or a list, from its opening bracket; counts what is in it. */
static bool json_group(json_reader *reader, unsigned depth, lt_json_wanted *wanted, size_t count, json_value *group)
{
    bool object = json_peek(reader) == '{';
    int close = object ? '}' : ']';
    json_value key;
    json_value value;
    if (depth > LT_JSON_DEPTH) {
        return json_fault(reader, reader->at, "nested too deeply");
    }
    reader->at++;
    json_blank(reader);
    if (json_peek(reader) == close) {
        reader->at++;
        return true;
    }
    for (;; group->count++) {
        if ((object && !json_key(reader, &key)) || !json_any(reader, depth, object ? &key : NULL, &value)) {
            return false;
        }
        if (count > 0 && !json_offer(reader, &key, &value, wanted, count)) {
            return false;
        }
        json_blank(reader);
        int byte = json_peek(reader);
        if (byte == close) {
            reader->at++;
            group->count++;
            return true;
        }
        if (byte != ',') {
            return json_fault(reader, reader->at,
                              byte < 0 ? "the JSON object isn't closed"
                                       : "a comma or a closing bracket must stand here");
        }
        reader->at++;
        json_blank(reader);
    }
}

static bool json_at_end(json_reader *reader)
{
    json_blank(reader);
    return reader->at == reader->size || json_fault(reader, reader->at, "something follows the JSON object");
}

/* Goes behind the comma of a list, if there is one: the list's end is known. */
static bool json_at_comma(json_reader *reader)
{
    json_blank(reader);
    reader->at += json_peek(reader) == ',';
    return true;
}

bool lt_json_read(const uint8_t *bytes, size_t size, lt_json_wanted *wanted, size_t count, uint8_t *scratch,
                  lt_json_fault *ret_fault)
{
    json_reader reader = {.bytes = bytes, .size = size, .scratch = scratch};
    for (size_t i = 0; i < count; i++) {
        wanted[i].kind = LT_JSON_MISSING;
        wanted[i].text = NULL;
        wanted[i].size = 0;
    }
    json_value whole = {0};
    json_blank(&reader);
    bool good = json_peek(&reader) == '{' ? json_group(&reader, 1, wanted, count, &whole)
                                          : json_fault(&reader, reader.at, "a line must hold one JSON object");
    if (!good || !json_at_end(&reader)) {
        *ret_fault = reader.fault;
        return false;
    }
    return true;
}

/* Reads one value into the tree, and what may stand behind it. */
static int json_tree(json_reader *reader, bool (*behind)(json_reader *reader), lt_json_fault *ret_fault)
{
    json_value value;
    reader->tree->count = 0;
    json_blank(reader);
    if (json_any(reader, 0, NULL, &value) && behind(reader)) {
        return 0;
    }
    LT_TRY(reader->code);
    *ret_fault = reader->fault;
    return LEITONG_EINPUT;
}

int lt_json_tree_read(lt_json_tree *tree, char *text, size_t size, lt_json_fault *ret_fault, leitong_error *error)
{
    json_reader reader = {.bytes = (uint8_t *)text, .size = size, .tree = tree, .text = text, .error = error};
    return json_tree(&reader, json_at_end, ret_fault);
}

int lt_json_tree_element(lt_json_tree *tree, char *text, size_t size, size_t *at, lt_json_fault *ret_fault,
                         leitong_error *error)
{
    json_reader reader = {.bytes = (uint8_t *)text, .size = size, .at = *at, .tree = tree, .text = text};
    reader.error = error;
    LT_TRY(json_tree(&reader, json_at_comma, ret_fault));
    *at = reader.at;
    return 0;
}

void lt_json_tree_clear(lt_json_tree *tree)
{
    free(tree->nodes);
    *tree = (lt_json_tree){0};
}
