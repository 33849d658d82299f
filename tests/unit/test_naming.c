/* naming: kept text that is damaged ends in an error with its place; it can be cancelled between any two steps; which
 * single places of a substitution stand. */
#include "match_corpus.h"

#include "names/naming.h"
#include "names/swap_settle.h"

/* Twenty letters whose row tells of `told`. */
static void a_text_of_other_tokens_is_damaged(void **state)
{
    (void)state;
    static const char *const text = "沅东市的发展正处在爬坡过坎的关口经不起折腾";
    static const uint32_t letters[32] = {0x6C85, 0x4E1C, 0x5E02};
    for (size_t told = 1; told < 32; told += 15) {
        lt_corpus corpus = {0};
        lt_workers *workers = NULL;
        lt_passage passage = {.document_b = 1, .a_end = 1, .b_end = 1, .matched = 1};
        lt_passages passages = {.items = &passage, .count = 1};
        lt_naming_input input = {.corpus = &corpus, .passages = &passages};
        lt_naming naming = {0};
        leitong_error error;
        assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
        corpus_add_text(&corpus, "a", text);
        corpus_add(&corpus, "b", letters, told, text);
        assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
        assert_int_equal(lt_workers_new(1, &workers, NULL), 0);
        assert_int_equal(lt_naming_run(&input, workers, &naming, &error), LEITONG_EDAMAGED);
        assert_string_equal(error.path, "b");
        assert_int_equal(error.offset, 0);
        assert_null(naming.swaps.items);
        lt_workers_free(workers);
        lt_corpus_clear(&corpus);
    }
}

typedef struct cancelled {
    uint64_t at, calls, total;
} cancelled;

static int cancel_at(void *context, uint64_t done, uint64_t total)
{
    cancelled *c = context;
    c->calls++;
    assert_int_equal(done, c->calls);
    c->total = total;
    return done == c->at;
}

static void every_step_can_be_cancelled(void **state)
{
    (void)state;
    static const char *const text = "沅东市的发展正处在爬坡过坎的关口经不起折腾";
    lt_corpus corpus = {0};
    lt_workers *workers = NULL;
    lt_passage passage = {.document_b = 1, .a_end = 20, .b_end = 20, .matched = 20};
    lt_passages passages = {.items = &passage, .count = 1};
    cancelled c = {.at = UINT64_MAX};
    lt_naming_input input = {.corpus = &corpus, .passages = &passages, .progress = cancel_at, .progress_context = &c};
    lt_naming naming = {0};
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    corpus_add_text(&corpus, "a", text);
    corpus_add_text(&corpus, "b", text);
    assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
    assert_int_equal(lt_workers_new(2, &workers, NULL), 0);
    assert_int_equal(lt_naming_run(&input, workers, &naming, NULL), 0);
    lt_naming_clear(&naming);
    uint64_t steps = c.total;
    assert_int_equal(c.calls, steps);
    for (uint64_t at = 1; at <= steps; at++) {
        c = (cancelled){.at = at};
        assert_int_equal(lt_naming_run(&input, workers, &naming, NULL), LEITONG_ECANCELLED);
        assert_int_equal(c.calls, at);
    }
    lt_workers_free(workers);
    lt_corpus_clear(&corpus);
}

/* Rows over few tokens, so that they lie within each other; by the definition (swap_settle.h) each that stands. */
static void single_places_stand_by_the_definition(void **state)
{
    (void)state;
    uint64_t seed = test_seed(3);
    for (unsigned round = 0; round < 2000; round++) {
        lt_word words[4] = {{.flags = LT_NAME_PROVEN}, {.flags = LT_NAME_PROVEN}, {.flags = LT_NAME_PROVEN}, {0}};
        lt_vocabulary vocabulary = {.words = words, .count = 4};
        lt_swap rows[12];
        lt_swap_place places[24];
        bool stands[12];
        size_t count = 1 + test_random(&seed) % 12;
        for (uint32_t i = 0; i < count; i++) { /* no two rows begin and end alike on side a */
            uint32_t begin = i * 2 % 9;
            uint32_t end = begin + 1 + i / 3;
            rows[i] = (lt_swap){.from = (uint32_t)(test_random(&seed) % 4),
                                .to = (uint32_t)(test_random(&seed) % 4),
                                .first = {begin, end, begin, end},
                                .place_begin = 2 * (size_t)i,
                                .count = 1 + test_random(&seed) % 2};
            places[2 * i] = rows[i].first;
            places[2 * i + 1] = (lt_swap_place){100 + i, 101 + i, 100 + i, 101 + i};
        }
        for (size_t i = 0; i < count; i++) {
            const lt_swap_place *own = &rows[i].first;
            stands[i] = rows[i].count > 1 || (rows[i].from != 3 && rows[i].to != 3);
            for (size_t o = 0; o < count && rows[i].count == 1; o++) {
                const lt_swap_place *other = &rows[o].first;
                bool holds = own->a_begin <= other->a_begin && other->a_end <= own->a_end;
                stands[i] = stands[i] && !(rows[o].count > 1 && holds);
            }
        }
        lt_swaps swaps = {.items = malloc(sizeof rows), .places = places, .count = count};
        assert_non_null(swaps.items);
        memcpy(swaps.items, rows, count * sizeof *rows);
        assert_int_equal(lt_swap_settle(&vocabulary, &swaps, NULL), 0);
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            const lt_swap_place *own = &rows[i].first;
            bool inner = false; /* a part of another single that stands */
            for (size_t o = 0; o < count; o++) {
                const lt_swap_place *other = &rows[o].first;
                inner = inner || (o != i && rows[i].count == 1 && rows[o].count == 1 && stands[o] &&
                                  other->a_begin <= own->a_begin && own->a_end <= other->a_end);
            }
            bool listed = false;
            for (size_t k = 0; k < swaps.count; k++) {
                listed = listed || memcmp(&swaps.items[k].first, own, sizeof *own) == 0;
            }
            assert_int_equal(listed, stands[i] && !inner);
            found += listed;
        }
        assert_int_equal(found, swaps.count);
        free(swaps.items);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_of_other_tokens_is_damaged),
        cmocka_unit_test(every_step_can_be_cancelled),
        cmocka_unit_test(single_places_stand_by_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
