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

/* Items whose spans are no borders count where a stretch between two borders lies within them. */
static void counts_between_borders(void **state)
{
    (void)state;
    uint64_t random = test_seed(74);
    lt_depth_limit depth = {0};
    size_t full = 0;
    size_t asked = 0;
    for (int round = 0; round < 200; round++) {
        lt_depth_limit_span asked_about[20];
        bool border[700] = {false};
        uint32_t count[700] = {0};
        lt_depth_limit_reset(&depth);
        for (size_t i = 0; i < 20; i++) {
            uint64_t begin = test_random(&random) % 250 + (i % 2) * 300;
            asked_about[i] = (lt_depth_limit_span){begin, begin + 1 + test_random(&random) % 30};
            border[asked_about[i].begin] = border[asked_about[i].end] = true;
            assert_int_equal(lt_depth_limit_add(&depth, asked_about[i], NULL), 0);
        }
        assert_int_equal(lt_depth_limit_build(&depth, NULL), 0);
        for (size_t put = 0; put < 20; put++) {
            lt_depth_limit_span spans[2];
            for (size_t s = 0; s < 2; s++) {
                uint64_t begin = test_random(&random) % 250 + s * 300;
                spans[s] = (lt_depth_limit_span){begin, begin + 1 + test_random(&random) % 45};
                uint64_t first = spans[s].begin;
                uint64_t last = spans[s].end;
                for (; first < last && !border[first]; first++) {
                }
                for (; last > first && !border[last]; last--) {
                }
                for (uint64_t at = first; at < last; at++) {
                    count[at]++;
                }
            }
            lt_depth_limit_put(&depth, spans[0], spans[1]);
        }
        for (size_t i = 0; i < 20; i += 2) {
            uint32_t most = 1 + (uint32_t)(test_random(&random) % 6);
            bool expected = false;
            for (size_t s = i; s < i + 2; s++) {
                for (uint64_t at = asked_about[s].begin; at < asked_about[s].end; at++) {
                    expected = expected || count[at] >= most;
                }
            }
            assert_int_equal(lt_depth_limit_full(&depth, asked_about[i], asked_about[i + 1], most), expected);
            full += expected;
            asked++;
        }
    }
    assert_true(full > asked / 10 && full < asked / 10 * 9);
    lt_depth_limit_clear(&depth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_counting_takes),
        cmocka_unit_test(counts_between_borders),
    };
    return cmocka_run_group_tests_name("depth", tests, NULL, NULL);
}
