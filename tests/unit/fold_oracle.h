/* fold_oracle: tokens straight from their definition, slowly: the whole text is normalised, cut and sifted by
 * libunistring; no table, no fast road, nothing of src/text. Tokens are their text. */
#ifndef FOLD_ORACLE_H
#define FOLD_ORACLE_H

#include "lexicon.h"

#include "text/fold.h"

#include <stdbool.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwbrk.h>

typedef struct oracle_tokens {
    uint8_t *text; /* one behind the other */
    size_t size;
    uint32_t *ends;
    size_t count;
} oracle_tokens;

static inline void oracle_free(oracle_tokens *tokens)
{
    free(tokens->text);
    free(tokens->ends);
}

/* Of tokens folded with LT_FOLD_TEXT. */
static inline bool oracle_same(const oracle_tokens *wanted, const lt_tokens *got)
{
    return got->count == wanted->count && got->text_size == wanted->size &&
           (got->count == 0 || (memcmp(got->text, wanted->text, wanted->size) == 0 &&
                                memcmp(got->text_ends, wanted->ends, wanted->count * sizeof *wanted->ends) == 0));
}

/* NFKC_CF of one code point, default ignorables kept: NFKC and case folding to a fixpoint. */
static uint32_t *oracle_map(uint32_t c, size_t *ret_size)
{
    size_t size = 1;
    uint32_t *now = malloc(sizeof *now);
    assert_non_null(now);
    *now = c;
    for (;;) {
        size_t length = 0;
        uint32_t *next = u32_casefold(now, size, NULL, UNINORM_NFKC, NULL, &length);
        assert_non_null(next);
        bool settled = length == size && memcmp(now, next, size * sizeof *now) == 0;
        free(now);
        now = next;
        size = length;
        if (settled) {
            *ret_size = size;
            return now;
        }
    }
}

/* toNFKC_Casefold(NFD(X)) (Unicode 3.13, R5 and D147), default ignorables kept. */
static uint32_t *oracle_normalise(const uint32_t *text, size_t size, size_t *ret_size)
{
    size_t length = 0;
    uint32_t *atoms = u32_normalize(UNINORM_NFD, text, size, NULL, &length);
    assert_non_null(atoms);
    uint32_t *mapped = NULL;
    size_t total = 0;
    for (size_t i = 0; i < length; i++) {
        size_t more = 0;
        uint32_t *part = oracle_map(atoms[i], &more);
        mapped = realloc(mapped, (total + more) * sizeof *mapped);
        assert_non_null(mapped);
        memcpy(mapped + total, part, more * sizeof *mapped);
        total += more;
        free(part);
    }
    uint32_t *normal = u32_normalize(UNINORM_NFC, mapped, total, NULL, ret_size);
    assert_non_null(normal);
    free(atoms);
    free(mapped);
    return normal;
}

static bool oracle_is_token(uint32_t c)
{
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

static bool oracle_is_mark(uint32_t c)
{
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
}

static bool oracle_stands_alone(uint32_t c)
{
    static const char *const names[] = {"Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"};
    if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_Nl)) {
        return false;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (uc_is_script(c, uc_script_byname(names[i]))) {
            return true;
        }
    }
    return uc_wordbreak_property(c) == WBP_KATAKANA;
}

/* Without width or meaning: taken out before words are cut. */
static bool oracle_is_nothing(uint32_t c)
{
    bool is_control = uc_is_general_category(c, UC_CONTROL) && !uc_is_property_white_space(c);
    return is_control || c == 0x640 || c == 0x7FA || uc_is_property_default_ignorable_code_point(c);
}

/* Whether a code point folds to one letter of an alphabet (its last, of several), written small or without case. */
static bool oracle_is_alphabetic(uint32_t c, bool is_same)
{
    size_t size = 0;
    uint32_t *folded = oracle_map(c, &size);
    uint32_t last = folded[size - 1];
    bool is_one = !is_same || (size == 1 && last == c);
    free(folded);
    return is_one && !oracle_is_nothing(last) && uc_wordbreak_property(last) == WBP_ALETTER &&
           !oracle_stands_alone(last);
}

/* A mark, or what folds to one. */
static bool oracle_is_marked(uint32_t c)
{
    size_t size = 0;
    uint32_t *folded = oracle_map(c, &size);
    bool is_mark = oracle_is_mark(folded[size - 1]);
    free(folded);
    return is_mark;
}

static size_t oracle_blanks(const uint32_t *text, size_t size, size_t at)
{
    while (at < size && (text[at] == ' ' || text[at] == '\t')) {
        at++;
    }
    return at;
}

/* Words broken by a hyphen and a line's end are joined, in a copy. */
static uint32_t *oracle_join(const uint32_t *text, size_t size, size_t *ret_size)
{
    uint32_t *out = malloc((size + 1) * sizeof *out);
    assert_non_null(out);
    size_t written = 0;
    for (size_t at = 0; at < size; at++) {
        bool is_hyphen = text[at] == '-' || text[at] == 0xAD || text[at] == 0xAC || text[at] == 0x2010;
        size_t next = is_hyphen ? oracle_blanks(text, size, at + 1) : size;
        next += next + 1 < size && text[next] == '\r';
        bool is_end = next < size && text[next] == '\n';
        next = is_end ? oracle_blanks(text, size, next + 1) : size;
        size_t before = written;
        while (before > 0 && (oracle_is_nothing(out[before - 1]) || oracle_is_marked(out[before - 1]))) {
            before--;
        }
        if (next < size && oracle_is_alphabetic(text[next], true) && before > 0 &&
            oracle_is_alphabetic(out[before - 1], false)) {
            at = next - 1;
        } else {
            out[written++] = text[at];
        }
    }
    *ret_size = written;
    return out;
}

static void oracle_emit(oracle_tokens *tokens, const uint32_t *points, size_t count)
{
    size_t size = 0;
    uint32_t *composed = u32_normalize(UNINORM_NFC, points, count, NULL, &size);
    assert_non_null(composed);
    size_t bytes = 0;
    uint8_t *text = u32_to_u8(composed, size, NULL, &bytes);
    assert_non_null(text);
    tokens->text = realloc(tokens->text, tokens->size + bytes);
    tokens->ends = realloc(tokens->ends, (tokens->count + 1) * sizeof *tokens->ends);
    assert_non_null(tokens->text);
    assert_non_null(tokens->ends);
    memcpy(tokens->text + tokens->size, text, bytes);
    tokens->size += bytes;
    tokens->ends[tokens->count++] = (uint32_t)tokens->size;
    free(text);
    free(composed);
}

/* One word segment, in place. */
static void oracle_sift(oracle_tokens *tokens, uint32_t *segment, size_t size)
{
    size_t left = 0;
    for (size_t i = 0; i < size; i++) {
        if (!oracle_is_nothing(segment[i])) {
            segment[left++] = segment[i];
        }
    }
    uint32_t *token = malloc((left + 1) * sizeof *token);
    assert_non_null(token);
    size_t points = 0;
    bool alone = false;    /* the open token is a letter that stands alone */
    bool attached = false; /* the code point before was kept, and is no dot */
    for (size_t i = 0; i < left; i++) {
        uint32_t c = segment[i];
        bool dot = c == '.' && i > 0 && i + 1 < left &&
                   uc_is_general_category(segment[i - 1], UC_DECIMAL_DIGIT_NUMBER) &&
                   uc_is_general_category(segment[i + 1], UC_DECIMAL_DIGIT_NUMBER);
        bool mark = oracle_is_mark(c) && attached;
        attached = mark || oracle_is_token(c);
        if (!dot && !attached) {
            continue;
        }
        if (!mark && points > 0 && (alone || oracle_stands_alone(c))) {
            oracle_emit(tokens, token, points);
            points = 0;
        }
        alone = mark ? alone : oracle_stands_alone(c);
        token[points++] = c;
    }
    if (points > 0) {
        oracle_emit(tokens, token, points);
    }
    free(token);
}

/* The tokens of normalised text, cut where breaks[i] != 0 stands before code point i. */
static void oracle_cut(oracle_tokens *tokens, uint32_t *text, size_t size, const char *breaks)
{
    for (size_t begin = 0; begin < size;) {
        size_t end = begin + 1;
        while (end < size && breaks[end] == 0) {
            end++;
        }
        oracle_sift(tokens, text + begin, end - begin);
        begin = end;
    }
}

static inline oracle_tokens oracle_fold(const uint32_t *text, size_t size)
{
    oracle_tokens tokens = {0};
    size_t length = 0;
    size_t joined = 0;
    uint32_t *whole = oracle_join(text, size, &joined);
    uint32_t *normal = oracle_normalise(whole, joined, &length);
    size_t left = 0;
    for (size_t i = 0; i < length; i++) {
        normal[left] = normal[i];
        left += !oracle_is_nothing(normal[i]);
    }
    length = left;
    free(whole);
    char *breaks = calloc(length + 1, 1);
    assert_non_null(breaks);
    u32_wordbreaks(normal, length, breaks);
    oracle_cut(&tokens, normal, length, breaks);
    free(breaks);
    free(normal);
    return tokens;
}

#endif
