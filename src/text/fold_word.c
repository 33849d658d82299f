#include "text/fold_word.h"

#include "base/buffer.h"
#include "base/code_point.h"
#include "base/compare.h"
#include "text/fold_table.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

/* What stands before the next code point in its segment, Extend, Format and ZWJ left out (UAX #29, WB4). AFTER_x_MID: x
 * and one character that keeps x and its like together if such a one follows (WB6, WB7, WB7b, WB11, WB12). */
enum word_state {
    AT_BREAK,
    AFTER_LETTER,
    AFTER_HEBREW,
    AFTER_NUMBER,
    AFTER_JOINER,
    AFTER_KATAKANA,
    AFTER_LETTER_MID,
    AFTER_HEBREW_MID,
    AFTER_HEBREW_QUOTE,
    AFTER_NUMBER_MID,
    STATE_COUNT
};

#define CUT 0x80 /* a break before the code point */
#define STARTS(state) (CUT | (state))

/* UAX #29, WB5–WB13b, by (state, class): the next state, and whether to cut. A middle character that in
 * the end joins nothing is not cut off: it is deleted in any case, and what follows cuts. */
static const uint8_t word_steps[STATE_COUNT][LT_CLASS_COUNT] = {
#define ALIKE(letter, hebrew, numeric, joiner, katakana)                                                               \
    [LT_CLASS_BREAK] = STARTS(AT_BREAK), [LT_CLASS_LETTER] = (letter) | AFTER_LETTER,                                  \
    [LT_CLASS_HEBREW] = (hebrew) | AFTER_HEBREW, [LT_CLASS_NUMERIC] = (numeric) | AFTER_NUMBER,                        \
    [LT_CLASS_JOINER] = (joiner) | AFTER_JOINER, [LT_CLASS_KATAKANA] = (katakana) | AFTER_KATAKANA
#define MIDDLE(letter, number, both, single, two)                                                                      \
    [LT_CLASS_MID_LETTER] = (letter), [LT_CLASS_MID_NUMBER] = (number), [LT_CLASS_MID_BOTH] = (both),                  \
    [LT_CLASS_SINGLE_QUOTE] = (single), [LT_CLASS_DOUBLE_QUOTE] = (two)
#define NO_MIDDLE MIDDLE(STARTS(AT_BREAK), STARTS(AT_BREAK), STARTS(AT_BREAK), STARTS(AT_BREAK), STARTS(AT_BREAK))
    [AT_BREAK] = {ALIKE(CUT, CUT, CUT, CUT, CUT), NO_MIDDLE},
    [AFTER_LETTER] = {ALIKE(0, 0, 0, 0, CUT),
                      MIDDLE(AFTER_LETTER_MID, STARTS(AT_BREAK), AFTER_LETTER_MID, AFTER_LETTER_MID, STARTS(AT_BREAK))},
    [AFTER_HEBREW] = {ALIKE(0, 0, 0, 0, CUT), MIDDLE(AFTER_HEBREW_MID, STARTS(AT_BREAK), AFTER_HEBREW_MID,
                                                     AFTER_HEBREW_MID, AFTER_HEBREW_QUOTE)},
    [AFTER_NUMBER] = {ALIKE(0, 0, 0, 0, CUT),
                      MIDDLE(STARTS(AT_BREAK), AFTER_NUMBER_MID, AFTER_NUMBER_MID, AFTER_NUMBER_MID, STARTS(AT_BREAK))},
    [AFTER_JOINER] = {ALIKE(0, 0, 0, 0, 0), NO_MIDDLE},
    [AFTER_KATAKANA] = {ALIKE(CUT, CUT, CUT, 0, 0), NO_MIDDLE},
    [AFTER_LETTER_MID] = {ALIKE(0, 0, CUT, CUT, CUT), NO_MIDDLE},
    [AFTER_HEBREW_MID] = {ALIKE(0, 0, CUT, CUT, CUT), NO_MIDDLE},
    [AFTER_HEBREW_QUOTE] = {ALIKE(CUT, 0, CUT, CUT, CUT), NO_MIDDLE},
    [AFTER_NUMBER_MID] = {ALIKE(CUT, CUT, 0, CUT, CUT), NO_MIDDLE},
};

#define WORD_KNOWN 2048U /* words that a fold remembers: 64 KiB, so that they stay in the cache */

int lt_fold_word_init(lt_fold_word *word, unsigned flags, lt_lexicon *lexicon, leitong_error *error)
{
    lt_fold_known *known = NULL;
    if (lexicon != NULL && (known = calloc(WORD_KNOWN, sizeof *known)) == NULL) {
        return lt_error_memory(error);
    }
    *word = (lt_fold_word){.flags = flags, .lexicon = lexicon, .known = known};
    return 0;
}

int lt_fold_word_name(lt_fold_word *word, const uint8_t *text, size_t size, uint32_t *ret_id, uint64_t *ret_hash,
                      leitong_error *error)
{
    uint64_t hash = lt_lexicon_word_hash(text, size);
    *ret_hash = hash;
    if (word->lexicon == NULL) {
        *ret_id = LT_TOKEN_WORD;
        return 0;
    }
    if ((word->flags & LT_FOLD_KNOWN) != 0) {
        *ret_id = lt_lexicon_find(word->lexicon, text, size, hash);
        return 0;
    }
    lt_fold_known *known = &word->known[hash % WORD_KNOWN];
    if (known->hash == hash && known->size == size && memcmp(known->text, text, size) == 0) {
        *ret_id = known->id;
        return 0;
    }
    LT_TRY(lt_lexicon_add(word->lexicon, text, size, hash, ret_id, error));
    if (size <= LT_FOLD_KNOWN_TEXT) {
        known->hash = hash;
        known->id = *ret_id;
        known->size = (uint32_t)size;
        memcpy(known->text, text, size);
    }
    return 0;
}

void lt_fold_word_clear(lt_fold_word *word)
{
    free(word->known);
    free(word->text);
    free(word->looks);
    memset(word, 0, sizeof *word);
}

int lt_tokens_append(lt_tokens *tokens, lt_fold_word *word, const lt_fold_token *token, leitong_error *error)
{
    unsigned flags = word->flags;
    uint32_t id = token->first;
    uint64_t hash = id;
    if (token->points > 1) {
        LT_TRY(lt_fold_word_name(word, token->text, token->size, &id, &hash, error));
    }
    if ((flags & LT_FOLD_TEXT) != 0) {
        if (token->size > UINT32_MAX - tokens->text_size) {
            return lt_error_set(error, LEITONG_EUSAGE, "more than 4 GiB of folded text in one piece");
        }
        LT_TRY(LT_RESERVE(tokens->text, tokens->text_capacity, tokens->text_size + token->size, error));
        memcpy(tokens->text + tokens->text_size, token->text, token->size);
        tokens->text_size += token->size;
        tokens->text_ends[tokens->count] = (uint32_t)tokens->text_size;
    }
    if ((flags & LT_FOLD_SPANS) != 0) {
        tokens->begins[tokens->count] = token->begin;
        tokens->ends[tokens->count] = token->end;
    }
    if ((flags & LT_FOLD_HASHES) != 0) {
        tokens->hashes[tokens->count] = hash;
    }
    tokens->ids[tokens->count++] = id;
    return 0;
}

/* In a word with Latin letters, what looks like one becomes one. */
static void word_see_through(lt_fold_word *word)
{
    size_t size = 0;
    size_t from = 0;
    if (!word->latin) {
        return;
    }
    for (size_t i = 0; i < word->look_count; i++) {
        const lt_fold_look *look = &word->looks[i];
        memmove(word->text + size, word->text + from, look->at - from);
        size += look->at - from;
        word->text[size++] = (uint8_t)look->latin;
        from = look->at + look->size;
        word->first = look->at == 0 ? look->latin : word->first;
    }
    memmove(word->text + size, word->text + from, word->size - from);
    word->size = size + word->size - from;
    word->seen.look_alike += word->look_count;
}

/* NFC of the open token, once what stood between its code points is gone. */
static int word_compose(lt_fold_word *word, leitong_error *error)
{
    size_t size = 0;
    uint8_t *text = u8_normalize(UNINORM_NFC, word->text, word->size, NULL, &size);
    if (text == NULL) {
        return lt_error_memory(error);
    }
    free(word->text);
    word->text = text;
    word->size = size;
    word->capacity = size;
    word->points = u8_mbsnlen(text, size);
    unsigned length;
    word->first = lt_code_point_read(text, size, &length);
    return 0;
}

void lt_fold_word_begin(lt_fold_word *word)
{
    word->attached = word->digit = word->dot = word->gap = word->composes = false;
    word->points = 0;
    word->size = 0;
    word->latin = false;
    word->look_count = 0;
    word->state = AT_BREAK;
    word->reach = 0;
}

bool lt_fold_word_in_letters(const lt_fold_word *word)
{
    return word->points > 0 && !word->alone && word->state == AFTER_LETTER && word->attached && !word->digit;
}

void lt_fold_word_join(lt_fold_word *word)
{
    word->gap = true;
    word->seen.joined++;
}

/* The open token, if any, is whole. */
static int word_flush(lt_fold_word *word, lt_tokens *tokens, leitong_error *error)
{
    word->attached = word->digit = word->dot = word->gap = false;
    if (word->points == 0) {
        return 0;
    }
    /* Ends rise: where a mark that folds to a letter (U+0345) changed places with the marks behind it, it shares them.
     */
    word->reach = LT_MAX(word->end, word->reach);
    word->end = word->reach;
    if (word->look_count > 0) {
        word_see_through(word);
    }
    if (word->composes) {
        LT_TRY(word_compose(word, error));
    }
    LT_TRY(lt_tokens_reserve(tokens, 1, word->flags, error));
    lt_fold_token token = {word->text, word->size, word->points, word->first, word->begin, word->end};
    LT_TRY(lt_tokens_append(tokens, word, &token, error));
    word->composes = word->latin = false;
    word->points = 0;
    word->size = 0;
    word->look_count = 0;
    return 0;
}

static bool word_is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c < 0x250) || (c >= 0x1E00 && c < 0x1F00);
}

/* Signs that scripts need inside words (joiners, marks of direction) and variants of a sign: honest text has them. */
static bool word_is_needed(uint32_t c)
{
    return (c >= 0x200C && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x034F || c == 0x061C || (c >= 0x180B && c <= 0x180F) || (c >= 0xFE00 && c <= 0xFE0F) || c >= 0xE0000;
}

static int word_keep(lt_fold_word *word, lt_fold_point point, uint32_t entry, leitong_error *error)
{
    if (word->size + 4 > word->capacity) {
        LT_TRY(LT_RESERVE(word->text, word->capacity, word->size + 4, error));
    }
    uint32_t c = point.code_point;
    if ((word->flags & LT_FOLD_HAN) != 0) {
        c = lt_fold_simplified(c);
    }
    size_t length = lt_code_point_write(word->text + word->size, c);
    if (point.looks != 0) {
        LT_TRY(LT_RESERVE(word->looks, word->look_capacity, word->look_count + 1, error));
        word->looks[word->look_count++] = (lt_fold_look){word->size, (uint32_t)length, point.looks};
    }
    word->latin = word->latin || ((entry & LT_ENTRY_TOKEN) != 0 && word_is_latin(c));
    word->size += length;
    if (word->points++ == 0) {
        word->first = c;
        word->begin = point.begin;
        word->end = point.end;
    }
    /* Canonical ordering may have put a mark's source behind that of the mark after it. */
    word->begin = LT_MIN(point.begin, word->begin);
    word->end = LT_MAX(point.end, word->end);
    word->composes |= word->gap && (entry & LT_ENTRY_JOINS) != 0;
    word->attached = true;
    word->digit = (entry & LT_ENTRY_DIGIT) != 0;
    word->dot = word->gap = false;
    return 0;
}

/* A code point that is deleted, and is not ignorable: its marks go with it. */
static void word_drop(lt_fold_word *word)
{
    word->attached = word->digit = word->dot = false;
    word->gap = true;
}

int lt_fold_word_push(lt_fold_word *word, lt_fold_point point, uint32_t entry, lt_tokens *tokens, leitong_error *error)
{
    uint32_t class = entry & LT_ENTRY_CLASS;
    if (class != LT_CLASS_EXTEND) {
        uint8_t step = word_steps[word->state][class];
        word->state = step & (CUT - 1);
        if ((step & CUT) != 0) {
            LT_TRY(word_flush(word, tokens, error));
        }
    }
    if ((entry & LT_ENTRY_IGNORABLE) != 0) {
        word->gap = true;
        word->seen.zero_width += !word_is_needed(point.code_point);
        return 0;
    }
    if ((entry & LT_ENTRY_TOKEN) != 0) {
        if (word->dot && (entry & LT_ENTRY_DIGIT) != 0) {
            lt_fold_point dot = {.code_point = '.', .begin = word->begin, .end = word->end};
            LT_TRY(word_keep(word, dot, 0, error));
        }
        if (word->alone || (entry & LT_ENTRY_ALONE) != 0) {
            LT_TRY(word_flush(word, tokens, error));
        }
        word->alone = (entry & LT_ENTRY_ALONE) != 0;
        return word_keep(word, point, entry, error);
    }
    if ((entry & LT_ENTRY_MARK) != 0 && word->attached) {
        return word_keep(word, point, entry, error);
    }
    bool dot = point.code_point == '.' && word->digit;
    word_drop(word);
    word->dot = dot;
    return 0;
}

int lt_fold_word_end(lt_fold_word *word, lt_tokens *tokens, leitong_error *error)
{
    word->state = AT_BREAK;
    return word_flush(word, tokens, error);
}
