#include "text/decode_guess.h"

#include "text/decode_char.h"
#include "text/decode_utf8.h"

#include <string.h>
#include <uchardet/uchardet.h>

#include "decode_guess.inc"

/* All costs are −log2 of a probability in tenths of a bit: a letter among the 120 commonest, which make up two fifths
 * of Chinese text, costs 8 bits; the rarer the more. They are coarse on purpose: they hold for speeches, statutes and
 * poems. */
enum guess_language { GUESS_SIMPLIFIED, GUESS_TRADITIONAL, GUESS_JAPANESE, GUESS_KOREAN, GUESS_LANGUAGES };

enum { GUESS_MARGIN = 160, GUESS_MARGIN_SECONDED = 60 };
enum { GUESS_WINDOWS = 8, GUESS_WINDOW = 2048 };
enum { GUESS_INVALID = 400, GUESS_INVALID_UTF8 = 160, GUESS_CONTROL = 200, GUESS_NUL = 250, GUESS_NEVER = 1000000000 };

typedef int16_t guess_costs[GUESS_LANGUAGES];

/* By level: head of the list, the list, a standard's first level, its second, in none. */
static const int16_t guess_han_costs[GUESS_LANGUAGES][5] = {
    {80, 102, 137, 183, 230}, {80, 102, 137, 183, 230}, {95, 110, 145, 190, 240}, {170, 170, 170, 170, 240}};
static const int16_t guess_hangul_costs[5] = {72, 92, 135, 180, 220};

static const guess_costs guess_mark = {55, 60, 65, 100};
static const guess_costs guess_wide_space = {50, 50, 70, 110};
static const guess_costs guess_wide = {90, 95, 100, 120};
static const guess_costs guess_narrow_kana = {170, 170, 125, 180};
static const guess_costs guess_hiragana = {150, 150, 66, 180};
static const guess_costs guess_katakana = {150, 150, 90, 180};
static const guess_costs guess_symbol = {120, 120, 120, 120};
static const guess_costs guess_foreign = {150, 150, 150, 150};
/* Greek and Cyrillic come as whole texts, other letters singly. */
static const guess_costs guess_alphabet = {105, 105, 105, 105};
static const guess_costs guess_rare = {250, 250, 250, 250};
static const guess_costs guess_private = {300, 300, 300, 300};

typedef struct guess_range {
    uint32_t first, last;
    const guess_costs *costs;
} guess_range;

/* In order; what is between them is rare. Han and Hangul have tables. */
static const guess_range guess_ranges[] = {
    {0xA0, 0x24F, &guess_foreign},        {0x370, 0x45F, &guess_alphabet},     {0xB7, 0xB7, &guess_mark},
    {0x2010, 0x2013, &guess_symbol},      {0x2014, 0x2015, &guess_mark},       {0x2018, 0x2019, &guess_mark},
    {0x201C, 0x201D, &guess_mark},        {0x2020, 0x2025, &guess_symbol},     {0x2026, 0x2026, &guess_mark},
    {0x2027, 0x2BFF, &guess_symbol},      {0x3000, 0x3000, &guess_wide_space}, {0x3001, 0x3002, &guess_mark},
    {0x3003, 0x3007, &guess_symbol},      {0x3008, 0x3011, &guess_mark},       {0x3012, 0x303F, &guess_symbol},
    {0x3041, 0x309F, &guess_hiragana},    {0x30A0, 0x30FF, &guess_katakana},   {0x3105, 0x312F, &guess_foreign},
    {0x3200, 0x33FF, &guess_symbol},      {0xE000, 0xF8FF, &guess_private},    {0xFE30, 0xFE6F, &guess_symbol},
    {0xFF01, 0xFF01, &guess_mark},        {0xFF08, 0xFF09, &guess_mark},       {0xFF0C, 0xFF0C, &guess_mark},
    {0xFF1A, 0xFF1B, &guess_mark},        {0xFF1F, 0xFF1F, &guess_mark},       {0xFF02, 0xFF5E, &guess_wide},
    {0xFF61, 0xFF9F, &guess_narrow_kana}, {0xFFE0, 0xFFE6, &guess_symbol},
};

/* The same under every contestant, so that ASCII decides nothing but whether it is ASCII. */
static int guess_ascii(uint8_t byte)
{
    if (byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f' || byte == 0x1A) {
        return 40;
    }
    if (byte == 0) {
        return GUESS_NUL;
    }
    if (byte < 0x20 || byte == 0x7F) {
        return GUESS_CONTROL;
    }
    if (byte == ' ') {
        return 30;
    }
    bool word = (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
    return word ? 45 : 60;
}

static void guess_add_all(int64_t totals[GUESS_LANGUAGES], int cost)
{
    for (unsigned language = 0; language < GUESS_LANGUAGES; language++) {
        totals[language] += cost;
    }
}

static void guess_add(int64_t totals[GUESS_LANGUAGES], uint32_t point)
{
    if (point < 0x80) {
        guess_add_all(totals, guess_ascii((uint8_t)point));
        return;
    }
    if (point >= 0x4E00 && point <= 0x9FFF) {
        unsigned levels = guess_han[point - 0x4E00];
        for (unsigned language = 0; language < GUESS_LANGUAGES; language++) {
            totals[language] += guess_han_costs[language][levels >> (4 * language) & 15];
        }
        return;
    }
    if (point >= 0xAC00 && point <= 0xD7A3) {
        int64_t korean = totals[GUESS_KOREAN] + guess_hangul_costs[guess_hangul[point - 0xAC00]];
        guess_add_all(totals, 200);
        totals[GUESS_KOREAN] = korean;
        return;
    }
    const guess_costs *costs = point < 0xA0 || (point & 0xFFFE) == 0xFFFE ? &guess_private : &guess_rare;
    for (size_t i = 0; i < sizeof guess_ranges / sizeof guess_ranges[0]; i++) {
        if (point >= guess_ranges[i].first && point <= guess_ranges[i].last) {
            costs = guess_ranges[i].costs;
            break;
        }
    }
    for (unsigned language = 0; language < GUESS_LANGUAGES; language++) {
        totals[language] += (*costs)[language];
    }
}

typedef struct guess_sample {
    const uint8_t *bytes; /* all of them: a window's last character may reach beyond it */
    size_t size;
    size_t begins[GUESS_WINDOWS], ends[GUESS_WINDOWS];
    unsigned windows;
} guess_sample;

/* First byte at or after `from` that begins a character in every encoding of one-byte units: below 30 there are no
 * trail bytes. `end` where there is none. */
static size_t guess_border(const uint8_t *bytes, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        if (bytes[i] < 0x30) {
            return i;
        }
    }
    return end;
}

/* All of a short text; of a long one windows from all over it, the first where it stops being ASCII. */
static void guess_take(const uint8_t *bytes, size_t size, guess_sample *ret_sample)
{
    guess_sample sample = {.bytes = bytes, .size = size, .windows = 1, .ends = {size}};
    if (size > (size_t)GUESS_WINDOWS * GUESS_WINDOW) {
        size_t first = 0;
        while (first < size && bytes[first] < 0x80 && bytes[first] != 0) {
            first++;
        }
        first = first > 64 ? first - 64 : 0;
        size_t stride = (size - first) / GUESS_WINDOWS;
        sample.windows = 0;
        for (unsigned i = 0; i < GUESS_WINDOWS; i++) {
            size_t from = first + i * stride;
            size_t end = size - from > GUESS_WINDOW ? from + GUESS_WINDOW : size;
            size_t begin = i == 0 ? from : guess_border(bytes, from, end);
            if (begin < end) {
                sample.begins[sample.windows] = begin;
                sample.ends[sample.windows++] = end;
            }
        }
    }
    *ret_sample = sample;
}

static unsigned guess_utf8_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    int step = lt_decode_utf8_next(bytes, size, ret_point);
    return step > 0 ? (unsigned)step : 0;
}

/* EUC-JP is Shift-JIS's double bytes in another order (JIS X 0208, annexes 1 and 2 of 1997). */
static unsigned guess_euc_jp_next(const uint8_t *bytes, size_t size, uint32_t *ret_point)
{
    if (bytes[0] < 0x80) {
        *ret_point = bytes[0];
        return 1;
    }
    if (bytes[0] < 0xA1 || bytes[0] == 0xFF || size < 2 || bytes[1] < 0xA1 || bytes[1] == 0xFF) {
        return 0;
    }
    unsigned row = bytes[0] - 0xA1U;
    unsigned cell = bytes[1] - 0xA1U;
    unsigned lead = row / 2 + (row / 2 < 31 ? 0x81 : 0xC1);
    unsigned trail = row % 2 == 1 ? cell + 0x9F : cell + (cell < 63 ? 0x40 : 0x41);
    uint8_t shifted[2] = {(uint8_t)lead, (uint8_t)trail};
    return lt_decode_char_of(LT_ENCODING_SHIFT_JIS)(shifted, 2, ret_point);
}

typedef struct guess_contestant {
    lt_encoding encoding;
    bool can_win;
    lt_decode_char *next;            /* NULL: the encoding's own */
    int32_t priors[GUESS_LANGUAGES]; /* how rarely the encoding carries the language */
} guess_contestant;

/* Japanese in GB18030 is left out: EUC-JP has its kana at the same place. */
static const guess_contestant guess_contestants[] = {
    {LT_ENCODING_GB18030, true, NULL, {0, 30, GUESS_NEVER, GUESS_NEVER}},
    {LT_ENCODING_BIG5, true, NULL, {120, 0, GUESS_NEVER, GUESS_NEVER}},
    {LT_ENCODING_SHIFT_JIS, true, NULL, {100, 100, 0, GUESS_NEVER}},
    {LT_ENCODING_EUC_KR, true, NULL, {GUESS_NEVER, 100, GUESS_NEVER, 0}},
    {LT_ENCODING_UTF16LE, false, NULL, {0, 0, 0, 0}},
    {LT_ENCODING_UTF16BE, false, NULL, {0, 0, 0, 0}},
    {LT_ENCODING_UTF8, false, guess_utf8_next, {0, 0, 0, 0}},
    {LT_ENCODING_AUTO, false, guess_euc_jp_next, {100, 50, 0, GUESS_NEVER}},
};

static int64_t guess_score(const guess_contestant *contestant, const guess_sample *sample)
{
    lt_decode_char *next = contestant->next != NULL ? contestant->next : lt_decode_char_of(contestant->encoding);
    int invalid = contestant->encoding == LT_ENCODING_UTF8 ? GUESS_INVALID_UTF8 : GUESS_INVALID;
    unsigned unit = lt_decode_unit(contestant->encoding);
    int64_t totals[GUESS_LANGUAGES] = {0};
    for (unsigned i = 0; i < sample->windows; i++) {
        size_t at = sample->begins[i] + sample->begins[i] % unit;
        while (at < sample->ends[i]) {
            uint32_t point;
            unsigned step = next(sample->bytes + at, sample->size - at, &point);
            if (step == 0) {
                guess_add_all(totals, invalid);
                step = unit;
            } else {
                guess_add(totals, (point & LT_DECODE_PAIR) != 0 ? 0xCA : point);
            }
            at += step;
        }
    }
    int64_t best = GUESS_NEVER;
    for (unsigned language = 0; language < GUESS_LANGUAGES; language++) {
        int64_t total = totals[language] + contestant->priors[language];
        best = total < best ? total : best;
    }
    return best;
}

static bool guess_is_letter(uint8_t byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* A byte above 7F in Western text, by its neighbours: letters stand in words, quotation marks at their borders. */
static int guess_western_high(uint8_t before, uint8_t byte, uint8_t after)
{
    static const uint8_t frequent[] = "\xE9\xE8\xE0\xE7\xEA\xF1\xF3\xED\xE1\xFA\xE4\xF6\xFC\xDF\xE5\xF8\xE3";
    static const uint8_t marks[] = "\x91\x92\x93\x94\x96\x97\x85\x80\xAB\xBB\xA0\xB0\xA7\xA9\xBF\xA1\xB7\x95";
    bool letter = (byte >= 0xC0 && byte != 0xD7 && byte != 0xF7) || byte == 0x9C || byte == 0x8C;
    bool beside = guess_is_letter(before) || guess_is_letter(after);
    bool crowded = before >= 0x80 && after >= 0x80;
    if (byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D) {
        return GUESS_INVALID;
    }
    if (letter) {
        if (!beside || crowded) {
            return 130;
        }
        return strchr((const char *)frequent, byte) != NULL ? 65 : byte >= 0xE0 ? 100 : 110;
    }
    if (strchr((const char *)marks, byte) != NULL && !crowded) {
        bool inside = guess_is_letter(before) && guess_is_letter(after) && byte != 0x92;
        return inside ? 140 : 85;
    }
    return guess_is_letter(before) && guess_is_letter(after) ? 180 : 140;
}

static int64_t guess_western(const guess_sample *sample)
{
    int64_t total = 0;
    for (unsigned i = 0; i < sample->windows; i++) {
        for (size_t at = sample->begins[i]; at < sample->ends[i]; at++) {
            uint8_t byte = sample->bytes[at];
            uint8_t before = at > 0 ? sample->bytes[at - 1] : ' ';
            uint8_t after = at + 1 < sample->size ? sample->bytes[at + 1] : ' ';
            total += byte < 0x80 ? guess_ascii(byte) : guess_western_high(before, byte, after);
        }
    }
    return total;
}

/* What bytes cost that are no text, or text in an encoding not known here. A text must beat that too: its characters
 * have to be common, not only commoner than under the others. */
static int64_t guess_noise(const guess_sample *sample)
{
    int64_t total = 0;
    for (unsigned i = 0; i < sample->windows; i++) {
        uint8_t before = ' ';
        for (size_t at = sample->begins[i]; at < sample->ends[i]; at++) {
            uint8_t byte = sample->bytes[at];
            int ascii = byte < 0x80 ? guess_ascii(byte) : 0;
            total += byte >= 0x80 ? (before >= 0x80 ? 62 : 120) : ascii > 60 ? 60 : ascii;
            before = byte;
        }
    }
    return total;
}

/* Whether a byte stands for one character in Windows-1252 and in its Central European sister 1250. */
static bool guess_western_shared(uint8_t byte)
{
    static const uint64_t shared[2] = {0x09F37BD14EFE4EF5U, 0x34D86A96B4D86A96U};
    return byte < 0x80 || (shared[byte >> 6 & 1] >> (byte & 63) & 1) != 0;
}

static bool guess_all_shared(const guess_sample *sample)
{
    for (unsigned i = 0; i < sample->windows; i++) {
        for (size_t at = sample->begins[i]; at < sample->ends[i]; at++) {
            if (!guess_western_shared(sample->bytes[at])) {
                return false;
            }
        }
    }
    return true;
}

typedef enum guess_opinion { GUESS_SECONDED, GUESS_SILENT, GUESS_OPPOSED } guess_opinion;

/* uchardet's: it knows many single-byte encodings that are no contestants here, so it may oppose Windows-1252. */
static guess_opinion guess_second(const guess_sample *sample, lt_encoding encoding)
{
    uchardet_t detector = uchardet_new();
    if (detector == NULL) {
        return GUESS_SILENT;
    }
    for (unsigned i = 0; i < sample->windows; i++) {
        const char *window = (const char *)sample->bytes + sample->begins[i];
        if (uchardet_handle_data(detector, window, sample->ends[i] - sample->begins[i]) != 0) {
            break;
        }
    }
    uchardet_data_end(detector);
    const char *name = uchardet_get_charset(detector);
    lt_encoding named = LT_ENCODING_AUTO;
    if (strcmp(name, "ISO-8859-15") == 0) {
        named = LT_ENCODING_WINDOWS_1252;
    } else if (lt_encoding_named(name, &named, NULL) != 0) {
        named = LT_ENCODING_AUTO;
    }
    guess_opinion opinion = named == encoding ? GUESS_SECONDED : GUESS_SILENT;
    if (encoding == LT_ENCODING_WINDOWS_1252 && opinion == GUESS_SILENT && *name != '\0' && !guess_all_shared(sample)) {
        opinion = GUESS_OPPOSED;
    }
    uchardet_delete(detector);
    return opinion;
}

lt_encoding lt_decode_guess(const uint8_t *bytes, size_t size, lt_encoding *ret_nearest)
{
    guess_sample sample;
    guess_take(bytes, size, &sample);
    int64_t noise = guess_noise(&sample);
    int64_t western = guess_western(&sample);
    int64_t best = western < noise ? western : noise;
    int64_t second = western < noise ? noise : western;
    lt_encoding nearest = western < noise ? LT_ENCODING_WINDOWS_1252 : LT_ENCODING_AUTO;
    bool can_win = western < noise;
    for (size_t i = 0; i < sizeof guess_contestants / sizeof guess_contestants[0]; i++) {
        int64_t score = guess_score(&guess_contestants[i], &sample);
        if (score < best) {
            second = best;
            best = score;
            nearest = guess_contestants[i].encoding;
            can_win = guess_contestants[i].can_win;
        } else if (score < second) {
            second = score;
        }
    }
    *ret_nearest = nearest;
    if (!can_win || second - best < GUESS_MARGIN_SECONDED) {
        return LT_ENCODING_AUTO;
    }
    if (second - best >= GUESS_MARGIN && nearest != LT_ENCODING_WINDOWS_1252) {
        return nearest;
    }
    guess_opinion opinion = guess_second(&sample, nearest);
    bool decided = opinion == GUESS_SECONDED || (opinion == GUESS_SILENT && second - best >= GUESS_MARGIN);
    return decided ? nearest : LT_ENCODING_AUTO;
}
