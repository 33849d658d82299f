#include "test.h"

#include "base/mapped.h"
#include "result/result.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/leitong-test-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder); /* fails when something was left behind */
}

/* Pages of files that are mapped and in memory. */
static size_t resident_pages(void)
{
    size_t all;
    size_t resident;
    size_t shared;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%zu %zu %zu", &all, &resident, &shared), 3);
    fclose(file);
    return shared;
}

enum { ROWS = 1000000 };

static void row_set(leitong_result_pair *row, size_t number)
{
    row->a.begin = number * 7;
    row->shingles_b = (uint32_t)number;
}

static void row_check(const leitong_result_pair *row, size_t number)
{
    assert_int_equal(row->a.begin, number * 7);
    assert_int_equal(row->b.begin, 0);
    assert_int_equal(row->shingles_b, number);
}

static void a_table_in_a_file_holds_what_one_in_memory_holds(void **state)
{
    (void)state;
    leitong_result *result = NULL;
    assert_int_equal(lt_result_new(&result, NULL), 0);
    assert_int_equal(lt_result_spill(result, folder, NULL), 0);
    size_t before = resident_pages();
    for (size_t i = 0; i < ROWS; i++) {
        leitong_result_pair *row = NULL;
        assert_int_equal(lt_result_add(&result->pairs, sizeof *row, &row, NULL), 0);
        row_set(row, i);
    }
    size_t count = 0;
    const leitong_result_pair *pairs = leitong_result_pairs(result, &count);
    assert_int_equal(count, ROWS);
    assert_non_null(result->pairs.mapped);
    for (unsigned pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            row_check(&pairs[i], i);
            lt_table_passed(&result->pairs, &pairs[i], sizeof *pairs);
        }
    }
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    assert_true((resident_pages() - before) * page < 8 * LT_MAPPED_STEP); /* of 68 */
    leitong_result_free(result);
}

static void rows_at_once_are_zero(void **state)
{
    (void)state;
    lt_table table = {.folder = folder};
    leitong_result_pair *row = NULL;
    assert_int_equal(lt_result_add(&table, sizeof *row, &row, NULL), 0);
    row_set(row, 1);
    assert_null(table.mapped);
    assert_int_equal(lt_result_rows(&table, ROWS, sizeof *row, NULL), 0);
    assert_non_null(table.mapped);
    row = table.items;
    row_check(row, 1);
    for (size_t i = 1; i <= ROWS; i++) {
        row_check(&row[i], 0);
        row_set(&row[i], i);
    }
    assert_int_equal(lt_result_rows(&table, ROWS, sizeof *row, NULL), 0);
    row = table.items;
    row_check(&row[ROWS], ROWS);
    row_check(&row[2 * ROWS], 0);
    lt_table_clear(&table);
}

static void a_file_that_may_not_grow_is_an_error(void **state)
{
    (void)state;
    struct rlimit before;
    lt_mapped *mapped = NULL;
    void *bytes = NULL;
    size_t size = 0;
    leitong_error error = {0};
    assert_int_equal(lt_mapped_new(folder, &mapped, NULL), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit less = {2 * LT_MAPPED_STEP, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &less), 0);
    assert_int_equal(lt_mapped_reserve(mapped, LT_MAPPED_STEP + 1, &bytes, &size, NULL), 0);
    assert_int_equal(size, 2 * LT_MAPPED_STEP);
    int code = lt_mapped_reserve(mapped, size + 1, &bytes, &size, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(code, LEITONG_ESYSTEM);
    assert_string_equal(error.path, folder);
    assert_int_equal(size, 2 * LT_MAPPED_STEP);
    memset(bytes, 1, size); /* what was there still is */
    assert_int_equal(lt_mapped_reserve(mapped, SIZE_MAX, &bytes, &size, &error), LEITONG_EMEMORY);
    lt_mapped_free(mapped);
    assert_int_equal(lt_mapped_new("/no/such/folder", &mapped, &error), LEITONG_ESYSTEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_table_in_a_file_holds_what_one_in_memory_holds, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(rows_at_once_are_zero, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_file_that_may_not_grow_is_an_error, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
