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

/* What the layers say of each token. */
typedef struct layers {
    bool in[LT_LAYERS][TOKENS];
} layers;

static void add(lt_coverage *coverage, layers *all, lt_coverage_layer layer, lt_stretch p)
{
    assert_int_equal(lt_coverage_add(coverage, layer, p.begin, p.end, NULL), 0);
    memset(&all->in[layer][p.begin], 1, p.end - p.begin);
}

/* Boilerplate and excluded lines: ascending, disjoint. */
static void add_left_out(lt_coverage *coverage, layers *all, lt_coverage_layer layer, uint64_t *random)
{
    uint32_t begin = 0;
    for (int i = 0; i < 3; i++) {
        begin += 1 + below(random, 15);
        lt_stretch p = {begin, begin + 1 + below(random, 5)};
        if (p.end > TOKENS) {
            return;
        }
        add(coverage, all, layer, p);
        begin = p.end;
    }
}

static void check_figures(const layers *all, const lt_figures *figures)
{
    lt_figures due = {0};
    for (int t = 0; t < TOKENS; t++) {
        bool boilerplate = all->in[LT_LAYER_BOILERPLATE][t];
        bool excluded = !boilerplate && all->in[LT_LAYER_EXCLUDED][t];
        bool equal = all->in[LT_LAYER_EQUAL][t];
        bool reused = equal && !boilerplate && !excluded;
        due.covered += all->in[LT_LAYER_COVERED][t];
        due.repeated += all->in[LT_LAYER_REPEATED][t] && !boilerplate && !excluded;
        due.boilerplate += equal && boilerplate;
        due.excluded += equal && excluded;
        due.reused += reused;
        due.without_quotes += reused && !all->in[LT_LAYER_QUOTED][t];
        due.without_stock += reused && !all->in[LT_LAYER_STOCK][t];
    }
    assert_int_equal(figures->covered, due.covered);
    assert_int_equal(figures->repeated, due.repeated);
    assert_int_equal(figures->boilerplate, due.boilerplate);
    assert_int_equal(figures->excluded, due.excluded);
    assert_int_equal(figures->reused, due.reused);
    assert_int_equal(figures->without_quotes, due.without_quotes);
    assert_int_equal(figures->without_stock, due.without_stock);
}

static void figures_equal_the_definition(void **state)
{
    static const lt_coverage_layer any[] = {LT_LAYER_COVERED, LT_LAYER_REPEATED, LT_LAYER_EQUAL, LT_LAYER_STOCK,
                                            LT_LAYER_QUOTED};
    (void)state;
    uint64_t random = test_seed(20261);
    lt_coverage *coverage = NULL;
    assert_int_equal(lt_coverage_new(&coverage, NULL), 0);
    for (int round = 0; round < 3000; round++) {
        oracle o = {0};
        layers all = {0};
        bool in_passages[TOKENS] = {0};
        size_t count = below(&random, MOST);
        lt_coverage_clear(coverage);
        add_left_out(coverage, &all, LT_LAYER_BOILERPLATE, &random);
        add_left_out(coverage, &all, LT_LAYER_EXCLUDED, &random);
        for (int i = 0; i < 20; i++) {
            add(coverage, &all, any[i % 5], random_place(&random));
        }
        for (size_t i = 0; i < count; i++) {
            lt_stretch p = random_place(&random);
            lt_shared_stretch shared = {below(&random, SOURCES), p.begin, p.end};
            assert_int_equal(lt_coverage_share(coverage, &shared, NULL), 0);
            for (uint32_t t = p.begin; t < p.end; t++) {
                all.in[LT_LAYER_EQUAL][t] = true;
                bool counts = !all.in[LT_LAYER_BOILERPLATE][t] && !all.in[LT_LAYER_EXCLUDED][t];
                o.shared[shared.source][t] = in_passages[t] = counts;
            }
        }
        uint32_t shared_tokens = 0;
        for (int t = 0; t < TOKENS; t++) {
            shared_tokens += in_passages[t];
        }
        oracle_attribute(&o);
        lt_figures figures;
        assert_int_equal(lt_coverage_run(coverage, &figures, NULL), 0);
        check_figures(&all, &figures);
        check_sources(&o, &figures, shared_tokens);
    }
    lt_coverage_free(coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(figures_equal_the_definition)};
    return cmocka_run_group_tests_name("coverage", tests, NULL, NULL);
}
