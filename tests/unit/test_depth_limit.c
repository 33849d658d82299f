/* The bound on depth against counting every place. */
#include "test.h"

#include "passages/depth_limit.h"

static void accepts_what_counting_accepts(void **state)
{
    (void)state;
    uint64_t random = test_seed(73);
    lt_depth_limit depth = {0};
    size_t accepted = 0;
    size_t refused = 0;
    for (int round = 0; round < 200; round++) {
        lt_depth_limit_span spans[60];
        uint32_t count[400] = {0};
        size_t items = test_random(&random) % 60;
        uint32_t most = 1 + (uint32_t)(test_random(&random) % 4);
        lt_depth_limit_reset(&depth);
        for (size_t i = 0; i < items; i++) {
            uint64_t begin = test_random(&random) % 250;
            spans[i] = (lt_depth_limit_span){begin, begin + 1 + test_random(&random) % 50};
            assert_int_equal(lt_depth_limit_add(&depth, spans[i], NULL), 0);
        }
        assert_int_equal(lt_depth_limit_build(&depth, NULL), 0);
        for (size_t i = 0; i < items; i++) {
            bool full = false;
            for (uint64_t at = spans[i].begin; at < spans[i].end; at++) {
                full = full || count[at] >= most;
            }
            assert_int_equal(lt_depth_limit_full(&depth, spans[i], most), full);
            for (uint64_t at = spans[i].begin; at < spans[i].end && !full; at++) {
                count[at]++;
            }
            if (!full) {
                lt_depth_limit_put(&depth, spans[i]);
            }
            accepted += !full;
            refused += full;
        }
    }
    assert_true(accepted > 1000 && refused > 1000);
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
        bool border[400] = {false};
        uint32_t count[400] = {0};
        lt_depth_limit_reset(&depth);
        for (size_t i = 0; i < 20; i++) {
            uint64_t begin = test_random(&random) % 250;
            asked_about[i] = (lt_depth_limit_span){begin, begin + 1 + test_random(&random) % 30};
            border[asked_about[i].begin] = border[asked_about[i].end] = true;
            assert_int_equal(lt_depth_limit_add(&depth, asked_about[i], NULL), 0);
        }
        assert_int_equal(lt_depth_limit_build(&depth, NULL), 0);
        for (size_t put = 0; put < 20; put++) {
            uint64_t first = test_random(&random) % 250;
            uint64_t last = first + 1 + test_random(&random) % 45;
            lt_depth_limit_put(&depth, (lt_depth_limit_span){first, last});
            for (; first < last && !border[first]; first++) {
            }
            for (; last > first && !border[last]; last--) {
            }
            for (uint64_t at = first; at < last; at++) {
                count[at]++;
            }
        }
        for (size_t i = 0; i < 20; i++) {
            uint32_t most = 1 + (uint32_t)(test_random(&random) % 6);
            bool expected = false;
            for (uint64_t at = asked_about[i].begin; at < asked_about[i].end; at++) {
                expected = expected || count[at] >= most;
            }
            assert_int_equal(lt_depth_limit_full(&depth, asked_about[i], most), expected);
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
        cmocka_unit_test(accepts_what_counting_accepts),
        cmocka_unit_test(counts_between_borders),
    };
    return cmocka_run_group_tests_name("depth", tests, NULL, NULL);
}
