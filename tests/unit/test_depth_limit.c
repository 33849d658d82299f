/* The bound on depth against counting every place. */
#include "test.h"

#include "passages/depth_limit.h"

static void takes_what_counting_takes(void **state)
{
    (void)state;
    uint64_t random = test_seed(73);
    lt_depth_limit depth = {0};
    size_t taken = 0;
    size_t refused = 0;
    for (int round = 0; round < 200; round++) {
        lt_depth_limit_span spans[120];
        uint32_t count[700] = {0};
        size_t items = test_random(&random) % 60;
        uint32_t most = 1 + (uint32_t)(test_random(&random) % 4);
        lt_depth_limit_reset(&depth);
        for (size_t i = 0; i < 2 * items; i++) {
            uint64_t begin = test_random(&random) % 250 + (i % 2) * 300;
            spans[i] = (lt_depth_limit_span){begin, begin + 1 + test_random(&random) % 50};
            assert_int_equal(lt_depth_limit_add(&depth, spans[i], NULL), 0);
        }
        assert_int_equal(lt_depth_limit_build(&depth, NULL), 0);
        for (size_t i = 0; i < items; i++) {
            bool free_place = true;
            for (size_t s = 2 * i; s < 2 * i + 2; s++) {
                for (uint64_t at = spans[s].begin; at < spans[s].end; at++) {
                    free_place = free_place && count[at] < most;
                }
            }
            assert_int_equal(lt_depth_limit_take(&depth, spans[2 * i], spans[2 * i + 1], most), free_place);
            for (size_t s = 2 * i; s < 2 * i + 2 && free_place; s++) {
                for (uint64_t at = spans[s].begin; at < spans[s].end; at++) {
                    count[at]++;
                }
            }
            taken += free_place;
            refused += !free_place;
        }
    }
    assert_true(taken > 1000 && refused > 1000);
    lt_depth_limit_clear(&depth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_counting_takes),
    };
    return cmocka_run_group_tests_name("depth", tests, NULL, NULL);
}
