/* The interval index against a look at every interval. */
#include "test.h"

#include "base/interval_index.h"

static void finds_what_a_look_at_each_finds(void **state)
{
    (void)state;
    uint64_t random = test_seed(71);
    lt_interval_index intervals = {0};
    lt_interval all[200];
    size_t found = 0;
    for (int round = 0; round < 400; round++) {
        size_t count = test_random(&random) % 200;
        uint32_t space = 1 + (uint32_t)(test_random(&random) % 500);
        uint32_t longest = 1 + (uint32_t)(test_random(&random) % (round % 2 == 0 ? 10 : 400));
        lt_interval_index_reset(&intervals);
        for (size_t i = 0; i < count; i++) {
            uint32_t begin = (uint32_t)(test_random(&random) % space);
            all[i] = (lt_interval){begin, begin + 1 + (uint32_t)(test_random(&random) % longest), (uint32_t)i};
            assert_int_equal(lt_interval_index_add(&intervals, all[i], NULL), 0);
        }
        assert_int_equal(lt_interval_index_build(&intervals, NULL), 0);
        for (int question = 0; question < 50; question++) {
            uint32_t begin = (uint32_t)(test_random(&random) % (space + longest));
            uint32_t end = begin + 1 + (uint32_t)(test_random(&random) % longest);
            bool seen[200] = {false};
            uint32_t before = 0;
            size_t at = 0;
            size_t number;
            while (lt_interval_index_next(&intervals, begin, end, &at, &number)) {
                assert_true(number < count);
                assert_false(seen[number]);
                assert_true(all[number].begin >= before);
                before = all[number].begin;
                seen[number] = true;
                found++;
            }
            assert_false(lt_interval_index_next(&intervals, begin, end, &at, &number));
            for (size_t i = 0; i < count; i++) {
                assert_int_equal(seen[i], all[i].begin < end && begin < all[i].end);
            }
        }
    }
    assert_true(found > 10000);
    lt_interval_index_clear(&intervals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_look_at_each_finds),
    };
    return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
