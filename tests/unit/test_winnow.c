/* Every choice is compared with one made from the definition: per window of hashes, the rightmost least. */
#include "test.h"

#include "base/hash.h"
#include "sketch/winnow.h"

#define MOST 3000

typedef struct text {
    uint64_t tokens[MOST];
    size_t count;
    uint64_t hashes[MOST];
    lt_record seeds[MOST];
    size_t seed_count;
} text;

static void text_fill(text *t, size_t count, uint32_t letters, uint64_t *random)
{
    t->count = count;
    for (size_t i = 0; i < count; i++) {
        t->tokens[i] = test_random(random) % letters;
    }
}

/* The definition: choice of the window of hashes that begins at token `begin`. */
static size_t choice(const lt_winnow *shape, const uint64_t *tokens, size_t begin)
{
    size_t best = begin;
    uint64_t least = UINT64_MAX;
    for (size_t i = begin; i < begin + shape->window; i++) {
        uint64_t hash = lt_hash_64(tokens + i, shape->width * sizeof *tokens);
        if (hash <= least) {
            least = hash;
            best = i;
        }
    }
    return best;
}

static const uint32_t alphabets[] = {1, 2, 4, 50, 5000};
static const unsigned runs[] = {1, 2, 4, 5, 6, 13, 30};

static void every_window_has_its_choice(void **state)
{
    (void)state;
    uint64_t random = test_seed(1);
    text *t = calloc(1, sizeof *t);
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++) {
        lt_winnow shape = lt_winnow_shape(runs[r]);
        assert_int_equal(shape.window + shape.width - 1, runs[r]);
        for (int round = 0; round < 60; round++) {
            text_fill(t, test_random(&random) % 300, alphabets[round % 5], &random);
            t->seed_count =
                lt_winnow_seeds(&shape, &(lt_winnow_stretch){t->tokens, t->count, false, 7000}, t->hashes, t->seeds);
            size_t expected = 0;
            size_t last = SIZE_MAX;
            for (size_t begin = 0; begin + runs[r] <= t->count; begin++) {
                size_t best = choice(&shape, t->tokens, begin);
                if (best != last) {
                    assert_true(expected < t->seed_count);
                    assert_int_equal(t->seeds[expected].value, 7000 + best);
                    assert_true(t->seeds[expected].key ==
                                lt_hash_64(t->tokens + best, shape.width * sizeof *t->tokens));
                    expected++;
                }
                last = best;
            }
            assert_int_equal(expected, t->seed_count);
        }
    }
    free(t);
}

static void stretches_make_the_whole(void **state)
{
    (void)state;
    uint64_t random = test_seed(2);
    text *t = calloc(1, sizeof *t);
    lt_record parts[MOST];
    for (int round = 0; round < 200; round++) {
        lt_winnow shape = lt_winnow_shape(runs[round % 7]);
        text_fill(t, shape.run + test_random(&random) % 500, alphabets[round % 5], &random);
        t->seed_count =
            lt_winnow_seeds(&shape, &(lt_winnow_stretch){t->tokens, t->count, false, 0}, t->hashes, t->seeds);
        size_t windows = t->count - shape.run + 1;
        size_t count = 0;
        for (size_t at = 0; at < windows;) {
            size_t step = 1 + test_random(&random) % 40;
            step = step < windows - at ? step : windows - at;
            size_t from = at > 0 ? at - 1 : 0;
            count += lt_winnow_seeds(
                &shape, &(lt_winnow_stretch){t->tokens + from, at + step - from + shape.run - 1, at > 0, from},
                t->hashes, parts + count);
            at += step;
        }
        assert_int_equal(count, t->seed_count);
        assert_memory_equal(parts, t->seeds, count * sizeof *parts);
    }
    free(t);
}

/* The theorem: a run common to two texts has a seed at the same distance from its begin in both. */
static void common_runs_share_a_seed(void **state)
{
    (void)state;
    uint64_t random = test_seed(3);
    text *a = calloc(1, sizeof *a);
    text *b = calloc(1, sizeof *b);
    size_t checked = 0;
    for (int round = 0; round < 100; round++) {
        lt_winnow shape = lt_winnow_shape(runs[round % 7]);
        text_fill(a, 200, alphabets[round % 5], &random);
        text_fill(b, 200, alphabets[round % 5], &random);
        size_t from = test_random(&random) % 100;
        size_t to = test_random(&random) % 100;
        memcpy(b->tokens + to, a->tokens + from, 60 * sizeof *a->tokens);
        a->seed_count =
            lt_winnow_seeds(&shape, &(lt_winnow_stretch){a->tokens, a->count, false, 0}, a->hashes, a->seeds);
        b->seed_count =
            lt_winnow_seeds(&shape, &(lt_winnow_stretch){b->tokens, b->count, false, 0}, b->hashes, b->seeds);
        bool *in_a = calloc(a->count + 1, sizeof *in_a);
        bool *in_b = calloc(b->count + 1, sizeof *in_b);
        for (size_t i = 0; i < a->seed_count; i++) {
            in_a[a->seeds[i].value] = true;
        }
        for (size_t i = 0; i < b->seed_count; i++) {
            in_b[b->seeds[i].value] = true;
        }
        for (size_t i = 0; i + shape.run <= a->count; i++) {
            for (size_t j = 0; j + shape.run <= b->count; j++) {
                if (memcmp(a->tokens + i, b->tokens + j, shape.run * sizeof *a->tokens) == 0) {
                    bool shared = false;
                    for (size_t d = 0; d < shape.window; d++) {
                        shared = shared || (in_a[i + d] && in_b[j + d]);
                    }
                    assert_true(shared);
                    checked++;
                }
            }
        }
        free(in_a);
        free(in_b);
    }
    assert_true(checked > 10000);
    free(a);
    free(b);
}

static void choosers_are_the_windows_that_chose(void **state)
{
    (void)state;
    uint64_t random = test_seed(4);
    text *t = calloc(1, sizeof *t);
    for (int round = 0; round < 150; round++) {
        lt_winnow shape = lt_winnow_shape(runs[round % 7]);
        text_fill(t, shape.run + test_random(&random) % 120, alphabets[round % 5], &random);
        for (size_t seed = 0; seed + shape.width <= t->count; seed++) {
            /* Only as much context as the header asks for. */
            size_t begin = seed < shape.window - 1 ? 0 : seed - (shape.window - 1);
            size_t end = seed + shape.window - 1 + shape.width;
            end = end < t->count ? end : t->count;
            size_t first = 0;
            size_t n = lt_winnow_choosers(&shape, t->tokens + begin, end - begin, seed - begin, t->hashes, &first);
            for (size_t w = 0; w + shape.run <= t->count; w++) {
                bool chose = choice(&shape, t->tokens, w) == seed;
                assert_int_equal(chose, n > 0 && w >= first + begin && w < first + begin + n);
            }
        }
    }
    free(t);
}

static void density_is_as_stated(void **state)
{
    (void)state;
    uint64_t random = test_seed(5);
    size_t count = 1000000;
    uint64_t *tokens = malloc(count * sizeof *tokens);
    uint64_t *hashes = malloc(count * sizeof *hashes);
    lt_record *seeds = malloc(count * sizeof *seeds);
    for (size_t i = 0; i < count; i++) {
        tokens[i] = test_random(&random) % 3000;
    }
    lt_winnow shape = lt_winnow_shape(13);
    size_t n = lt_winnow_seeds(&shape, &(lt_winnow_stretch){tokens, count, false, 0}, hashes, seeds);
    printf("seeds a token: %.4f\n", (double)n / (double)count);
    assert_true(n < count * 21 / 100);
    assert_true(n > count * 19 / 100);
    free(tokens);
    free(hashes);
    free(seeds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_window_has_its_choice), cmocka_unit_test(stretches_make_the_whole),
        cmocka_unit_test(common_runs_share_a_seed),    cmocka_unit_test(choosers_are_the_windows_that_chose),
        cmocka_unit_test(density_is_as_stated),
    };
    return cmocka_run_group_tests_name("winnow", tests, NULL, NULL);
}
