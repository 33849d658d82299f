/* The order of rows against taking each time the row that tells most, all being looked at. */
#include "test.h"

#include "passages/untold.h"
#include "random_passages.h"

/* Rows are passages: two sides of runs; a row tells its spans and, as a text does, one place more. */
typedef struct list {
    const lt_passage_result *found;
    const lt_place *more; /* [row] */
} list;

/* Every other row says each stretch once. */
static bool list_disjoint(const void *context, size_t row)
{
    (void)context;
    return row % 2 != 0;
}

static void list_side(const void *context, size_t row, unsigned side, lt_untold *untold, lt_untold_visit *visit)
{
    const list *l = context;
    for (uint32_t run = 0; run <= l->found->passages.items[row].edit_count; run++) {
        lt_place place = lt_side_run(&l->found->passages, 2 * row + side, run);
        visit(untold, &place);
        if (!list_disjoint(context, row)) {
            visit(untold, &place); /* a token counts once a side */
        }
    }
}

static void list_tell(void *context, size_t row, lt_untold *untold, lt_untold_visit *visit)
{
    const list *l = context;
    for (size_t side = 2 * row; side < 2 * row + 2; side++) {
        lt_place place = lt_side_place(&l->found->passages, side);
        visit(untold, &place);
    }
    visit(untold, &l->more[row]);
}

typedef struct oracle {
    const lt_salience *salience;
    bool *told; /* [document × tokens] */
    uint32_t tokens;
} oracle;

static uint64_t oracle_side(const oracle *o, const list *l, size_t row, unsigned side)
{
    uint64_t weight = 0;
    for (uint32_t run = 0; run <= l->found->passages.items[row].edit_count; run++) {
        lt_place place = lt_side_run(&l->found->passages, 2 * row + side, run);
        for (uint32_t t = place.begin; t < place.end; t++) {
            bool told = o->told[place.document * o->tokens + t];
            weight += told ? 0 : o->salience->steps[lt_salience_find(o->salience, place.document, t)].weight;
        }
    }
    return weight;
}

static uint64_t oracle_row(const oracle *o, const list *l, size_t row)
{
    uint64_t a = oracle_side(o, l, row, 0);
    uint64_t b = oracle_side(o, l, row, 1);
    return a < b ? a : b;
}

static void oracle_tell(const oracle *o, const list *l, size_t row)
{
    lt_place places[] = {lt_side_place(&l->found->passages, 2 * row), lt_side_place(&l->found->passages, 2 * row + 1),
                         l->more[row]};
    for (size_t i = 0; i < 3; i++) {
        for (uint32_t t = places[i].begin; t < places[i].end; t++) {
            o->told[places[i].document * o->tokens + t] = true;
        }
    }
}

static void check_order(const list *l, const random_shape *shape, const lt_salience *salience)
{
    size_t count = l->found->passages.count;
    oracle o = {salience, calloc((size_t)shape->documents * shape->tokens, sizeof(bool)), shape->tokens};
    list copy = *l;
    lt_untold_rows rows = {2, list_side, list_disjoint, list_tell, &copy};
    lt_untold *untold = NULL;
    uint32_t *order = malloc((count + 1) * sizeof *order);
    uint64_t *plain = malloc((count + 1) * sizeof *plain);
    uint64_t *tokens = malloc((2 * count + 1) * sizeof *tokens);
    bool *taken = calloc(count + 1, sizeof *taken);
    for (size_t i = 0; i < count; i++) {
        order[i] = (uint32_t)i;
    }
    assert_int_equal(lt_untold_new(salience, shape->documents, &untold, NULL), 0);
    lt_untold_measure(untold, &rows, count, plain, tokens);
    assert_int_equal(lt_untold_order(untold, &rows, order, count, plain, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(plain[i], oracle_row(&o, l, i));
        assert_int_equal(tokens[2 * i], l->found->passages.items[i].matched);
        assert_int_equal(tokens[2 * i + 1], l->found->passages.items[i].matched);
    }
    for (size_t i = 0; i < count; i++) {
        size_t best = count;
        for (size_t r = 0; r < count; r++) {
            if (!taken[r] && (best == count || oracle_row(&o, l, r) > oracle_row(&o, l, best))) {
                best = r;
            }
        }
        assert_int_equal(order[i], best);
        taken[best] = true;
        oracle_tell(&o, l, best);
    }
    lt_untold_free(untold);
    free(order);
    free(plain);
    free(tokens);
    free(taken);
    free(o.told);
}

static void rows_are_taken_by_what_is_untold(void **state)
{
    (void)state;
    uint64_t random = test_seed(71);
    for (int round = 0; round < 100; round++) {
        random_shape shape = {.documents = 2 + random_below(&random, 5),
                              .tokens = 700,
                              .passages = random_below(&random, 40),
                              .longest = 1 + random_below(&random, 60)};
        lt_passage_result found;
        lt_side_list sides = {0};
        lt_salience salience = {0};
        lt_place more[64];
        uint64_t counts[8];
        random_found(&random, &shape, &found);
        for (uint32_t d = 0; d < shape.documents; d++) {
            counts[d] = shape.tokens;
        }
        for (size_t i = 0; i < shape.passages; i++) {
            uint32_t begin = random_below(&random, shape.tokens - 40);
            more[i] = (lt_place){random_below(&random, shape.documents), begin, begin + random_below(&random, 40)};
        }
        lt_salience_input input = {&found, &sides, counts, shape.documents, shape.documents};
        assert_int_equal(lt_side_list_make(&found.passages, shape.documents, &sides, NULL), 0);
        assert_int_equal(lt_salience_run(&input, &salience, NULL), 0);
        check_order(&(list){&found, more}, &shape, &salience);
        lt_salience_clear(&salience);
        lt_side_list_clear(&sides);
        lt_passage_result_clear(&found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_are_taken_by_what_is_untold)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
