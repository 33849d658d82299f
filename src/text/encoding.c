#include "text/encoding.h"

#include "base/error.h"

#include <string.h>

typedef struct encoding_alias {
    const char *name; /* small letters and digits alone */
    lt_encoding encoding;
} encoding_alias;

static const encoding_alias encoding_aliases[] = {
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
    {"eucjp", LT_ENCODING_EUC_JP},
    {"ujis", LT_ENCODING_EUC_JP},
    {"koi8r", LT_ENCODING_KOI8_R},
    {"koi8", LT_ENCODING_KOI8_R},
    {"windows1251", LT_ENCODING_WINDOWS_1251},
    {"cp1251", LT_ENCODING_WINDOWS_1251},
};

const char *lt_encoding_name(lt_encoding encoding)
{
#define ENCODING_NAMES(end)                                                                                            \
    {                                                                                                                  \
        "auto" end, "utf-8" end, "utf-16le" end, "utf-16be" end, "utf-32le" end, "utf-32be" end, "gb18030" end,        \
            "big5" end, "shift_jis" end, "euc-kr" end, "windows-1252" end, "euc-jp" end, "koi8-r" end,                 \
            "windows-1251" end                                                                                         \
    }
    static const char *const names[2][LT_ENCODINGS] = {ENCODING_NAMES(""), ENCODING_NAMES("-lossy")};
    return names[lt_encoding_is_lossy(encoding)][lt_encoding_strict(encoding)];
}

bool lt_encoding_is_known(uint64_t number)
{
    return number < 2 * (uint64_t)LT_ENCODING_LOSSY && lt_encoding_strict((lt_encoding)number) < LT_ENCODINGS;
}

int lt_encoding_named(const char *name, lt_encoding *ret_encoding, leitong_error *error)
{
    char plain[24];
    size_t size = 0;
    for (const char *c = name; *c != '\0' && size < sizeof plain; c++) {
        if (*c >= 'A' && *c <= 'Z') {
            plain[size++] = (char)(*c - 'A' + 'a');
        } else if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9')) {
            plain[size++] = *c;
        }
    }
    bool is_lossy = size > 5 && memcmp(plain + size - 5, "lossy", 5) == 0;
    size -= is_lossy ? 5 : 0;
    for (size_t i = 0; i < sizeof encoding_aliases / sizeof encoding_aliases[0]; i++) {
        if (strlen(encoding_aliases[i].name) == size && memcmp(encoding_aliases[i].name, plain, size) == 0) {
            *ret_encoding = is_lossy ? lt_encoding_lossy(encoding_aliases[i].encoding) : encoding_aliases[i].encoding;
            return 0;
        }
    }
    return lt_error_set(error, LEITONG_EUSAGE,
                        "unknown encoding \"%s\": auto, utf-8, utf-16le, utf-16be, utf-32le, utf-32be, gb18030, big5, "
                        "shift_jis, euc-jp, euc-kr, koi8-r, windows-1251 and windows-1252 are known",
                        name);
}
