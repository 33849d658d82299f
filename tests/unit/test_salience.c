/* Weights against the definition, token by token; logarithms against those of the C library. */
#include "test.h"

#include "passages/salience.h"
#include "random_passages.h"

#include <math.h>

static void logarithms_are_rounded_to_a_256th(void **state)
{
    (void)state;
    uint64_t random = test_seed(61);
    for (uint64_t n = 1; n < 70000; n++) {
        assert_int_equal(lt_salience_log(n), (uint32_t)floorl(256 * log2l((long double)n) + 0.5L));
    }
    for (int i = 0; i < 100000; i++) {
        uint64_t n = (test_random(&random) >> test_random(&random) % 60) | 1;
        assert_int_equal(lt_salience_log(n), (uint32_t)floorl(256 * log2l((long double)n) + 0.5L));
    }
}

/* Documents that hold the wording of a token. */
static uint64_t documents_of(const lt_passage_result *found, uint32_t documents, uint32_t document, uint32_t token)
{
    uint64_t most = 0;
    for (size_t p = 0; p < found->phrase_count; p++) {
        const lt_phrase *phrase = &found->phrases[p];
        for (size_t i = phrase->place_begin; i < phrase->place_begin + phrase->place_count; i++) {
            const lt_place *place = &found->places[i];
            bool over = place->document == document && place->begin <= token && token < place->end;
            most = over && phrase->documents > most ? phrase->documents : most;
        }
    }
    if (most > 0) {
        return most;
    }
    uint64_t count = 0;
    for (uint32_t other = 0; other < documents; other++) {
        bool over = other == document;
        for (size_t i = 0; i < found->passages.count; i++) {
            const lt_passage *p = &found->passages.items[i];
            over = over ||
                   (p->document_a == document && p->document_b == other && p->a_begin <= token && token < p->a_end);
            over = over ||
                   (p->document_b == document && p->document_a == other && p->b_begin <= token && token < p->b_end);
        }
        count += over;
    }
    return count;
}

static void check_weights(const lt_passage_result *found, const random_shape *shape, uint64_t compared)
{
    lt_side_list sides = {0};
    lt_salience salience = {0};
    uint64_t counts[64];
    for (uint32_t d = 0; d < shape->documents; d++) {
        counts[d] = shape->tokens;
    }
    assert_int_equal(lt_side_list_make(&found->passages, shape->documents, &sides, NULL), 0);
    lt_salience_input input = {found, &sides, counts, shape->documents, compared};
    assert_int_equal(lt_salience_run(&input, &salience, NULL), 0);
    uint32_t all = lt_salience_log(compared + 2);
    for (uint32_t d = 0; d < shape->documents; d++) {
        uint64_t sum = 0;
        assert_int_equal(salience.bases[d], (uint64_t)d * shape->tokens);
        for (uint32_t t = 0; t < shape->tokens; t++) {
            uint64_t df = documents_of(found, shape->documents, d, t);
            uint32_t log = lt_salience_log(df < 2 ? 2 : df);
            uint32_t weight = log < all ? all - log : 0;
            lt_place before = {d, 0, t + 1};
            sum += weight;
            assert_int_equal(salience.steps[lt_salience_find(&salience, d, t)].documents, df);
            assert_int_equal(salience.steps[lt_salience_find(&salience, d, t)].weight, weight);
            assert_int_equal(lt_salience_place(&salience, &before), sum);
        }
    }
    lt_salience_clear(&salience);
    lt_side_list_clear(&sides);
}

static void weights_are_those_of_the_definition(void **state)
{
    (void)state;
    uint64_t random = test_seed(62);
    for (int round = 0; round < 60; round++) {
        random_shape shape = {.documents = 1 + random_below(&random, 6),
                              .tokens = 300,
                              .passages = random_below(&random, 30),
                              .phrases = random_below(&random, 4),
                              .longest = 1 + random_below(&random, 50)};
        lt_passage_result found;
        random_found(&random, &shape, &found);
        check_weights(&found, &shape, shape.documents + random_below(&random, 30));
        lt_passage_result_clear(&found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(logarithms_are_rounded_to_a_256th),
                                       cmocka_unit_test(weights_are_those_of_the_definition)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
