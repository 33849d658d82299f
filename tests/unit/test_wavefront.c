#include "test.h"

#include "passages/wavefront.h"

enum { LONGEST = 64 };

/* Edit distances of all prefixes, from the definition (Wagner, Fischer 1974). */
typedef struct table {
    uint32_t cost[LONGEST + 1][LONGEST + 1];
} table;

static void fill(table *t, const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count)
{
    for (uint32_t i = 0; i <= a_count; i++) {
        for (uint32_t j = 0; j <= b_count; j++) {
            uint32_t best = i == 0 ? j : j == 0 ? i : UINT32_MAX;
            if (i > 0 && j > 0) {
                best = t->cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
                best = t->cost[i - 1][j] + 1 < best ? t->cost[i - 1][j] + 1 : best;
                best = t->cost[i][j - 1] + 1 < best ? t->cost[i][j - 1] + 1 : best;
            }
            t->cost[i][j] = best;
        }
    }
}

static uint32_t longer(lt_edit edit)
{
    uint32_t a = edit.a_end - edit.a_begin;
    uint32_t b = edit.b_end - edit.b_begin;
    return a > b ? a : b;
}

/* That the edits lead from a[span] to b[span]; their unit costs, a block of a and b tokens costing max(a, b). */
static uint32_t follow(const lt_sides *s, lt_edit span, const lt_edit_script *edits)
{
    uint32_t a = span.a_begin;
    uint32_t b = span.b_begin;
    uint32_t cost = 0;
    for (size_t i = 0; i <= edits->count; i++) {
        lt_edit e = {span.a_end, span.a_end, span.b_end, span.b_end};
        if (i < edits->count) {
            e = edits->items[i];
            assert_true(e.a_begin < e.a_end || e.b_begin < e.b_end);
            assert_true(e.a_begin <= e.a_end && e.b_begin <= e.b_end);
            assert_true(i == 0 || e.a_begin > a);
        }
        assert_true(e.a_begin >= a && e.a_end <= span.a_end && e.b_end <= span.b_end);
        assert_int_equal(e.a_begin - a, e.b_begin - b);
        if (e.a_begin > a) {
            assert_memory_equal(s->a + a, s->b + b, (e.a_begin - a) * sizeof *s->a);
        }
        cost += longer(e);
        a = e.a_end;
        b = e.b_end;
    }
    return cost;
}

static uint32_t draw(uint64_t *seed, uint32_t letters, uint32_t *tokens)
{
    uint32_t count = (uint32_t)(test_random(seed) % (LONGEST + 1));
    for (uint32_t i = 0; i < count; i++) {
        tokens[i] = (uint32_t)(test_random(seed) % letters);
    }
    return count;
}

/* A copy with some tokens changed, or text of its own. */
static uint32_t draw_other(uint64_t *seed, uint32_t letters, const uint32_t *a, uint32_t a_count, uint32_t *b)
{
    uint64_t noise = test_random(seed) % 40;
    if (noise == 0) {
        return draw(seed, letters, b);
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < a_count && count + 2 < LONGEST; i++) {
        uint64_t chance = test_random(seed) % 100;
        if (chance < noise) {
            b[count++] = (uint32_t)(test_random(seed) % letters);
        } else if (chance < noise + 5) {
            b[count++] = a[i];
            b[count++] = (uint32_t)(test_random(seed) % letters);
        } else if (chance >= noise + 10) {
            b[count++] = a[i];
        }
    }
    return count;
}

static void between_two_points_the_way_is_a_cheapest_one(void **state)
{
    (void)state;
    uint64_t seed = test_seed(21);
    table *t = malloc(sizeof *t);
    lt_wavefront wave = {0};
    lt_edit_script edits = {0};
    for (int round = 0; round < 8000; round++) {
        uint32_t a[LONGEST];
        uint32_t b[LONGEST];
        uint32_t letters = 1 + (uint32_t)(test_random(&seed) % (round % 2 == 0 ? 3 : 40));
        lt_sides s = {.a = a, .b = b};
        s.a_count = draw(&seed, letters, a);
        s.b_count = draw_other(&seed, letters, a, s.a_count, b);
        lt_edit all = {0, s.a_count, 0, s.b_count};
        fill(t, a, s.a_count, b, s.b_count);
        edits.count = 0;
        assert_int_equal(lt_wavefront_between(&wave, &s, all, 1000, &edits, NULL), 0);
        assert_int_equal(follow(&s, all, &edits), t->cost[s.a_count][s.b_count]);
        lt_edit_script_left_align(&edits, &s, 0, 0);
        assert_int_equal(follow(&s, all, &edits), t->cost[s.a_count][s.b_count]);
    }
    lt_wavefront_clear(&wave);
    lt_edit_script_clear(&edits);
    free(t);
}

static void a_way_that_sinks_too_deep_is_one_edit(void **state)
{
    (void)state;
    uint32_t a[40];
    uint32_t b[40];
    for (uint32_t i = 0; i < 40; i++) {
        a[i] = i;
        b[i] = i < 20 ? 100 + i : i;
    }
    lt_sides s = {.a = a, .b = b, .a_count = 40, .b_count = 40};
    lt_wavefront wave = {0};
    lt_edit_script edits = {0};
    lt_edit all = {0, 40, 0, 40};
    assert_int_equal(lt_wavefront_between(&wave, &s, all, 20, &edits, NULL), 0);
    assert_int_equal(edits.count, 1);
    assert_int_equal(edits.items[0].a_end, 20);
    edits.count = 0;
    assert_int_equal(lt_wavefront_between(&wave, &s, all, 18, &edits, NULL), 0);
    assert_int_equal(edits.count, 1);
    assert_int_equal(edits.items[0].a_end, 40);
    lt_wavefront_clear(&wave);
    lt_edit_script_clear(&edits);
}

/* The best score of an alignment that begins at the corner, in halves: 2 a match, −2 a substitution, −3 an indel. */
static int64_t best_score(const table *t, uint32_t a_count, uint32_t b_count)
{
    int64_t best = 0;
    for (uint32_t i = 0; i <= a_count; i++) {
        for (uint32_t j = 0; j <= b_count; j++) {
            int64_t score = (int64_t)i + j - 4 * (int64_t)t->cost[i][j];
            best = score > best ? score : best;
        }
    }
    return best;
}

static void ends_reach_the_best_score(void **state)
{
    (void)state;
    uint64_t seed = test_seed(22);
    table *t = malloc(sizeof *t);
    lt_wavefront wave = {0};
    lt_edit_script edits = {0};
    for (int round = 0; round < 8000; round++) {
        uint32_t a[2 * LONGEST];
        uint32_t b[2 * LONGEST];
        uint32_t letters = 1 + (uint32_t)(test_random(&seed) % (round % 2 == 0 ? 3 : 40));
        uint32_t a_count = draw(&seed, letters, a);
        uint32_t b_count = draw_other(&seed, letters, a, a_count, b);
        lt_wavefront_bounds all = {.stretch = {0, a_count, 0, b_count}, .drop = 1000, .sink = 1000};
        lt_sides s = {.a = a, .b = b, .a_count = a_count, .b_count = b_count};
        bool backwards = round % 4 >= 2;
        lt_edit reach;
        fill(t, a, a_count, b, b_count);
        if (backwards) {
            /* The same texts read from the other end. */
            for (uint32_t i = 0; i < a_count; i++) {
                a[LONGEST + a_count - 1 - i] = a[i];
            }
            for (uint32_t i = 0; i < b_count; i++) {
                b[LONGEST + b_count - 1 - i] = b[i];
            }
            s.a = a + LONGEST;
            s.b = b + LONGEST;
        }
        edits.count = 0;
        int code = backwards ? lt_wavefront_before(&wave, &s, &all, &edits, &reach, NULL)
                             : lt_wavefront_after(&wave, &s, &all, &edits, &reach, NULL);
        assert_int_equal(code, 0);
        uint32_t cost = follow(&s, reach, &edits);
        int64_t score = (int64_t)(reach.a_end - reach.a_begin) + (reach.b_end - reach.b_begin) - 4 * (int64_t)cost;
        assert_int_equal(score, best_score(t, a_count, b_count));
        assert_int_equal(backwards ? reach.a_end : reach.a_begin, backwards ? a_count : 0);
        if (reach.a_begin < reach.a_end) {
            assert_int_equal(s.a[backwards ? reach.a_begin : reach.a_end - 1],
                             s.b[backwards ? reach.b_begin : reach.b_end - 1]);
        }
    }
    lt_wavefront_clear(&wave);
    lt_edit_script_clear(&edits);
    free(t);
}

static void blocks_stand_leftmost(void **state)
{
    (void)state;
    /* One b more among three: the first of them is the new one. */
    const uint32_t a[] = {1, 2, 2, 3, 9, 5};
    const uint32_t b[] = {1, 2, 2, 2, 3, 8, 7, 5};
    lt_sides s = {.a = a, .b = b, .a_count = 6, .b_count = 8};
    lt_edit_script edits = {0};
    const lt_edit as_found[] = {{3, 3, 3, 4}, {4, 5, 5, 6}, {5, 5, 6, 7}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(lt_edit_script_add(&edits, as_found[i], NULL), 0);
    }
    assert_int_equal(edits.count, 2);
    lt_edit_script_left_align(&edits, &s, 0, 0);
    const lt_edit aligned[] = {{1, 1, 1, 2}, {4, 5, 5, 7}};
    assert_int_equal(edits.count, 2);
    assert_memory_equal(edits.items, aligned, sizeof aligned);
    lt_edit_script_clear(&edits);
}

static void settling_joins_blocks_that_meet_and_drops_what_is_equal(void **state)
{
    (void)state;
    /* Deleted and put in again: nothing changed. */
    const uint32_t a[] = {1, 2, 3, 4, 5};
    lt_sides s = {.a = a, .b = a, .a_count = 5, .b_count = 5};
    lt_edit_script edits = {0};
    assert_int_equal(lt_edit_script_add(&edits, (lt_edit){2, 3, 2, 2}, NULL), 0);
    assert_int_equal(lt_edit_script_add(&edits, (lt_edit){3, 3, 2, 3}, NULL), 0);
    lt_edit_script_left_align(&edits, &s, 0, 0);
    assert_int_equal(edits.count, 0);
    /* The second insertion moves left over equal tokens until it meets the first. */
    const uint32_t c[] = {7, 1, 1, 8};
    const uint32_t d[] = {7, 1, 1, 1, 1, 8};
    lt_sides t = {.a = c, .b = d, .a_count = 4, .b_count = 6};
    assert_int_equal(lt_edit_script_add(&edits, (lt_edit){2, 2, 2, 3}, NULL), 0);
    assert_int_equal(lt_edit_script_add(&edits, (lt_edit){3, 3, 4, 5}, NULL), 0);
    lt_edit_script_left_align(&edits, &t, 0, 0);
    assert_int_equal(edits.count, 1);
    assert_memory_equal(&edits.items[0], (&(lt_edit){1, 1, 1, 3}), sizeof(lt_edit));
    lt_edit_script_clear(&edits);
}

static void what_blocks_cost(void **state)
{
    (void)state;
    const struct {
        uint32_t a, b, cost;
    } cases[] = {{1, 1, 2},  {0, 1, 2},   {0, 2, 4},    {3, 3, 5},    {5, 2, 7},    {8, 0, 10},
                 {0, 9, 10}, {0, 40, 10}, {10, 10, 12}, {18, 18, 20}, {40, 40, 20}, {0, 61, 20}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(lt_edit_cost((lt_edit){10, 10 + cases[i].a, 7, 7 + cases[i].b}), cases[i].cost);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(between_two_points_the_way_is_a_cheapest_one),
        cmocka_unit_test(a_way_that_sinks_too_deep_is_one_edit),
        cmocka_unit_test(ends_reach_the_best_score),
        cmocka_unit_test(blocks_stand_leftmost),
        cmocka_unit_test(settling_joins_blocks_that_meet_and_drops_what_is_equal),
        cmocka_unit_test(what_blocks_cost),
    };
    return cmocka_run_group_tests_name("wave", tests, NULL, NULL);
}
