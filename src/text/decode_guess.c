#include "text/decode_guess.h"

#include "base/compare.h"
#include "base/error.h"
#include "base/utf8.h"
#include "text/charset_name.h"
#include "text/decode_char.h"

#include <string.h>

#include "decode_guess.inc"

/* All costs are −log2 of a probability in tenths of a bit; those of characters are made by tables/gen_decode_guess.c.
 */
enum guess_language { GUESS_SIMPLIFIED, GUESS_TRADITIONAL, GUESS_JAPANESE, GUESS_KOREAN, GUESS_LANGUAGES };

enum { GUESS_MARGIN = 160, GUESS_MARGIN_SECONDED = 60 };
enum { GUESS_SHORTEST = 16 }; /* bytes of which a letter or two beside ASCII tell Western text */
enum { GUESS_INVALID = 400, GUESS_INVALID_UTF8 = 160, GUESS_NEVER = 1000000000 };

/* Windows of a long text are looked at, at first small ones; all that only when those don't make it plain. */
enum { GUESS_WINDOWS = 8, GUESS_WINDOW = 2048, GUESS_WINDOW_SMALL = 96, GUESS_MARGIN_SMALL = 4 * GUESS_MARGIN };

/* The same under every contestant, so that ASCII decides nothing but whether it is ASCII. */
static int guess_ascii(uint8_t byte)
{
    return guess_costs[guess_class[byte]][0];
}

static inline void guess_add(int32_t totals[GUESS_LANGUAGES], uint32_t point)
{
    const int32_t *costs = guess_costs[point < 0x10000 ? guess_class[point] : guess_class[0]];
    for (unsigned language = 0; language < GUESS_LANGUAGES; language++) {
        totals[language] += costs[language];
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
static void guess_take(const uint8_t *bytes, size_t size, size_t window, guess_sample *ret_sample)
{
    guess_sample sample = {.bytes = bytes, .size = size, .windows = 1, .ends = {size}};
    if (size > GUESS_WINDOWS * window) {
        size_t first = 0;
        while (first < size && bytes[first] < 0x80 && bytes[first] != 0) {
            first++;
        }
        first = first > 64 ? first - 64 : 0;
        size_t stride = (size - first) / GUESS_WINDOWS;
        sample.windows = 0;
        for (unsigned i = 0; i < GUESS_WINDOWS; i++) {
            size_t from = first + i * stride;
            size_t end = size - from > window ? from + window : size;
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
    int step = lt_utf8_next(bytes, size, ret_point);
    return step > 0 ? (unsigned)step : 0;
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
    {LT_ENCODING_UTF16LE, true, NULL, {0, 0, 0, 0}},
    {LT_ENCODING_UTF16BE, true, NULL, {0, 0, 0, 0}},
    {LT_ENCODING_UTF8, false, guess_utf8_next, {0, 0, 0, 0}},
    {LT_ENCODING_EUC_JP, true, NULL, {100, 50, 0, GUESS_NEVER}},
};

static int32_t guess_score(const guess_contestant *contestant, const guess_sample *sample)
{
    lt_decode_char *next = contestant->next != NULL ? contestant->next : lt_decode_char_of(contestant->encoding);
    int invalid = contestant->encoding == LT_ENCODING_UTF8 ? GUESS_INVALID_UTF8 : GUESS_INVALID;
    unsigned unit = lt_decode_unit(contestant->encoding);
    int32_t totals[GUESS_LANGUAGES] = {0};
    for (unsigned i = 0; i < sample->windows; i++) {
        size_t at = sample->begins[i] + sample->begins[i] % unit;
        while (at < sample->ends[i]) {
            uint32_t point;
            unsigned step = next(sample->bytes + at, sample->size - at, &point);
            if (step == 0) {
                for (unsigned language = 0; language < GUESS_LANGUAGES; language++) {
                    totals[language] += invalid;
                }
                step = unit;
            } else {
                guess_add(totals, (point & LT_DECODE_PAIR) != 0 ? 0xCA : point);
            }
            at += step;
        }
    }
    int32_t best = GUESS_NEVER;
    for (unsigned language = 0; language < GUESS_LANGUAGES; language++) {
        int32_t total = totals[language] + contestant->priors[language];
        best = LT_MIN(total, best);
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
        return strchr((const char *)frequent, byte) != NULL ? 55 : byte >= 0xE0 ? 100 : 110;
    }
    if (strchr((const char *)marks, byte) != NULL && !crowded) {
        bool inside = guess_is_letter(before) && guess_is_letter(after) && byte != 0x92;
        return inside ? 140 : 85;
    }
    return guess_is_letter(before) && guess_is_letter(after) ? 180 : 140;
}

static int32_t guess_western(const guess_sample *sample)
{
    int32_t total = 0;
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

/* Letters of Russian in tenths of a bit (Lyashevskaya & Sharov 2009), from U+0430 on, and what makes them dearer:
 * nobody writes capitals inside words, or Latin letters beside Cyrillic ones. The last is for each letter: text in
 * other alphabets of one byte (Greek, Hebrew) is letters of a random alphabet here, and must cost more than noise. */
enum { CYRILLIC_CAPITAL = 20, CYRILLIC_INNER = 80, CYRILLIC_LATIN = 60, CYRILLIC_OTHER = 100, CYRILLIC_EACH = 8 };
static const uint8_t guess_russian[32] = {37, 63, 45, 59, 51, 35, 67, 60, 38, 63, 48,  45, 50, 39, 33, 52,
                                          44, 42, 40, 53, 86, 67, 77, 61, 71, 82, 110, 57, 58, 83, 72, 56};

static int guess_cyrillic_letter(uint32_t point, bool is_inner_capital)
{
    bool is_capital = point >= 0x410 && point <= 0x42F;
    bool is_small = point >= 0x430 && point <= 0x44F;
    if (!is_capital && !is_small) {
        return point == 0x451 || point == 0x401 ? 90 : point < 0x400 || point > 0x4FF ? CYRILLIC_OTHER : 130;
    }
    int cost = guess_russian[is_small ? point - 0x430 : point - 0x410] + CYRILLIC_EACH;
    return cost + (is_capital ? CYRILLIC_CAPITAL : 0) + (is_inner_capital ? CYRILLIC_INNER : 0);
}

static int32_t guess_cyrillic(const guess_sample *sample, lt_encoding encoding)
{
    lt_decode_char *next = lt_decode_char_of(encoding);
    int32_t total = 0;
    for (unsigned i = 0; i < sample->windows; i++) {
        uint32_t before = ' ';
        for (size_t at = sample->begins[i]; at < sample->ends[i]; at++) {
            uint32_t point = 0;
            if (sample->bytes[at] < 0x80) {
                before = sample->bytes[at];
                total += guess_ascii(sample->bytes[at]);
                continue;
            }
            if (next(sample->bytes + at, 1, &point) == 0) {
                total += GUESS_INVALID;
                continue;
            }
            bool is_inner = point >= 0x410 && point <= 0x42F && before >= 0x430 && before <= 0x44F;
            total += guess_cyrillic_letter(point, is_inner);
            total += before < 0x80 && guess_is_letter((uint8_t)before) ? CYRILLIC_LATIN : 0;
            before = point;
        }
    }
    return total;
}

/* What bytes cost that are no text, or text in an encoding not known here. A text must beat that too: its characters
 * have to be common, not only commoner than under the others. */
static int32_t guess_noise(const guess_sample *sample)
{
    int32_t total = 0;
    for (unsigned i = 0; i < sample->windows; i++) {
        uint8_t before = ' ';
        for (size_t at = sample->begins[i]; at < sample->ends[i]; at++) {
            uint8_t byte = sample->bytes[at];
            int ascii = byte < 0x80 ? guess_ascii(byte) : 0;
            total += byte >= 0x80 ? (before >= 0x80 ? 62 : 120) : LT_MIN(ascii, 60);
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

/* Of one byte a character: any bytes decode, so another such encoding may be meant. */
static bool guess_is_single(lt_encoding encoding)
{
    return encoding == LT_ENCODING_WINDOWS_1252 || encoding == LT_ENCODING_WINDOWS_1251 ||
           encoding == LT_ENCODING_KOI8_R;
}

typedef enum guess_opinion { GUESS_SECONDED, GUESS_SILENT, GUESS_OPPOSED } guess_opinion;

/* uchardet's: it knows many single-byte encodings that are no contestants here, so it may oppose Windows-1252. */
static int guess_second(const guess_sample *sample, lt_encoding encoding, guess_opinion *ret_opinion,
                        leitong_error *error)
{
    lt_byte_window windows[GUESS_WINDOWS];
    char name[LT_CHARSET_NAME_SIZE];
    for (unsigned i = 0; i < sample->windows; i++) {
        size_t begin = sample->begins[i];
        windows[i] = (lt_byte_window){sample->bytes + begin, sample->ends[i] - begin};
    }
    if (lt_charset_name(windows, sample->windows, name) != 0) {
        return lt_error_memory(error);
    }
    lt_encoding named = LT_ENCODING_AUTO;
    if (strcmp(name, "ISO-8859-15") == 0) {
        named = LT_ENCODING_WINDOWS_1252;
    } else if (lt_encoding_named(name, &named, NULL) != 0) {
        named = LT_ENCODING_AUTO;
    }
    guess_opinion opinion = named == encoding ? GUESS_SECONDED : GUESS_SILENT;
    bool is_shared = encoding == LT_ENCODING_WINDOWS_1252 && guess_all_shared(sample);
    bool is_latin = *name == '\0' || strncmp(name, "ISO-8859-", 9) == 0 || strncmp(name, "WINDOWS-125", 11) == 0;
    if (is_shared && is_latin && sample->size >= GUESS_SHORTEST) { /* its sisters decode it to the same */
        opinion = GUESS_SECONDED;
    } else if (guess_is_single(encoding) && opinion == GUESS_SILENT && *name != '\0' && !is_shared) {
        opinion = GUESS_OPPOSED;
    }
    *ret_opinion = opinion;
    return 0;
}

typedef struct guess_outcome {
    lt_encoding nearest;
    bool can_win;
    int32_t margin;
} guess_outcome;

static void guess_rank(guess_outcome *outcome, int32_t *best, int32_t *second, int32_t score, lt_encoding encoding,
                       bool can_win)
{
    if (score < *best) {
        *second = *best;
        *best = score;
        outcome->nearest = encoding;
        outcome->can_win = can_win;
    } else if (score < *second) {
        *second = score;
    }
}

static guess_outcome guess_compete(const guess_sample *sample)
{
    int32_t noise = guess_noise(sample);
    int32_t western = guess_western(sample);
    int32_t best = LT_MIN(western, noise);
    int32_t second = LT_MAX(western, noise);
    guess_outcome outcome = {western < noise ? LT_ENCODING_WINDOWS_1252 : LT_ENCODING_AUTO, western < noise, 0};
    for (size_t i = 0; i < sizeof guess_contestants / sizeof guess_contestants[0]; i++) {
        const guess_contestant *contestant = &guess_contestants[i];
        guess_rank(&outcome, &best, &second, guess_score(contestant, sample), contestant->encoding,
                   contestant->can_win);
    }
    guess_rank(&outcome, &best, &second, guess_cyrillic(sample, LT_ENCODING_WINDOWS_1251), LT_ENCODING_WINDOWS_1251,
               true);
    guess_rank(&outcome, &best, &second, guess_cyrillic(sample, LT_ENCODING_KOI8_R), LT_ENCODING_KOI8_R, true);
    outcome.margin = second - best;
    return outcome;
}

int lt_decode_guess(const uint8_t *bytes, size_t size, lt_guess *ret_guess, leitong_error *error)
{
    guess_sample sample;
    guess_take(bytes, size, GUESS_WINDOW_SMALL, &sample);
    guess_outcome outcome = guess_compete(&sample);
    if (!outcome.can_win || outcome.margin < GUESS_MARGIN_SMALL || guess_is_single(outcome.nearest)) {
        guess_take(bytes, size, GUESS_WINDOW, &sample);
        outcome = guess_compete(&sample);
    }
    lt_guess guess = {LT_ENCODING_AUTO, outcome.nearest};
    if (outcome.can_win && outcome.margin >= GUESS_MARGIN && !guess_is_single(outcome.nearest)) {
        guess.encoding = outcome.nearest;
    } else if (outcome.can_win && outcome.margin >= GUESS_MARGIN_SECONDED) {
        guess_opinion opinion;
        LT_TRY(guess_second(&sample, outcome.nearest, &opinion, error));
        if (opinion == GUESS_SECONDED || (opinion == GUESS_SILENT && outcome.margin >= GUESS_MARGIN)) {
            guess.encoding = outcome.nearest;
        }
    }
    *ret_guess = guess;
    return 0;
}
