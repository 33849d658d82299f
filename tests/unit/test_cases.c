/* Cases against the definition: the passages of a pair are parted at the first gap, and each part again. */
#include "test.h"

#include "passages/cases.h"
#include "random_passages.h"

typedef struct numbered {
    lt_proximity_box box;
    size_t number; /* of the passage */
} numbered;

static int by_a(const void *x, const void *y)
{
    uint64_t l = ((const numbered *)x)->box.a_begin;
    uint64_t r = ((const numbered *)y)->box.a_begin;
    return (l > r) - (l < r);
}

static int by_b(const void *x, const void *y)
{
    uint64_t l = ((const numbered *)x)->box.b_begin;
    uint64_t r = ((const numbered *)y)->box.b_begin;
    return (l > r) - (l < r);
}

/* How many of the items, sorted on a side, stand before its first gap; all where there is none. */
static size_t before_gap(const numbered *items, size_t count, bool on_b)
{
    uint64_t end = 0;
    for (size_t i = 0; i < count; i++) {
        const lt_proximity_box *box = &items[i].box;
        if (i > 0 && (on_b ? box->b_begin : box->a_begin) > end + LT_CASE_DISTANCE) {
            return i;
        }
        uint64_t own = on_b ? box->b_end : box->a_end;
        end = own > end ? own : end;
    }
    return count;
}

/* Parts the items at the first gap, and each part again. */
static void part(numbered *items, size_t count, size_t *ret_first)
{
    for (int side = 0; side < 2; side++) {
        qsort(items, count, sizeof *items, side == 0 ? by_a : by_b);
        size_t before = before_gap(items, count, side != 0);
        if (before < count) {
            part(items, before, ret_first);
            part(items + before, count - before, ret_first);
            return;
        }
    }
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        first = items[i].number < first ? items[i].number : first;
    }
    for (size_t i = 0; i < count; i++) {
        ret_first[items[i].number] = first;
    }
}

/* [passage]: the first passage of its case. */
static void part_all(const lt_passages *passages, const lt_proximity_box *boxes, size_t *ret_first)
{
    numbered *items = malloc((passages->count + 1) * sizeof *items);
    for (size_t i = 0; i < passages->count; i++) {
        const lt_passage *first = &passages->items[i];
        size_t count = 0;
        for (size_t j = 0; j < passages->count; j++) {
            const lt_passage *p = &passages->items[j];
            if (p->document_a == first->document_a && p->document_b == first->document_b) {
                items[count++] = (numbered){boxes[j], j};
            }
        }
        part(items, count, ret_first); /* once for each passage of the pair: the same each time */
    }
    free(items);
}

static void check_cases(const lt_passages *passages, const lt_proximity_box *boxes, size_t *ret_joined)
{
    size_t *first = malloc((passages->count + 1) * sizeof *first);
    lt_cases cases = {0};
    size_t seen = 0;
    part_all(passages, boxes, first);
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

/* Sentences in another order: no two of these are near on both sides, and they are one case all the same. */
static void order_parts_nothing(void **state)
{
    (void)state;
    static const uint64_t order[] = {2, 0, 4, 1, 3};
    lt_passage items[5];
    lt_proximity_box boxes[5];
    for (uint64_t i = 0; i < 5; i++) {
        items[i] = (lt_passage){.document_b = 1, .a_begin = (uint32_t)i};
        boxes[i] = (lt_proximity_box){250 * i, 250 * i + 100, 250 * order[i], 250 * order[i] + 100};
    }
    lt_passages passages = {.items = items, .count = 5};
    lt_cases cases = {0};
    assert_int_equal(lt_cases_run(&passages, boxes, &cases, NULL), 0);
    assert_int_equal(cases.count, 1);
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
                                       cmocka_unit_test(order_parts_nothing), cmocka_unit_test(nothing_has_no_case)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
