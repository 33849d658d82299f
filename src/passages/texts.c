#include "passages/texts.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/interval_index.h"
#include "passages/text_places.h"

#include <stdlib.h>

typedef struct texts_work {
    const lt_common_texts_input *in;
    lt_place *phrases;     /* places of phrases, in their order; those of one that overlap are one */
    size_t *phrase_begins; /* [phrase + 1], in these */
    lt_text_places places;
    uint32_t *turns;          /* places in their turn to become a representative */
    lt_interval_index *links; /* [document]: its sides, and 2 × passages + number of the phrases' places in it */
    uint8_t *phrase_told;     /* [phrase]: a bit a label: its places were aligned with a representative */
    uint32_t *text_of;        /* [place] */
    lt_text_members members;  /* of one text */
    uint8_t label;            /* of its representative */
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
    free(work->phrases);
    free(work->phrase_begins);
    lt_text_places_clear(&work->places);
    free(work->turns);
    free(work->links);
    free(work->phrase_told);
    free(work->text_of);
    free(work->members.items);
}

static int texts_place_order(const void *left, const void *right)
{
    const lt_place *a = left;
    const lt_place *b = right;
    const uint32_t x[] = {a->document, a->begin, a->end};
    const uint32_t y[] = {b->document, b->begin, b->end};
    return lt_compare_u32(x, y, 3);
}

/* Whether a phrase's places `at` and the one before overlap. */
static bool texts_overlap(const lt_place *places, size_t at)
{
    return places[at - 1].document == places[at].document && places[at - 1].end > places[at].begin;
}

/* Joins the places of each phrase that overlap: a short period has as many as tokens. */
static int texts_phrases(texts_work *work, leitong_error *error)
{
    const lt_passage_result *found = work->in->found;
    size_t count = 0;
    work->phrase_begins = malloc((found->phrase_count + 1) * sizeof *work->phrase_begins);
    if (work->phrase_begins == NULL) {
        return lt_error_memory(error);
    }
    for (size_t p = 0; p < found->phrase_count; p++) {
        const lt_place *places = found->places + found->phrases[p].place_begin;
        work->phrase_begins[p] = count;
        for (size_t i = 0; i < found->phrases[p].place_count; i++) {
            count += i == 0 || !texts_overlap(places, i);
        }
    }
    work->phrase_begins[found->phrase_count] = count;
    work->phrases = malloc((count + 1) * sizeof *work->phrases);
    if (work->phrases == NULL) {
        return lt_error_memory(error);
    }
    lt_place *to = work->phrases;
    for (size_t p = 0; p < found->phrase_count; p++) {
        const lt_place *places = found->places + found->phrases[p].place_begin;
        for (size_t i = 0; i < found->phrases[p].place_count; i++) {
            if (i == 0 || !texts_overlap(places, i)) {
                *to++ = places[i];
            }
            to[-1].end = places[i].end;
        }
    }
    return 0;
}

/* Room for each document's links. */
static int texts_links_reserve(texts_work *work, leitong_error *error)
{
    const lt_passage_result *found = work->in->found;
    for (size_t i = 0; i < work->in->sides->count; i++) {
        work->links[lt_side_place(&found->passages, i).document].count++;
    }
    for (size_t i = 0; i < work->phrase_begins[found->phrase_count]; i++) {
        work->links[work->phrases[i].document].count++;
    }
    for (size_t d = 0; d < work->in->document_count; d++) {
        LT_TRY(lt_interval_index_reserve(&work->links[d], work->links[d].count, error));
        work->links[d].count = 0;
    }
    return 0;
}

static int texts_links(texts_work *work, leitong_error *error)
{
    const lt_passage_result *found = work->in->found;
    size_t sides = work->in->sides->count;
    LT_TRY(texts_links_reserve(work, error));
    for (size_t i = 0; i < sides + work->phrase_begins[found->phrase_count]; i++) {
        lt_place place = i < sides ? lt_side_place(&found->passages, i) : work->phrases[i - sides];
        lt_interval link = {place.begin, place.end, (uint32_t)i};
        LT_TRY(lt_interval_index_add(&work->links[place.document], link, error));
    }
    for (size_t d = 0; d < work->in->document_count; d++) {
        if (work->links[d].count > 0) {
            LT_TRY(lt_interval_index_build(&work->links[d], error));
        }
    }
    return 0;
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

/* What orders the turns. */
typedef struct texts_turning {
    const lt_place *places;
    uint64_t *weights; /* [place] */
} texts_turning;

/* By falling weight, of equals by place. */
static int texts_turn_order(const void *left, const void *right, void *context)
{
    const texts_turning *turning = context;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    if (turning->weights[a] != turning->weights[b]) {
        return turning->weights[a] > turning->weights[b] ? -1 : 1;
    }
    return texts_place_order(&turning->places[a], &turning->places[b]);
}

/* Labels and turns of the places. */
static int texts_turns(texts_work *work, leitong_error *error)
{
    size_t count = work->places.count;
    texts_turning turning = {work->places.items, malloc((count + 1) * sizeof *turning.weights)};
    if (turning.weights == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        work->places.labels[i] = texts_label(work->in, &work->places.items[i], &turning.weights[i]);
        work->turns[i] = (uint32_t)i;
    }
    qsort_r(work->turns, count, sizeof *work->turns, texts_turn_order, &turning);
    free(turning.weights);
    return 0;
}

static int texts_open(texts_work *work, leitong_error *error)
{
    const lt_passage_result *found = work->in->found;
    LT_TRY(texts_phrases(work, error));
    lt_text_places_input input = {&found->passages, work->phrases, work->phrase_begins[found->phrase_count],
                                  work->in->document_count};
    LT_TRY(lt_text_places_make(&input, &work->places, error));
    size_t count = work->places.count;
    work->turns = malloc((count + 1) * sizeof *work->turns);
    work->text_of = malloc((count + 1) * sizeof *work->text_of);
    work->links = calloc(work->in->document_count + 1, sizeof *work->links);
    work->phrase_told = calloc(found->phrase_count + 1, sizeof *work->phrase_told);
    work->out->of_side = malloc((work->in->sides->count + 1) * sizeof *work->out->of_side);
    if (work->turns == NULL || work->text_of == NULL || work->links == NULL || work->phrase_told == NULL ||
        work->out->of_side == NULL) {
        return lt_error_memory(error);
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

/* A phrase aligns all its places with a representative in which half of place number `at` of them all stands. */
static int texts_join_phrase(texts_work *work, size_t at, const lt_place *representative, leitong_error *error)
{
    const lt_place *place = &work->phrases[at];
    uint32_t begin = LT_MAX(place->begin, representative->begin);
    uint32_t end = LT_MIN(place->end, representative->end);
    size_t phrase = 0;
    LT_LOWER_BOUND(phrase, work->in->found->phrase_count, i, work->phrase_begins[i + 1] <= at);
    if ((work->phrase_told[phrase] >> work->label & 1) != 0 ||
        2 * (uint64_t)(end - begin) < place->end - place->begin) {
        return 0;
    }
    work->phrase_told[phrase] |= (uint8_t)(1U << work->label);
    for (size_t i = work->phrase_begins[phrase]; i < work->phrase_begins[phrase + 1]; i++) {
        LT_TRY(lt_text_places_join(&work->places, &work->phrases[i], work->label, &work->members, error));
    }
    return 0;
}

/* All places that join a representative, itself included. */
static int texts_join(texts_work *work, uint32_t turn, leitong_error *error)
{
    const lt_place *representative = &work->places.items[turn];
    const lt_passage_result *found = work->in->found;
    const lt_interval_index *links = &work->links[representative->document];
    size_t sides = 2 * found->passages.count;
    size_t number;
    work->members.count = 0;
    work->label = work->places.labels[turn];
    LT_TRY(lt_text_places_join(&work->places, representative, work->label, &work->members, error));
    for (size_t at = 0; lt_interval_index_next(links, representative->begin, representative->end, &at, &number);) {
        if (number >= sides) {
            LT_TRY(texts_join_phrase(work, number - sides, representative, error));
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

static int texts_member_order(const void *left, const void *right, void *places)
{
    const lt_place *items = places;
    return texts_place_order(&items[*(const uint32_t *)left], &items[*(const uint32_t *)right]);
}

/* Appends the members' places, sorted, those of a document that overlap as one. */
static int texts_places(texts_work *work, lt_common_text *text, leitong_error *error)
{
    lt_common_texts *out = work->out;
    lt_text_members *members = &work->members;
    qsort_r(members->items, members->count, sizeof *members->items, texts_member_order, work->places.items);
    for (size_t i = 0; i < members->count; i++) {
        lt_place span = work->places.items[members->items[i]];
        lt_place *last = text->count > 0 ? &out->places[out->place_count - 1] : NULL;
        bool same = last != NULL && last->document == span.document;
        if (same && span.begin < last->end) {
            last->end = LT_MAX(last->end, span.end);
            continue;
        }
        LT_TRY(LT_RESERVE(out->places, out->place_capacity, out->place_count + 1, error));
        out->places[out->place_count++] = span;
        text->count++;
        text->documents += !same;
    }
    return 0;
}

/* Makes a text of the members, where they are two places or more. */
static int texts_add(texts_work *work, const lt_place *representative, leitong_error *error)
{
    lt_common_texts *out = work->out;
    lt_common_text text = {.representative = *representative, .begin = out->place_count};
    LT_TRY(texts_places(work, &text, error));
    uint32_t number = text.count > 1 ? (uint32_t)out->count : LT_NO_TEXT;
    for (size_t i = 0; i < work->members.count; i++) {
        work->text_of[work->members.items[i]] = number;
    }
    if (text.count < 2) {
        out->place_count = text.begin;
        return 0;
    }
    LT_TRY(LT_RESERVE(out->items, out->capacity, out->count + 1, error));
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
        uint32_t turn = work.turns[i];
        if (!lt_text_places_taken(&work.places, turn)) {
            LT_TRY_GOTO(done, texts_join(&work, turn, error));
            LT_TRY_GOTO(done, texts_add(&work, &work.places.items[turn], error));
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
