#include "text/decode.h"

#include "base/buffer.h"
#include "text/decode_char.h"
#include "text/decode_guess.h"
#include "text/decode_utf8.h"

#include <stdlib.h>
#include <string.h>

/* One place in DECODE_STRIDE bytes of text is remembered; from it the source is read again. */
enum { DECODE_STRIDE = 64 };

typedef struct decode_map {
    const uint8_t *bytes; /* the source behind its byte order mark */
    size_t size;
    lt_decode_char *next;
    bool ascii;     /* a byte below 80 at a border is that character */
    size_t *places; /* for text offset i × DECODE_STRIDE: source offset of the character that holds it × 8, and how many
                       bytes of text before it that character begins (0 … 7) */
    size_t count, capacity;
} decode_map;

typedef struct decode_mark {
    lt_encoding encoding;
    uint8_t size;
    uint8_t bytes[4];
} decode_mark;

typedef struct decode_alias {
    const char *name; /* small letters and digits alone */
    lt_encoding encoding;
} decode_alias;

static const decode_alias decode_aliases[] = {
    {"auto", LT_ENCODING_AUTO},
    {"utf8", LT_ENCODING_UTF8},
    {"ascii", LT_ENCODING_UTF8},
    {"usascii", LT_ENCODING_UTF8},
    {"utf16le", LT_ENCODING_UTF16LE},
    {"utf16be", LT_ENCODING_UTF16BE},
    {"utf32le", LT_ENCODING_UTF32LE},
    {"utf32be", LT_ENCODING_UTF32BE},
    {"gb18030", LT_ENCODING_GB18030},
    {"gbk", LT_ENCODING_GB18030},
    {"gb2312", LT_ENCODING_GB18030},
    {"euccn", LT_ENCODING_GB18030},
    {"cp936", LT_ENCODING_GB18030},
    {"windows936", LT_ENCODING_GB18030},
    {"big5", LT_ENCODING_BIG5},
    {"big5hkscs", LT_ENCODING_BIG5},
    {"cp950", LT_ENCODING_BIG5},
    {"windows950", LT_ENCODING_BIG5},
    {"shiftjis", LT_ENCODING_SHIFT_JIS},
    {"sjis", LT_ENCODING_SHIFT_JIS},
    {"cp932", LT_ENCODING_SHIFT_JIS},
    {"windows932", LT_ENCODING_SHIFT_JIS},
    {"windows31j", LT_ENCODING_SHIFT_JIS},
    {"mskanji", LT_ENCODING_SHIFT_JIS},
    {"euckr", LT_ENCODING_EUC_KR},
    {"uhc", LT_ENCODING_EUC_KR},
    {"cp949", LT_ENCODING_EUC_KR},
    {"windows949", LT_ENCODING_EUC_KR},
    {"ksc56011987", LT_ENCODING_EUC_KR},
    {"windows1252", LT_ENCODING_WINDOWS_1252},
    {"cp1252", LT_ENCODING_WINDOWS_1252},
    {"latin1", LT_ENCODING_WINDOWS_1252},
    {"iso88591", LT_ENCODING_WINDOWS_1252},
};

const char *lt_encoding_name(lt_encoding encoding)
{
    static const char *const names[] = {"auto",    "utf-8", "utf-16le",  "utf-16be", "utf-32le",    "utf-32be",
                                        "gb18030", "big5",  "shift_jis", "euc-kr",   "windows-1252"};
    return names[encoding];
}

int lt_encoding_named(const char *name, lt_encoding *ret_encoding, leitong_error *error)
{
    char plain[16];
    size_t size = 0;
    for (const char *c = name; *c != '\0' && size < sizeof plain; c++) {
        if (*c >= 'A' && *c <= 'Z') {
            plain[size++] = (char)(*c - 'A' + 'a');
        } else if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9')) {
            plain[size++] = *c;
        }
    }
    for (size_t i = 0; i < sizeof decode_aliases / sizeof decode_aliases[0]; i++) {
        if (strlen(decode_aliases[i].name) == size && memcmp(decode_aliases[i].name, plain, size) == 0) {
            *ret_encoding = decode_aliases[i].encoding;
            return 0;
        }
    }
    return lt_error_set(error, LEITONG_EUSAGE,
                        "unknown encoding \"%s\": auto, utf-8, utf-16le, utf-16be, utf-32le, utf-32be, gb18030, big5, "
                        "shift_jis, euc-kr and windows-1252 are known",
                        name);
}

/* UTF-32LE before UTF-16LE, whose mark begins it. */
static const decode_mark decode_marks[] = {
    {LT_ENCODING_UTF8, 3, {0xEF, 0xBB, 0xBF}},
    {LT_ENCODING_UTF32LE, 4, {0xFF, 0xFE, 0x00, 0x00}},
    {LT_ENCODING_UTF32BE, 4, {0x00, 0x00, 0xFE, 0xFF}},
    {LT_ENCODING_UTF16LE, 2, {0xFF, 0xFE}},
    {LT_ENCODING_UTF16BE, 2, {0xFE, 0xFF}},
    {LT_ENCODING_GB18030, 4, {0x84, 0x31, 0x95, 0x33}},
};

/* The mark at the start, of `wanted` unless that is AUTO; or NULL. */
static const decode_mark *decode_mark_at(const uint8_t *bytes, size_t size, lt_encoding wanted)
{
    for (size_t i = 0; i < sizeof decode_marks / sizeof decode_marks[0]; i++) {
        const decode_mark *mark = &decode_marks[i];
        if ((wanted == LT_ENCODING_AUTO || wanted == mark->encoding) && size >= mark->size &&
            memcmp(bytes, mark->bytes, mark->size) == 0) {
            return mark;
        }
    }
    return NULL;
}

static int decode_invalid(const uint8_t *bytes, size_t size, size_t at, lt_encoding encoding, const char *path,
                          const char **ret_reason, leitong_error *error)
{
    if (ret_reason != NULL) {
        *ret_reason = "invalid_bytes";
    }
    bool cut = size - at < lt_decode_unit(encoding);
    return lt_error_at(error, LEITONG_EINPUT, path, at,
                       "byte %02X is not valid in %s%s: mend the file, or name its encoding with --encoding", bytes[at],
                       lt_encoding_name(encoding), cut ? ", whose last character is cut short" : "");
}

static int decode_uncertain(uint64_t at, lt_encoding nearest, const char *path, const char **ret_reason,
                            leitong_error *error)
{
    if (ret_reason != NULL) {
        *ret_reason = "encoding_uncertain";
    }
    return lt_error_at(error, LEITONG_EINPUT, path, at,
                       "the encoding is uncertain (%s%s); name it with --encoding if the file is text",
                       nearest == LT_ENCODING_AUTO ? "none fits" : "nearest is ",
                       nearest == LT_ENCODING_AUTO ? "" : lt_encoding_name(nearest));
}

static size_t decode_put(uint8_t *text, uint32_t point)
{
    if (point < 0x80) {
        text[0] = (uint8_t)point;
        return 1;
    }
    if (point < 0x800) {
        text[0] = (uint8_t)(0xC0 | point >> 6);
        text[1] = (uint8_t)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        text[0] = (uint8_t)(0xE0 | point >> 12);
        text[1] = (uint8_t)(0x80 | (point >> 6 & 0x3F));
        text[2] = (uint8_t)(0x80 | (point & 0x3F));
        return 3;
    }
    text[0] = (uint8_t)(0xF0 | point >> 18);
    text[1] = (uint8_t)(0x80 | (point >> 12 & 0x3F));
    text[2] = (uint8_t)(0x80 | (point >> 6 & 0x3F));
    text[3] = (uint8_t)(0x80 | (point & 0x3F));
    return 4;
}

/* At most 4 bytes: the few pairs are of a Latin letter and a mark, two bytes each. */
static size_t decode_put_found(uint8_t *text, uint32_t found)
{
    if ((found & LT_DECODE_PAIR) == 0) {
        return decode_put(text, found);
    }
    size_t first = decode_put(text, found >> 16 & 0x7FFF);
    return first + decode_put(text + first, found & 0xFFFF);
}

static size_t decode_length(uint32_t found)
{
    uint8_t text[8];
    return decode_put_found(text, found);
}

static void decode_map_free(decode_map *map)
{
    if (map != NULL) {
        free(map->places);
        free(map);
    }
}

/* Remembers that the next place is `before` bytes of text into the character at source offset `at`. */
static int decode_map_note(decode_map *map, size_t at, size_t before, leitong_error *error)
{
    int code = LT_RESERVE(map->places, map->capacity, map->count + 1, error);
    if (code == 0) {
        map->places[map->count++] = at * 8 + before;
    }
    return code;
}

/* ASCII bytes before `limit`. */
static size_t decode_ascii(const uint8_t *bytes, size_t limit)
{
    size_t run = 0;
    while (run < limit && bytes[run] < 0x80) {
        run++;
    }
    return run;
}

/* Text and map of all of map->bytes; on a character that is none, returns LEITONG_EINPUT and its offset in *ret_bad. */
static int decode_all(decode_map *map, uint8_t **ret_text, size_t *ret_size, size_t *ret_bad, leitong_error *error)
{
    /* Copies, because writing text might change *map for all that the compiler knows. */
    const decode_map source = *map;
    uint8_t *text = NULL;
    size_t capacity = 0;
    size_t written = 0;
    size_t wanted = 0; /* the next place to remember */
    int code = LT_RESERVE(text, capacity, source.size / 2 * 3 + DECODE_STRIDE, error);
    for (size_t at = 0; code == 0 && at < source.size;) {
        if (capacity - written < DECODE_STRIDE) {
            code = LT_RESERVE(text, capacity, written + DECODE_STRIDE, error);
            if (code != 0) {
                break;
            }
        }
        size_t left = source.size - at;
        size_t step = source.ascii ? decode_ascii(source.bytes + at, left < DECODE_STRIDE ? left : DECODE_STRIDE) : 0;
        size_t length = step;
        size_t skipped = 0; /* of the source, before the place wanted */
        if (step > 0) {
            memcpy(text + written, source.bytes + at, step);
            skipped = wanted - written;
        } else {
            uint32_t found;
            step = source.next(source.bytes + at, left, &found);
            if (step == 0) {
                *ret_bad = at;
                code = LEITONG_EINPUT;
                break;
            }
            length = decode_put_found(text + written, found);
        }
        if (wanted < written + length) {
            code = decode_map_note(map, at + skipped, wanted - written - skipped, error);
            wanted += DECODE_STRIDE;
        }
        written += length;
        at += step;
    }
    if (code != 0) {
        free(text);
        return code;
    }
    *ret_text = text;
    *ret_size = written;
    return 0;
}

static int decode_convert(const uint8_t *bytes, size_t size, size_t bom, lt_encoding encoding, const char *path,
                          lt_decoded *ret_decoded, const char **ret_reason, leitong_error *error)
{
    decode_map *map = calloc(1, sizeof *map);
    if (map == NULL) {
        return lt_error_memory(error);
    }
    map->bytes = bytes + bom;
    map->size = size - bom;
    map->next = lt_decode_char_of(encoding);
    map->ascii = lt_decode_unit(encoding) == 1;
    lt_decoded decoded = {.encoding = encoding, .bom = bom, .map = map};
    size_t bad = 0;
    int code = decode_all(map, &decoded.owned, &decoded.size, &bad, error);
    if (code != 0) {
        decode_map_free(map);
        return code != LEITONG_EINPUT ? code
                                      : decode_invalid(bytes, size, bom + bad, encoding, path, ret_reason, error);
    }
    decoded.text = decoded.owned;
    *ret_decoded = decoded;
    return 0;
}

static bool decode_is_utf16(lt_encoding encoding)
{
    return encoding == LT_ENCODING_UTF16LE || encoding == LT_ENCODING_UTF16BE;
}

/* Well-formed UTF-8 may be UTF-16 or UTF-32 without a mark: half or more of their bytes are then NUL (ASCII) or, for
 * alphabets of their own, another control. The beginning shows it. */
static bool decode_looks_wide(const uint8_t *bytes, size_t size, lt_encoding *ret_nearest)
{
    size = size < 65536 ? size : 65536;
    size_t nuls = 0;
    size_t controls = 0;
    for (size_t i = 0; i < size; i++) {
        nuls += bytes[i] == 0;
        controls += bytes[i] < 0x20 && (bytes[i] < '\t' || bytes[i] > '\r');
    }
    if (nuls > 0) {
        (void)lt_decode_guess(bytes, size, ret_nearest);
    }
    return decode_is_utf16(*ret_nearest) || (size >= 4 && controls > size / 4);
}

/* Encoding of bytes without a mark, or the error that says why there is none. */
static int decode_detect(const uint8_t *bytes, size_t size, const char *path, lt_encoding *ret_encoding,
                         const char **ret_reason, leitong_error *error)
{
    lt_encoding nearest = LT_ENCODING_AUTO;
    size_t bad = lt_decode_utf8_bad(bytes, size);
    if (bad == size) {
        if (decode_looks_wide(bytes, size, &nearest)) {
            return decode_uncertain(LEITONG_NO_OFFSET, nearest, path, ret_reason, error);
        }
        *ret_encoding = LT_ENCODING_UTF8;
        return 0;
    }
    if (size - lt_decode_utf8_good(bytes, size) <= size / 1000) {
        return decode_invalid(bytes, size, bad, LT_ENCODING_UTF8, path, ret_reason, error);
    }
    lt_encoding encoding = lt_decode_guess(bytes, size, &nearest);
    if (encoding == LT_ENCODING_AUTO) {
        return decode_uncertain(nearest == LT_ENCODING_UTF8 ? bad : LEITONG_NO_OFFSET, nearest, path, ret_reason,
                                error);
    }
    *ret_encoding = encoding;
    return 0;
}

int lt_decode(const uint8_t *bytes, size_t size, lt_encoding encoding, const char *path, lt_decoded *ret_decoded,
              const char **ret_reason, leitong_error *error)
{
    static const uint8_t empty[1] = {0};
    if (size == 0) {
        bytes = empty;
    }
    const decode_mark *mark = decode_mark_at(bytes, size, encoding);
    size_t bom = mark != NULL ? mark->size : 0;
    if (encoding == LT_ENCODING_AUTO && mark != NULL) {
        encoding = mark->encoding;
    } else if (encoding == LT_ENCODING_AUTO) {
        int code = decode_detect(bytes, size, path, &encoding, ret_reason, error);
        if (code != 0) {
            return code;
        }
        if (encoding == LT_ENCODING_UTF8) {
            *ret_decoded = (lt_decoded){.text = bytes, .size = size, .encoding = encoding};
            return 0;
        }
    }
    if (encoding != LT_ENCODING_UTF8) {
        return decode_convert(bytes, size, bom, encoding, path, ret_decoded, ret_reason, error);
    }
    size_t bad = bom + lt_decode_utf8_bad(bytes + bom, size - bom);
    if (bad < size) {
        return decode_invalid(bytes, size, bad, encoding, path, ret_reason, error);
    }
    *ret_decoded = (lt_decoded){.text = bytes + bom, .size = size - bom, .encoding = encoding, .bom = bom};
    return 0;
}

void lt_decoded_clear(lt_decoded *decoded)
{
    free(decoded->owned);
    decode_map_free(decoded->map);
    *decoded = (lt_decoded){0};
}

uint64_t lt_decoded_source(const lt_decoded *decoded, size_t text_offset)
{
    const decode_map *map = decoded->map;
    if (map == NULL) {
        return decoded->bom + text_offset;
    }
    if (text_offset >= decoded->size) {
        return decoded->bom + map->size;
    }
    size_t place = map->places[text_offset / DECODE_STRIDE];
    size_t at = place / 8;
    size_t begin = text_offset / DECODE_STRIDE * DECODE_STRIDE - place % 8;
    while (begin < text_offset) {
        if (map->ascii && map->bytes[at] < 0x80) {
            begin++;
            at++;
            continue;
        }
        uint32_t found = 0;
        unsigned step = map->next(map->bytes + at, map->size - at, &found);
        begin += decode_length(found);
        if (begin > text_offset) {
            break;
        }
        at += step;
    }
    return decoded->bom + at;
}
