#include "passages/text_places.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

#define PLACES_PART 4 /* places whose ends differ by less than 2^−4 of the length may be one */

void lt_text_places_clear(lt_text_places *places)
{
    free(places->items);
    free(places->segments);
    free(places->segment_begins);
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

/* Span number `number`: a side, or behind all of them a place of a phrase. */
static lt_place places_span(const lt_text_places_input *in, size_t number)
{
    size_t sides = 2 * in->passages->count;
    return number < sides ? lt_side_place(in->passages, number) : in->phrases[number - sides];
}

/* Whether x is longer than y, or as long and first. */
static bool places_before(const lt_place *x, const lt_place *y)
{
    uint32_t x_length = x->end - x->begin;
    uint32_t y_length = y->end - y->begin;
    return x_length > y_length || (x_length == y_length && x->begin < y->begin);
}

static void places_add(lt_text_places *places, const lt_place *span, bool first)
{
    unsigned power = places_power(span);
    if (first || places->segments[places->segment_count - 1].power != power) {
        places->segments[places->segment_count++] = (lt_text_segment){(uint32_t)places->count, power};
    }
    places->items[places->count++] = *span;
}

/* Spans of one document, by their keys → places. */
static void places_gather(const lt_text_places_input *in, const lt_record *spans, size_t count, lt_text_places *places)
{
    for (size_t i = 0; i < count; i++) {
        size_t number = (size_t)spans[i].value;
        lt_place span = places_span(in, number);
        if (i > 0 && spans[i - 1].key == spans[i].key) {
            lt_place *last = &places->items[places->count - 1];
            *last = places_before(&span, last) ? span : *last;
        } else {
            places_add(places, &span, i == 0);
        }
        if (number < 2 * in->passages->count) {
            places->of_side[number] = (uint32_t)(places->count - 1);
        }
    }
}

/* All spans, dealt out to their documents, whose spans begin at begins[document]; `at`: scratch. */
static void places_deal(const lt_text_places_input *in, size_t count, size_t *begins, size_t *at, lt_record *spans)
{
    memset(begins, 0, (in->document_count + 1) * sizeof *begins);
    for (size_t i = 0; i < count; i++) {
        begins[places_span(in, i).document + 1]++;
    }
    for (size_t d = 0; d < in->document_count; d++) {
        begins[d + 1] += begins[d];
    }
    memcpy(at, begins, (in->document_count + 1) * sizeof *at);
    for (size_t i = 0; i < count; i++) {
        lt_place span = places_span(in, i);
        spans[at[span.document]++] = (lt_record){places_key(&span), i};
    }
}

/* Room for as many places as there are spans; `documents` of them. */
static int places_open(size_t count, size_t sides, size_t documents, lt_text_places *places, leitong_error *error)
{
    places->items = malloc((count + 1) * sizeof *places->items);
    places->segments = malloc((count + 1) * sizeof *places->segments);
    places->segment_begins = malloc((documents + 1) * sizeof *places->segment_begins);
    places->next = malloc((count + 1) * sizeof *places->next);
    places->of_side = malloc((sides + 1) * sizeof *places->of_side);
    places->labels = calloc(count + 1, sizeof *places->labels);
    return places->items == NULL || places->segments == NULL || places->segment_begins == NULL ||
                   places->next == NULL || places->of_side == NULL || places->labels == NULL
               ? lt_error_memory(error)
               : 0;
}

/* Spans, sorted within their documents → places. */
static void places_make(const lt_text_places_input *in, const lt_record *spans, const size_t *begins,
                        lt_text_places *places)
{
    for (size_t d = 0; d < in->document_count; d++) {
        size_t count = begins[d + 1] - begins[d];
        places->segment_begins[d] = places->segment_count;
        places_gather(in, LT_FROM(spans, begins[d]), count, places);
    }
    places->segment_begins[in->document_count] = places->segment_count;
    places->segments[places->segment_count] = (lt_text_segment){(uint32_t)places->count, 0};
    for (size_t i = 0; i <= places->count; i++) {
        places->next[i] = (uint32_t)i;
    }
}

/* All spans by document, and by key within one; *ret_begins: [document + 1]. Both are the caller's, failing too. */
static int places_sort(const lt_text_places_input *in, size_t count, lt_record **ret_spans, size_t **ret_begins,
                       leitong_error *error)
{
    lt_record *spans = *ret_spans = malloc((count + 1) * sizeof *spans);
    size_t *begins = *ret_begins = malloc((in->document_count + 1) * sizeof *begins);
    size_t *at = malloc((in->document_count + 1) * sizeof *at);
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    if (spans == NULL || begins == NULL || at == NULL || scratch == NULL) {
        free(at);
        free(scratch);
        return lt_error_memory(error);
    }
    places_deal(in, count, begins, at, spans);
    for (size_t d = 0; d < in->document_count; d++) {
        lt_radix_sort_records(spans + begins[d], scratch, begins[d + 1] - begins[d]);
    }
    free(at);
    free(scratch);
    return 0;
}

int lt_text_places_make(const lt_text_places_input *input, lt_text_places *ret_places, leitong_error *error)
{
    size_t sides = 2 * input->passages->count;
    size_t count = sides + input->phrase_count;
    lt_record *spans = NULL;
    size_t *begins = NULL;
    lt_text_places places = {0};
    int code = 0;
    if (count > UINT32_MAX) {
        return lt_error_set(error, LEITONG_EUSAGE, "%zu places of passages and phrases: scan in shards", count);
    }
    LT_TRY_GOTO(done, places_sort(input, count, &spans, &begins, error));
    LT_TRY_GOTO(done, places_open(count, sides, input->document_count, &places, error));
    places_make(input, spans, begins, &places);
    *ret_places = places;
    places = (lt_text_places){0};
done:
    free(spans);
    free(begins);
    lt_text_places_clear(&places);
    return code;
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

static bool places_half(const lt_place *place, const lt_place *stretch)
{
    uint32_t begin = LT_MAX(place->begin, stretch->begin);
    uint32_t end = LT_MIN(place->end, stretch->end);
    return begin < end && 2 * (uint64_t)(end - begin) >= place->end - place->begin;
}

/* The segment's first place that may have half of its tokens behind `begin`; a place's power tells its length but for
 * a factor of two, and places are sorted by their begins in units of 2^shift. */
static size_t places_from(const lt_text_places *places, const lt_text_segment *segment, uint32_t begin)
{
    uint32_t reach = (uint32_t)1 << segment->power;
    uint32_t least = begin > reach ? begin - reach : 0;
    unsigned shift = places_shift(segment->power);
    size_t low = segment->begin;
    LT_LOWER_BOUND(low, segment[1].begin, middle, places->items[middle].begin >> shift < least >> shift);
    return low;
}

int lt_text_places_join(lt_text_places *places, const lt_place *stretch, uint8_t label, lt_text_members *members,
                        leitong_error *error)
{
    uint64_t length = stretch->end - stretch->begin;
    const lt_text_segment *segment = &places->segments[places->segment_begins[stretch->document]];
    const lt_text_segment *last = &places->segments[places->segment_begins[stretch->document + 1]];
    for (; segment < last && (uint64_t)1 << segment->power <= 2 * length; segment++) {
        size_t end = segment[1].begin;
        if (places_find(places, segment->begin) >= end) {
            continue; /* all are in texts */
        }
        size_t at = places_find(places, places_from(places, segment, stretch->begin));
        for (; at < end && places->items[at].begin < stretch->end; at = places_find(places, at + 1)) {
            if (places->labels[at] == label && places_half(&places->items[at], stretch)) {
                LT_TRY(LT_RESERVE(members->items, members->capacity, members->count + 1, error));
                members->items[members->count++] = (uint32_t)at;
                lt_text_places_take(places, at);
            }
        }
    }
    return 0;
}
