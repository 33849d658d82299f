#include "text/fold.h"

#include "base/buffer.h"
#include "base/code_point.h"
#include "text/fold_looks.h"
#include "text/fold_normal.h"
#include "text/fold_table.h"
#include "text/fold_word.h"

#include <stdlib.h>
#include <string.h>

enum {
    FOLD_STRIDE = 16384, /* bytes between two looks at the room for tokens */
    FOLD_WIDEST = 4      /* bytes of folded UTF-8 that one byte of plain source may become */
};

/* What a byte does to a word of ASCII (UAX #29 as fold_word has it, of what is ASCII). */
enum ascii_kind {
    ASCII_LETTER,
    ASCII_NUMBER,
    ASCII_JOINER,
    ASCII_MID_LETTER,
    ASCII_MID_NUMBER,
    ASCII_MID_BOTH,
    ASCII_OTHER, /* parts words and is no token */
    ASCII_NOT
};

struct lt_fold {
    unsigned flags;
    uint8_t kinds[256]; /* enum ascii_kind */
    lt_fold_word word;
    lt_fold_points points, scratch; /* code points that act on one another */
};

/* One call of lt_fold_run. */
typedef struct fold_run {
    lt_fold *fold;
    const uint8_t *text;
    size_t size;
    uint32_t base;
    lt_tokens *tokens;
    size_t first; /* tokens before this one are not of this run */
    leitong_error *error;
} fold_run;

/* A code point of the source, read and looked up. */
typedef struct fold_source {
    uint32_t code_point, entry;
    unsigned length; /* 0: the text ends */
} fold_source;

static uint8_t ascii_kind_of(uint32_t c)
{
    switch (lt_fold_entry(c) & LT_ENTRY_CLASS) {
    case LT_CLASS_LETTER:
        return ASCII_LETTER;
    case LT_CLASS_NUMERIC:
        return ASCII_NUMBER;
    case LT_CLASS_JOINER:
        return ASCII_JOINER;
    case LT_CLASS_MID_LETTER:
        return ASCII_MID_LETTER;
    case LT_CLASS_MID_NUMBER:
        return ASCII_MID_NUMBER;
    case LT_CLASS_MID_BOTH:
    case LT_CLASS_SINGLE_QUOTE:
        return ASCII_MID_BOTH;
    case LT_CLASS_EXTEND: /* a control, which is seen through on the general road */
        return ASCII_NOT;
    default: /* a double quote joins Hebrew alone */
        return ASCII_OTHER;
    }
}

int lt_fold_new(unsigned flags, lt_lexicon *lexicon, lt_fold **ret_fold, leitong_error *error)
{
    lt_fold *fold = calloc(1, sizeof *fold);
    if (fold == NULL) {
        return lt_error_memory(error);
    }
    int code = lt_fold_word_init(&fold->word, flags, lexicon, error);
    if (code != 0) {
        free(fold);
        return code;
    }
    fold->flags = flags;
    memset(fold->kinds, ASCII_NOT, sizeof fold->kinds);
    for (uint32_t c = 0; c < 128; c++) {
        fold->kinds[c] = ascii_kind_of(c);
    }
    *ret_fold = fold;
    return 0;
}

void lt_fold_free(lt_fold *fold)
{
    if (fold == NULL) {
        return;
    }
    lt_fold_word_clear(&fold->word);
    lt_fold_points_clear(&fold->points);
    lt_fold_points_clear(&fold->scratch);
    free(fold);
}

void lt_fold_get_seen(const lt_fold *fold, lt_fold_seen *ret_seen)
{
    *ret_seen = fold->word.seen;
}

static inline fold_source fold_read(const fold_run *run, size_t at)
{
    fold_source source = {0};
    if (at < run->size) {
        source.code_point = lt_code_point_read(run->text + at, run->size - at, &source.length);
        source.entry = lt_fold_entry(source.code_point);
    }
    return source;
}

static inline bool entry_is_plain(uint32_t entry)
{
    return (entry & LT_ENTRY_PLAIN_MASK) == 0;
}

static inline bool entry_is_apart(uint32_t entry)
{
    return (entry & LT_ENTRY_APART_MASK) == 0;
}

/* Acts on what stands before it, so that both go the general road. */
static inline bool entry_reaches_back(uint32_t entry)
{
    return (entry & LT_ENTRY_JOINS) != 0 || (entry & LT_ENTRY_CLASS) == LT_CLASS_EXTEND;
}

static int fold_push(const fold_run *run, uint32_t code_point, size_t begin, size_t end)
{
    lt_fold_point point = {
        .code_point = code_point, .begin = run->base + (uint32_t)begin, .end = run->base + (uint32_t)end};
    return lt_fold_word_push(&run->fold->word, point, lt_fold_entry(code_point), run->tokens, run->error);
}

/* A letter that folds to one, with what it looks like. */
static int fold_push_single(const fold_run *run, fold_source source, size_t begin, size_t end)
{
    uint32_t code_point = lt_fold_single(source.code_point, source.entry);
    lt_fold_point point = {.code_point = code_point,
                           .begin = run->base + (uint32_t)begin,
                           .end = run->base + (uint32_t)end,
                           .looks = lt_fold_looks(source.code_point)};
    return lt_fold_word_push(&run->fold->word, point, lt_fold_entry(code_point), run->tokens, run->error);
}

static size_t fold_blanks(const fold_run *run, size_t at)
{
    while (at < run->size && (run->text[at] == ' ' || run->text[at] == '\t')) {
        at++;
    }
    return at;
}

/* Where a word goes on that the hyphen at `at` and a line's end break; `at` where they don't: no hyphen, no line's end
 * behind it, or no small letter in the next line. */
static size_t fold_broken(const fold_run *run, size_t at)
{
    static const char *const hyphens[] = {"-", "\xC2\xAD", "\xC2\xAC", "\xE2\x80\x90"};
    size_t length = 0;
    for (size_t i = 0; i < sizeof hyphens / sizeof hyphens[0]; i++) {
        size_t size = strlen(hyphens[i]);
        length = run->size - at > size && memcmp(run->text + at, hyphens[i], size) == 0 ? size : length;
    }
    size_t next = fold_blanks(run, at + length);
    if (length == 0 || next >= run->size) {
        return at;
    }
    next += run->text[next] == '\r' && next + 1 < run->size;
    if (run->text[next] != '\n') {
        return at;
    }
    next = fold_blanks(run, next + 1);
    fold_source source = fold_read(run, next);
    uint32_t unwanted = LT_ENTRY_EXPANDS | LT_ENTRY_ALONE | LT_ENTRY_IGNORABLE;
    bool is_small = source.length > 0 && (source.entry & LT_ENTRY_CLASS) == LT_CLASS_LETTER &&
                    (source.entry & unwanted) == 0 &&
                    lt_fold_single(source.code_point, source.entry) == source.code_point;
    return is_small ? next : at;
}

/* Pushes the code point at `at` and those behind it that LT_ENTRY_JOINS; *position becomes the end of the last. */
static int fold_push_joined(const fold_run *run, fold_source source, size_t at, size_t *position)
{
    lt_fold *fold = run->fold;
    fold->points.count = 0;
    do {
        LT_TRY(lt_fold_points_append(&fold->points, source.code_point, (uint32_t)at, (uint32_t)(at + source.length),
                                     run->error));
        at += source.length;
        source = fold_read(run, at);
    } while (source.length > 0 && (source.entry & LT_ENTRY_JOINS) != 0);
    LT_TRY(lt_fold_normalise(&fold->points, &fold->scratch, run->error));
    for (size_t i = 0; i < fold->points.count; i++) {
        const lt_fold_point *point = &fold->points.items[i];
        LT_TRY(fold_push(run, point->code_point, point->begin, point->end));
    }
    *position = at;
    return 0;
}

/* The general road: any code points from *position, where a word begins, up to the next that is plain; *position
 * becomes its place. */
static int fold_general(const fold_run *run, size_t *position)
{
    size_t start = *position;
    size_t at = start;
    fold_source source = fold_read(run, at);
    while (source.length > 0) {
        size_t joined = lt_fold_word_in_letters(&run->fold->word) ? fold_broken(run, at) : at;
        if (joined > at) {
            lt_fold_word_join(&run->fold->word);
            at = joined;
            source = fold_read(run, at);
            continue;
        }
        if (at != start && entry_is_plain(source.entry)) {
            break;
        }
        size_t end = at + source.length;
        fold_source next = fold_read(run, end);
        if ((next.entry & LT_ENTRY_JOINS) != 0 || (source.entry & LT_ENTRY_JOINS) != 0) {
            LT_TRY(fold_push_joined(run, source, at, &end));
            next = fold_read(run, end);
        } else if ((source.entry & LT_ENTRY_EXPANDS) == 0) {
            LT_TRY(fold_push_single(run, source, at, end));
        } else {
            const uint32_t *folded = lt_fold_expansions + (source.entry >> LT_ENTRY_SHIFT);
            for (uint32_t i = 1; i <= folded[0]; i++) {
                LT_TRY(fold_push(run, folded[i], at, end));
            }
        }
        at = end;
        source = next;
    }
    LT_TRY(lt_fold_word_end(&run->fold->word, run->tokens, run->error));
    *position = at;
    return 0;
}

/* Room for the tokens of `room` bytes of plain code points and words of ASCII, and for one token that is not kept. */
static int fold_reserve(const fold_run *run, size_t room)
{
    lt_tokens *tokens = run->tokens;
    LT_TRY(lt_tokens_reserve(tokens, room + 1, run->fold->flags, run->error));
    if ((run->fold->flags & LT_FOLD_TEXT) == 0) {
        return 0;
    }
    return LT_RESERVE(tokens->text, tokens->text_capacity, tokens->text_size + room * FOLD_WIDEST, run->error);
}

/* Writes what may be a token, and counts it if it is. There is room. */
static inline void fold_put(lt_tokens *tokens, uint32_t code_point, uint32_t entry, uint32_t begin, uint32_t end,
                            const unsigned flags)
{
    uint32_t id = lt_fold_single(code_point, entry);
    size_t is_token = (entry & LT_ENTRY_TOKEN) != 0;
    if ((flags & LT_FOLD_HAN) != 0) {
        id = lt_fold_simplified(id);
    }
    tokens->ids[tokens->count] = id;
    if ((flags & LT_FOLD_HASHES) != 0) {
        tokens->hashes[tokens->count] = id;
    }
    if ((flags & LT_FOLD_SPANS) != 0) {
        tokens->begins[tokens->count] = begin;
        tokens->ends[tokens->count] = end;
    }
    if ((flags & LT_FOLD_TEXT) != 0 && is_token != 0) {
        tokens->text_size += lt_code_point_write(tokens->text + tokens->text_size, id);
        tokens->text_ends[tokens->count] = (uint32_t)tokens->text_size;
    }
    tokens->count += is_token;
}

/* The same of a word of ASCII; it is counted. */
static inline int fold_put_word(const fold_run *run, const uint8_t *lower, size_t size, size_t at, const unsigned flags)
{
    lt_tokens *tokens = run->tokens;
    uint32_t id = lower[0];
    uint64_t hash = id;
    if (size > 1) {
        LT_TRY(lt_fold_word_name(&run->fold->word, lower, size, &id, &hash, run->error));
    }
    tokens->ids[tokens->count] = id;
    if ((flags & LT_FOLD_HASHES) != 0) {
        tokens->hashes[tokens->count] = hash;
    }
    if ((flags & LT_FOLD_SPANS) != 0) {
        tokens->begins[tokens->count] = run->base + (uint32_t)at;
        tokens->ends[tokens->count] = run->base + (uint32_t)(at + size);
    }
    if ((flags & LT_FOLD_TEXT) != 0) {
        memcpy(tokens->text + tokens->text_size, lower, size);
        tokens->text_size += size;
        tokens->text_ends[tokens->count] = (uint32_t)tokens->text_size;
    }
    tokens->count++;
    return 0;
}

/* Plain code points of three bytes, which is what Chinese text is made of; returns where they end, at most `stop`. */
static inline size_t fold_plain(const fold_run *run, size_t at, size_t stop, const unsigned flags)
{
    const uint8_t *text = run->text;
    const uint32_t base = run->base;
    lt_tokens tokens = *run->tokens; /* its pointers stay in registers */
    while (stop - at >= 3 && (text[at] & 0xF0) == 0xE0) {
        uint32_t c = (text[at] & 0xFU) << 12 | (text[at + 1] & 0x3FU) << 6 | (text[at + 2] & 0x3FU);
        uint32_t entry = lt_fold_entry(c);
        if (!entry_is_apart(entry)) {
            break;
        }
        uint32_t begin = base + (uint32_t)at;
        fold_put(&tokens, c, entry, begin, begin + 3, flags);
        at += 3;
    }
    run->tokens->count = tokens.count;
    run->tokens->text_size = tokens.text_size;
    return at;
}

static inline bool ascii_joins(unsigned last, unsigned middle, unsigned next)
{
    return last == next && ((last == ASCII_LETTER && (middle == ASCII_MID_LETTER || middle == ASCII_MID_BOTH)) ||
                            (last == ASCII_NUMBER && (middle == ASCII_MID_NUMBER || middle == ASCII_MID_BOTH)));
}

static inline uint64_t ascii_load(const uint8_t *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

static inline void ascii_store(uint8_t *bytes, uint64_t eight)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    memcpy(bytes, &eight, sizeof eight);
}

/* The top bit of each byte of `eight` that lies in first … last; bytes are below 0x80. */
static inline uint64_t ascii_between(uint64_t eight, uint8_t first, uint8_t last)
{
    const uint64_t ones = 0x0101010101010101U;
    return (eight + ones * (0x80U - first)) & ~(eight + ones * (0x7FU - last)) & (ones * 0x80U);
}

/* How many of eight bytes are letters and digits before the first that is not. */
static inline unsigned ascii_count(uint64_t eight)
{
    const uint64_t ones = 0x0101010101010101U;
    uint64_t low = eight & (ones * 0x7FU);
    uint64_t taken = ascii_between(low | ones * 0x20U, 'a', 'z') | ascii_between(low, '0', '9');
    uint64_t other = (~taken | eight) & (ones * 0x80U);
    return other == 0 ? 8 : (unsigned)__builtin_ctzll(other) / 8;
}

/* Copies the letters and digits at the begin of `text`, in small letters; returns how many, 16 for 16 or more. There
 * are 16 bytes to read and to write. */
static inline unsigned ascii_copy(const uint8_t *text, uint8_t *ret_lower)
{
    const uint64_t small = 0x2020202020202020U; /* digits have that bit already */
    uint64_t eight = ascii_load(text);
    unsigned count = ascii_count(eight);
    ascii_store(ret_lower, eight | small);
    if (count == 8) {
        eight = ascii_load(text + 8);
        count += ascii_count(eight);
        ascii_store(ret_lower + 8, eight | small);
    }
    return count;
}

/* Most words: at most 15 letters and digits, and behind them what parts words, or joins none to what follows.
 * *position moves over the word and what parts, or stays where it is not so simple. There is room. */
static inline int ascii_put(const fold_run *run, size_t *position, const unsigned flags)
{
    size_t at = *position;
    if (run->size - at < 18) {
        return 0;
    }
    uint8_t lower[16];
    const uint8_t *text = run->text + at;
    size_t size = ascii_copy(text, lower);
    unsigned kind = run->fold->kinds[text[size]];
    unsigned next = run->fold->kinds[text[size + 1]];
    bool parts = kind == ASCII_OTHER;
    bool is_broken = text[size] == '-' && text[size + 1] <= ' '; /* perhaps at a line's end */
    bool ends =
        parts || (kind >= ASCII_MID_LETTER && kind < ASCII_OTHER && next >= ASCII_MID_LETTER && next <= ASCII_OTHER);
    if (!ends || is_broken || size == 0 || size == 16) {
        return 0;
    }
    *position += size + parts;
    return fold_put_word(run, lower, size, at, flags);
}

/* Any word of ASCII from *position; *position becomes its end. Where what follows might belong to the word, the general
 * road takes it from its begin. */
static int fold_ascii(const fold_run *run, size_t *position)
{
    lt_fold_word *word = &run->fold->word;
    const uint8_t *kinds = run->fold->kinds;
    size_t at = *position;
    size_t begin = at;
    size_t end = at;
    size_t size = 0;
    unsigned last = ASCII_JOINER;
    unsigned kind = ASCII_OTHER;
    for (; at < run->size; at++) {
        kind = kinds[run->text[at]];
        bool joins = at + 1 < run->size && ascii_joins(last, kind, kinds[run->text[at + 1]]);
        if (kind <= ASCII_NUMBER || (joins && last == ASCII_NUMBER && run->text[at] == '.')) {
            LT_TRY(LT_RESERVE(word->text, word->capacity, size + 1, run->error));
            begin = size == 0 ? at : begin;
            word->text[size++] = (uint8_t)lt_fold_single(run->text[at], lt_fold_entry(run->text[at]));
            end = at + 1;
        }
        if (kind <= ASCII_JOINER) {
            last = kind;
        } else if (!joins) {
            break;
        }
    }
    if (at < run->size) {
        fold_source next = fold_read(run, kind == ASCII_OTHER || kind == ASCII_NOT ? at : at + 1);
        bool is_ascii = next.code_point < 0x80 && (next.entry & LT_ENTRY_CLASS) != LT_CLASS_EXTEND;
        bool goes_on = next.length > 0 && !is_ascii && !entry_is_plain(next.entry);
        if (goes_on || (last == ASCII_LETTER && fold_broken(run, at) > at)) {
            return fold_general(run, position);
        }
    }
    *position = at;
    if (size == 0) {
        return 0;
    }
    lt_fold_token token = {
        word->text, size, size, word->text[0], run->base + (uint32_t)begin, run->base + (uint32_t)end};
    return lt_tokens_append(run->tokens, word, &token, run->error);
}

/* Takes back the plain code point before `at`, if there is one behind `floor`; returns where it begins. */
static size_t fold_unput(const fold_run *run, size_t at, size_t floor)
{
    size_t begin = at;
    while (begin > floor && (begin == at || (run->text[begin] & 0xC0) == 0x80)) {
        begin--;
    }
    fold_source source = fold_read(run, begin);
    lt_tokens *tokens = run->tokens;
    if (begin < at && tokens->count > run->first && entry_is_apart(source.entry) &&
        (source.entry & LT_ENTRY_TOKEN) != 0) {
        tokens->count--;
        if ((run->fold->flags & LT_FOLD_TEXT) != 0) {
            tokens->text_size = tokens->count == 0 ? 0 : tokens->text_ends[tokens->count - 1];
        }
    }
    return begin;
}

/* `flags` is run->fold->flags, known when compiled. */
static inline __attribute__((always_inline)) int fold_all(const fold_run *run, const unsigned flags)
{
    size_t at = 0;
    size_t floor = 0; /* what stands before is settled */
    size_t stop = 0;  /* up to here there is room for tokens */
    while (at < run->size) {
        if (at >= stop) {
            stop = run->size - at < FOLD_STRIDE ? run->size : at + FOLD_STRIDE;
            LT_TRY(fold_reserve(run, stop - at));
        }
        unsigned kind = run->fold->kinds[run->text[at]];
        if (kind <= ASCII_JOINER) {
            size_t begin = at;
            LT_TRY(ascii_put(run, &at, flags));
            if (at == begin) {
                LT_TRY(fold_ascii(run, &at));
            }
            floor = at;
            continue;
        }
        if (kind < ASCII_NOT) {
            at++;
            continue;
        }
        at = fold_plain(run, at, stop, flags);
        if (at == stop || run->fold->kinds[run->text[at]] != ASCII_NOT) {
            continue;
        }
        fold_source source = fold_read(run, at);
        if (entry_is_apart(source.entry)) {
            uint32_t begin = run->base + (uint32_t)at;
            fold_put(run->tokens, source.code_point, source.entry, begin, begin + source.length, flags);
            at += source.length;
        } else {
            at = entry_reaches_back(source.entry) ? fold_unput(run, at, floor) : at;
            LT_TRY(fold_general(run, &at));
            floor = at;
            stop = at; /* it may have used the room */
        }
    }
    return 0;
}

int lt_fold_run(lt_fold *fold, const uint8_t *text, size_t size, uint32_t base, lt_tokens *tokens, leitong_error *error)
{
    if (size > UINT32_MAX - base) {
        return lt_error_set(error, LEITONG_EUSAGE, "more than 4 GiB of text in one piece");
    }
    fold_run run = {fold, text, size, base, tokens, tokens->count, error};
    size_t text_size = tokens->text_size;
    lt_fold_word_begin(&fold->word);
    int code;
    switch (fold->flags) {
    case LT_FOLD_HASHES:
        code = fold_all(&run, LT_FOLD_HASHES);
        break;
    case LT_FOLD_SPANS:
        code = fold_all(&run, LT_FOLD_SPANS);
        break;
    case LT_FOLD_HAN | LT_FOLD_HASHES:
        code = fold_all(&run, LT_FOLD_HAN | LT_FOLD_HASHES);
        break;
    case LT_FOLD_HAN | LT_FOLD_SPANS:
        code = fold_all(&run, LT_FOLD_HAN | LT_FOLD_SPANS);
        break;
    default: /* otherwise nothing hangs on speed */
        code = fold_all(&run, fold->flags);
        break;
    }
    if (code != 0) {
        tokens->count = run.first;
        tokens->text_size = text_size;
    }
    return code;
}
