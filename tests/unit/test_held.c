/* Boxes within boxes, against looking at them all. */
#include "test.h"

#include "match/held.h"

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
    lt_held *held = NULL;
    lt_box boxes[600];
    size_t yes = 0;
    assert_int_equal(lt_held_new(&held, NULL), 0);
    for (int round = 0; round < 60; round++) {
        uint32_t reach = round % 3 == 0 ? 50 : round % 3 == 1 ? 3000 : UINT32_C(1) << 30;
        size_t count = test_random(&random) % 600;
        lt_held_reset(held);
        for (size_t i = 0; i < count; i++) {
            boxes[i] =
                i > 0 && test_random(&random) % 8 == 0 ? boxes[test_random(&random) % i] : random_box(&random, reach);
            assert_int_equal(lt_held_add(held, boxes[i], NULL), 0);
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
            assert_int_equal(lt_held_contains(held, box), expected);
            yes += expected;
        }
        for (size_t i = 0; i < count; i++) {
            bool expected = false;
            for (size_t k = 0; k < count; k++) {
                expected = expected || (k != i && inside(boxes[i], boxes[k]) && (k < i || !inside(boxes[k], boxes[i])));
            }
            assert_int_equal(lt_held_within_other(held, i), expected);
        }
    }
    assert_true(yes > 1000);
    lt_held_free(held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_is_that_of_a_look_at_all),
    };
    return cmocka_run_group_tests_name("held", tests, NULL, NULL);
}
