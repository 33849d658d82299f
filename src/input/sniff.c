#include "input/sniff.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

/* Of a tar header (POSIX ustar, and v7 before it): 512 bytes with their sum, in octal digits, among them. */
enum { SNIFF_TAR = 512, SNIFF_TAR_SUM = 148, SNIFF_TAR_SUM_SIZE = 8 };

static const struct sniff_magic {
    const char *bytes;
    size_t size;
    lt_format format;
} sniff_magics[] = {
    {"PK\x03\x04", 4, LT_FORMAT_ZIP},
    {"PK\x05\x06", 4, LT_FORMAT_ZIP}, /* an empty one */
    {"%PDF-", 5, LT_FORMAT_PDF},
    {"{\\rtf", 5, LT_FORMAT_RTF},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, LT_FORMAT_OLE},
    {"\xFD"
     "7zXZ\0",
     6, LT_FORMAT_XZ},
    {"BZh", 3, LT_FORMAT_BZIP2}, /* and what sniff_is_bzip2 asks */
    {"7z\xBC\xAF\x27\x1C", 6, LT_FORMAT_SEVEN_ZIP},
    {"Rar!\x1A\x07", 6, LT_FORMAT_RAR},
};

/* Behind BZh: the size of blocks, then the first block's mark or that of the end. */
static bool sniff_is_bzip2(const uint8_t *bytes, size_t size)
{
    return size >= 10 && bytes[3] >= '1' && bytes[3] <= '9' &&
           (memcmp(bytes + 4, "1AY&SY", 6) == 0 || memcmp(bytes + 4, "\x17rE8P\x90", 6) == 0);
}

static bool sniff_is_tar(const uint8_t *bytes, size_t size)
{
    if (size < SNIFF_TAR || bytes[0] == '\0') {
        return false;
    }
    uint32_t sum = 0;
    for (size_t i = 0; i < SNIFF_TAR; i++) {
        bool in_sum = i >= SNIFF_TAR_SUM && i < SNIFF_TAR_SUM + SNIFF_TAR_SUM_SIZE;
        sum += in_sum ? ' ' : bytes[i];
    }
    uint32_t told = 0;
    size_t digits = 0;
    for (size_t i = SNIFF_TAR_SUM; i < SNIFF_TAR_SUM + SNIFF_TAR_SUM_SIZE; i++) {
        if (bytes[i] >= '0' && bytes[i] <= '7') {
            told = told * 8 + (bytes[i] - '0');
            digits++;
        } else if (bytes[i] != ' ' && bytes[i] != '\0') {
            return false;
        }
    }
    return digits > 0 && told == sum;
}

lt_format lt_sniff(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < sizeof sniff_magics / sizeof sniff_magics[0]; i++) {
        const struct sniff_magic *magic = &sniff_magics[i];
        if (size >= magic->size && memcmp(bytes, magic->bytes, magic->size) == 0 &&
            (magic->format != LT_FORMAT_BZIP2 || sniff_is_bzip2(bytes, size))) {
            return magic->format;
        }
    }
    return sniff_is_tar(bytes, size) ? LT_FORMAT_TAR : LT_FORMAT_NONE;
}

static bool sniff_begins(const uint8_t *bytes, size_t size, const char *with)
{
    size_t length = strlen(with);
    return size >= length && strncasecmp((const char *)bytes, with, length) == 0;
}

/* Where `end` ends behind the first bytes; `size` where it doesn't stand. */
static size_t sniff_behind(const uint8_t *bytes, size_t size, const char *end)
{
    const uint8_t *found = memmem(bytes, size, end, strlen(end));
    return found == NULL ? size : (size_t)(found - bytes) + strlen(end);
}

bool lt_sniff_html(const uint8_t *bytes, size_t size)
{
    size_t at = size > 0 ? lt_utf8_mark(bytes, size) : 0;
    while (at < size) {
        const uint8_t *rest = bytes + at;
        size_t left = size - at;
        if (*rest == ' ' || (*rest >= '\t' && *rest <= '\r')) {
            at++;
        } else if (sniff_begins(rest, left, "<!--")) {
            at += sniff_behind(rest, left, "-->");
        } else if (sniff_begins(rest, left, "<?xml")) {
            at += sniff_behind(rest, left, "?>");
        } else {
            return sniff_begins(rest, left, "<!doctype html") || sniff_begins(rest, left, "<html");
        }
    }
    return false;
}

/* The bytes of a header's name at the beginning of a line; 0 where it is none (RFC 5322, 2.2). */
static size_t sniff_header(const uint8_t *line, size_t size)
{
    size_t at = 0;
    while (at < size && line[at] > ' ' && line[at] < 0x7F && line[at] != ':') {
        at++;
    }
    return at < size && line[at] == ':' ? at : 0;
}

bool lt_sniff_mail(const uint8_t *bytes, size_t size)
{
    static const char *const others[] = {"Date", "To", "Subject", "Received", "Message-ID", "MIME-Version"};
    bool has_sender = false;
    bool has_other = false;
    for (size_t at = sniff_begins(bytes, size, "From ") ? sniff_behind(bytes, size, "\n") : 0; at < size;) {
        const uint8_t *line = bytes + at;
        size_t length = sniff_behind(line, size - at, "\n");
        size_t name = sniff_header(line, length);
        if (name == 0 && (at == 0 || (line[0] != ' ' && line[0] != '\t'))) {
            bool is_end = line[0] == '\n' || line[0] == '\r' || at + length == size; /* cut off */
            return is_end && has_sender && has_other;
        }
        has_sender = has_sender || (name == 4 && sniff_begins(line, length, "From"));
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            has_other = has_other || (name == strlen(others[i]) && sniff_begins(line, length, others[i]));
        }
        at += length;
    }
    return has_sender && has_other;
}

bool lt_sniff_is_archive(lt_format format)
{
    return format == LT_FORMAT_TAR || format == LT_FORMAT_XZ || format == LT_FORMAT_BZIP2 ||
           format == LT_FORMAT_SEVEN_ZIP || format == LT_FORMAT_RAR;
}
