#include "passages/text_places.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

#define PLACES_POWERS 31 /* of two, of a length in tokens */
#define PLACES_PART 4    /* places whose ends differ by less than 2^−4 of the length may be one */

/* A side or a phrase's place, within one document. */
typedef struct places_span {
    uint64_t key; /* power of two, begin and end, as far as they tell places apart */
    lt_place place;
    size_t number; /* side, or 2 × passages + place of a phrase */
} places_span;

void lt_text_places_clear(lt_text_places *places)
{
    free(places->items);
    free(places->begins);
    free(places->next);
    free(places->of_side);
    free(places->labels);
    *places = (lt_text_places){0};
}

static unsigned places_power(const lt_place *place)
{
    return 31U - (unsigned)__builtin_clz(place->end - place->begin);
}

/* Places of this power differ where their ends do in units of 2^shift tokens. */
static unsigned places_shift(unsigned power)
{
    return power > PLACES_PART ? power - PLACES_PART : 0;
}

static uint64_t places_key(const lt_place *place)
{
    unsigned power = places_power(place);
    uint64_t begin = place->begin >> places_shift(power);
    uint64_t end = place->end >> places_shift(power);
    return (uint64_t)power << 58 | begin << 7 | (end - begin); /* begin < 2^31, end − begin ≤ 2^5 + 1 */
}

static int places_order(const void *left, const void *right)
{
    const places_span *a = left;
    const places_span *b = right;
    const uint32_t x[] = {a->place.begin, a->place.end};
    const uint32_t y[] = {b->place.begin, b->place.end};
    if (a->place.document != b->place.document) {
        return a->place.document < b->place.document ? -1 : 1;
    }
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    int order = lt_compare_u32(x, y, 2);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static bool places_longer(const lt_place *x, const lt_place *y)
{
    return x->end - x->begin > y->end - y->begin;
}

/* Spans, sorted → places. */
static void places_gather(const lt_text_places_input *in, const places_span *spans, size_t count,
                          lt_text_places *places)
{
    for (size_t i = 0; i < count; i++) {
        const places_span *span = &spans[i];
        lt_place *last = places->count > 0 ? &places->items[places->count - 1] : NULL;
        if (i > 0 && span[-1].place.document == span->place.document && span[-1].key == span->key) {
            *last = places_longer(&span->place, last) ? span->place : *last;
        } else {
            places->items[places->count++] = span->place;
        }
        if (span->number < 2 * in->passages->count) {
            places->of_side[span->number] = (uint32_t)(places->count - 1);
        }
    }
    size_t at = 0;
    for (size_t d = 0; d <= in->document_count; d++) {
        while (at < places->count && places->items[at].document < d) {
            at++;
        }
        places->begins[d] = at;
    }
    for (size_t i = 0; i <= places->count; i++) {
        places->next[i] = (uint32_t)i;
    }
}

int lt_text_places_make(const lt_text_places_input *input, lt_text_places *ret_places, leitong_error *error)
{
    size_t sides = 2 * input->passages->count;
    size_t count = sides + input->phrase_count;
    places_span *spans = malloc((count + 1) * sizeof *spans);
    lt_text_places places = {.items = malloc((count + 1) * sizeof *places.items),
                             .begins = malloc((input->document_count + 1) * sizeof *places.begins),
                             .next = malloc((count + 1) * sizeof *places.next),
                             .of_side = malloc((sides + 1) * sizeof *places.of_side),
                             .labels = calloc(count + 1, sizeof *places.labels)};
    if (spans == NULL || places.items == NULL || places.begins == NULL || places.next == NULL ||
        places.of_side == NULL || places.labels == NULL) {
        free(spans);
        lt_text_places_clear(&places);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        lt_place place = i < sides ? lt_side_place(input->passages, i) : input->phrases[i - sides];
        spans[i] = (places_span){places_key(&place), place, i};
    }
    if (count > 1) {
        qsort(spans, count, sizeof *spans, places_order);
    }
    places_gather(input, spans, count, &places);
    free(spans);
    *ret_places = places;
    return 0;
}

/* The first place from `place` on that is in no text. */
static size_t places_find(lt_text_places *places, size_t place)
{
    uint32_t *next = places->next;
    while (next[place] != place) {
        next[place] = next[next[place]];
        place = next[place];
    }
    return place;
}

bool lt_text_places_taken(const lt_text_places *places, size_t place)
{
    return places->next[place] != place;
}

void lt_text_places_take(lt_text_places *places, size_t place)
{
    places->next[place] = (uint32_t)place + 1;
}

/* The document's first place of this power that may begin at `begin` or behind it. */
static size_t places_from(const lt_text_places *places, uint32_t document, unsigned power, uint32_t begin)
{
    size_t low = places->begins[document];
    unsigned shift = places_shift(power);
    LT_LOWER_BOUND(
        low, places->begins[document + 1], middle,
        places_power(&places->items[middle]) < power ||
            (places_power(&places->items[middle]) == power && places->items[middle].begin >> shift < begin >> shift));
    return low;
}

static bool places_half(const lt_place *place, const lt_place *stretch)
{
    uint32_t begin = LT_MAX(place->begin, stretch->begin);
    uint32_t end = LT_MIN(place->end, stretch->end);
    return begin < end && 2 * (uint64_t)(end - begin) >= place->end - place->begin;
}

int lt_text_places_join(lt_text_places *places, const lt_place *stretch, uint8_t label, lt_text_members *members,
                        leitong_error *error)
{
    uint64_t length = stretch->end - stretch->begin;
    size_t end = places->begins[stretch->document + 1];
    for (unsigned power = 0; power < PLACES_POWERS && (uint64_t)1 << power <= 2 * length; power++) {
        uint32_t reach = (uint32_t)1 << power;
        uint32_t first = stretch->begin > reach ? stretch->begin - reach : 0;
        size_t at = places_find(places, places_from(places, stretch->document, power, first));
        for (; at < end && places_power(&places->items[at]) == power && places->items[at].begin < stretch->end;
             at = places_find(places, at + 1)) {
            if (places->labels[at] == label && places_half(&places->items[at], stretch)) {
                LT_TRY(LT_RESERVE(members->items, members->capacity, members->count + 1, error));
                members->items[members->count++] = (uint32_t)at;
                lt_text_places_take(places, at);
            }
        }
    }
    return 0;
}
