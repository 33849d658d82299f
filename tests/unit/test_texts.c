/* Texts against the rule, applied by looking at everything each time. */
#include "test.h"

#include "passages/texts.h"
#include "random_passages.h"

/* ---- the rule ---- */

typedef struct oracle_place {
    lt_place span; /* of the longest that are one place */
    uint64_t weight;
    int label; /* how common its wording is */
    int text;  /* number; −1: none yet; −2: alone */
} oracle_place;

typedef struct oracle {
    const lt_passage_result *found;
    const lt_salience *salience;
    oracle_place *places;
    size_t count;
    size_t *of_side;
    lt_place *aligned;      /* places of phrases, those of one phrase that overlap united */
    size_t *aligned_begins; /* [phrase + 1] */
    int texts;
} oracle;

/* Of places of a document that overlap the union; returns how many are left, in no order. */
static size_t unite(lt_place *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            lt_place *x = &places[i];
            const lt_place y = places[j];
            if (x->document == y.document && x->begin < y.end && y.begin < x->end) {
                *x = (lt_place){x->document, LT_MIN(x->begin, y.begin), LT_MAX(x->end, y.end)};
                places[j] = places[--count];
                j = i; /* from the start: it is larger now */
            }
        }
    }
    return count;
}

static unsigned power_of(uint32_t length)
{
    unsigned power = 0;
    while (length >> (power + 1) > 0) {
        power++;
    }
    return power;
}

static bool one_place(const lt_place *x, const lt_place *y)
{
    unsigned power = power_of(x->end - x->begin);
    uint32_t part = power > 4 ? UINT32_C(1) << (power - 4) : 1;
    return x->document == y->document && power == power_of(y->end - y->begin) && x->begin / part == y->begin / part &&
           x->end / part == y->end / part;
}

static int place_order(const lt_place *a, const lt_place *b)
{
    const uint32_t x[] = {a->document, a->begin, a->end};
    const uint32_t y[] = {b->document, b->begin, b->end};
    return lt_compare_u32(x, y, 3);
}

static size_t oracle_add(oracle *o, const lt_place *span)
{
    for (size_t i = 0; i < o->count; i++) {
        lt_place *old = &o->places[i].span;
        if (one_place(old, span)) {
            uint32_t length = span->end - span->begin;
            bool better =
                length > old->end - old->begin || (length == old->end - old->begin && place_order(span, old) < 0);
            *old = better ? *span : *old;
            return i;
        }
    }
    o->places[o->count] = (oracle_place){.span = *span, .text = -1};
    return o->count++;
}

#define STOCK 4
#define RUN 5

/* 1: half of its weight in STOCK documents, or all but fewer than RUN tokens; 2: half in its own alone; 0: neither. */
static int label_of(const oracle *o, const lt_place *place)
{
    uint64_t formula = 0;
    uint32_t tokens = 0; /* of formulas */
    uint64_t own = 0;
    for (uint32_t t = place->begin; t < place->end; t++) {
        const lt_salience_step *step = &o->salience->steps[lt_salience_find(o->salience, place->document, t)];
        formula += step->documents >= STOCK ? step->weight : 0;
        tokens += step->documents >= STOCK;
        own += step->documents == 1 ? step->weight : 0;
    }
    uint64_t all = lt_salience_place(o->salience, place);
    uint32_t others = place->end - place->begin - tokens;
    return 2 * formula >= all || (tokens > 0 && others < RUN) ? 1 : 2 * own >= all ? 2 : 0;
}

static void oracle_join(oracle *o, const lt_place *aligned, int text, int label)
{
    for (size_t i = 0; i < o->count; i++) {
        oracle_place *p = &o->places[i];
        uint32_t inside = 0;
        for (uint32_t t = p->span.begin; t < p->span.end; t++) {
            inside += t >= aligned->begin && t < aligned->end;
        }
        if (p->text == -1 && p->label == label && p->span.document == aligned->document &&
            2 * inside >= p->span.end - p->span.begin) {
            p->text = text;
        }
    }
}

/* Where token `token` of a side stands on the other: in an edit, all of the edit's other side. */
static lt_place other_of(const lt_passages *passages, uint64_t side, uint32_t token)
{
    const lt_passage *p = &passages->items[side >> 1];
    lt_place other = lt_side_place(passages, side ^ 1);
    for (uint32_t run = 0; run <= p->edit_count; run++) {
        lt_place here = lt_side_run(passages, side, run);
        lt_place there = lt_side_run(passages, side ^ 1, run);
        if (token >= here.begin && token < here.end) {
            other.begin = there.begin + (token - here.begin);
            other.end = other.begin + 1;
            return other;
        }
        if (run < p->edit_count && token >= here.end && token < lt_side_run(passages, side, run + 1).begin) {
            other.begin = there.end;
            other.end = lt_side_run(passages, side ^ 1, run + 1).begin;
            return other;
        }
    }
    return other;
}

static void oracle_represent(oracle *o, size_t number)
{
    const lt_place r = o->places[number].span;
    int text = o->texts++;
    int label = o->places[number].label;
    oracle_join(o, &r, text, label);
    for (uint64_t side = 0; side < 2 * o->found->passages.count; side++) {
        lt_place own = lt_side_place(&o->found->passages, side);
        if (own.document == r.document && own.begin < r.end && r.begin < own.end) {
            lt_place first = other_of(&o->found->passages, side, own.begin > r.begin ? own.begin : r.begin);
            lt_place last = other_of(&o->found->passages, side, (own.end < r.end ? own.end : r.end) - 1);
            lt_place aligned = {first.document, first.begin, last.end};
            if (aligned.begin < aligned.end) {
                oracle_join(o, &aligned, text, label);
            }
        }
    }
    for (size_t p = 0; p < o->found->phrase_count; p++) {
        bool aligned = false;
        for (size_t i = o->aligned_begins[p]; i < o->aligned_begins[p + 1]; i++) {
            const lt_place *place = &o->aligned[i];
            uint32_t begin = place->begin > r.begin ? place->begin : r.begin;
            uint32_t end = place->end < r.end ? place->end : r.end;
            aligned = aligned ||
                      (place->document == r.document && begin < end && 2 * (end - begin) >= place->end - place->begin);
        }
        for (size_t i = o->aligned_begins[p]; aligned && i < o->aligned_begins[p + 1]; i++) {
            oracle_join(o, &o->aligned[i], text, label);
        }
    }
}

static void oracle_phrases(oracle *o)
{
    size_t count = 0;
    o->aligned = calloc(o->found->place_count + 1, sizeof *o->aligned);
    o->aligned_begins = calloc(o->found->phrase_count + 1, sizeof *o->aligned_begins);
    for (size_t p = 0; p < o->found->phrase_count; p++) {
        const lt_phrase *phrase = &o->found->phrases[p];
        for (uint32_t i = 0; i < phrase->place_count; i++) {
            o->aligned[count + i] = o->found->places[phrase->place_begin + i];
        }
        count += unite(o->aligned + count, phrase->place_count);
        o->aligned_begins[p + 1] = count;
    }
}

static void oracle_run(oracle *o)
{
    size_t sides = 2 * o->found->passages.count;
    o->places = calloc(sides + o->found->place_count + 1, sizeof *o->places);
    o->of_side = calloc(sides + 1, sizeof *o->of_side);
    for (uint64_t side = 0; side < sides; side++) {
        lt_place place = lt_side_place(&o->found->passages, side);
        o->of_side[side] = oracle_add(o, &place);
    }
    oracle_phrases(o);
    for (size_t i = 0; i < o->aligned_begins[o->found->phrase_count]; i++) {
        (void)oracle_add(o, &o->aligned[i]);
    }
    for (size_t i = 0; i < o->count; i++) {
        o->places[i].label = label_of(o, &o->places[i].span);
        o->places[i].weight = lt_salience_place(o->salience, &o->places[i].span);
    }
    for (;;) {
        size_t best = o->count;
        for (size_t i = 0; i < o->count; i++) {
            const oracle_place *p = &o->places[i];
            const oracle_place *b = &o->places[best < o->count ? best : i];
            bool better = p->weight > b->weight || (p->weight == b->weight && place_order(&p->span, &b->span) < 0);
            best = p->text == -1 && (best == o->count || better) ? i : best;
        }
        if (best == o->count) {
            return;
        }
        oracle_represent(o, best);
    }
}

/* ---- against it ---- */

/* A text's places: of those of a document that overlap the union. */
static size_t union_of(const oracle *o, int text, lt_place *ret_places)
{
    size_t count = 0;
    for (size_t i = 0; i < o->count; i++) {
        if (o->places[i].text == text) {
            ret_places[count++] = o->places[i].span;
        }
    }
    return unite(ret_places, count);
}

static size_t check_texts(const oracle *o, const lt_common_texts *texts)
{
    lt_place *places = malloc((o->count + 1) * sizeof *places);
    size_t expected = 0;
    for (int text = 0; text < o->texts; text++) {
        expected += union_of(o, text, places) > 1;
    }
    assert_int_equal(texts->count, expected);
    for (uint64_t side = 0; side < 2 * o->found->passages.count; side++) {
        size_t count = union_of(o, o->places[o->of_side[side]].text, places);
        if (count < 2) {
            assert_int_equal(texts->of_side[side], LT_NO_TEXT);
            continue;
        }
        const lt_common_text *text = &texts->items[texts->of_side[side]];
        assert_int_equal(text->count, count);
        for (size_t i = 0; i < count; i++) {
            const lt_place *found = &texts->places[text->begin + i];
            size_t same = 0;
            for (size_t j = 0; j < count; j++) {
                same += place_order(found, &places[j]) == 0;
            }
            assert_int_equal(same, 1);
            assert_true(i == 0 || place_order(found - 1, found) < 0);
        }
    }
    free(places);
    return expected;
}

/* Half of the phrases repeat with a short period: each of their places becomes three, of which neighbours overlap or
 * touch. */
static void repeat_places(uint64_t *random, const random_shape *shape, lt_passage_result *found)
{
    lt_place *places = calloc(3 * found->place_count + 1, sizeof *places);
    size_t count = 0;
    for (size_t p = 0; p < found->phrase_count; p++) {
        lt_phrase *phrase = &found->phrases[p];
        const lt_place *from = found->places + phrase->place_begin;
        uint32_t times = random_below(random, 2) == 0 ? 1 : 3;
        uint32_t period = 1 + random_below(random, from->end - from->begin);
        phrase->place_begin = count;
        for (uint32_t i = 0; i < phrase->place_count; i++) {
            for (uint32_t t = 0; t < times && from[i].end + t * period < shape->tokens; t++) {
                places[count++] = (lt_place){from[i].document, from[i].begin + t * period, from[i].end + t * period};
            }
        }
        phrase->place_count = (uint32_t)(count - phrase->place_begin);
    }
    free(found->places);
    found->places = places;
    found->place_count = count;
}

static size_t check_round(uint64_t *random, const random_shape *shape)
{
    lt_passage_result found;
    lt_side_list sides = {0};
    lt_salience salience = {0};
    lt_common_texts texts = {0};
    uint64_t counts[64];
    for (uint32_t d = 0; d < shape->documents; d++) {
        counts[d] = shape->tokens;
    }
    random_found(random, shape, &found);
    repeat_places(random, shape, &found);
    lt_salience_input weights = {&found, &sides, counts, shape->documents, shape->documents + 40};
    lt_common_texts_input input = {&found, &sides, &salience, shape->documents, STOCK, RUN};
    assert_int_equal(lt_side_list_make(&found.passages, shape->documents, &sides, NULL), 0);
    assert_int_equal(lt_salience_run(&weights, &salience, NULL), 0);
    assert_int_equal(lt_common_texts_run(&input, &texts, NULL), 0);
    oracle o = {.found = &found, .salience = &salience};
    oracle_run(&o);
    size_t count = check_texts(&o, &texts);
    free(o.places);
    free(o.of_side);
    free(o.aligned);
    free(o.aligned_begins);
    lt_common_texts_clear(&texts);
    lt_salience_clear(&salience);
    lt_side_list_clear(&sides);
    lt_passage_result_clear(&found);
    return count;
}

static void texts_are_those_of_the_rule(void **state)
{
    (void)state;
    uint64_t random = test_seed(81);
    size_t texts = 0;
    for (int round = 0; round < 150; round++) {
        random_shape shape = {.documents = 1 + random_below(&random, 6),
                              .tokens = 300 + random_below(&random, 600),
                              .passages = random_below(&random, 50),
                              .phrases = random_below(&random, 4),
                              .longest = 1 + random_below(&random, 90)};
        texts += check_round(&random, &shape);
    }
    assert_true(texts > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_are_those_of_the_rule)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
