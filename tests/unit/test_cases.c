/* Cases against the definition: every two passages of a pair are looked at, and what is near is joined. */
#include "test.h"

#include "passages/cases.h"
#include "random_passages.h"

static uint64_t gap(uint64_t x_begin, uint64_t x_end, uint64_t y_begin, uint64_t y_end)
{
    return x_end < y_begin ? y_begin - x_end : y_end < x_begin ? x_begin - y_end : 0;
}

static bool near(const lt_proximity_box *x, const lt_proximity_box *y)
{
    return gap(x->a_begin, x->a_end, y->a_begin, y->a_end) <= LT_CASE_DISTANCE &&
           gap(x->b_begin, x->b_end, y->b_begin, y->b_end) <= LT_CASE_DISTANCE;
}

/* [passage]: the first passage of its case. */
static void join_all(const lt_passages *passages, const lt_proximity_box *boxes, size_t *ret_first)
{
    size_t count = passages->count;
    for (size_t i = 0; i < count; i++) {
        ret_first[i] = i;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < count; j++) {
                const lt_passage *x = &passages->items[i];
                const lt_passage *y = &passages->items[j];
                if (x->document_a == y->document_a && x->document_b == y->document_b && near(&boxes[i], &boxes[j]) &&
                    ret_first[j] < ret_first[i]) {
                    ret_first[i] = ret_first[j];
                    changed = true;
                }
            }
        }
    }
}

static void check_cases(const lt_passages *passages, const lt_proximity_box *boxes, size_t *ret_joined)
{
    size_t *first = malloc((passages->count + 1) * sizeof *first);
    lt_cases cases = {0};
    size_t seen = 0;
    join_all(passages, boxes, first);
    assert_int_equal(lt_cases_run(passages, boxes, &cases, NULL), 0);
    for (size_t c = 0; c < cases.count; c++) {
        const uint32_t *own = cases.passages + cases.items[c].begin;
        assert_int_equal(cases.items[c].begin, seen);
        assert_true(cases.items[c].count > 0);
        for (size_t i = 0; i < cases.items[c].count; i++) {
            assert_int_equal(first[own[i]], own[0]);
            assert_true(i == 0 || own[i] > own[i - 1]);
        }
        assert_true(c == 0 || cases.passages[cases.items[c - 1].begin] < own[0]);
        seen += cases.items[c].count;
        *ret_joined += cases.items[c].count - 1;
    }
    assert_int_equal(seen, passages->count);
    size_t roots = 0;
    for (size_t i = 0; i < passages->count; i++) {
        roots += first[i] == i;
    }
    assert_int_equal(cases.count, roots);
    lt_cases_clear(&cases);
    free(first);
}

/* Characters are tokens, spread out. */
static lt_proximity_box *boxes_of(const lt_passages *passages, uint64_t spread)
{
    lt_proximity_box *boxes = malloc((passages->count + 1) * sizeof *boxes);
    for (size_t i = 0; i < passages->count; i++) {
        const lt_passage *p = &passages->items[i];
        boxes[i] = (lt_proximity_box){p->a_begin * spread, p->a_end * spread, p->b_begin * spread, p->b_end * spread};
    }
    return boxes;
}

static void cases_are_what_lies_near(void **state)
{
    (void)state;
    uint64_t random = test_seed(51);
    size_t joined = 0;
    size_t alone = 0;
    for (int round = 0; round < 300; round++) {
        random_shape shape = {.documents = 1 + random_below(&random, 4),
                              .tokens = 200 + random_below(&random, 4000),
                              .passages = random_below(&random, 120),
                              .longest = 1 + random_below(&random, 60)};
        shape.tokens += 2 * shape.longest + 40;
        lt_passage_result found;
        random_found(&random, &shape, &found);
        lt_proximity_box *boxes = boxes_of(&found.passages, 1 + random_below(&random, 8));
        size_t before = joined;
        check_cases(&found.passages, boxes, &joined);
        alone += found.passages.count - (joined - before);
        free(boxes);
        lt_passage_result_clear(&found);
    }
    assert_true(joined > 1000 && alone > 1000);
}

static void two_hundred_characters_are_near_and_one_more_is_not(void **state)
{
    (void)state;
    lt_passage items[] = {{.document_b = 1, .a_begin = 0, .a_end = 10, .b_begin = 500, .b_end = 510},
                          {.document_b = 1, .a_begin = 210, .a_end = 220, .b_begin = 290, .b_end = 300}};
    lt_passages passages = {.items = items, .count = 2};
    lt_proximity_box boxes[] = {{0, 10, 500, 510}, {210, 220, 290, 300}}; /* in the other order on b, both 200 apart */
    lt_cases cases = {0};
    assert_int_equal(lt_cases_run(&passages, boxes, &cases, NULL), 0);
    assert_int_equal(cases.count, 1);
    lt_cases_clear(&cases);
    boxes[1].a_begin++;
    assert_int_equal(lt_cases_run(&passages, boxes, &cases, NULL), 0);
    assert_int_equal(cases.count, 2);
    lt_cases_clear(&cases);
    boxes[1].a_begin--;
    boxes[1].b_end--;
    assert_int_equal(lt_cases_run(&passages, boxes, &cases, NULL), 0);
    assert_int_equal(cases.count, 2);
    lt_cases_clear(&cases);
    boxes[1].b_end++;
    items[1].document_b = 2;
    assert_int_equal(lt_cases_run(&passages, boxes, &cases, NULL), 0);
    assert_int_equal(cases.count, 2);
    lt_cases_clear(&cases);
}

static void nothing_has_no_case(void **state)
{
    (void)state;
    lt_passages passages = {0};
    lt_cases cases = {0};
    assert_int_equal(lt_cases_run(&passages, NULL, &cases, NULL), 0);
    assert_int_equal(cases.count, 0);
    lt_cases_clear(&cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cases_are_what_lies_near),
                                       cmocka_unit_test(two_hundred_characters_are_near_and_one_more_is_not),
                                       cmocka_unit_test(nothing_has_no_case)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
