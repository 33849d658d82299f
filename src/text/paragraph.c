#include "text/paragraph.h"

#include "base/code_point.h"

#include <string.h>

enum {
    PARAGRAPH_PREFIX = 1 << 20, /* bytes that decide */
    PARAGRAPH_NARROWEST = 30,   /* columns at which text is wrapped; narrower lines are verse, terms, cells */
    PARAGRAPH_WIDEST = 200,
    PARAGRAPH_NUMBER = 8,   /* digits of a line's number */
    PARAGRAPH_NUMBERED = 5, /* lines, at least, that have a column of numbers … */
    PARAGRAPH_RISING = 80   /* … of which so many in 100 rise by its step */
};

static bool is_line_end(uint32_t c)
{
    return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* True if none of 64 bytes can begin a line end; a shape that compilers turn into a few vector compares. */
static bool block_is_dull(const uint8_t *bytes)
{
    uint8_t hit = 0;
    for (int i = 0; i < 64; i++) {
        uint8_t b = bytes[i];
        hit |= (uint8_t)((uint8_t)(b - 0x0A) < 4) | (uint8_t)(b == 0xC2) | (uint8_t)(b == 0xE2);
    }
    return hit == 0;
}

/* The first line end at or after `at`, or `size`. */
static size_t line_end(const uint8_t *text, size_t size, size_t at)
{
    while (at < size) {
        if (size - at >= 64 && block_is_dull(text + at)) {
            at += 64;
            continue;
        }
        for (size_t stop = size - at > 64 ? at + 64 : size; at < stop; at++) {
            if ((uint8_t)(text[at] - 0x0A) < 4) {
                return at;
            }
            if (text[at] == 0xC2 || text[at] == 0xE2) {
                unsigned length;
                if (is_line_end(lt_code_point_read(text + at, size - at, &length))) {
                    return at;
                }
            }
        }
    }
    return at;
}

/* The line that begins at *position, without the white space around it; *position becomes the begin of the next. False
 * at the end. An empty line has ret_begin == ret_end. */
static bool line_next(const uint8_t *text, size_t size, size_t *position, size_t *ret_begin, size_t *ret_end)
{
    size_t begin = *position;
    if (begin >= size) {
        return false;
    }
    size_t end = line_end(text, size, begin);
    unsigned length = 0;
    if (end < size) {
        bool pair = text[end] == '\r' && end + 1 < size && text[end + 1] == '\n';
        (void)lt_code_point_read(text + end, size - end, &length);
        length += pair;
    }
    *position = end + length;
    while (begin < end && lt_paragraph_space(lt_code_point_read(text + begin, end - begin, &length))) {
        begin += length;
    }
    while (end > begin) {
        size_t last = end - 1;
        while (last > begin && (text[last] & 0xC0) == 0x80) {
            last--;
        }
        if (!lt_paragraph_space(lt_code_point_read(text + last, end - last, &length))) {
            break;
        }
        end = last;
    }
    *ret_begin = begin;
    *ret_end = end;
    return true;
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t skip_blanks(const uint8_t *line, size_t size, size_t at)
{
    while (at < size && (line[at] == ' ' || line[at] == '\t')) {
        at++;
    }
    return at;
}

/* Bytes of a bar at the beginning; 0: none. */
static size_t bar_at(const uint8_t *line, size_t size)
{
    static const char *const bars[] = {"|", "\xC2\xA6", "\xE2\x94\x82", "\xEF\xBD\x9C"}; /* | ¦ │ ｜ */
    for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
        size_t length = strlen(bars[i]);
        if (size >= length && memcmp(line, bars[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

/* Bytes of a line's number with what stands around it: REM or a bar before it, a bar, a colon or white space behind it;
 * 0: the line begins with no such number. */
static size_t line_number(const uint8_t *line, size_t size, uint32_t *ret_number)
{
    bool is_remark = size > 4 && (line[0] | 0x20) == 'r' && (line[1] | 0x20) == 'e' && (line[2] | 0x20) == 'm' &&
                     (line[3] == ' ' || line[3] == '\t');
    size_t at = skip_blanks(line, size, is_remark ? 3 : bar_at(line, size));
    size_t digits = at;
    uint32_t number = 0;
    while (at < size && at - digits < PARAGRAPH_NUMBER && is_digit(line[at])) {
        number = number * 10 + (line[at++] - (uint32_t)'0');
    }
    size_t behind = skip_blanks(line, size, at);
    size_t mark = behind < size && line[behind] == ':' && behind == at ? 1 : bar_at(line + behind, size - behind);
    if (at == digits || (behind == at && mark == 0 && at < size)) {
        return 0;
    }
    *ret_number = number;
    return skip_blanks(line, size, behind + mark);
}

bool lt_paragraph_is_numbered(const uint8_t *text, size_t begin)
{
    while (begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '\r') {
        begin--;
        if (is_digit(text[begin])) {
            return true;
        }
    }
    return false;
}

bool lt_paragraph_next(const uint8_t *text, size_t size, lt_paragraph_mode mode, size_t *position, size_t *ret_begin,
                       size_t *ret_end)
{
    size_t first = 0;
    size_t last = 0;
    bool open = false;
    size_t begin;
    size_t end;
    while ((mode == LT_PARAGRAPH_BLANK || !open) && line_next(text, size, position, &begin, &end)) {
        uint32_t number;
        begin += mode == LT_PARAGRAPH_NUMBERED ? line_number(text + begin, end - begin, &number) : 0;
        if (begin < end) {
            first = open ? first : begin;
            last = end;
            open = true;
        } else if (open) {
            break;
        }
    }
    if (open) {
        *ret_begin = first;
        *ret_end = last;
    }
    return open;
}

/* What a line shows of how it was broken. */
typedef struct line_look {
    const uint8_t *begin;
    size_t word;    /* bytes of the first word: up to white space */
    unsigned width; /* columns */
    unsigned need;  /* columns that the line before would have needed to hold this one's first word */
    bool wide_end;  /* ends in a character that is written without spaces */
    bool final;     /* ends in sentence-final punctuation */
    bool digit;     /* begins with a digit */
    bool small;     /* begins with a small letter */
    bool tab;       /* a tab inside */
    bool torn;      /* begins with a mark that no sentence begins with */
} line_look;

static bool is_wide(uint32_t c)
{
    return c >= 0x1100;
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == 0x201D || c == 0x2019 || c == 0xFF09 || c == 0x300D ||
           c == 0x300F || c == 0x3011;
}

static bool is_final(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
           c == 0xFF1A || c == 0xFF1B || c == 0xFF1F;
}

static bool is_inner(uint32_t c)
{
    return c == ',' || c == ')' || c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF1B || c == 0xFF1F ||
           c == 0xFF01 || c == 0xFF1A || c == 0xFF09 || c == 0x300B || c == 0x201D;
}

/* `text` holds at least one code point, and neither begins nor ends with white space. */
static line_look line_look_at(const uint8_t *text, size_t size)
{
    line_look look = {.begin = text,
                      .word = size,
                      .digit = text[0] >= '0' && text[0] <= '9',
                      .small = text[0] >= 'a' && text[0] <= 'z'};
    bool word = true;   /* inside the first word */
    bool narrow = true; /* … before a wide character in it: there a line can be broken, too */
    unsigned length;
    for (size_t at = 0; at < size; at += length) {
        uint32_t c = lt_code_point_read(text + at, size - at, &length);
        unsigned columns = is_wide(c) ? 2 : 1;
        look.torn |= at == 0 && is_inner(c);
        if (word && lt_paragraph_space(c)) {
            word = narrow = false;
            look.word = at;
        }
        if (narrow && (at == 0 || !is_wide(c))) {
            look.need += columns;
        }
        narrow = narrow && !is_wide(c);
        look.width += columns;
        look.tab |= c == '\t';
        look.wide_end = is_wide(c);
        look.final = is_final(c) || (look.final && is_closing(c));
    }
    return look;
}

/* Counts over the lines of a prefix. A pair is two lines without a blank one between. */
typedef struct line_counts {
    size_t widths[PARAGRAPH_WIDEST + 2]; /* by columns; the last for all wider */
    size_t lines, groups, pairs;
    size_t forced; /* pairs whose second line's first word would not have fitted on the first */
    size_t broken; /* those, and pairs whose second line goes on with a small letter in mid-sentence */
    size_t finals; /* pairs whose first line ends a sentence */
    size_t alike;  /* pairs that begin with the same word of three bytes or more, or both with a digit */
    size_t tabs;   /* lines with a tab inside */
    size_t torn;   /* pairs whose second line begins in mid-sentence: with a comma, a full stop … */
} line_counts;

/* The prefix that decides ends with a whole line, if it has one. */
static size_t prefix_of(const uint8_t *text, size_t size)
{
    if (size <= PARAGRAPH_PREFIX) {
        return size;
    }
    size_t end = PARAGRAPH_PREFIX;
    while (end > 0 && text[end - 1] != '\n' && text[end - 1] != '\r') {
        end--;
    }
    return end;
}

static void count_widths(const uint8_t *text, size_t size, line_counts *counts)
{
    size_t position = 0;
    size_t begin;
    size_t end;
    while (line_next(text, size, &position, &begin, &end)) {
        if (begin < end) {
            unsigned width = line_look_at(text + begin, end - begin).width;
            counts->widths[width <= PARAGRAPH_WIDEST ? width : PARAGRAPH_WIDEST + 1]++;
            counts->lines++;
        }
    }
}

/* The width that 85 of 100 lines keep to: of wrapped text the column at which it was wrapped, or a little less. */
static unsigned wrap_column(const line_counts *counts)
{
    size_t below = 0;
    unsigned column = 0;
    while (column <= PARAGRAPH_WIDEST) {
        below += counts->widths[column];
        if (below * 100 > counts->lines * 85 || below == counts->lines) {
            break;
        }
        column++;
    }
    return column;
}

static void count_pairs(const uint8_t *text, size_t size, unsigned column, line_counts *counts)
{
    size_t position = 0;
    size_t begin;
    size_t end;
    line_look before = {0};
    while (line_next(text, size, &position, &begin, &end)) {
        if (begin == end) {
            before.begin = NULL;
            continue;
        }
        line_look look = line_look_at(text + begin, end - begin);
        counts->tabs += look.tab;
        if (before.begin == NULL) {
            counts->groups++;
        } else {
            counts->pairs++;
            bool forced = before.width + !before.wide_end + look.need > column;
            counts->forced += forced;
            counts->broken += forced || (look.small && !before.final);
            counts->finals += before.final;
            counts->torn += look.torn;
            counts->alike += (before.digit && look.digit) || (look.word >= 3 && look.word == before.word &&
                                                              memcmp(look.begin, before.begin, look.word) == 0);
        }
        before = look;
    }
}

/* Whether lines begin with numbers that rise by the step between the first two. */
static bool has_line_numbers(const uint8_t *text, size_t size)
{
    size_t position = 0;
    size_t begin;
    size_t end;
    size_t lines = 0;
    size_t rising = 0;
    size_t numbers = 0;
    uint32_t last = 0;
    uint32_t step = 0;
    while (line_next(text, size, &position, &begin, &end)) {
        uint32_t number = 0;
        lines += begin < end;
        if (begin == end || line_number(text + begin, end - begin, &number) == 0) {
            if (lines >= PARAGRAPH_NUMBERED && numbers == 0) { /* the usual text, at once */
                return false;
            }
            continue;
        }
        step = numbers == 1 ? number - last : step;
        rising += numbers == 0 || (number > last && number - last == step);
        last = number;
        numbers++;
    }
    return lines >= PARAGRAPH_NUMBERED && rising * 100 >= lines * PARAGRAPH_RISING;
}

/* Hard-wrapped text is broken where the next word no longer fits (in mid-sentence at least, where it was wrapped by
 * hand), and seldom at the end of a sentence. Lines that are records (logs, tables, verse, articles of a statute) end
 * anywhere, or at sentences, or begin alike. Without any blank line the signs must be strong, and where there is hardly
 * any, paragraphs would be too long to be of use. Text taken out of a web page may be broken about each of its links:
 * then lines begin with a comma or a full stop, and only blank lines part paragraphs, however wide the lines are. */
lt_paragraph_mode lt_paragraph_decide(const uint8_t *text, size_t size, lt_paragraph_mode wanted)
{
    if (wanted != LT_PARAGRAPH_AUTO) {
        return wanted;
    }
    line_counts counts = {0};
    size = prefix_of(text, size);
    if (has_line_numbers(text, size)) {
        return LT_PARAGRAPH_NUMBERED;
    }
    count_widths(text, size, &counts);
    unsigned column = wrap_column(&counts);
    count_pairs(text, size, column, &counts);
    if (counts.groups > 1 && counts.torn > 0 && counts.torn * 3 >= counts.pairs) {
        return LT_PARAGRAPH_BLANK;
    }
    if (column < PARAGRAPH_NARROWEST || column > PARAGRAPH_WIDEST) {
        return LT_PARAGRAPH_LINE;
    }
    bool wrapped =
        counts.broken * 100 >= counts.pairs * (counts.groups == 1 ? 75 : 50) && counts.forced * 5 >= counts.pairs;
    bool records = counts.finals * 2 > counts.pairs || counts.alike * 10 > counts.pairs * 3 ||
                   counts.tabs * 2 > counts.lines || counts.lines > counts.groups * 100;
    return counts.pairs > 0 && wrapped && !records ? LT_PARAGRAPH_BLANK : LT_PARAGRAPH_LINE;
}
