/* Boxes within boxes, against looking at them all. */
#include "test.h"

#include "passages/box_index.h"

static bool inside(lt_box inner, lt_box outer)
{
    return outer.a_begin <= inner.a_begin && inner.a_end <= outer.a_end && outer.b_begin <= inner.b_begin &&
           inner.b_end <= outer.b_end;
}

static lt_box random_box(uint64_t *random, uint32_t reach)
{
    uint32_t side = 1 + (uint32_t)(test_random(random) % (UINT32_C(1) << test_random(random) % 12));
    uint32_t a = (uint32_t)(test_random(random) % reach);
    uint32_t b = (uint32_t)(test_random(random) % reach);
    return (lt_box){a, a + side, b, b + side / 2 + 1 + (uint32_t)(test_random(random) % side)};
}

static void every_answer_is_that_of_a_look_at_all(void **state)
{
    (void)state;
    uint64_t random = test_seed(31);
    lt_box_index *index = NULL;
    lt_box boxes[600];
    size_t yes = 0;
    assert_int_equal(lt_box_index_new(&index, NULL), 0);
    for (int round = 0; round < 60; round++) {
        uint32_t reach = round % 3 == 0 ? 50 : round % 3 == 1 ? 3000 : UINT32_C(1) << 30;
        size_t count = test_random(&random) % 600;
        lt_box_index_reset(index);
        for (size_t i = 0; i < count; i++) {
            boxes[i] =
                i > 0 && test_random(&random) % 8 == 0 ? boxes[test_random(&random) % i] : random_box(&random, reach);
            assert_int_equal(lt_box_index_add(index, boxes[i], NULL), 0);
        }
        for (size_t q = 0; q < 600; q++) {
            lt_box box = random_box(&random, reach);
            if (q % 2 == 0 && count > 0) { /* one inside a box, or a token too large */
                box = boxes[test_random(&random) % count];
                box.a_begin += (uint32_t)(test_random(&random) % (box.a_end - box.a_begin));
                box.b_end += (uint32_t)(test_random(&random) % 2);
            }
            bool expected = false;
            for (size_t i = 0; i < count; i++) {
                expected = expected || inside(box, boxes[i]);
            }
            assert_int_equal(lt_box_index_contains(index, box), expected);
            lt_box holder;
            size_t number;
            assert_int_equal(lt_box_index_find(index, box, &holder, &number), expected);
            if (expected) {
                assert_true(number < count && inside(box, holder));
                assert_memory_equal(&holder, &boxes[number], sizeof holder);
            }
            yes += expected;
        }
    }
    assert_true(yes > 1000);
    lt_box_index_free(index);
}

static uint32_t common(uint32_t x_begin, uint32_t x_end, uint32_t y_begin, uint32_t y_end)
{
    uint32_t tokens = 0;
    for (uint32_t t = x_begin; t < x_end; t++) {
        tokens += t >= y_begin && t < y_end;
    }
    return tokens;
}

static void the_first_box_that_overlaps_is_found(void **state)
{
    (void)state;
    uint64_t random = test_seed(32);
    lt_box_index *index = NULL;
    lt_box boxes[200];
    size_t found = 0;
    assert_int_equal(lt_box_index_new(&index, NULL), 0);
    for (int round = 0; round < 60; round++) {
        uint32_t reach = round % 2 == 0 ? 500 : 20000;
        size_t count = test_random(&random) % 200;
        lt_box_index_reset(index);
        for (size_t i = 0; i < count; i++) {
            boxes[i] = random_box(&random, reach);
            assert_int_equal(lt_box_index_add(index, boxes[i], NULL), 0);
        }
        for (size_t q = 0; q < 60; q++) {
            lt_box box = random_box(&random, reach);
            uint32_t least = 1 + (uint32_t)(test_random(&random) % 20);
            uint32_t a = box.a_end - box.a_begin < least ? box.a_end - box.a_begin : least;
            uint32_t b = box.b_end - box.b_begin < least ? box.b_end - box.b_begin : least;
            size_t expected = SIZE_MAX;
            size_t number = SIZE_MAX;
            for (size_t i = 0; i < count && expected == SIZE_MAX; i++) {
                if (common(box.a_begin, box.a_end, boxes[i].a_begin, boxes[i].a_end) >= a &&
                    common(box.b_begin, box.b_end, boxes[i].b_begin, boxes[i].b_end) >= b) {
                    expected = i;
                }
            }
            assert_int_equal(lt_box_index_overlaps(index, box, least, &number), expected != SIZE_MAX);
            assert_int_equal(number, expected);
            found += expected != SIZE_MAX;
        }
    }
    assert_true(found > 500);
    lt_box_index_free(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_is_that_of_a_look_at_all),
        cmocka_unit_test(the_first_box_that_overlaps_is_found),
    };
    return cmocka_run_group_tests_name("held", tests, NULL, NULL);
}
