#include "text/line.h"

#include "base/root.h"
#include "base/utf8.h"

#include <string.h>

#define LINE_ENDINGS 2U

static bool line_is_blank(uint32_t point)
{
    return point <= ' ' || point == 0xA0 || point == 0x3000 || point == 0xFEFF ||
           (point >= 0x2000 && point <= 0x200F) || point == 0x2028 || point == 0x2029;
}

static bool line_is_break(char byte)
{
    return byte == '\n' || byte == '\r' || byte == '\f' || byte == '\v' || byte == '\0';
}

uint32_t lt_line_first(lt_line line, size_t *ret_size)
{
    uint32_t point = 0;
    int size = line.size == 0 ? 0 : lt_utf8_next((const uint8_t *)line.text, line.size, &point);
    *ret_size = size < 0 ? (size_t)-size : (size_t)size;
    return size > 0 ? point : 0;
}

uint32_t lt_line_last(lt_line line, size_t *ret_size)
{
    size_t size = line.size == 0 ? 0 : 1;
    while (size > 0 && size < line.size && size < 4 && ((uint8_t)line.text[line.size - size] & 0xC0) == 0x80) {
        size++;
    }
    size_t read;
    uint32_t point = lt_line_first((lt_line){line.text + line.size - size, size}, &read);
    *ret_size = size;
    return read == size ? point : 0;
}

lt_line lt_line_without(lt_line line, size_t begin, size_t end)
{
    return (lt_line){line.text + begin, line.size - begin - end};
}

lt_line lt_line_trim(lt_line line)
{
    size_t size;
    while (line.size > 0 && line_is_blank(lt_line_first(line, &size))) {
        line = lt_line_without(line, size, 0);
    }
    while (line.size > 0 && line_is_blank(lt_line_last(line, &size))) {
        line = lt_line_without(line, 0, size);
    }
    return line;
}

bool lt_line_next(const char *text, size_t size, size_t *at, lt_line *ret_line)
{
    while (*at < size) {
        size_t begin = *at;
        while (*at < size && !line_is_break(text[*at])) {
            (*at)++;
        }
        lt_line line = lt_line_trim((lt_line){text + begin, *at - begin});
        *at += *at < size;
        if (line.size > 0) {
            *ret_line = line;
            return true;
        }
    }
    return false;
}

bool lt_line_is_digit(uint32_t point)
{
    return (point >= '0' && point <= '9') || (point >= 0xFF10 && point <= 0xFF19);
}

bool lt_line_is_latin(uint32_t point)
{
    return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
}

/* Blocks of punctuation and symbols are left out: General Punctuation … Miscellaneous Symbols and Arrows; CJK Symbols
 * but 々 and 〇; CJK Compatibility Forms and Small Form Variants; the marks among full width forms. */
bool lt_line_is_letter(uint32_t point)
{
    if (point < 0xC0) {
        return lt_line_is_latin(point);
    }
    if (point == 0x3005 || point == 0x3007) {
        return true;
    }
    return point != 0xD7 && point != 0xF7 && !(point >= 0x2000 && point <= 0x2BFF) &&
           !(point >= 0x3000 && point <= 0x303F) && point != 0x30FB && !(point >= 0xFE10 && point <= 0xFE6F) &&
           point != 0xFEFF && !(point >= 0xFF00 && point <= 0xFF20) && !(point >= 0xFF3B && point <= 0xFF40) &&
           !(point >= 0xFF5B && point <= 0xFF65) && !(point >= 0xE000 && point <= 0xF8FF);
}

static int line_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

/* Bytes of the word where `text`, `size` ≥ 1 bytes, begins with it; 0: it does not. */
static size_t line_word(const char *text, size_t size, const char *word)
{
    size_t at = 0;
    while (at < size && word[at] != '\0' && line_lower(text[at]) == word[at]) {
        at++;
    }
    return word[at] == '\0' ? at : 0;
}

size_t lt_line_begins(lt_line line, const char *const *words, size_t count)
{
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = line_word(line.text, line.size, words[i]);
        best = size > best ? size : best;
    }
    return best;
}

size_t lt_line_ends(lt_line line, const char *const *words, size_t count)
{
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(words[i]);
        if (size > best && size <= line.size && line_word(line.text + line.size - size, size, words[i]) == size) {
            best = size;
        }
    }
    return best;
}

bool lt_line_contains(lt_line line, const char *const *words, size_t count)
{
    bool firsts[UINT8_MAX + 1] = {false};
    for (size_t i = 0; i < count; i++) {
        firsts[(uint8_t)words[i][0]] = true;
    }
    for (size_t at = 0; at < line.size; at++) {
        if (firsts[(uint8_t)line_lower(line.text[at])] &&
            lt_line_begins(lt_line_without(line, at, 0), words, count) != 0) {
            return true;
        }
    }
    return false;
}

lt_line lt_line_name(const char *path)
{
    const char *begin = lt_root_name(path);
    lt_line name = {begin, strlen(begin)};
    for (unsigned round = 0; round < LINE_ENDINGS; round++) {
        size_t dot = name.size;
        while (dot > 0 && lt_line_is_latin((uint8_t)name.text[dot - 1])) {
            dot--;
        }
        if (dot > 1 && name.text[dot - 1] == '.') {
            name.size = dot - 1;
        }
    }
    return lt_line_trim(name);
}
