#include "test.h"

#include "text/decode.h"

#include <iconv.h>
#include <stdbool.h>

typedef struct test_encoding {
    lt_encoding encoding;
    const char *name;
    const char *bad; /* bytes that are no character, whatever follows */
    size_t bad_size;
} test_encoding;

static const test_encoding test_encodings[] = {
    {LT_ENCODING_UTF8, "UTF-8", "\xFF", 1},
    {LT_ENCODING_UTF16LE, "UTF-16LE", "\x00\xDC", 2},
    {LT_ENCODING_UTF16BE, "UTF-16BE", "\xDC\x00", 2},
    {LT_ENCODING_UTF32LE, "UTF-32LE", "\x00\x00\x11\x00", 4},
    {LT_ENCODING_UTF32BE, "UTF-32BE", "\x00\x00\xD8\x00", 4},
    {LT_ENCODING_GB18030, "GB18030", "\xFF", 1},
    {LT_ENCODING_BIG5, "CP950", "\xFF", 1},
    {LT_ENCODING_SHIFT_JIS, "CP932", "\xFF", 1},
    {LT_ENCODING_EUC_KR, "UHC", "\xFF", 1},
    {LT_ENCODING_WINDOWS_1252, "CP1252", "\x81", 1},
};
enum { TEST_ENCODINGS = sizeof test_encodings / sizeof test_encodings[0] };

/* Bytes written, or 0 where it can't be. */
static size_t test_iconv(iconv_t converter, const void *from, size_t from_size, void *to, size_t to_size)
{
    char input[4096];
    assert_true(from_size <= sizeof input);
    memcpy(input, from, from_size);
    char *in = input;
    char *out = to;
    size_t room = to_size;
    iconv(converter, NULL, NULL, NULL, NULL);
    size_t code = iconv(converter, &in, &from_size, &out, &room);
    return code == 0 && iconv(converter, NULL, NULL, &out, &room) == 0 ? to_size - room : 0;
}

static iconv_t test_open(const char *to, const char *from)
{
    iconv_t converter = iconv_open(to, from);
    assert_true(converter != (iconv_t)-1);
    return converter;
}

static size_t test_encode(const char *name, const char *text, uint8_t *bytes, size_t capacity)
{
    iconv_t converter = test_open(name, "UTF-8");
    size_t size = test_iconv(converter, text, strlen(text), bytes, capacity);
    iconv_close(converter);
    return size;
}

static void assert_decodes(const uint8_t *bytes, size_t size, lt_encoding wanted, lt_encoding expected,
                           const char *text, size_t text_size)
{
    lt_decoded decoded = {0};
    leitong_error error = {0};
    int code = lt_decode(&(lt_encoded){bytes, size, wanted, "file"}, &decoded, NULL, &error);
    if (code != 0) {
        print_error("%s: %s\n", lt_encoding_name(expected), error.message);
    }
    assert_int_equal(code, 0);
    assert_string_equal(lt_encoding_name(decoded.encoding), lt_encoding_name(expected));
    assert_int_equal(decoded.size, text_size);
    assert_memory_equal(decoded.text, text, text_size);
    lt_decoded_clear(&decoded);
    assert_null(decoded.text);
}

static void assert_fails(const uint8_t *bytes, size_t size, lt_encoding wanted, const char *reason, uint64_t offset)
{
    lt_decoded decoded = {0};
    const char *found = NULL;
    leitong_error error = {0};
    int code = lt_decode(&(lt_encoded){bytes, size, wanted, "some/file"}, &decoded, &found, &error);
    if (code == 0) {
        print_error("decoded as %s: %.60s\n", lt_encoding_name(decoded.encoding), (const char *)decoded.text);
    }
    assert_int_equal(code, LEITONG_EINPUT);
    assert_string_equal(found, reason);
    assert_int_equal(error.offset, offset);
    assert_string_equal(error.path, "some/file");
    assert_null(decoded.text);
    assert_null(decoded.owned);
}

/* Too short a text may be uncertain; it must not come out as another. */
static void assert_right_or_uncertain(const uint8_t *bytes, size_t size, const char *text)
{
    lt_decoded decoded = {0};
    const char *found = NULL;
    int code = lt_decode(&(lt_encoded){bytes, size, LT_ENCODING_AUTO, "some/file"}, &decoded, &found, NULL);
    if (code == 0) {
        assert_int_equal(decoded.size, strlen(text));
        assert_memory_equal(decoded.text, text, decoded.size);
        lt_decoded_clear(&decoded);
        return;
    }
    assert_int_equal(code, LEITONG_EINPUT);
    assert_string_equal(found, "encoding_uncertain");
}

static void test_names(void **state)
{
    (void)state;
    for (int i = LT_ENCODING_AUTO; i < LT_ENCODINGS; i++) {
        lt_encoding encoding = LT_ENCODING_AUTO;
        assert_int_equal(lt_encoding_named(lt_encoding_name((lt_encoding)i), &encoding, NULL), 0);
        assert_int_equal(encoding, i);
        lt_encoding lossy = lt_encoding_lossy((lt_encoding)i);
        assert_int_equal(lt_encoding_named(lt_encoding_name(lossy), &encoding, NULL), 0);
        assert_int_equal(encoding, lossy);
        assert_true(lt_encoding_is_known(lossy));
    }
    static const struct {
        const char *name;
        lt_encoding encoding;
    } aliases[] = {{"GBK", LT_ENCODING_GB18030},         {"gb2312", LT_ENCODING_GB18030},
                   {"Big5-HKSCS", LT_ENCODING_BIG5},     {"SJIS", LT_ENCODING_SHIFT_JIS},
                   {"CP949", LT_ENCODING_EUC_KR},        {"UTF8", LT_ENCODING_UTF8},
                   {"Latin-1", LT_ENCODING_WINDOWS_1252}};
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        lt_encoding encoding = LT_ENCODING_AUTO;
        assert_int_equal(lt_encoding_named(aliases[i].name, &encoding, NULL), 0);
        assert_int_equal(encoding, aliases[i].encoding);
    }
    lt_encoding untouched = LT_ENCODING_BIG5;
    static const char *const unknown[] = {"", "utf", "utf-88", "klingon", "gb18030gb18030gb18030"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        leitong_error error = {0};
        assert_int_equal(lt_encoding_named(unknown[i], &untouched, &error), LEITONG_EUSAGE);
        assert_int_equal(untouched, LT_ENCODING_BIG5);
        assert_non_null(strstr(error.message, "shift_jis"));
    }
}

static void test_marks(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size, bom;
        lt_encoding encoding;
        const char *text;
    } marked[] = {
        {"\xEF\xBB\xBF\xE4\xB8\xAD", 6, 3, LT_ENCODING_UTF8, "中"},
        {"\xEF\xBB\xBF", 3, 3, LT_ENCODING_UTF8, ""},
        {"\xFF\xFE\x2D\x4E", 4, 2, LT_ENCODING_UTF16LE, "中"},
        {"\xFE\xFF\x4E\x2D", 4, 2, LT_ENCODING_UTF16BE, "中"},
        {"\xFF\xFE", 2, 2, LT_ENCODING_UTF16LE, ""},
        {"\xFF\xFE\x00\x00", 4, 4, LT_ENCODING_UTF32LE, ""},
        {"\xFF\xFE\x00\x00\x2D\x4E\x00\x00", 8, 4, LT_ENCODING_UTF32LE, "中"},
        {"\x00\x00\xFE\xFF\x00\x00\x4E\x2D", 8, 4, LT_ENCODING_UTF32BE, "中"},
        {"\xFE\xFF\xD8\x40\xDC\x00", 6, 2, LT_ENCODING_UTF16BE, "𠀀"},
        {"\x84\x31\x95\x33\xD6\xD0", 6, 4, LT_ENCODING_GB18030, "中"},
    };
    for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++) {
        const uint8_t *bytes = (const uint8_t *)marked[i].bytes;
        size_t text_size = strlen(marked[i].text);
        assert_decodes(bytes, marked[i].size, LT_ENCODING_AUTO, marked[i].encoding, marked[i].text, text_size);
        assert_decodes(bytes, marked[i].size, marked[i].encoding, marked[i].encoding, marked[i].text, text_size);
        lt_decoded decoded = {0};
        assert_int_equal(
            lt_decode(&(lt_encoded){bytes, marked[i].size, LT_ENCODING_AUTO, "file"}, &decoded, NULL, NULL), 0);
        assert_int_equal(decoded.bom, marked[i].bom);
        assert_int_equal(lt_decoded_source(&decoded, 0), marked[i].bom);
        assert_int_equal(lt_decoded_source(&decoded, decoded.size), marked[i].size);
        lt_decoded_clear(&decoded);
    }
    assert_fails((const uint8_t *)"\xEF\xBB\xBF\xD6\xD0", 5, LT_ENCODING_AUTO, "invalid_bytes", 3);
    assert_fails((const uint8_t *)"\xFF\xFE\x2D\x4E\x2D", 5, LT_ENCODING_AUTO, "invalid_bytes", 4);
}

static void test_utf8(void **state)
{
    (void)state;
    static const uint8_t nul[] = "有\0无\0终";
    assert_decodes(nul, sizeof nul - 1, LT_ENCODING_AUTO, LT_ENCODING_UTF8, (const char *)nul, sizeof nul - 1);
    assert_decodes(NULL, 0, LT_ENCODING_AUTO, LT_ENCODING_UTF8, "", 0);
    assert_decodes((const uint8_t *)"\0", 1, LT_ENCODING_AUTO, LT_ENCODING_UTF8, "\0", 1);
    lt_decoded decoded = {0};
    static const uint8_t plain[] = "view";
    assert_int_equal(lt_decode(&(lt_encoded){plain, 4, LT_ENCODING_AUTO, "file"}, &decoded, NULL, NULL), 0);
    assert_ptr_equal(decoded.text, plain);
    assert_null(decoded.owned);
    lt_decoded_clear(&decoded);
    for (int i = LT_ENCODING_UTF8; i <= LT_ENCODING_WINDOWS_1252; i++) {
        assert_decodes(NULL, 0, (lt_encoding)i, (lt_encoding)i, "", 0);
    }
    /* One bad byte in a thousand is damage, and so are two beside so many letters. */
    static uint8_t damaged[3000];
    for (size_t i = 0; i < sizeof damaged; i += 3) {
        damaged[i] = 0xE4;
        damaged[i + 1] = 0xB8;
        damaged[i + 2] = 0xAD;
    }
    damaged[1500] = 0xFF;
    assert_fails(damaged, sizeof damaged, LT_ENCODING_AUTO, "invalid_bytes", 1500);
    damaged[900] = 0xFF;
    assert_fails(damaged, sizeof damaged, LT_ENCODING_AUTO, "invalid_bytes", 900);
    assert_fails(damaged, sizeof damaged, LT_ENCODING_UTF8, "invalid_bytes", 900);
}

static const struct {
    lt_encoding encoding;
    const char *name, *text;
} test_languages_texts[] = {
    {LT_ENCODING_GB18030, "GB2312", "各位代表，今天我们召开全县教育工作会议，主要任务是总结去年的工作。"},
    {LT_ENCODING_GB18030, "GB18030", "同志们：\n一、认清形势。二〇二四年，全镇共栽树三千棵，修路十二公里。\n"},
    {LT_ENCODING_GB18030, "GB18030", "這部書是用繁體字寫的，可是存成了國標碼，讀的時候要小心。"},
    {LT_ENCODING_BIG5, "CP950", "本鄉今年修了三條路，種了兩千棵樹，大家都說這是一個好的開始。"},
    {LT_ENCODING_BIG5, "BIG5-HKSCS", "佢哋今日去咗飲茶，話嗰間酒樓嘅點心好好食，但係有啲貴。"},
    {LT_ENCODING_SHIFT_JIS, "CP932", "町の図書館は来週から夜も開いています。どうぞお越しください。"},
    {LT_ENCODING_SHIFT_JIS, "CP932", "本會議決定：各村道路由各村自行管理，經費由縣政府支付。"},
    {LT_ENCODING_EUC_KR, "UHC", "우리 마을 도서관은 다음 주부터 밤에도 문을 엽니다. 많이 찾아 주시기 바랍니다."},
    {LT_ENCODING_EUC_KR, "EUC-KR", "本會議決定：各村道路由各村自行管理，經費由縣政府支付。"},
    {LT_ENCODING_WINDOWS_1252, "CP1252",
     "La bibliothèque sera fermée dès lundi ; à la mairie, les employés ont été prévenus."},
    {LT_ENCODING_WINDOWS_1252, "CP1252", "Die Bücherei öffnet künftig früher; für Schüler gibt es größere Räume."},
};

static void test_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof test_languages_texts / sizeof test_languages_texts[0]; i++) {
        const char *text = test_languages_texts[i].text;
        uint8_t bytes[1024];
        size_t size = test_encode(test_languages_texts[i].name, text, bytes, sizeof bytes);
        assert_true(size > 0);
        lt_encoding encoding = test_languages_texts[i].encoding;
        assert_decodes(bytes, size, LT_ENCODING_AUTO, encoding, text, strlen(text));
        assert_decodes(bytes, size, encoding, encoding, text, strlen(text));
    }
}

/* A long file whose first Chinese stands far behind, and whose damage is outside all that detection looks at. */
static void test_long(void **state)
{
    (void)state;
    enum { HEAD = 100000, TIMES = 3000 };
    uint8_t sentence[256];
    size_t sentence_size = test_encode("GB18030", test_languages_texts[0].text, sentence, sizeof sentence);
    size_t text_size = strlen(test_languages_texts[0].text);
    uint8_t *bytes = malloc(HEAD + TIMES * sentence_size);
    char *text = malloc(HEAD + TIMES * text_size);
    assert_non_null(bytes);
    assert_non_null(text);
    memset(bytes, 'x', HEAD);
    memset(text, 'x', HEAD);
    for (size_t i = 0; i < TIMES; i++) {
        memcpy(bytes + HEAD + i * sentence_size, sentence, sentence_size);
        memcpy(text + HEAD + i * text_size, test_languages_texts[0].text, text_size);
    }
    size_t size = HEAD + TIMES * sentence_size;
    assert_decodes(bytes, size, LT_ENCODING_AUTO, LT_ENCODING_GB18030, text, HEAD + TIMES * text_size);
    bytes[size - 1] = 0xFF;
    assert_fails(bytes, size, LT_ENCODING_AUTO, "invalid_bytes", size - 2);
    free(bytes);
    free(text);
}

typedef struct test_built {
    uint8_t bytes[4096];
    char text[4096];
    size_t size, text_size;
    size_t sources[1024], texts[1024]; /* borders, the end among them */
    size_t borders;
} test_built;

static uint32_t test_random_point(uint64_t *random)
{
    static const uint32_t ranges[][2] = {{0x01, 0x7F},       {0x20, 0x7E},     {0xA0, 0xFF},     {0x370, 0x45F},
                                         {0x3000, 0x30FF},   {0x4E00, 0x9FFF}, {0x4E00, 0x5E00}, {0xAC00, 0xD7A3},
                                         {0xFF00, 0xFFEF},   {0x80, 0xD7FF},   {0xE000, 0xFFFF}, {0x10000, 0x10FFFF},
                                         {0x20000, 0x2A6D6}, {0x2000, 0x26FF}, {0x3400, 0x4DB5}};
    const uint32_t *range = ranges[test_random(random) % (sizeof ranges / sizeof ranges[0])];
    return range[0] + (uint32_t)(test_random(random) % (range[1] - range[0] + 1));
}

/* Random characters, each encoded alone by iconv and kept where iconv gives it back. */
static void test_build(const char *name, uint64_t *random, size_t wanted, test_built *built)
{
    iconv_t from_point = test_open("UTF-8", "UTF-32LE");
    iconv_t encode = test_open(name, "UTF-8");
    iconv_t decode = test_open("UTF-8", name);
    built->size = built->text_size = built->borders = 0;
    while (built->borders < wanted) {
        uint32_t point = test_random_point(random);
        char text[8];
        char back[8];
        uint8_t bytes[8];
        size_t text_size = test_iconv(from_point, &point, 4, text, sizeof text);
        size_t size = text_size == 0 ? 0 : test_iconv(encode, text, text_size, bytes, sizeof bytes);
        size_t back_size = size == 0 ? 0 : test_iconv(decode, bytes, size, back, sizeof back);
        /* CP950 and CP932 keep places for private use, which Hong Kong's supplement fills; FEFF is a mark. */
        bool private_use = point >= 0xE000 && point <= 0xF8FF;
        if (back_size != text_size || memcmp(back, text, text_size) != 0 || private_use || point == 0xFEFF ||
            size == 0) {
            continue;
        }
        built->sources[built->borders] = built->size;
        built->texts[built->borders++] = built->text_size;
        memcpy(built->bytes + built->size, bytes, size);
        memcpy(built->text + built->text_size, text, text_size);
        built->size += size;
        built->text_size += text_size;
    }
    built->sources[built->borders] = built->size;
    built->texts[built->borders] = built->text_size;
    iconv_close(from_point);
    iconv_close(encode);
    iconv_close(decode);
}

static void test_map(void **state)
{
    (void)state;
    uint64_t random = test_seed(7);
    static test_built built;
    for (size_t i = 0; i < TEST_ENCODINGS; i++) {
        for (unsigned run = 0; run < 20; run++) {
            test_build(test_encodings[i].name, &random, 1 + test_random(&random) % 900, &built);
            lt_decoded decoded = {0};
            lt_encoding encoding = test_encodings[i].encoding;
            assert_int_equal(lt_decode(&(lt_encoded){built.bytes, built.size, encoding, "file"}, &decoded, NULL, NULL),
                             0);
            assert_int_equal(decoded.size, built.text_size);
            assert_memory_equal(decoded.text, built.text, built.text_size);
            for (size_t border = 0; border <= built.borders; border++) {
                assert_int_equal(lt_decoded_source(&decoded, built.texts[border]), built.sources[border]);
                size_t other = test_random(&random) % (built.borders + 1);
                assert_int_equal(lt_decoded_source(&decoded, built.texts[other]), built.sources[other]);
            }
            lt_decoded_clear(&decoded);
        }
    }
}

static void test_bad_bytes(void **state)
{
    (void)state;
    uint64_t random = test_seed(11);
    static test_built built;
    for (size_t i = 0; i < TEST_ENCODINGS; i++) {
        const test_encoding *encoding = &test_encodings[i];
        for (unsigned run = 0; run < 40; run++) {
            test_build(encoding->name, &random, 1 + test_random(&random) % 200, &built);
            size_t border = test_random(&random) % (built.borders + 1);
            size_t at = built.sources[border];
            uint8_t bytes[4096];
            memcpy(bytes, built.bytes, at);
            memcpy(bytes + at, encoding->bad, encoding->bad_size);
            memcpy(bytes + at + encoding->bad_size, built.bytes + at, built.size - at);
            assert_fails(bytes, built.size + encoding->bad_size, encoding->encoding, "invalid_bytes", at);
            /* A last character that is cut short. */
            size_t last = built.sources[built.borders - 1];
            for (size_t cut = last + 1; cut < built.size; cut++) {
                assert_fails(built.bytes, cut, encoding->encoding, "invalid_bytes", last);
            }
        }
    }
}

/* Every pair of bytes, alone, against iconv; big5's may also be Hong Kong's where code page 950 says private use. */
static void test_pairs(void **state)
{
    (void)state;
    for (size_t i = 5; i < 9; i++) {
        iconv_t decode = test_open("UTF-8", test_encodings[i].name);
        iconv_t other = test_open("UTF-8", i == 6 ? "BIG5-HKSCS" : test_encodings[i].name);
        for (unsigned pair = 0x8000; pair < 0x10000; pair++) {
            uint8_t bytes[2] = {(uint8_t)(pair >> 8), (uint8_t)pair};
            char text[16];
            size_t size = test_iconv(decode, bytes, 2, text, sizeof text);
            bool private_use = size == 3 && (uint8_t)text[0] >= 0xEE && strncmp(text, "\xEF\xA4", 2) < 0;
            if (i == 6 && (size == 0 || private_use)) {
                char found[16];
                size_t found_size = test_iconv(other, bytes, 2, found, sizeof found);
                if (found_size > 0) {
                    memcpy(text, found, found_size);
                    size = found_size;
                }
            }
            bool single = bytes[0] == 0x80 || bytes[0] == 0xFF || (i == 7 && (bytes[0] == 0xA0 || bytes[0] > 0xFC));
            if (size == 0 || single) {
                lt_decoded decoded = {0};
                assert_int_equal(
                    lt_decode(&(lt_encoded){bytes, 2, test_encodings[i].encoding, "file"}, &decoded, NULL, NULL),
                    LEITONG_EINPUT);
            } else {
                assert_decodes(bytes, 2, test_encodings[i].encoding, test_encodings[i].encoding, text, size);
            }
        }
        iconv_close(decode);
        iconv_close(other);
    }
}

/* Hong Kong's characters of two code points: both come from the one source character. */
static void test_two_points(void **state)
{
    (void)state;
    static const uint8_t bytes[] = "a\x88\x62\x88\xA5z";
    static const char text[] = "aÊ̄ê̌z";
    lt_decoded decoded = {0};
    assert_int_equal(lt_decode(&(lt_encoded){bytes, 6, LT_ENCODING_BIG5, "file"}, &decoded, NULL, NULL), 0);
    assert_int_equal(decoded.size, strlen(text));
    assert_memory_equal(decoded.text, text, decoded.size);
    static const uint64_t sources[] = {0, 1, 1, 3, 3, 5, 6};
    static const size_t texts[] = {0, 1, 3, 5, 7, 9, 10};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(lt_decoded_source(&decoded, texts[i]), sources[i]);
    }
    lt_decoded_clear(&decoded);
}

static void test_uncertain(void **state)
{
    (void)state;
    uint64_t random = test_seed(13);
    for (unsigned run = 0; run < 2000; run++) {
        uint8_t bytes[600];
        size_t size = 20 + test_random(&random) % (sizeof bytes - 20);
        for (size_t i = 0; i < size; i++) {
            bytes[i] = (uint8_t)test_random(&random);
        }
        assert_fails(bytes, size, LT_ENCODING_AUTO, "encoding_uncertain", LEITONG_NO_OFFSET);
    }
    static const char *const shorts[] = {"\xE9", "\xB5\xC4", "\xA4\xA4", "\x93\xFA", "caf\xE9", "\x80", "\xFF\xFF\xFF"};
    for (size_t i = 0; i < sizeof shorts / sizeof shorts[0]; i++) {
        assert_fails((const uint8_t *)shorts[i], strlen(shorts[i]), LT_ENCODING_AUTO, "encoding_uncertain",
                     LEITONG_NO_OFFSET);
    }
    static const char *const wide[] = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"};
    static const char *const texts[] = {
        "Nothing says that this is UTF-16.", "各位代表，今天我们召开全县教育工作会议，主要任务是总结去年的工作。",
        "一二三，\r\n山上有树。\r\n", "Сегодня в селе открыли новую школу.", "町の図書館は来週から夜も開いています。"};
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++) {
            uint8_t bytes[1024];
            size_t size = test_encode(wide[i], texts[j], bytes, sizeof bytes);
            if (i < 2) {
                assert_right_or_uncertain(bytes, size, texts[j]);
            } else {
                assert_fails(bytes, size, LT_ENCODING_AUTO, "encoding_uncertain", LEITONG_NO_OFFSET);
            }
        }
    }
}

/* Text in encodings that are not known must not come out as text. */
static void test_foreign(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
    } foreign[] = {{"ISO-8859-7", "Σήμερα άνοιξε το νέο σχολείο στο χωριό και τα παιδιά πήγαν."},
                   {"CP1250", "Dnes v obci otevřeli novou školu a děti přišly poprvé do třídy."}};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        uint8_t bytes[512];
        size_t size = test_encode(foreign[i].name, foreign[i].text, bytes, sizeof bytes);
        assert_true(size > 0);
        assert_fails(bytes, size, LT_ENCODING_AUTO, "encoding_uncertain", LEITONG_NO_OFFSET);
    }
}

/* EUC-JP, KOI8-R and windows-1251: by name every character, with offsets; by themselves a sentence of them. */
static void test_later_encodings(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        lt_encoding encoding;
    } cases[] = {
        {"EUC-JP", "町の図書館は来週から夜も開いています。どうぞお越しください。", LT_ENCODING_EUC_JP},
        {"KOI8-R", "Сегодня в селе открыли новую школу, и дети пошли учиться в первый класс.", LT_ENCODING_KOI8_R},
        {"CP1251", "Сегодня в селе открыли новую школу, и дети пошли учиться в первый класс.",
         LT_ENCODING_WINDOWS_1251}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t bytes[512];
        size_t size = test_encode(cases[i].name, cases[i].text, bytes, sizeof bytes);
        assert_true(size > 0);
        assert_decodes(bytes, size, cases[i].encoding, cases[i].encoding, cases[i].text, strlen(cases[i].text));
        assert_decodes(bytes, size, LT_ENCODING_AUTO, cases[i].encoding, cases[i].text, strlen(cases[i].text));
    }
    iconv_t converters[] = {iconv_open("UTF-8", "EUC-JP"), iconv_open("UTF-8", "KOI8-R"),
                            iconv_open("UTF-8", "CP1251")};
    for (size_t i = 0; i < 3; i++) {
        for (unsigned code = 0; code < 0x20000; code++) { /* one byte, two bytes, three that begin with 8F */
            uint8_t bytes[3] = {(uint8_t)code, 0, 0};
            size_t size = 1;
            if (code >= 0x100) {
                bool is_three = code >= 0x10000;
                size = is_three ? 3 : 2;
                bytes[0] = is_three ? 0x8F : (uint8_t)(code >> 8);
                bytes[1] = (uint8_t)(is_three ? code >> 8 : code);
                bytes[2] = (uint8_t)code;
            }
            char wanted[16];
            size_t length = test_iconv(converters[i], bytes, size, wanted, sizeof wanted);
            lt_decoded decoded = {0};
            int done = lt_decode(&(lt_encoded){bytes, size, cases[i].encoding, ""}, &decoded, NULL, NULL);
            bool has_control =
                i == 0 && ((bytes[0] >= 0x80 && bytes[0] <= 0x9F && bytes[0] != 0x8E && bytes[0] != 0x8F) ||
                           (size == 2 && bytes[1] >= 0x80 && bytes[1] <= 0x9F && bytes[0] < 0x80));
            if (has_control) { /* iconv takes these for controls; no text has them */
                lt_decoded_clear(&decoded);
                continue;
            }
            assert_int_equal(done == 0, length > 0);
            if (done == 0) {
                assert_int_equal(decoded.size, length);
                assert_memory_equal(decoded.text, wanted, length);
                lt_decoded_clear(&decoded);
            }
        }
        iconv_close(converters[i]);
    }
}

/* Lossy: what decodes is what it was, offsets are the source's, and what doesn't is counted. */
static void test_lossy(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *text;
        lt_encoding wanted;
        uint64_t replaced;
        size_t text_at, source_at; /* a border behind what was replaced */
    } cases[] = {{"a\xE4\xB8z", "a\uFFFDz", LT_ENCODING_UTF8, 1, 4, 3},
                 {"a\xFF\xFEz", "a\uFFFD\uFFFDz", LT_ENCODING_UTF8, 2, 7, 3},
                 {"\xEF\xBB\xBF"
                  "a\xC3z",
                  "a\uFFFDz", LT_ENCODING_AUTO, 1, 4, 5},
                 {"a\xED\xA0\x80z", "a\uFFFD\uFFFD\uFFFDz", LT_ENCODING_UTF8, 3, 10, 4},
                 {"\xD6\xD0\xFF\xB9\xFA", "中\uFFFD国", LT_ENCODING_GB18030, 1, 6, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lt_decoded decoded = {0};
        lt_encoded source = {(const uint8_t *)cases[i].bytes, strlen(cases[i].bytes),
                             lt_encoding_lossy(cases[i].wanted), ""};
        assert_int_equal(lt_decode(&source, &decoded, NULL, NULL), 0);
        assert_int_equal(decoded.size, strlen(cases[i].text));
        assert_memory_equal(decoded.text, cases[i].text, decoded.size);
        assert_int_equal(decoded.replaced, cases[i].replaced);
        assert_true(lt_encoding_is_lossy(decoded.encoding));
        assert_int_equal(lt_decoded_source(&decoded, cases[i].text_at), cases[i].source_at);
        source.encoding = decoded.encoding; /* as an index reads it again */
        lt_decoded again = {0};
        assert_int_equal(lt_decode(&source, &again, NULL, NULL), 0);
        assert_int_equal(again.size, decoded.size);
        lt_decoded_clear(&again);
        lt_decoded_clear(&decoded);
    }
    assert_decodes((const uint8_t *)"中", 3, lt_encoding_lossy(LT_ENCODING_AUTO), LT_ENCODING_UTF8, "中", 3);
}

static size_t test_read(const char *path, uint8_t *bytes, size_t capacity)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, capacity, file);
    assert_true(size < capacity);
    fclose(file);
    return size;
}

static void test_fixtures(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        lt_encoding encoding;
    } files[] = {{"utf8", LT_ENCODING_UTF8},
                 {"utf8_bom", LT_ENCODING_UTF8},
                 {"utf16le_bom", LT_ENCODING_UTF16LE},
                 {"utf16be_bom", LT_ENCODING_UTF16BE},
                 {"utf32le_bom", LT_ENCODING_UTF32LE},
                 {"utf32be_bom", LT_ENCODING_UTF32BE},
                 {"gb18030", LT_ENCODING_GB18030},
                 {"big5", LT_ENCODING_BIG5},
                 {"shift_jis", LT_ENCODING_SHIFT_JIS},
                 {"euc_kr", LT_ENCODING_EUC_KR},
                 {"windows_1252", LT_ENCODING_WINDOWS_1252}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        static uint8_t bytes[65536];
        static uint8_t expected[65536];
        char path[512];
        snprintf(path, sizeof path, LEITONG_SOURCE_DIR "/fixtures/encodings/%s.txt", files[i].name);
        size_t size = test_read(path, bytes, sizeof bytes);
        snprintf(path, sizeof path, LEITONG_SOURCE_DIR "/fixtures/encodings/%s.expected", files[i].name);
        size_t expected_size = test_read(path, expected, sizeof expected);
        assert_decodes(bytes, size, LT_ENCODING_AUTO, files[i].encoding, (const char *)expected, expected_size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_two_points),
        cmocka_unit_test(test_uncertain),
        cmocka_unit_test(test_later_encodings),
        cmocka_unit_test(test_lossy),
        cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_fixtures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
