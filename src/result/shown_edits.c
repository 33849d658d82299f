#include "result/shown_edits.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "result/shown_memo.h"
#include "text/line.h"
#include "text/numerals.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_STEPS 12U  /* characters that a border moves at most */
#define SHOWN_WINDOW 16U /* characters before and behind an edit that the dictionary sees */
#define SHOWN_BLOCK 7U   /* tokens of two edits, the longer side of each, that dissolve a single equal one */
#define SHOWN_HAN 0x2E80U

struct lt_shown {
    lt_words *words;     /* NULL until the first is asked for */
    lt_shown_memo memo;  /* of windows: what became of their cuts */
    lt_shown_memo sides; /* of one version of a window: its borders */
    uint8_t *key;        /* of the memo */
    size_t key_capacity;
    size_t *value; /* cuts within the windows: of a, then of b */
    size_t value_capacity;
    uint8_t *borders; /* of the windows: of a, then of b */
    size_t border_capacity;
};

/* A place in both versions. */
typedef struct shown_place {
    size_t a, b;
} shown_place;

/* Both versions between two places, their borders from the begin on. */
typedef struct shown_window {
    const char *text_a, *text_b;
    shown_place begin, end;
    const uint8_t *borders_a, *borders_b;
} shown_window;

/* The edits of a passage. */
typedef struct shown_cuts {
    size_t *a, *b;
    size_t count;
} shown_cuts;

static shown_place cuts_begin(const shown_cuts *cuts, size_t edit)
{
    return (shown_place){cuts->a[2 * edit], cuts->b[2 * edit]};
}

static shown_place cuts_end(const shown_cuts *cuts, size_t edit)
{
    return (shown_place){cuts->a[2 * edit + 1], cuts->b[2 * edit + 1]};
}

static void cuts_set(shown_cuts *cuts, size_t edit, shown_place begin, shown_place end)
{
    cuts->a[2 * edit] = begin.a;
    cuts->b[2 * edit] = begin.b;
    cuts->a[2 * edit + 1] = end.a;
    cuts->b[2 * edit + 1] = end.b;
}

static bool shown_is_han(uint32_t point)
{
    return (point >= 0x4E00 && point <= 0x9FFF) || (point >= SHOWN_HAN && lt_line_is_letter(point));
}

/* Over one Han character or part of a number of both, or a mark that only one has: 直轄市 and 縣（市. The sizes become
 * what to pass over. */
static bool shown_step(uint32_t a, uint32_t b, size_t *size_a, size_t *size_b)
{
    bool is_han_a = shown_is_han(a);
    bool is_han_b = shown_is_han(b);
    if ((is_han_a && is_han_b) || (a == b && (lt_line_is_digit(a) || a == '.' || a == ','))) {
        return true;
    }
    bool is_mark_a = *size_a > 0 && !is_han_a && !lt_line_is_letter(a) && !lt_line_is_digit(a);
    bool is_mark_b = *size_b > 0 && !is_han_b && !lt_line_is_letter(b) && !lt_line_is_digit(b);
    if (is_mark_a != is_mark_b) {
        *size_a = is_mark_a ? *size_a : 0;
        *size_b = is_mark_b ? *size_b : 0;
    }
    return is_mark_a != is_mark_b;
}

/* One step before *at, not before `least`; false where there is none. */
static bool shown_before(const shown_window *w, shown_place least, shown_place *at)
{
    size_t size_a;
    size_t size_b;
    uint32_t a = lt_line_last((lt_line){w->text_a + least.a, at->a - least.a}, &size_a);
    uint32_t b = lt_line_last((lt_line){w->text_b + least.b, at->b - least.b}, &size_b);
    if (!shown_step(a, b, &size_a, &size_b)) {
        return false;
    }
    *at = (shown_place){at->a - size_a, at->b - size_b};
    return true;
}

/* One step behind *at, not behind `most`. */
static bool shown_behind(const shown_window *w, shown_place most, shown_place *at)
{
    size_t size_a;
    size_t size_b;
    uint32_t a = lt_line_first((lt_line){w->text_a + at->a, most.a - at->a}, &size_a);
    uint32_t b = lt_line_first((lt_line){w->text_b + at->b, most.b - at->b}, &size_b);
    if (!shown_step(a, b, &size_a, &size_b)) {
        return false;
    }
    *at = (shown_place){at->a + size_a, at->b + size_b};
    return true;
}

static bool shown_is_border(const shown_window *w, shown_place at)
{
    return w->borders_a[at.a - w->begin.a] != 0 && w->borders_b[at.b - w->begin.b] != 0;
}

/* The nearest place at or before `at`, not before `least`, that lies between words of both. With an edit that ends at
 * `least` it shares what that leaves of a word. */
static shown_place shown_left(const shown_window *w, shown_place at, shown_place least, bool is_after_edit)
{
    shown_place moved = at;
    unsigned step = 0;
    while (!shown_is_border(w, moved) && step < SHOWN_STEPS && shown_before(w, least, &moved)) {
        step++;
    }
    return shown_is_border(w, moved) || (is_after_edit && moved.a == least.a && moved.b == least.b) ? moved : at;
}

/* The nearest place at or behind `at`, not behind `most`. */
static shown_place shown_right(const shown_window *w, shown_place at, shown_place most, bool is_before_edit)
{
    shown_place moved = at;
    unsigned step = 0;
    while (!shown_is_border(w, moved) && step < SHOWN_STEPS && shown_behind(w, most, &moved)) {
        step++;
    }
    return shown_is_border(w, moved) || (is_before_edit && moved.a == most.a && moved.b == most.b) ? moved : at;
}

/* Snaps the edits of a window. */
static void shown_snap(const shown_window *w, shown_cuts *cuts)
{
    shown_place least = w->begin;
    for (size_t e = 0; e < cuts->count; e++) {
        bool is_last = e + 1 == cuts->count;
        shown_place most = is_last ? w->end : cuts_begin(cuts, e + 1);
        shown_place begin = cuts_begin(cuts, e);
        shown_place end = cuts_end(cuts, e);
        begin = begin.a < least.a || begin.b < least.b ? least : shown_left(w, begin, least, e > 0);
        end = end.a < least.a || end.b < least.b ? least : shown_right(w, end, most, !is_last);
        cuts_set(cuts, e, begin, end);
        least = end;
    }
}

/* Whether a character before `at` and the one behind may be of one word of the dictionary or of one numeral. */
static bool shown_is_inside(const char *text, size_t begin, size_t at, size_t end)
{
    size_t size;
    uint32_t before = lt_line_last((lt_line){text + begin, at - begin}, &size);
    uint32_t behind = lt_line_first((lt_line){text + at, end - at}, &size);
    bool is_han_before = shown_is_han(before);
    bool is_han_behind = shown_is_han(behind);
    return (is_han_before && (is_han_behind || lt_line_is_digit(behind))) ||
           (is_han_behind && lt_line_is_digit(before));
}

static bool shown_has_inside(const shown_window *w, const shown_cuts *cuts)
{
    for (size_t i = 0; i < 2 * cuts->count; i++) {
        if (shown_is_inside(w->text_a, w->begin.a, cuts->a[i], w->end.a) ||
            shown_is_inside(w->text_b, w->begin.b, cuts->b[i], w->end.b)) {
            return true;
        }
    }
    return false;
}

/* Both texts of the window and the cuts in it. */
static int shown_key(lt_shown *shown, const shown_window *w, const shown_cuts *cuts, size_t *ret_size,
                     leitong_error *error)
{
    size_t size_a = w->end.a - w->begin.a;
    size_t size_b = w->end.b - w->begin.b;
    size_t numbers = 4 * cuts->count + 1;
    LT_TRY(LT_RESERVE(shown->key, shown->key_capacity, numbers * sizeof(size_t) + size_a + size_b, error));
    LT_TRY(LT_RESERVE(shown->value, shown->value_capacity, numbers, error));
    for (size_t i = 0; i < 2 * cuts->count; i++) {
        shown->value[i] = cuts->a[i] - w->begin.a;
        shown->value[2 * cuts->count + i] = cuts->b[i] - w->begin.b;
    }
    shown->value[numbers - 1] = size_a;
    memcpy(shown->key, shown->value, numbers * sizeof(size_t));
    memcpy(shown->key + numbers * sizeof(size_t), w->text_a + w->begin.a, size_a);
    memcpy(shown->key + numbers * sizeof(size_t) + size_a, w->text_b + w->begin.b, size_b);
    *ret_size = numbers * sizeof(size_t) + size_a + size_b;
    return 0;
}

/* The borders of one version: it is held against many others. */
static int shown_read_side(lt_shown *shown, const char *text, size_t size, uint8_t *ret_borders, leitong_error *error)
{
    size_t slot;
    const void *known = lt_shown_memo_find(&shown->sides, (lt_shown_bytes){text, size}, &slot);
    if (known != NULL) {
        memcpy(ret_borders, known, size + 1);
        return 0;
    }
    if (shown->words == NULL) {
        LT_TRY(lt_words_new(&shown->words, error));
    }
    LT_TRY(lt_words_read(shown->words, text, size, ret_borders, error));
    lt_numerals_join(text, size, ret_borders);
    return lt_shown_memo_add(&shown->sides, slot, (lt_shown_bytes){text, size}, (lt_shown_bytes){ret_borders, size + 1},
                             error);
}

static int shown_read(lt_shown *shown, shown_window *w, leitong_error *error)
{
    size_t size_a = w->end.a - w->begin.a;
    size_t size_b = w->end.b - w->begin.b;
    LT_TRY(LT_RESERVE(shown->borders, shown->border_capacity, size_a + size_b + 2, error));
    uint8_t *borders_b = shown->borders + size_a + 1;
    LT_TRY(shown_read_side(shown, w->text_a + w->begin.a, size_a, shown->borders, error));
    LT_TRY(shown_read_side(shown, w->text_b + w->begin.b, size_b, borders_b, error));
    w->borders_a = shown->borders;
    w->borders_b = borders_b;
    return 0;
}

/* The edits of one window: by the memo, or by the dictionary. */
static int shown_window_edits(lt_shown *shown, shown_window *w, shown_cuts *cuts, leitong_error *error)
{
    size_t size = 0;
    size_t slot = 0;
    size_t values = 4 * cuts->count * sizeof(size_t);
    if (!shown_has_inside(w, cuts)) {
        return 0;
    }
    LT_TRY(shown_key(shown, w, cuts, &size, error));
    const void *known = lt_shown_memo_find(&shown->memo, (lt_shown_bytes){shown->key, size}, &slot);
    if (known != NULL) {
        memcpy(shown->value, known, values);
        for (size_t i = 0; i < 2 * cuts->count; i++) {
            cuts->a[i] = w->begin.a + shown->value[i];
            cuts->b[i] = w->begin.b + shown->value[2 * cuts->count + i];
        }
        return 0;
    }
    LT_TRY(shown_read(shown, w, error));
    shown_snap(w, cuts);
    for (size_t i = 0; i < 2 * cuts->count; i++) {
        shown->value[i] = cuts->a[i] - w->begin.a;
        shown->value[2 * cuts->count + i] = cuts->b[i] - w->begin.b;
    }
    return lt_shown_memo_add(&shown->memo, slot, (lt_shown_bytes){shown->key, size},
                             (lt_shown_bytes){shown->value, values}, error);
}

/* Where the window that begins before edit `first` begins: not before `least`. */
static shown_place shown_reach_left(const shown_window *texts, shown_place at, shown_place least)
{
    for (unsigned step = 0; step < SHOWN_WINDOW && shown_before(texts, least, &at); step++) {
    }
    return at;
}

static shown_place shown_reach_right(const shown_window *texts, shown_place at, shown_place most)
{
    for (unsigned step = 0; step < SHOWN_WINDOW && shown_behind(texts, most, &at); step++) {
    }
    return at;
}

/* Cuts the passage into windows. */
static int shown_snap_all(lt_shown *shown, const shown_window *passage, shown_cuts *cuts, leitong_error *error)
{
    shown_place begin = shown_reach_left(passage, cuts_begin(cuts, 0), passage->begin);
    for (size_t first = 0, e = 0; e < cuts->count; e++) {
        bool is_last = e + 1 == cuts->count;
        shown_place behind = cuts_end(cuts, e);
        shown_place most = is_last ? passage->end : cuts_begin(cuts, e + 1);
        shown_place end = shown_reach_right(passage, behind, most);
        shown_place next = is_last ? most : shown_reach_left(passage, most, behind);
        if (!is_last && (next.a < end.a || next.b < end.b ||
                         (end.a == behind.a && end.b == behind.b && most.a == behind.a && most.b == behind.b))) {
            continue;
        }
        shown_window w = {.text_a = passage->text_a, .text_b = passage->text_b, .begin = begin, .end = end};
        shown_cuts group = {cuts->a + 2 * first, cuts->b + 2 * first, e + 1 - first};
        LT_TRY(shown_window_edits(shown, &w, &group, error));
        first = e + 1;
        begin = next;
    }
    return 0;
}

/* Tokens of the text, counted up to `most`: a Han character, or a word or number of others; *ret_only whether there is
 * nothing else but white space. */
static unsigned shown_tokens(lt_line line, unsigned most, bool *ret_only)
{
    unsigned count = 0;
    bool in_word = false;
    *ret_only = true;
    for (size_t size; line.size > 0 && count < most; line = lt_line_without(line, size, 0)) {
        uint32_t point = lt_line_first(line, &size);
        bool is_han = shown_is_han(point);
        bool is_part = !is_han && (lt_line_is_letter(point) || lt_line_is_digit(point));
        count += is_han || (is_part && !in_word);
        in_word = is_part;
        *ret_only = *ret_only && (is_han || is_part || point == ' ');
    }
    return count;
}

static lt_line shown_line(const char *text, size_t begin, size_t end)
{
    return (lt_line){text + begin, end - begin};
}

/* Whether all that stands between two edits of a side is one token. */
static bool shown_is_single(const char *text, size_t begin, size_t end)
{
    bool is_only;
    return shown_tokens(shown_line(text, begin, end), 2, &is_only) == 1 && is_only;
}

static unsigned shown_longer(const shown_window *passage, const shown_cuts *cuts, size_t edit)
{
    bool is_only;
    shown_place begin = cuts_begin(cuts, edit);
    shown_place end = cuts_end(cuts, edit);
    unsigned a = shown_tokens(shown_line(passage->text_a, begin.a, end.a), SHOWN_BLOCK, &is_only);
    unsigned b = shown_tokens(shown_line(passage->text_b, begin.b, end.b), SHOWN_BLOCK, &is_only);
    return LT_MAX(a, b);
}

/* Whether edit e goes on where edit `kept` ends. */
static bool shown_is_one(const shown_window *passage, const shown_cuts *cuts, size_t kept, size_t e)
{
    shown_place end = cuts_end(cuts, kept);
    shown_place begin = cuts_begin(cuts, e);
    if (end.a == begin.a && end.b == begin.b) {
        return true;
    }
    return shown_is_single(passage->text_a, end.a, begin.a) && shown_is_single(passage->text_b, end.b, begin.b) &&
           shown_longer(passage, cuts, kept) + shown_longer(passage, cuts, e) >= SHOWN_BLOCK;
}

static void shown_dissolve(const shown_window *passage, shown_cuts *cuts)
{
    size_t kept = 0;
    for (size_t e = 1; e < cuts->count; e++) {
        bool is_one = shown_is_one(passage, cuts, kept, e);
        shown_place begin = cuts_begin(cuts, is_one ? kept : e);
        kept += !is_one;
        cuts_set(cuts, kept, begin, cuts_end(cuts, e));
    }
    cuts->count = kept + 1;
}

int lt_shown_new(lt_shown **ret_shown, leitong_error *error)
{
    lt_shown *shown = calloc(1, sizeof *shown);
    if (shown == NULL) {
        return lt_error_memory(error);
    }
    *ret_shown = shown;
    return 0;
}

void lt_shown_free(lt_shown *shown)
{
    if (shown == NULL) {
        return;
    }
    lt_words_free(shown->words);
    lt_shown_memo_clear(&shown->memo);
    lt_shown_memo_clear(&shown->sides);
    free(shown->key);
    free(shown->value);
    free(shown->borders);
    free(shown);
}

int lt_shown_edits(lt_shown *shown, lt_span_text *a, lt_span_text *b, size_t *count, leitong_error *error)
{
    if (*count == 0 || a->text == NULL || b->text == NULL) {
        return 0;
    }
    shown_window passage = {.text_a = a->text, .text_b = b->text, .end = {a->size, b->size}};
    shown_cuts cuts = {a->cuts, b->cuts, *count};
    LT_TRY(shown_snap_all(shown, &passage, &cuts, error));
    shown_dissolve(&passage, &cuts);
    *count = cuts.count;
    return 0;
}
