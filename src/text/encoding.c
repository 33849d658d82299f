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
    for (size_t i = 0; i < sizeof encoding_aliases / sizeof encoding_aliases[0]; i++) {
        if (strlen(encoding_aliases[i].name) == size && memcmp(encoding_aliases[i].name, plain, size) == 0) {
            *ret_encoding = encoding_aliases[i].encoding;
            return 0;
        }
    }
    return lt_error_set(error, LEITONG_EUSAGE,
                        "unknown encoding \"%s\": auto, utf-8, utf-16le, utf-16be, utf-32le, utf-32be, gb18030, big5, "
                        "shift_jis, euc-kr and windows-1252 are known",
                        name);
}
