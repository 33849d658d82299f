/* Phrases and stock wording against brute force: windows told apart by sorting them by their tokens. */
#include "passage_oracle.h"

static uint32_t letter(uint64_t *random, uint32_t letters)
{
    return (uint32_t)(test_random(random) % letters);
}

/* Formulas of several lengths, whole and cut, in many documents, some side by side. */
static void formulas(streams *s, uint64_t *random)
{
    uint32_t formula[4][80];
    uint32_t letters = test_random(random) % 3 == 0 ? 3 : 4000;
    size_t documents = 1 + test_random(random) % 40;
    for (size_t f = 0; f < 4; f++) {
        for (size_t i = 0; i < 80; i++) {
            formula[f][i] = letter(random, letters);
        }
    }
    for (size_t d = 0; d < documents; d++) {
        size_t pieces = 1 + test_random(random) % 6;
        for (size_t p = 0; p < pieces; p++) {
            size_t f = test_random(random) % 4;
            size_t whole = 14 + 18 * f; /* 14, 32, 50, 68 tokens */
            size_t from = test_random(random) % 4 == 0 ? test_random(random) % 10 : 0;
            size_t to = test_random(random) % 4 == 0 ? whole - test_random(random) % 10 : whole;
            for (size_t i = from; i < to; i++) {
                streams_token(s, test_random(random) % 300 == 0 ? letter(random, letters) : formula[f][i]);
            }
            for (size_t i = test_random(random) % 3 * (test_random(random) % 20); i > 0; i--) {
                streams_token(s, letter(random, letters));
            }
        }
        streams_document(s);
    }
}

static size_t group_at(const streams *s, const spots *w, spot at)
{
    return w->group_of[s->begins[at.document] + at.begin];
}

/* Whether the window one token on (or back) of each place of a group is the same one, and stands nowhere else. */
static bool moves_on(const streams *s, const spots *w, size_t group, int step)
{
    size_t other = SIZE_MAX;
    for (size_t i = group; i < group + w->group_size[group]; i++) {
        spot at = w->items[i];
        if ((step < 0 && at.begin == 0) || (step > 0 && at.begin + spots_run + 1 > streams_size(s, at.document))) {
            return false;
        }
        at.begin = step < 0 ? at.begin - 1 : at.begin + 1;
        size_t next = group_at(s, w, at);
        if (i > group && next != other) {
            return false;
        }
        other = next;
    }
    return w->group_size[other] == w->group_size[group];
}

static uint32_t documents_of(const spots *w, size_t group)
{
    uint32_t documents = 1;
    for (size_t i = group + 1; i < group + w->group_size[group]; i++) {
        documents += w->items[i].document != w->items[i - 1].document;
    }
    return documents;
}

/* Rows are exactly the maximal chains of hot windows that stand at the same places. */
static size_t check_phrases(const streams *s, const spots *w, const lt_passage_result *result,
                            const lt_passage_options *options)
{
    size_t expected = 0;
    for (size_t g = 0; g < w->count; g += w->group_size[g]) {
        expected += w->group_size[g] > options->hot && !moves_on(s, w, g, -1);
    }
    assert_int_equal(result->phrase_count, expected);
    for (size_t r = 0; r < result->phrase_count; r++) {
        const lt_phrase *phrase = &result->phrases[r];
        const lt_place *places = &result->places[phrase->place_begin];
        assert_true(phrase->place_count > options->hot);
        spot first = {places[0].document, places[0].begin};
        size_t group = group_at(s, w, first);
        assert_int_equal(phrase->place_count, w->group_size[group]);
        assert_int_equal(phrase->documents, documents_of(w, group));
        assert_false(moves_on(s, w, group, -1));
        uint32_t length = options->run;
        for (size_t g = group; moves_on(s, w, g, 1); length++) {
            spot next = w->items[g];
            next.begin++;
            g = group_at(s, w, next);
        }
        for (uint32_t i = 0; i < phrase->place_count; i++) {
            assert_int_equal(places[i].document, w->items[group + i].document);
            assert_int_equal(places[i].begin, w->items[group + i].begin);
            assert_int_equal(places[i].end, places[i].begin + length);
            assert_memory_equal(spot_tokens(s, w->items[group + i]), spot_tokens(s, first), length * sizeof(uint32_t));
        }
        if (r > 0) {
            const lt_place *before = &result->places[result->phrases[r - 1].place_begin];
            assert_true(before->document < places[0].document ||
                        (before->document == places[0].document && before->begin < places[0].begin));
        }
    }
    return result->phrase_count;
}

/* The definition in phrase.h, a token at a time. */
static void stock_by_hand(const streams *s, const spots *w, const lt_passage_options *options, bool *stock)
{
    bool *longer = calloc(s->token_count + 1, sizeof *longer);
    for (uint32_t d = 0; d < s->count; d++) {
        size_t size = streams_size(s, d);
        for (size_t t = 0; t + options->run <= size;) {
            size_t from = t;
            while (t + options->run <= size && documents_of(w, w->group_of[s->begins[d] + t]) >= options->stock) {
                t++;
            }
            if (t == from) {
                t++;
                continue;
            }
            size_t end = t + options->run - 1;
            for (size_t i = from; i < end; i++) {
                (end - from <= 40 ? stock : longer)[s->begins[d] + i] = true;
            }
        }
    }
    for (size_t i = 0; i < s->token_count; i++) {
        stock[i] = stock[i] && !longer[i];
    }
    free(longer);
}

static size_t check_stock(const streams *s, const spots *w, const lt_passage_result *result,
                          const lt_passage_options *options)
{
    bool *expected = calloc(s->token_count + 1, sizeof *expected);
    bool *found = calloc(s->token_count + 1, sizeof *found);
    size_t count = 0;
    stock_by_hand(s, w, options, expected);
    for (size_t i = 0; i < result->stock_count; i++) {
        lt_place at = result->stock[i];
        assert_true(at.begin < at.end && at.end <= streams_size(s, at.document));
        if (i > 0 && result->stock[i - 1].document == at.document) {
            assert_true(result->stock[i - 1].end < at.begin); /* not even side by side */
        } else if (i > 0) {
            assert_true(result->stock[i - 1].document < at.document);
        }
        for (uint32_t t = at.begin; t < at.end; t++) {
            found[s->begins[at.document] + t] = true;
        }
    }
    for (size_t i = 0; i < s->token_count; i++) {
        assert_int_equal(found[i], expected[i]);
        count += found[i];
    }
    for (size_t i = 0; i < result->passages.count; i++) {
        const lt_passage *p = &result->passages.items[i];
        uint32_t matched = 0;
        for (uint32_t t = p->a_begin, e = 0; t < p->a_end; t++) {
            while (e < p->edit_count && result->passages.edits[p->edit_begin + e].a_end <= t) {
                e++;
            }
            bool edited = e < p->edit_count && result->passages.edits[p->edit_begin + e].a_begin <= t;
            matched += !edited && expected[s->begins[p->document_a] + t];
        }
        assert_int_equal(p->stock, matched);
    }
    free(expected);
    free(found);
    return count;
}

static void phrases_and_stock_are_what_they_say(void **state)
{
    (void)state;
    static const lt_passage_options options[] = {
        {.run = 13, .hot = 16, .stock = 8}, {.run = 13, .hot = 4, .stock = 8},  {.run = 13, .hot = 16, .stock = 30},
        {.run = 6, .hot = 3, .stock = 2},   {.run = 30, .hot = 10, .stock = 5}, {.run = 13, .hot = 2, .stock = 3},
        {.run = 1, .hot = 2, .stock = 3},   {.run = 50, .hot = 3, .stock = 2},
    };
    uint64_t random = test_seed(21);
    size_t phrases = 0;
    size_t stock = 0;
    for (int round = 0; round < 320; round++) {
        const lt_passage_options *o = &options[round % 8];
        streams s = {0};
        lt_passage_result result = {0};
        spots windows;
        formulas(&s, &random);
        oracle_run(&s, o, 1, &result);
        spots_find(&s, o->run, &windows);
        phrases += check_phrases(&s, &windows, &result, o);
        stock += check_stock(&s, &windows, &result, o);
        spots_clear(&windows);
        lt_passage_result_clear(&result);
        streams_clear(&s);
    }
    printf("%zu phrases, %zu stock tokens\n", phrases, stock);
    assert_true(phrases > 1000 && stock > 10000);
}

/* Forty tokens in eight documents are stock, forty-one are copying, and seven documents are not enough. */
static void the_borders_of_stock(void **state)
{
    (void)state;
    uint64_t random = test_seed(22);
    for (uint32_t documents = 7; documents <= 8; documents++) {
        for (uint32_t length = 40; length <= 41; length++) {
            streams s = {0};
            for (uint32_t d = 0; d < documents; d++) {
                for (uint32_t i = 0; i < 30 + length + 30; i++) {
                    bool formula = i >= 30 && i < 30 + length;
                    streams_token(&s, formula ? 1000000 + i : letter(&random, 1000000));
                }
                streams_document(&s);
            }
            lt_passage_result result = {0};
            oracle_run(&s, oracle_options(), 1, &result);
            bool stock = documents == 8 && length == 40;
            assert_int_equal(result.stock_count, stock ? 8 : 0);
            assert_int_equal(result.passages.count, documents * (documents - 1) / 2);
            for (size_t i = 0; i < result.passages.count; i++) {
                assert_int_equal(result.passages.items[i].matched, length);
                assert_int_equal(result.passages.items[i].stock, stock ? length : 0);
            }
            for (size_t i = 0; i < result.stock_count; i++) {
                assert_int_equal(result.stock[i].document, i);
                assert_int_equal(result.stock[i].begin, 30);
                assert_int_equal(result.stock[i].end, 70);
            }
            lt_passage_result_clear(&result);
            streams_clear(&s);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_and_stock_are_what_they_say),
        cmocka_unit_test(the_borders_of_stock),
    };
    return cmocka_run_group_tests_name("phrase", tests, NULL, NULL);
}
