#include "test.h"

#include "base/workers.h"

typedef struct tally {
    int done[1000];
    size_t fail_from;
} tally;

static int count_item(void *context, size_t item, unsigned worker, leitong_error *error)
{
    tally *t = context;
    (void)worker;
    if (item >= t->fail_from) {
        return lt_error_set(error, LEITONG_EINPUT, "item %zu", item);
    }
    t->done[item]++;
    return 0;
}

static void every_item_is_done_once(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 8; jobs *= 2) {
        lt_workers *workers = NULL;
        assert_int_equal(lt_workers_new(jobs, &workers, NULL), 0);
        assert_int_equal(lt_workers_count(workers), jobs);
        for (int round = 0; round < 20; round++) {
            tally t = {.fail_from = SIZE_MAX};
            assert_int_equal(lt_workers_run(workers, 1000, count_item, &t, NULL), 0);
            for (int i = 0; i < 1000; i++) {
                assert_int_equal(t.done[i], 1);
            }
        }
        lt_workers_free(workers);
    }
}

static void the_first_failing_item_is_reported(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 8; jobs *= 2) {
        lt_workers *workers = NULL;
        assert_int_equal(lt_workers_new(jobs, &workers, NULL), 0);
        tally t = {.fail_from = 500};
        leitong_error error;
        assert_int_equal(lt_workers_run(workers, 1000, count_item, &t, &error), LEITONG_EINPUT);
        assert_string_equal(error.message, "item 500");
        lt_workers_free(workers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once),
        cmocka_unit_test(the_first_failing_item_is_reported),
    };
    return cmocka_run_group_tests_name("workers", tests, NULL, NULL);
}
