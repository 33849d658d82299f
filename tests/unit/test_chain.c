#include "test.h"

#include "passages/chain.h"

static const lt_chain_options usual = {.width = 5, .gap = 80, .drift = 80};

/* Chains of hits, into copies that the test owns. */
typedef struct result {
    lt_hit hits[4096];
    size_t begins[4097];
    size_t count;
} result;

static void run(const lt_chain_options *options, const lt_hit *hits, size_t count, result *ret_result)
{
    lt_chain *chain = NULL;
    lt_chains chains;
    assert_int_equal(lt_chain_new(options, &chain, NULL), 0);
    assert_int_equal(lt_chain_run(chain, hits, count, &chains, NULL), 0);
    assert_true(count <= 4096);
    ret_result->count = chains.count;
    if (count > 0) {
        memcpy(ret_result->hits, chains.hits, count * sizeof *hits);
    }
    memcpy(ret_result->begins, chains.begins, (chains.count + 1) * sizeof *chains.begins);
    lt_chain_free(chain);
}

static void rising_hits_of_one_diagonal_are_one_chain(void **state)
{
    (void)state;
    lt_hit hits[100];
    for (uint32_t i = 0; i < 100; i++) {
        hits[i] = (lt_hit){7 + 60 * i, 1000 + 60 * i};
    }
    result *r = calloc(1, sizeof *r);
    run(&usual, hits, 100, r);
    assert_int_equal(r->count, 1);
    assert_memory_equal(r->hits, hits, sizeof hits);
    free(r);
}

static void gaps_and_drifts_beyond_the_bounds_part_chains(void **state)
{
    (void)state;
    result *r = calloc(1, sizeof *r);
    for (uint32_t i = 0; i < 3; i++) {
        /* Five hits in a row on each side, so that any turn within the bounds pays. */
        for (uint32_t gap = 79; gap <= 82; gap++) {
            lt_hit hits[10];
            for (uint32_t h = 0; h < 10; h++) {
                uint32_t jump = h < 5 ? 0 : gap;
                hits[h] = (lt_hit){5 * h + (i == 1 ? 0 : jump), 5 * h + (i == 2 ? 0 : jump)};
            }
            run(&usual, hits, 10, r);
            assert_int_equal(r->count, gap <= 80 ? 1 : 2);
        }
    }
    free(r);
}

static int by_place(const void *left, const void *right)
{
    const lt_hit *l = left;
    const lt_hit *r = right;
    int a = (l->a > r->a) - (l->a < r->a);
    return a != 0 ? a : (l->b > r->b) - (l->b < r->b);
}

static size_t random_hits(uint64_t *seed, size_t most, uint32_t reach, lt_hit *hits)
{
    size_t drawn = test_random(seed) % (most + 1);
    for (size_t i = 0; i < drawn; i++) {
        hits[i] = (lt_hit){(uint32_t)(test_random(seed) % reach), (uint32_t)(test_random(seed) % reach)};
    }
    qsort(hits, drawn, sizeof *hits, by_place);
    size_t count = 0;
    for (size_t i = 0; i < drawn; i++) {
        if (count == 0 || by_place(&hits[count - 1], &hits[i]) != 0) {
            hits[count++] = hits[i];
        }
    }
    return count;
}

/* The worth of a chain from the definition in chain.h, in sixteenths: written again here, on its own. */
static int64_t worth_of_step(lt_hit from, lt_hit to)
{
    int64_t a = (int64_t)to.a - from.a;
    int64_t b = (int64_t)to.b - from.b;
    if (a <= 0 || b <= 0 || a > 85 || b > 85 || llabs(a - b) > 80) {
        return INT64_MIN;
    }
    int64_t near = a < b ? a : b;
    int64_t far = a < b ? b : a;
    int64_t drift = far - near;
    int64_t worth = 16 * (near < 5 ? near : 5);
    worth -= drift >= 5 ? 160 : 32 * drift;
    worth -= drift;
    worth -= far > 5 ? (far - 5) / 2 : 0;
    return worth;
}

static int64_t worth_of_chain(const lt_hit *hits, size_t count)
{
    int64_t worth = 80;
    for (size_t i = 1; i < count; i++) {
        int64_t step = worth_of_step(hits[i - 1], hits[i]);
        assert_true(step != INT64_MIN);
        worth += step;
    }
    return worth;
}

static void the_best_chain_is_the_quadratic_oracles(void **state)
{
    (void)state;
    uint64_t seed = test_seed(11);
    result *r = calloc(1, sizeof *r);
    lt_hit hits[51];
    for (int round = 0; round < 3000; round++) {
        uint32_t reach = (uint32_t)(10 + test_random(&seed) % 200);
        size_t count = random_hits(&seed, 51, reach, hits);
        int64_t best[51];
        int64_t most = 0;
        for (size_t i = 0; i < count; i++) {
            best[i] = 80;
            for (size_t j = 0; j < i; j++) {
                int64_t step = worth_of_step(hits[j], hits[i]);
                if (step != INT64_MIN && best[j] + step > best[i]) {
                    best[i] = best[j] + step;
                }
            }
            most = best[i] > most ? best[i] : most;
        }
        run(&usual, hits, count, r);
        assert_true(count == 0 || r->count > 0);
        if (count > 0) {
            assert_int_equal(worth_of_chain(r->hits, r->begins[1]), most);
        }
    }
    free(r);
}

static void every_hit_stands_in_one_chain_and_chains_rise(void **state)
{
    (void)state;
    uint64_t seed = test_seed(12);
    result *r = calloc(1, sizeof *r);
    result *again = calloc(1, sizeof *again);
    static lt_hit hits[4096];
    for (int round = 0; round < 60; round++) {
        uint32_t reach = (uint32_t)(20 + test_random(&seed) % 3000);
        size_t count = random_hits(&seed, round % 2 == 0 ? 4000 : 300, reach, hits);
        run(&usual, hits, count, r);
        assert_int_equal(r->begins[r->count], count);
        for (size_t c = 0; c < r->count; c++) {
            assert_true(r->begins[c] < r->begins[c + 1]);
            worth_of_chain(r->hits + r->begins[c], r->begins[c + 1] - r->begins[c]);
        }
        run(&usual, hits, count, again);
        assert_memory_equal(again, r, sizeof *r);
        qsort(r->hits, count, sizeof *r->hits, by_place);
        assert_memory_equal(r->hits, hits, count * sizeof *hits);
        memset(r, 0, sizeof *r);
        memset(again, 0, sizeof *again);
    }
    free(r);
    free(again);
}

/* One text against sixteen copies of it: between two hits of a diagonal stand all hits of the other diagonals. */
static void diagonals_beyond_the_look_back_still_chain(void **state)
{
    (void)state;
    enum { COPIES = 70, LENGTH = 50 };
    static lt_hit hits[COPIES * LENGTH];
    for (uint32_t i = 0; i < LENGTH; i++) {
        for (uint32_t c = 0; c < COPIES; c++) {
            hits[i * COPIES + c] = (lt_hit){i * 5, c * 1000 + i * 5};
        }
    }
    result *r = calloc(1, sizeof *r);
    run(&usual, hits, COPIES * LENGTH, r);
    assert_int_equal(r->count, COPIES);
    for (size_t c = 0; c < COPIES; c++) {
        assert_int_equal(r->begins[c + 1] - r->begins[c], LENGTH);
    }
    free(r);
}

static void a_stray_hit_is_not_worth_the_way(void **state)
{
    (void)state;
    const lt_hit hits[] = {{0, 100}, {10, 110}, {20, 120}, {30, 150}, {40, 140}, {50, 150}, {60, 160}};
    result *r = calloc(1, sizeof *r);
    run(&usual, hits, 7, r);
    assert_int_equal(r->count, 2);
    assert_int_equal(r->begins[1], 6);
    assert_int_equal(r->hits[6].a, 30);
    free(r);
}

static void no_hits_make_no_chains(void **state)
{
    (void)state;
    result *r = calloc(1, sizeof *r);
    lt_hit none = {0, 0};
    run(&usual, &none, 0, r);
    assert_int_equal(r->count, 0);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rising_hits_of_one_diagonal_are_one_chain),
        cmocka_unit_test(gaps_and_drifts_beyond_the_bounds_part_chains),
        cmocka_unit_test(the_best_chain_is_the_quadratic_oracles),
        cmocka_unit_test(every_hit_stands_in_one_chain_and_chains_rise),
        cmocka_unit_test(diagonals_beyond_the_look_back_still_chain),
        cmocka_unit_test(a_stray_hit_is_not_worth_the_way),
        cmocka_unit_test(no_hits_make_no_chains),
    };
    return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
