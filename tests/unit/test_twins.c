#include "test.h"

#include "engine/twins.h"

enum { RUNS = 20000, LONGEST = 6 };

/* Random runs of few words, so that many are equal; the numbers are those of a linear search. */
static void numbers_are_those_of_the_first_equal_run(void **state)
{
    (void)state;
    uint64_t random = test_seed(11);
    lt_twins *twins = NULL;
    uint32_t *ids = malloc((size_t)RUNS * LONGEST * sizeof *ids);
    lt_twin *different = malloc(RUNS * sizeof *different);
    assert_int_equal(lt_twins_new(&twins, NULL), 0);
    assert_true(ids != NULL && different != NULL);
    for (unsigned round = 0; round < 3; round++) {
        size_t used = 0;
        size_t known = 0;
        lt_twins_clear(twins);
        for (size_t i = 0; i < RUNS / (round + 1); i++) {
            lt_twin run = {used, 1 + test_random(&random) % LONGEST};
            for (size_t t = 0; t < run.count; t++) {
                ids[used++] = (uint32_t)(test_random(&random) % 3);
            }
            size_t model = 0;
            while (model < known && (different[model].count != run.count ||
                                     memcmp(ids + different[model].begin, ids + run.begin, run.count * 4) != 0)) {
                model++;
            }
            uint32_t number = 0;
            bool fresh = false;
            assert_int_equal(lt_twins_find(twins, ids, run, &number, &fresh, NULL), 0);
            assert_int_equal(number, model);
            assert_int_equal(fresh, model == known);
            if (model == known) {
                different[known++] = run;
            }
        }
    }
    free(ids);
    free(different);
    lt_twins_free(twins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_those_of_the_first_equal_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
