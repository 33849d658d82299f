#include "extract/mail_code.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

#define MAIL_CHARSET 40 /* bytes of an encoding's name */

static int mail_base64_digit(uint8_t byte)
{
    if (byte >= 'A' && byte <= 'Z') {
        return byte - 'A';
    }
    if (byte >= 'a' && byte <= 'z') {
        return byte - 'a' + 26;
    }
    if (byte >= '0' && byte <= '9') {
        return byte - '0' + 52;
    }
    return byte == '+' ? 62 : byte == '/' ? 63 : -1;
}

size_t lt_mail_base64(const uint8_t *bytes, size_t size, uint8_t *out)
{
    size_t written = 0;
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < size; i++) {
        int digit = mail_base64_digit(bytes[i]);
        if (digit < 0) { /* a line's end, padding, or dirt: RFC 2045 says to pass over it */
            continue;
        }
        bits = bits << 6 | (uint32_t)digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out[written++] = (uint8_t)(bits >> count);
        }
    }
    return written;
}

static int mail_hex(uint8_t digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    digit |= 0x20;
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

size_t lt_mail_quoted(const uint8_t *bytes, size_t size, bool is_header, uint8_t *out)
{
    size_t written = 0;
    for (size_t i = 0; i < size;) {
        size_t left = size - i;
        if (bytes[i] == '=' && left >= 3 && mail_hex(bytes[i + 1]) >= 0 && mail_hex(bytes[i + 2]) >= 0) {
            out[written++] = (uint8_t)(mail_hex(bytes[i + 1]) * 16 + mail_hex(bytes[i + 2]));
            i += 3;
        } else if (bytes[i] == '=' && left >= 2 && bytes[i + 1] == '\n') { /* a line that goes on */
            i += 2;
        } else if (bytes[i] == '=' && left >= 3 && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
            i += 3;
        } else {
            out[written] = bytes[i++];
            if (is_header && out[written] == '_') {
                out[written] = ' ';
            }
            written++;
        }
    }
    return written;
}

int lt_mail_decode(const uint8_t *bytes, size_t size, const char *encoding, char **ret_text, size_t *ret_size,
                   leitong_error *error)
{
    lt_encoded source = {.bytes = bytes, .size = size, .encoding = LT_ENCODING_AUTO, .path = ""};
    lt_decoded decoded = {0};
    char *text = NULL;
    size_t written = 0;
    leitong_error ignored;
    if (encoding != NULL && lt_encoding_named(encoding, &source.encoding, &ignored) != 0) {
        source.encoding = LT_ENCODING_AUTO;
    }
    int code = lt_decode(&source, &decoded, NULL, &ignored);
    if (code == LEITONG_EINPUT && source.encoding != LT_ENCODING_AUTO) {
        source.encoding = LT_ENCODING_AUTO;
        code = lt_decode(&source, &decoded, NULL, &ignored);
    }
    if (code == LEITONG_EMEMORY) {
        return lt_error_memory(error);
    }
    const uint8_t *from = code == 0 ? decoded.text : bytes;
    size_t left = code == 0 ? decoded.size : size;
    text = malloc(3 * left + 1);
    for (size_t at = 0; text != NULL && at < left;) {
        size_t length = lt_utf8_sequence(from + at, left - at);
        memcpy(text + written, length > 0 ? (const char *)from + at : "\xEF\xBF\xBD", length > 0 ? length : 3);
        written += length > 0 ? length : 3;
        at += length > 0 ? length : 1;
    }
    lt_decoded_clear(&decoded);
    if (text == NULL) {
        return lt_error_memory(error);
    }
    text[written] = '\0';
    *ret_text = text;
    *ret_size = written;
    return 0;
}

/* =?charset?B?…?= at the beginning of the bytes. */
typedef struct mail_word {
    char charset[MAIL_CHARSET];
    bool is_base64;
    const uint8_t *code;
    size_t code_size, size;
} mail_word;

static bool mail_word_at(const uint8_t *bytes, size_t size, mail_word *ret_word)
{
    if (size < 8 || bytes[0] != '=' || bytes[1] != '?') {
        return false;
    }
    const uint8_t *end = bytes + size;
    const uint8_t *kind = memchr(bytes + 2, '?', size - 2);
    if (kind == NULL || end - kind < 4 || kind[2] != '?' || (size_t)(kind - bytes) - 2 >= MAIL_CHARSET) {
        return false;
    }
    const uint8_t *code = kind + 3;
    const uint8_t *close = memchr(code, '?', (size_t)(end - code));
    if (close == NULL || end - close < 2 || close[1] != '=' || strchr("BbQq", kind[1]) == NULL) {
        return false;
    }
    *ret_word = (mail_word){.is_base64 = (kind[1] | 0x20) == 'b',
                            .code = code,
                            .code_size = (size_t)(close - code),
                            .size = (size_t)(close - bytes) + 2};
    memcpy(ret_word->charset, bytes + 2, (size_t)(kind - bytes) - 2);
    char *language = strchr(ret_word->charset, '*'); /* RFC 2231, 5 */
    if (language != NULL) {
        *language = '\0';
    }
    return true;
}

typedef struct mail_text {
    char *text;
    size_t size, capacity;
} mail_text;

static int mail_put(mail_text *to, const char *text, size_t size, leitong_error *error)
{
    LT_TRY(LT_RESERVE(to->text, to->capacity, to->size + size + 1, error));
    memcpy(to->text + to->size, text, size);
    to->size += size;
    to->text[to->size] = '\0';
    return 0;
}

/* Encoded words that stand side by side are one text, a letter of which may be cut between them. */
static int mail_put_code(mail_text *to, const uint8_t *code, size_t size, const char *charset, leitong_error *error)
{
    char *text = NULL;
    size_t written = 0;
    if (size == 0) {
        return 0;
    }
    LT_TRY(lt_mail_decode(code, size, charset, &text, &written, error));
    int done = mail_put(to, text, written, error);
    free(text);
    return done;
}

static size_t mail_spaces(const uint8_t *value, size_t size)
{
    size_t at = 0;
    while (at < size && (value[at] == ' ' || value[at] == '\t' || value[at] == '\r' || value[at] == '\n')) {
        at++;
    }
    return at;
}

static int mail_words(const uint8_t *value, size_t size, uint8_t *code, mail_text *to, leitong_error *error)
{
    char charset[MAIL_CHARSET] = "";
    size_t code_size = 0;
    for (size_t at = 0; at < size;) {
        mail_word word;
        size_t space = mail_spaces(value + at, size - at);
        if (mail_word_at(value + at + space, size - at - space, &word)) {
            bool goes_on = code_size > 0 && strcmp(charset, word.charset) == 0;
            if (!goes_on) {
                LT_TRY(mail_put_code(to, code, code_size, charset, error));
                LT_TRY(mail_put(to, " ", space > 0 && to->size > 0 && code_size == 0, error));
                code_size = 0;
            }
            memcpy(charset, word.charset, sizeof charset);
            code_size += word.is_base64 ? lt_mail_base64(word.code, word.code_size, code + code_size)
                                        : lt_mail_quoted(word.code, word.code_size, true, code + code_size);
            at += space + word.size;
            continue;
        }
        LT_TRY(mail_put_code(to, code, code_size, charset, error));
        code_size = 0;
        size_t plain = at + space;
        while (plain < size && mail_spaces(value + plain, 1) == 0 && (plain == at + space || value[plain] != '=')) {
            plain++;
        }
        LT_TRY(mail_put(to, " ", space > 0 && to->size > 0 && plain > at + space, error));
        LT_TRY(mail_put_code(to, value + at + space, plain - at - space, NULL, error));
        at = plain;
    }
    return mail_put_code(to, code, code_size, charset, error);
}

int lt_mail_words(const uint8_t *value, size_t size, char **ret_text, leitong_error *error)
{
    mail_text text = {0};
    uint8_t *code = malloc(size + 1);
    if (code == NULL) {
        return lt_error_memory(error);
    }
    int done = mail_put(&text, "", 0, error);
    if (done == 0) {
        done = mail_words(value, size, code, &text, error);
    }
    free(code);
    if (done != 0) {
        free(text.text);
        return done;
    }
    *ret_text = text.text;
    return 0;
}
