#include "text/decode_char.h"

#include "base/compare.h"
#include "decode_char.inc"

static unsigned char_found(unsigned size, uint32_t point, uint32_t *ret_point)
{
    if (point == 0) {
        return 0;
    }
    *ret_point = point;
    return size;
}

/* The greatest run that begins at or before `place`. */
static uint32_t char_gb18030_first_plane(uint32_t place)
{
    const size_t count = sizeof char_gb18030_runs / sizeof char_gb18030_runs[0];
    size_t behind = 1;
    LT_LOWER_BOUND(behind, count, i, char_gb18030_runs[i].place <= place);
    uint32_t point = char_gb18030_runs[behind - 1].point;
    return point == 0 ? 0 : point + (place - char_gb18030_runs[behind - 1].place);
}

static unsigned char_gb18030_four(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    if (size < 4 || bytes[2] < 0x81 || bytes[2] == 0xFF || bytes[3] < 0x30 || bytes[3] > 0x39) {
        return 0;
    }
    uint32_t place =
        (((bytes[0] - 0x81U) * 10 + (bytes[1] - 0x30U)) * 126 + (bytes[2] - 0x81U)) * 10 + (bytes[3] - 0x30U);
    if (place < 39420) {
        return char_found(4, char_gb18030_first_plane(place), ret_point);
    }
    /* 90 30 81 30 is U+10000 (GB 18030, 5.3.4). */
    if (place < 189000 || place > 189000 + 0xFFFFF) {
        return 0;
    }
    return char_found(4, place - 189000 + 0x10000, ret_point);
}

static unsigned char_gb18030_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    unsigned lead = bytes[0];
    if (lead < 0x80) {
        *ret_point = lead;
        return 1;
    }
    if (lead == 0x80 || lead == 0xFF || size < 2) {
        return 0;
    }
    unsigned trail = bytes[1];
    if (trail >= 0x30 && trail <= 0x39) {
        return char_gb18030_four(bytes, size, ret_point);
    }
    if (trail < 0x40 || trail > 0xFE) {
        return 0;
    }
    return char_found(2, char_gb18030[(lead - 0x81) * 191 + (trail - 0x40)], ret_point);
}

static unsigned char_big5_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    unsigned lead = bytes[0];
    if (lead < 0x80) {
        *ret_point = lead;
        return 1;
    }
    if (lead == 0x80 || lead == 0xFF || size < 2 || bytes[1] < 0x40 || bytes[1] > 0xFE) {
        return 0;
    }
    return char_found(2, char_big5[(lead - 0x81) * 191 + (bytes[1] - 0x40U)], ret_point);
}

static unsigned char_shift_jis_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    unsigned lead = bytes[0];
    if (lead < 0x80) {
        *ret_point = lead;
        return 1;
    }
    if (lead >= 0xA1 && lead <= 0xDF) {
        *ret_point = 0xFF61 + (lead - 0xA1);
        return 1;
    }
    if (lead == 0x80 || lead == 0xA0 || lead > 0xFC || size < 2 || bytes[1] < 0x40 || bytes[1] > 0xFC) {
        return 0;
    }
    return char_found(2, char_shift_jis[(lead - 0x81) * 189 + (bytes[1] - 0x40U)], ret_point);
}

static unsigned char_euc_kr_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    unsigned lead = bytes[0];
    if (lead < 0x80) {
        *ret_point = lead;
        return 1;
    }
    if (lead == 0x80 || lead == 0xFF || size < 2 || bytes[1] < 0x41 || bytes[1] > 0xFE) {
        return 0;
    }
    return char_found(2, char_euc_kr[(lead - 0x81) * 190 + (bytes[1] - 0x41U)], ret_point);
}

static unsigned char_euc_jp_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    unsigned lead = bytes[0];
    if (lead < 0x80) {
        *ret_point = lead;
        return 1;
    }
    if (lead == 0x8E) { /* katakana of half width */
        bool is_kana = size >= 2 && bytes[1] >= 0xA1 && bytes[1] <= 0xDF;
        return is_kana ? char_found(2, 0xFF61 + (bytes[1] - 0xA1U), ret_point) : 0;
    }
    unsigned begin = lead == 0x8F; /* JIS X 0212 */
    if (size < begin + 2 || bytes[begin] < 0xA1 || bytes[begin] == 0xFF || bytes[begin + 1] < 0xA1 ||
        bytes[begin + 1] == 0xFF) {
        return 0;
    }
    unsigned place = (bytes[begin] - 0xA1U) * 94 + (bytes[begin + 1] - 0xA1U);
    return char_found(begin + 2, begin == 0 ? char_euc_jp[place] : char_jis_x_0212[place], ret_point);
}

static unsigned char_single(const uint16_t table[128], const uint8_t *bytes, uint32_t *ret_point)
{
    if (bytes[0] < 0x80) {
        *ret_point = bytes[0];
        return 1;
    }
    return char_found(1, table[bytes[0] - 0x80], ret_point);
}

static unsigned char_windows_1252_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    (void)size;
    return char_single(char_windows_1252, bytes, ret_point);
}

static unsigned char_windows_1251_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    (void)size;
    return char_single(char_windows_1251, bytes, ret_point);
}

static unsigned char_koi8_r_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    (void)size;
    return char_single(char_koi8_r, bytes, ret_point);
}

static uint32_t char_unit16(const uint8_t *bytes, bool big)
{
    return big ? (uint32_t)bytes[0] << 8 | bytes[1] : (uint32_t)bytes[1] << 8 | bytes[0];
}

static unsigned char_utf16(const uint8_t *bytes, size_t size, bool big, uint32_t *ret_point)
{
    if (size < 2) {
        return 0;
    }
    uint32_t first = char_unit16(bytes, big);
    if (first < 0xD800 || first > 0xDFFF) {
        *ret_point = first;
        return 2;
    }
    if (first > 0xDBFF || size < 4) {
        return 0;
    }
    uint32_t second = char_unit16(bytes + 2, big);
    if (second < 0xDC00 || second > 0xDFFF) {
        return 0;
    }
    *ret_point = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    return 4;
}

static unsigned char_utf16le_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    return char_utf16(bytes, size, false, ret_point);
}

static unsigned char_utf16be_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    return char_utf16(bytes, size, true, ret_point);
}

static unsigned char_utf32(uint32_t point, uint32_t *ret_point)
{
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return 0;
    }
    *ret_point = point;
    return 4;
}

static unsigned char_utf32le_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    return size < 4 ? 0 : char_utf32(char_unit16(bytes + 2, false) << 16 | char_unit16(bytes, false), ret_point);
}

static unsigned char_utf32be_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    return size < 4 ? 0 : char_utf32(char_unit16(bytes, true) << 16 | char_unit16(bytes + 2, true), ret_point);
}

lt_decode_char *lt_decode_char_of(lt_encoding encoding)
{
    switch (lt_encoding_strict(encoding)) {
    case LT_ENCODING_UTF16LE:
        return char_utf16le_next;
    case LT_ENCODING_UTF16BE:
        return char_utf16be_next;
    case LT_ENCODING_UTF32LE:
        return char_utf32le_next;
    case LT_ENCODING_UTF32BE:
        return char_utf32be_next;
    case LT_ENCODING_GB18030:
        return char_gb18030_next;
    case LT_ENCODING_BIG5:
        return char_big5_next;
    case LT_ENCODING_SHIFT_JIS:
        return char_shift_jis_next;
    case LT_ENCODING_EUC_KR:
        return char_euc_kr_next;
    case LT_ENCODING_WINDOWS_1252:
        return char_windows_1252_next;
    case LT_ENCODING_EUC_JP:
        return char_euc_jp_next;
    case LT_ENCODING_WINDOWS_1251:
        return char_windows_1251_next;
    case LT_ENCODING_KOI8_R:
        return char_koi8_r_next;
    default:
        return NULL;
    }
}

unsigned lt_decode_unit(lt_encoding encoding)
{
    switch (lt_encoding_strict(encoding)) {
    case LT_ENCODING_UTF16LE:
    case LT_ENCODING_UTF16BE:
        return 2;
    case LT_ENCODING_UTF32LE:
    case LT_ENCODING_UTF32BE:
        return 4;
    default:
        return 1;
    }
}
