#include "result/shown_edits.h"

#include "text/line.h"
#include "text/words.h"

#include <stdlib.h>

#define SHOWN_STEPS 16U /* characters that a border moves at most */
#define SHOWN_HAN 0x2E80U

typedef struct shown_side {
    lt_span_text *text;
    uint8_t *borders; /* [size + 1] */
} shown_side;

typedef struct shown_pair {
    shown_side a, b;
} shown_pair;

/* A place in both versions. */
typedef struct shown_place {
    size_t a, b;
} shown_place;

static lt_line shown_between(const shown_side *side, size_t begin, size_t end)
{
    return (lt_line){side->text->text + begin, end - begin};
}

static bool shown_is_border(const shown_pair *pair, shown_place at)
{
    return pair->a.borders[at.a] != 0 && pair->b.borders[at.b] != 0;
}

static bool shown_is_han(uint32_t point)
{
    return point >= SHOWN_HAN && lt_line_is_letter(point);
}

/* Over one Han character of both, or a mark that only one has: 直轄市 and 縣（市. The sizes become what to pass over.
 */
static bool shown_step(uint32_t a, uint32_t b, size_t *size_a, size_t *size_b)
{
    bool is_mark_a = *size_a > 0 && !lt_line_is_letter(a) && !lt_line_is_digit(a);
    bool is_mark_b = *size_b > 0 && !lt_line_is_letter(b) && !lt_line_is_digit(b);
    if (is_mark_a != is_mark_b) {
        *size_a = is_mark_a ? *size_a : 0;
        *size_b = is_mark_b ? *size_b : 0;
    }
    return is_mark_a != is_mark_b || (shown_is_han(a) && shown_is_han(b));
}

/* The nearest place at or before `at`, not before `least`, that lies between words of both. */
static shown_place shown_left(const shown_pair *pair, shown_place at, shown_place least)
{
    shown_place moved = at;
    for (unsigned step = 0; step <= SHOWN_STEPS; step++) {
        if (shown_is_border(pair, moved)) {
            return moved;
        }
        size_t size_a;
        size_t size_b;
        uint32_t a = lt_line_last(shown_between(&pair->a, least.a, moved.a), &size_a);
        uint32_t b = lt_line_last(shown_between(&pair->b, least.b, moved.b), &size_b);
        if (!shown_step(a, b, &size_a, &size_b)) {
            break;
        }
        moved = (shown_place){moved.a - size_a, moved.b - size_b};
    }
    /* What the edit before it leaves of a word belongs to both edits. */
    return moved.a == least.a && moved.b == least.b && least.a > 0 && least.b > 0 ? moved : at;
}

/* The nearest place at or behind `at`, not behind `most`. */
static shown_place shown_right(const shown_pair *pair, shown_place at, shown_place most)
{
    shown_place moved = at;
    for (unsigned step = 0; step <= SHOWN_STEPS; step++) {
        if (shown_is_border(pair, moved)) {
            return moved;
        }
        size_t size_a;
        size_t size_b;
        uint32_t a = lt_line_first(shown_between(&pair->a, moved.a, most.a), &size_a);
        uint32_t b = lt_line_first(shown_between(&pair->b, moved.b, most.b), &size_b);
        if (!shown_step(a, b, &size_a, &size_b)) {
            break;
        }
        moved = (shown_place){moved.a + size_a, moved.b + size_b};
    }
    return moved.a == most.a && moved.b == most.b && most.a < pair->a.text->size && most.b < pair->b.text->size ? moved
                                                                                                                : at;
}

/* Whether at most one Han character, and nothing else, stands between two edits of a side. */
static bool shown_is_island(const shown_side *side, size_t begin, size_t end)
{
    lt_line line = shown_between(side, begin, end);
    unsigned han = 0;
    for (size_t size; line.size > 0 && han <= 1; line = lt_line_without(line, size, 0)) {
        uint32_t point = lt_line_first(line, &size);
        if (!shown_is_han(point)) {
            return false;
        }
        han++;
    }
    return han <= 1;
}

static void shown_make(const shown_pair *pair, size_t *count)
{
    size_t *a = pair->a.text->cuts;
    size_t *b = pair->b.text->cuts;
    size_t kept = 0;
    for (size_t e = 0; e < *count; e++) {
        bool is_last = e + 1 == *count;
        shown_place least = kept == 0 ? (shown_place){0, 0} : (shown_place){a[2 * kept - 1], b[2 * kept - 1]};
        shown_place most =
            is_last ? (shown_place){pair->a.text->size, pair->b.text->size} : (shown_place){a[2 * e + 2], b[2 * e + 2]};
        shown_place begin = {a[2 * e], b[2 * e]};
        shown_place end = {a[2 * e + 1], b[2 * e + 1]};
        begin = begin.a < least.a || begin.b < least.b ? least : shown_left(pair, begin, least);
        end = end.a < least.a || end.b < least.b ? least : shown_right(pair, end, most);
        if (kept > 0 && shown_is_island(&pair->a, least.a, begin.a) && shown_is_island(&pair->b, least.b, begin.b)) {
            a[2 * kept - 1] = end.a;
            b[2 * kept - 1] = end.b;
            continue;
        }
        a[2 * kept] = begin.a;
        b[2 * kept] = begin.b;
        a[2 * kept + 1] = end.a;
        b[2 * kept + 1] = end.b;
        kept++;
    }
    *count = kept;
}

static int shown_borders(lt_words *words, shown_side *side, leitong_error *error)
{
    side->borders = malloc(side->text->size + 1);
    if (side->borders == NULL) {
        return lt_error_memory(error);
    }
    return lt_words_read(words, side->text->text, side->text->size, side->borders, error);
}

int lt_shown_edits(lt_span_text *a, lt_span_text *b, size_t *count, leitong_error *error)
{
    shown_pair pair = {{a, NULL}, {b, NULL}};
    lt_words *words = NULL;
    if (*count == 0 || a->text == NULL || b->text == NULL) {
        return 0;
    }
    int code = 0;
    LT_TRY_GOTO(done, lt_words_new(&words, error));
    LT_TRY_GOTO(done, shown_borders(words, &pair.a, error));
    LT_TRY_GOTO(done, shown_borders(words, &pair.b, error));
    shown_make(&pair, count);
done:
    lt_words_free(words);
    free(pair.a.borders);
    free(pair.b.borders);
    return code;
}
