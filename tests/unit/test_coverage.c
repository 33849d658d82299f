/* coverage against a brute-force oracle: sets of tokens, written from the definitions in FORMATS.md. */
#include "test.h"

#include "passages/coverage.h"

#include <stdbool.h>

enum { TOKENS = 60, SOURCES = 5, MOST = 40 };

typedef struct oracle {
    bool shared[SOURCES][TOKENS];
    uint32_t full[SOURCES], exclusive[SOURCES];
} oracle;

static uint32_t below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(test_random(state) % bound);
}

static lt_stretch random_place(uint64_t *state)
{
    uint32_t begin = below(state, TOKENS);
    return (lt_stretch){begin, begin + 1 + below(state, TOKENS - begin)};
}

/* Each token to the source with the largest full, of equals the smallest number. */
static void oracle_attribute(oracle *o)
{
    for (int s = 0; s < SOURCES; s++) {
        for (int t = 0; t < TOKENS; t++) {
            o->full[s] += o->shared[s][t];
        }
    }
    for (int t = 0; t < TOKENS; t++) {
        int best = -1;
        for (int s = 0; s < SOURCES; s++) {
            if (o->shared[s][t] && (best < 0 || o->full[s] > o->full[best])) {
                best = s;
            }
        }
        if (best >= 0) {
            o->exclusive[best]++;
        }
    }
}

static void check_sources(const oracle *o, const lt_figures *figures, uint32_t in_passages)
{
    uint32_t sum = 0;
    uint32_t last = UINT32_MAX;
    for (size_t i = 0; i < figures->source_count; i++) {
        const lt_source *row = &figures->sources[i];
        assert_true(row->full <= last);
        last = row->full;
        assert_int_equal(row->full, o->full[row->source]);
        assert_int_equal(row->exclusive, o->exclusive[row->source]);
        sum += row->exclusive;
    }
    assert_int_equal(sum, in_passages);
}

static void figures_equal_the_definition(void **state)
{
    (void)state;
    uint64_t random = test_seed(20261);
    lt_coverage *coverage = NULL;
    assert_int_equal(lt_coverage_new(&coverage, NULL), 0);
    for (int round = 0; round < 3000; round++) {
        oracle o = {0};
        lt_covered covered[MOST];
        lt_stretch phrases[4];
        lt_stretch stock[4];
        lt_stretch quotes[4];
        bool quoted[TOKENS] = {0};
        bool marked[TOKENS] = {0};
        bool plain[TOKENS] = {0};
        size_t count = below(&random, MOST);
        for (size_t i = 0; i < count; i++) {
            lt_stretch p = random_place(&random);
            covered[i] = (lt_covered){below(&random, SOURCES), p.begin, p.end};
            memset(&o.shared[covered[i].source][p.begin], 1, p.end - p.begin);
            memset(&marked[p.begin], 1, p.end - p.begin);
        }
        uint32_t in_passages = 0;
        for (int t = 0; t < TOKENS; t++) {
            in_passages += marked[t];
        }
        for (int i = 0; i < 4; i++) {
            phrases[i] = random_place(&random);
            stock[i] = random_place(&random);
            quotes[i] = random_place(&random);
            memset(&quoted[quotes[i].begin], 1, quotes[i].end - quotes[i].begin);
            memset(&marked[phrases[i].begin], 1, phrases[i].end - phrases[i].begin);
            memset(&plain[stock[i].begin], 1, stock[i].end - stock[i].begin);
        }
        oracle_attribute(&o);
        lt_coverage_input input = {covered, count, phrases, stock, quotes, 4, 4, 4};
        lt_figures figures;
        assert_int_equal(lt_coverage_run(coverage, &input, &figures, NULL), 0);
        uint32_t reused = 0;
        uint32_t unquoted = 0;
        uint32_t unstocked = 0;
        for (int t = 0; t < TOKENS; t++) {
            reused += marked[t];
            unquoted += marked[t] && !quoted[t];
            unstocked += marked[t] && !plain[t];
        }
        assert_int_equal(figures.reused, reused);
        assert_int_equal(figures.without_quotes, unquoted);
        assert_int_equal(figures.without_stock, unstocked);
        check_sources(&o, &figures, in_passages);
    }
    lt_coverage_free(coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(figures_equal_the_definition)};
    return cmocka_run_group_tests_name("coverage", tests, NULL, NULL);
}
