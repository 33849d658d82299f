#include "text/decode.h"

#include "base/buffer.h"
#include "base/code_point.h"
#include "base/compare.h"
#include "base/utf8.h"
#include "text/decode_char.h"
#include "text/decode_guess.h"

#include <stdlib.h>
#include <string.h>

/* One place in DECODE_STRIDE bytes of text is remembered; from it the source is read again. */
enum { DECODE_STRIDE = 64 };
#define DECODE_REPLACEMENT 0xFFFDU
#define DECODE_DAMAGED 20U /* times as many bytes of letters that only UTF-8 has so */

typedef struct decode_map {
    const uint8_t *bytes; /* the source behind its byte order mark */
    size_t size;
    lt_decode_char *next;
    bool ascii;     /* a byte below 80 at a border is that character */
    unsigned lossy; /* bytes that are passed over where there is no character; 0: that is an error */
    uint64_t replaced;
    size_t *places; /* for text offset i × DECODE_STRIDE: source offset of the character that holds it × 8, and how many
                       bytes of text before it that character begins (0 … 7) */
    size_t count, capacity;
} decode_map;

typedef struct decode_mark {
    lt_encoding encoding;
    uint8_t size;
    uint8_t bytes[4];
} decode_mark;

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

static unsigned decode_utf8_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    int step = lt_utf8_next(bytes, size, ret_point);
    return step > 0 ? (unsigned)step : 0;
}

/* Bytes of ill-formed UTF-8 for which one U+FFFD stands: the longest beginning of a sequence (Unicode 3.9, maximal
 * subparts). */
static unsigned decode_utf8_none(const uint8_t *bytes, size_t size)
{
    uint8_t lead = bytes[0];
    unsigned need = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 && lead <= 0xEF ? 3 : 1;
    uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    unsigned length = 1;
    while (length < need && length < size && bytes[length] >= least && bytes[length] <= most) {
        length++;
        least = 0x80;
        most = 0xBF;
    }
    return length;
}

/* The next character, or what stands for bytes that are none; 0 where there is none and that is an error. */
static unsigned decode_step(const decode_map *map, const uint8_t *bytes, size_t size, uint32_t *ret_point,
                            bool *ret_none)
{
    unsigned step = map->next(bytes, size, ret_point);
    *ret_none = step == 0;
    if (step == 0 && map->lossy > 0) {
        *ret_point = DECODE_REPLACEMENT;
        return map->next == decode_utf8_next ? decode_utf8_none(bytes, size)
                                             : (unsigned)LT_MIN((size_t)map->lossy, size);
    }
    return step;
}

/* `source` has no character of its encoding at byte `at`. */
static int decode_invalid(const lt_encoded *source, size_t at, const char **ret_reason, leitong_error *error)
{
    if (ret_reason != NULL) {
        *ret_reason = "invalid_bytes";
    }
    bool cut = source->size - at < lt_decode_unit(source->encoding);
    return lt_error_at(
        error, LEITONG_EINPUT, source->path, at,
        "byte %zu is not valid %s (%02X)%s: mend the file, name its encoding with --encoding, or read it with "
        "--lossy",
        at, source->encoding == LT_ENCODING_UTF8 ? "UTF-8" : lt_encoding_name(source->encoding), source->bytes[at],
        cut ? ", whose last character is cut short" : "");
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

/* At most 4 bytes: the few pairs are of a Latin letter and a mark, two bytes each. */
static size_t decode_put_found(uint8_t *text, uint32_t found)
{
    if ((found & LT_DECODE_PAIR) == 0) {
        return lt_code_point_write(text, found);
    }
    size_t first = lt_code_point_write(text, found >> 16 & 0x7FFF);
    return first + lt_code_point_write(text + first, found & 0xFFFF);
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
    LT_TRY(LT_RESERVE(map->places, map->capacity, map->count + 1, error));
    map->places[map->count++] = at * 8 + before;
    return 0;
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
    int code = 0;
    LT_TRY_GOTO(failed, LT_RESERVE(text, capacity, source.size / 2 * 3 + DECODE_STRIDE, error));
    for (size_t at = 0; at < source.size;) {
        if (capacity - written < DECODE_STRIDE) {
            LT_TRY_GOTO(failed, LT_RESERVE(text, capacity, written + DECODE_STRIDE, error));
        }
        size_t left = source.size - at;
        size_t step = source.ascii ? decode_ascii(source.bytes + at, LT_MIN(left, DECODE_STRIDE)) : 0;
        size_t length = step;
        size_t skipped = 0; /* of the source, before the place wanted */
        if (step > 0) {
            memcpy(text + written, source.bytes + at, step);
            skipped = wanted - written;
        } else {
            uint32_t found;
            bool is_none;
            step = decode_step(&source, source.bytes + at, left, &found, &is_none);
            map->replaced += is_none;
            if (step == 0) {
                *ret_bad = at;
                code = LEITONG_EINPUT;
                goto failed;
            }
            length = decode_put_found(text + written, found);
        }
        if (wanted < written + length) {
            LT_TRY_GOTO(failed, decode_map_note(map, at + skipped, wanted - written - skipped, error));
            wanted += DECODE_STRIDE;
        }
        written += length;
        at += step;
    }
    *ret_text = text;
    *ret_size = written;
    return 0;
failed:
    free(text);
    return code;
}

/* `source` has `bom` bytes of byte order mark. */
static int decode_convert(const lt_encoded *source, size_t bom, lt_decoded *ret_decoded, const char **ret_reason,
                          leitong_error *error)
{
    decode_map *map = calloc(1, sizeof *map);
    if (map == NULL) {
        return lt_error_memory(error);
    }
    map->bytes = source->bytes + bom;
    map->size = source->size - bom;
    bool is_utf8 = lt_encoding_strict(source->encoding) == LT_ENCODING_UTF8;
    map->next = is_utf8 ? decode_utf8_next : lt_decode_char_of(source->encoding);
    map->ascii = lt_decode_unit(source->encoding) == 1;
    map->lossy = lt_encoding_is_lossy(source->encoding) ? lt_decode_unit(source->encoding) : 0;
    lt_decoded decoded = {.encoding = source->encoding, .bom = bom, .map = map};
    size_t bad = 0;
    int code = decode_all(map, &decoded.owned, &decoded.size, &bad, error);
    if (code != 0) {
        decode_map_free(map);
        return code == LEITONG_EINPUT ? decode_invalid(source, bom + bad, ret_reason, error) : code;
    }
    decoded.text = decoded.owned;
    decoded.replaced = map->replaced;
    *ret_decoded = decoded;
    return 0;
}

static bool decode_is_utf16(lt_encoding encoding)
{
    return encoding == LT_ENCODING_UTF16LE || encoding == LT_ENCODING_UTF16BE;
}

/* Well-formed UTF-8 may be UTF-16 or UTF-32 without a mark: half or more of their bytes are then NUL (ASCII) or, for
 * alphabets of their own, another control. The beginning shows it. */
static int decode_look_wide(const uint8_t *bytes, size_t size, lt_guess *guess, bool *ret_wide, leitong_error *error)
{
    size = LT_MIN(size, 65536);
    size_t nuls = 0;
    size_t controls = 0;
    for (size_t i = 0; i < size; i++) {
        nuls += bytes[i] == 0;
        controls += bytes[i] < 0x20 && (bytes[i] < '\t' || bytes[i] > '\r');
    }
    if (nuls > 0) {
        LT_TRY(lt_decode_guess(bytes, size, guess, error));
    }
    *ret_wide = decode_is_utf16(guess->nearest) || (size >= 4 && controls > size / 4);
    return 0;
}

/* Whether bytes that are no UTF-8 are such with a few errors: one in a thousand, or few beside letters that only UTF-8
 * has so. */
static bool decode_is_damaged_utf8(const uint8_t *bytes, size_t size)
{
    size_t bad = size - lt_utf8_well_formed(bytes, size);
    size_t high = 0;
    for (size_t i = 0; i < size; i++) {
        high += bytes[i] >= 0x80;
    }
    return bad <= size / 1000 || bad * DECODE_DAMAGED <= high;
}

/* The encoding of a source without a mark and without a wish becomes its encoding, or is the error that says why there
 * is none: then it is the nearest. */
static int decode_detect(lt_encoded *source, const char **ret_reason, leitong_error *error)
{
    const uint8_t *bytes = source->bytes;
    size_t size = source->size;
    lt_guess guess = {LT_ENCODING_AUTO, LT_ENCODING_AUTO};
    size_t bad = lt_utf8_fault(bytes, size);
    source->encoding = LT_ENCODING_UTF8;
    if (bad == size) {
        bool wide;
        LT_TRY(decode_look_wide(bytes, size, &guess, &wide, error));
        source->encoding = wide && decode_is_utf16(guess.encoding) ? guess.encoding : LT_ENCODING_UTF8;
        return wide && source->encoding == LT_ENCODING_UTF8
                   ? decode_uncertain(LEITONG_NO_OFFSET, guess.nearest, source->path, ret_reason, error)
                   : 0;
    }
    if (decode_is_damaged_utf8(bytes, size)) {
        return decode_invalid(source, bad, ret_reason, error);
    }
    LT_TRY(lt_decode_guess(bytes, size, &guess, error));
    source->encoding = guess.encoding;
    if (source->encoding == LT_ENCODING_AUTO) {
        source->encoding = guess.nearest;
        return decode_uncertain(guess.nearest == LT_ENCODING_UTF8 ? bad : LEITONG_NO_OFFSET, guess.nearest,
                                source->path, ret_reason, error);
    }
    return 0;
}

/* What a wish is made of: a mark decides, else the bytes. */
static int decode_strict(lt_encoded *source, size_t *ret_bom, lt_decoded *ret_decoded, const char **ret_reason,
                         leitong_error *error)
{
    const decode_mark *mark = decode_mark_at(source->bytes, source->size, source->encoding);
    size_t bom = mark != NULL ? mark->size : 0;
    bool checked = false; /* as UTF-8 */
    *ret_bom = bom;
    if (source->encoding == LT_ENCODING_AUTO && mark != NULL) {
        source->encoding = mark->encoding;
    } else if (source->encoding == LT_ENCODING_AUTO) {
        LT_TRY(decode_detect(source, ret_reason, error));
        checked = true;
    }
    if (source->encoding != LT_ENCODING_UTF8) {
        return decode_convert(source, bom, ret_decoded, ret_reason, error);
    }
    if (!checked) {
        size_t bad = bom + lt_utf8_fault(source->bytes + bom, source->size - bom);
        if (bad < source->size) {
            return decode_invalid(source, bad, ret_reason, error);
        }
    }
    *ret_decoded =
        (lt_decoded){.text = source->bytes + bom, .size = source->size - bom, .encoding = source->encoding, .bom = bom};
    return 0;
}

int lt_decode(const lt_encoded *given, lt_decoded *ret_decoded, const char **ret_reason, leitong_error *error)
{
    static const uint8_t empty[1] = {0};
    lt_encoded source = *given;
    size_t bom = 0;
    source.encoding = lt_encoding_strict(given->encoding);
    if (source.size == 0) {
        lt_encoding encoding = source.encoding == LT_ENCODING_AUTO ? LT_ENCODING_UTF8 : source.encoding;
        *ret_decoded = (lt_decoded){.text = empty, .encoding = encoding};
        return 0;
    }
    int code = decode_strict(&source, &bom, ret_decoded, ret_reason, error);
    if (code != LEITONG_EINPUT || !lt_encoding_is_lossy(given->encoding) || source.encoding == LT_ENCODING_AUTO) {
        return code;
    }
    source.encoding = lt_encoding_lossy(source.encoding);
    return decode_convert(&source, bom, ret_decoded, ret_reason, error);
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
        bool is_none;
        unsigned step = decode_step(map, map->bytes + at, map->size - at, &found, &is_none);
        begin += decode_length(found);
        if (begin > text_offset) {
            break;
        }
        at += step;
    }
    return decoded->bom + at;
}
