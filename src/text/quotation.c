#include "text/quotation.h"

#include "base/buffer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    KIND_CURLY,
    KIND_LOW,
    KIND_CORNER,
    KIND_WHITE_CORNER,
    KIND_GUILLEMET,
    KIND_SINGLE_GUILLEMET,
    KIND_SINGLE,
    KIND_STRAIGHT,
    KIND_APOSTROPHE,
    KINDS
};

typedef struct quote_mark {
    const char *bytes;
    int opens, closes; /* kinds, or −1 */
} quote_mark;

/* “ closes „, and so does ”; of the guillemets either may open. */
static const quote_mark quote_marks[] = {
    {"“", KIND_CURLY, KIND_LOW},
    {"”", -1, KIND_CURLY},
    {"„", KIND_LOW, -1},
    {"「", KIND_CORNER, -1},
    {"」", -1, KIND_CORNER},
    {"『", KIND_WHITE_CORNER, -1},
    {"』", -1, KIND_WHITE_CORNER},
    {"«", KIND_GUILLEMET, KIND_GUILLEMET},
    {"»", KIND_GUILLEMET, KIND_GUILLEMET},
    {"‹", KIND_SINGLE_GUILLEMET, KIND_SINGLE_GUILLEMET},
    {"›", KIND_SINGLE_GUILLEMET, KIND_SINGLE_GUILLEMET},
    {"‘", KIND_SINGLE, -1},
    {"’", -1, KIND_SINGLE},
    {"\"", KIND_STRAIGHT, KIND_STRAIGHT},
    {"'", KIND_APOSTROPHE, KIND_APOSTROPHE},
};

typedef struct quote_scan {
    const uint8_t *text;
    size_t size;
    const quote_mark *openers[KINDS]; /* the mark that opened; NULL: none is open */
    size_t opened[KINDS];
    unsigned depth[KINDS];
} quote_scan;

void lt_quotation_clear(lt_quotation *quotation)
{
    free(quotation->ranges);
    *quotation = (lt_quotation){0};
}

static const quote_mark *quote_mark_at(const uint8_t *text, size_t size, size_t at)
{
    uint8_t first = text[at];
    if (first != '"' && first != '\'' && first != 0xC2 && first != 0xE2 && first != 0xE3) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof quote_marks / sizeof *quote_marks; i++) {
        size_t length = strlen(quote_marks[i].bytes);
        if (at + length <= size && memcmp(text + at, quote_marks[i].bytes, length) == 0) {
            return &quote_marks[i];
        }
    }
    return NULL;
}

static bool quote_word(const quote_scan *scan, size_t at)
{
    return at < scan->size && isalnum(scan->text[at]) != 0;
}

/* Whether an open quotation ends with this mark; *ret_kind is the one. */
static bool quote_closes(const quote_scan *scan, const quote_mark *mark, size_t at, int *ret_kind)
{
    size_t behind = at + strlen(mark->bytes);
    int kind = mark->closes;
    if (kind == KIND_CURLY && scan->depth[KIND_CURLY] == 0) {
        kind = KIND_LOW; /* „ ” */
    }
    *ret_kind = kind;
    if (kind < 0 || scan->depth[kind] == 0) {
        return false;
    }
    if (kind == KIND_APOSTROPHE || kind == KIND_SINGLE) {
        return !(quote_word(scan, at - 1) && quote_word(scan, behind));
    }
    /* A guillemet closes only what the other one opened. */
    return (kind != KIND_GUILLEMET && kind != KIND_SINGLE_GUILLEMET) || scan->openers[kind] != mark;
}

static bool quote_opens(const quote_scan *scan, const quote_mark *mark, size_t at)
{
    bool behind_word = at > 0 && quote_word(scan, at - 1);
    switch (mark->opens) {
    case -1:
        return false;
    case KIND_STRAIGHT:
        return !behind_word;
    case KIND_APOSTROPHE:
        return !behind_word && at + 1 < scan->size && isspace(scan->text[at + 1]) == 0;
    default:
        return true;
    }
}

static int quote_range(lt_quotation *quotation, size_t begin, size_t end, leitong_error *error)
{
    LT_TRY(LT_RESERVE(quotation->ranges, quotation->capacity, quotation->count + 1, error));
    quotation->ranges[quotation->count++] = (lt_quoted_range){begin, end};
    return 0;
}

/* The first opening mark of the kind that the paragraph before left open stands at its begin. */
static bool quote_continues(const lt_quotation *quotation, const uint8_t *text, size_t size)
{
    const quote_mark *mark = size > 0 && quotation->open ? quote_mark_at(text, size, 0) : NULL;
    return mark != NULL && mark->opens >= 0 && (unsigned)mark->opens == quotation->open_kind;
}

/* Of what is open at the end, the outermost. */
static void quote_left_open(lt_quotation *quotation, const quote_scan *scan)
{
    quotation->open = false;
    for (unsigned kind = 0; kind < KINDS; kind++) {
        if (scan->depth[kind] > 0 && (!quotation->open || scan->opened[kind] < quotation->open_at)) {
            quotation->open = true;
            quotation->open_at = scan->opened[kind];
            quotation->open_kind = kind;
        }
    }
}

int lt_quotation_paragraph(lt_quotation *quotation, const uint8_t *text, size_t size, leitong_error *error)
{
    quote_scan scan = {.text = text, .size = size};
    quotation->count = 0;
    quotation->continues = quote_continues(quotation, text, size);
    quotation->closes = false;
    quotation->open = false;
    if (size > 0 && text[0] == '>') {
        return quote_range(quotation, 0, size, error);
    }
    for (size_t i = 0; i < size; i++) {
        const quote_mark *mark = quote_mark_at(text, size, i);
        int kind = 0;
        if (mark == NULL) {
            continue;
        }
        if (quote_closes(&scan, mark, i, &kind)) {
            if (--scan.depth[kind] == 0) {
                LT_TRY(quote_range(quotation, scan.opened[kind], i, error));
                quotation->closes = quotation->closes || (quotation->continues && scan.opened[kind] == 0);
            }
        } else if (quote_opens(&scan, mark, i) && scan.depth[mark->opens]++ == 0) {
            scan.opened[mark->opens] = i;
            scan.openers[mark->opens] = mark;
        }
    }
    quote_left_open(quotation, &scan);
    return 0;
}
