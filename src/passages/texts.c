#include "passages/texts.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/interval_index.h"
#include "base/radix_sort.h"
#include "passages/text_places.h"

#include <stdlib.h>

/* A place in its turn to become a representative. */
typedef struct texts_turn {
    lt_place place;
    uint32_t number; /* of the place */
} texts_turn;

typedef struct texts_work {
    const lt_common_texts_input *in;
    lt_text_places places;
    texts_turn *turns;
    lt_interval_index *links; /* [document]: its sides, and 2 × passages + number of the phrases' places in it */
    uint32_t *phrase_of;      /* [place of a phrase] */
    uint8_t *phrase_told;     /* [phrase]: a bit a label: its places were aligned with a representative */
    uint32_t *text_of;        /* [place] */
    lt_text_members members;  /* of one text */
    uint8_t label;            /* of its representative */
    lt_place *spans;          /* of these */
    size_t span_capacity;
    lt_common_texts *out;
} texts_work;

void lt_common_texts_clear(lt_common_texts *texts)
{
    free(texts->items);
    free(texts->places);
    free(texts->of_side);
    *texts = (lt_common_texts){0};
}

static void texts_work_clear(texts_work *work)
{
    for (size_t d = 0; work->links != NULL && d < work->in->document_count; d++) {
        lt_interval_index_clear(&work->links[d]);
    }
    lt_text_places_clear(&work->places);
    free(work->turns);
    free(work->links);
    free(work->phrase_of);
    free(work->phrase_told);
    free(work->text_of);
    free(work->members.items);
    free(work->spans);
}

static int texts_place_order(const void *left, const void *right)
{
    const lt_place *a = left;
    const lt_place *b = right;
    const uint32_t x[] = {a->document, a->begin, a->end};
    const uint32_t y[] = {b->document, b->begin, b->end};
    return lt_compare_u32(x, y, 3);
}

static int texts_add_link(texts_work *work, const lt_place *place, size_t number, leitong_error *error)
{
    lt_interval link = {place->begin, place->end, number};
    return lt_interval_index_add(&work->links[place->document], link, error);
}

/* Places of phrases by (document, begin). *ret_records: the caller's. */
static int texts_phrase_places(const lt_passage_result *found, lt_record **ret_records, leitong_error *error)
{
    size_t count = found->place_count;
    lt_record *records = malloc((count + 1) * sizeof *records);
    lt_record *sorted = malloc((count + 1) * sizeof *sorted);
    if (records == NULL || sorted == NULL) {
        free(records);
        free(sorted);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){(uint64_t)found->places[i].document << 32 | found->places[i].begin, i};
    }
    lt_radix_sort_records(records, sorted, count);
    free(sorted);
    *ret_records = records;
    return 0;
}

/* Sides and places of phrases, merged, so that each document's links are added in order. */
static int texts_links(texts_work *work, leitong_error *error)
{
    const lt_passage_result *found = work->in->found;
    const lt_side_list *sides = work->in->sides;
    lt_record *phrases = NULL;
    int code = 0;
    LT_TRY(texts_phrase_places(found, &phrases, error));
    for (size_t side = 0, phrase = 0; side < sides->count || phrase < found->place_count;) {
        if (phrase == found->place_count || (side < sides->count && sides->items[side].key <= phrases[phrase].key)) {
            lt_place place = lt_side_place(&found->passages, sides->items[side].value);
            LT_TRY_GOTO(done, texts_add_link(work, &place, (size_t)sides->items[side++].value, error));
        } else {
            size_t number = (size_t)phrases[phrase++].value;
            LT_TRY_GOTO(done, texts_add_link(work, &found->places[number], sides->count + number, error));
        }
    }
    for (size_t d = 0; d < work->in->document_count; d++) {
        if (work->links[d].count > 0) {
            LT_TRY_GOTO(done, lt_interval_index_build(&work->links[d], error));
        }
    }
done:
    free(phrases);
    return code;
}

/* How common the wording of a place is. */
enum texts_label { TEXTS_SHARED, TEXTS_FORMULA, TEXTS_OWN };

/* *ret_weight: of all its tokens. */
static uint8_t texts_label(const lt_common_texts_input *in, const lt_place *place, uint64_t *ret_weight)
{
    const lt_salience *salience = in->salience;
    uint64_t weights[3] = {0}; /* by enum texts_label */
    uint32_t rare = 0;         /* tokens that are no formula */
    size_t step = lt_salience_find(salience, place->document, place->begin);
    for (uint32_t begin = place->begin, end; begin < place->end; begin = end, step++) {
        uint32_t documents = salience->steps[step].documents;
        bool last = step + 1 == salience->begins[place->document + 1];
        end = last ? place->end : LT_MIN(salience->steps[step + 1].begin, place->end);
        rare += documents >= in->stock ? 0 : end - begin;
        uint64_t weight = (uint64_t)salience->steps[step].weight * (end - begin);
        weights[documents >= in->stock ? TEXTS_FORMULA : documents > 1 ? TEXTS_SHARED : TEXTS_OWN] += weight;
    }
    uint64_t all = weights[TEXTS_SHARED] + weights[TEXTS_FORMULA] + weights[TEXTS_OWN];
    bool by_chance = rare < in->run && rare < place->end - place->begin;
    *ret_weight = all;
    if (2 * weights[TEXTS_FORMULA] >= all || by_chance) {
        return TEXTS_FORMULA;
    }
    return 2 * weights[TEXTS_OWN] >= all ? TEXTS_OWN : TEXTS_SHARED;
}

static int texts_turn_order(const void *left, const void *right)
{
    return texts_place_order(&((const texts_turn *)left)->place, &((const texts_turn *)right)->place);
}

/* Turns by falling weight, of equals by place. */
static int texts_turns(texts_work *work, leitong_error *error)
{
    size_t count = work->places.count;
    lt_record *records = malloc((count + 1) * sizeof *records);
    lt_record *sorted = malloc((count + 1) * sizeof *sorted);
    if (records == NULL || sorted == NULL) {
        free(records);
        free(sorted);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t weight;
        work->places.labels[i] = texts_label(work->in, &work->places.items[i], &weight);
        records[i] = (lt_record){UINT64_MAX - weight, i};
    }
    lt_radix_sort_records(records, sorted, count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && records[end].key == records[begin].key; end++) {
            uint32_t number = (uint32_t)records[end].value;
            work->turns[end] = (texts_turn){work->places.items[number], number};
        }
        if (end - begin > 1) {
            qsort(work->turns + begin, end - begin, sizeof *work->turns, texts_turn_order);
        }
    }
    free(records);
    free(sorted);
    return 0;
}

static int texts_open(texts_work *work, leitong_error *error)
{
    const lt_passage_result *found = work->in->found;
    lt_text_places_input input = {&found->passages, found->places, found->place_count, work->in->document_count};
    LT_TRY(lt_text_places_make(&input, &work->places, error));
    size_t count = work->places.count;
    work->turns = malloc((count + 1) * sizeof *work->turns);
    work->text_of = malloc((count + 1) * sizeof *work->text_of);
    work->links = calloc(work->in->document_count + 1, sizeof *work->links);
    work->phrase_of = malloc((found->place_count + 1) * sizeof *work->phrase_of);
    work->phrase_told = calloc(found->phrase_count + 1, sizeof *work->phrase_told);
    work->out->of_side = malloc((work->in->sides->count + 1) * sizeof *work->out->of_side);
    if (work->turns == NULL || work->text_of == NULL || work->links == NULL || work->phrase_of == NULL ||
        work->phrase_told == NULL || work->out->of_side == NULL) {
        return lt_error_memory(error);
    }
    for (size_t p = 0; p < found->phrase_count; p++) {
        for (size_t i = 0; i < found->phrases[p].place_count; i++) {
            work->phrase_of[found->phrases[p].place_begin + i] = (uint32_t)p;
        }
    }
    LT_TRY(texts_turns(work, error));
    return texts_links(work, error);
}

/* What a passage aligns with tokens [begin, end) of one of its sides; may be empty. */
static lt_place texts_aligned(const lt_passages *passages, uint64_t side, uint32_t begin, uint32_t end)
{
    const lt_passage *p = &passages->items[side >> 1];
    const lt_edit *edits = LT_FROM(passages->edits, p->edit_begin);
    bool is_b = (side & 1) != 0;
    lt_place other = lt_side_place(passages, side ^ 1);
    uint32_t wanted[2] = {begin, end - 1}; /* the first token and the last */
    uint32_t found[2];
    for (unsigned i = 0; i < 2; i++) {
        uint32_t at = 0;
        LT_LOWER_BOUND(at, p->edit_count, middle, (is_b ? edits[middle].b_end : edits[middle].a_end) <= wanted[i]);
        lt_place own_run = lt_side_run(passages, side, at);
        lt_place other_run = lt_side_run(passages, side ^ 1, at);
        bool equal = wanted[i] < own_run.end; /* otherwise it is in the edit behind the run */
        if (equal) {
            found[i] = other_run.begin + (wanted[i] - own_run.begin) + i;
        } else {
            const lt_edit *edit = &edits[at];
            found[i] = i == 0 ? other_run.end : is_b ? edit->a_end : edit->b_end;
        }
    }
    other.begin = found[0];
    other.end = found[1];
    return other;
}

/* A phrase aligns all its places with a representative in which half of one of them stands. */
static int texts_join_phrase(texts_work *work, const lt_place *place, const lt_place *representative,
                             leitong_error *error)
{
    const lt_passage_result *found = work->in->found;
    uint32_t number = work->phrase_of[place - found->places];
    const lt_phrase *phrase = &found->phrases[number];
    uint32_t begin = LT_MAX(place->begin, representative->begin);
    uint32_t end = LT_MIN(place->end, representative->end);
    if ((work->phrase_told[number] >> work->label & 1) != 0 ||
        2 * (uint64_t)(end - begin) < place->end - place->begin) {
        return 0;
    }
    work->phrase_told[number] |= (uint8_t)(1U << work->label);
    for (uint32_t i = 0; i < phrase->place_count; i++) {
        const lt_place *aligned = &found->places[phrase->place_begin + i];
        LT_TRY(lt_text_places_join(&work->places, aligned, work->label, &work->members, error));
    }
    return 0;
}

/* All places that join a representative, itself included. */
static int texts_join(texts_work *work, const texts_turn *turn, leitong_error *error)
{
    const lt_place *representative = &turn->place;
    const lt_passage_result *found = work->in->found;
    const lt_interval_index *links = &work->links[representative->document];
    size_t sides = 2 * found->passages.count;
    size_t number;
    work->members.count = 0;
    work->label = work->places.labels[turn->number];
    LT_TRY(lt_text_places_join(&work->places, representative, work->label, &work->members, error));
    for (size_t at = 0; lt_interval_index_next(links, representative->begin, representative->end, &at, &number);) {
        if (number >= sides) {
            LT_TRY(texts_join_phrase(work, &found->places[number - sides], representative, error));
            continue;
        }
        lt_place own = lt_side_place(&found->passages, number);
        lt_place aligned = texts_aligned(&found->passages, number, LT_MAX(own.begin, representative->begin),
                                         LT_MIN(own.end, representative->end));
        if (aligned.begin < aligned.end) {
            LT_TRY(lt_text_places_join(&work->places, &aligned, work->label, &work->members, error));
        }
    }
    return 0;
}

/* The members' spans, sorted, those of a document that overlap as one. */
static int texts_spans(texts_work *work, size_t *ret_count, leitong_error *error)
{
    size_t members = work->members.count;
    size_t count = 0;
    LT_TRY(LT_RESERVE(work->spans, work->span_capacity, members, error));
    for (size_t i = 0; i < members; i++) {
        work->spans[i] = work->places.items[work->members.items[i]];
    }
    qsort(work->spans, members, sizeof *work->spans, texts_place_order);
    for (size_t i = 0; i < members; i++) {
        lt_place span = work->spans[i];
        lt_place *last = count > 0 ? &work->spans[count - 1] : NULL;
        if (last != NULL && last->document == span.document && span.begin < last->end) {
            last->end = LT_MAX(last->end, span.end);
        } else {
            work->spans[count++] = span;
        }
    }
    *ret_count = count;
    return 0;
}

/* Makes a text of the members, where they are two places or more. */
static int texts_add(texts_work *work, const lt_place *representative, leitong_error *error)
{
    lt_common_texts *out = work->out;
    size_t count;
    LT_TRY(texts_spans(work, &count, error));
    uint32_t number = count > 1 ? (uint32_t)out->count : LT_NO_TEXT;
    for (size_t i = 0; i < work->members.count; i++) {
        work->text_of[work->members.items[i]] = number;
    }
    if (count < 2) {
        return 0;
    }
    LT_TRY(LT_RESERVE(out->items, out->capacity, out->count + 1, error));
    LT_TRY(LT_RESERVE(out->places, out->place_capacity, out->place_count + count, error));
    lt_common_text text = {.representative = *representative, .begin = out->place_count, .count = count};
    for (size_t i = 0; i < count; i++) {
        text.documents += i == 0 || work->spans[i].document != work->spans[i - 1].document;
        out->places[out->place_count++] = work->spans[i];
    }
    out->items[out->count++] = text;
    return 0;
}

/* A text and its number as it was made. */
typedef struct texts_made {
    lt_common_text text;
    uint32_t number;
} texts_made;

static int texts_made_order(const void *left, const void *right)
{
    return texts_place_order(left, right); /* the representative stands first */
}

/* Sorts the texts and tells the sides which is theirs. */
static int texts_number(texts_work *work, leitong_error *error)
{
    lt_common_texts *out = work->out;
    texts_made *made = malloc((out->count + 1) * sizeof *made);
    uint32_t *numbers = malloc((out->count + 1) * sizeof *numbers);
    if (made == NULL || numbers == NULL) {
        free(made);
        free(numbers);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < out->count; i++) {
        made[i] = (texts_made){out->items[i], (uint32_t)i};
    }
    qsort(made, out->count, sizeof *made, texts_made_order);
    for (size_t i = 0; i < out->count; i++) {
        out->items[i] = made[i].text;
        numbers[made[i].number] = (uint32_t)i;
    }
    for (size_t side = 0; side < work->in->sides->count; side++) {
        uint32_t text = work->text_of[work->places.of_side[side]];
        out->of_side[side] = text == LT_NO_TEXT ? LT_NO_TEXT : numbers[text];
    }
    free(made);
    free(numbers);
    return 0;
}

int lt_common_texts_run(const lt_common_texts_input *input, lt_common_texts *ret_texts, leitong_error *error)
{
    lt_common_texts made = {0};
    texts_work work = {.in = input, .out = &made};
    int code = 0;
    LT_TRY_GOTO(done, texts_open(&work, error));
    for (size_t i = 0; i < work.places.count; i++) {
        const texts_turn *turn = &work.turns[i];
        if (!lt_text_places_taken(&work.places, turn->number)) {
            LT_TRY_GOTO(done, texts_join(&work, turn, error));
            LT_TRY_GOTO(done, texts_add(&work, &turn->place, error));
        }
    }
    LT_TRY_GOTO(done, texts_number(&work, error));
    *ret_texts = made;
    made = (lt_common_texts){0};
done:
    texts_work_clear(&work);
    lt_common_texts_clear(&made);
    return code;
}
