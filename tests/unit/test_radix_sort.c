#include "test.h"

#include "base/radix_sort.h"

#include <stdbool.h>

static int compare_u64(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;
    return *a < *b ? -1 : *a > *b;
}

static int compare_records(const void *left, const void *right)
{
    const lt_record *a = left;
    const lt_record *b = right;
    int by_key = compare_u64(&a->key, &b->key);
    return by_key != 0 ? by_key : compare_u64(&a->value, &b->value);
}

/* Lengths about the borders between the ways of sorting: 40 items, 2^20 bytes of records (65,536) and of keys
 * (131,072). */
static const size_t lengths[] = {0, 1, 2, 3, 39, 40, 41, 255, 1000, 5000, 65535, 65537, 131071, 131073, 300000};

/* Masks that leave different digits to vary: none, one, odd and even numbers of them, the top alone, all. */
static const uint64_t masks[] = {0,       1,          0xFF,       0xFFFF,        0xFF00FF,   0xFF00000000000000U,
                                 0xF0F0F, 0xFFFFFFFF, UINT64_MAX, 0x8000000001U, 0x7F7F7F7FU};

static void keys_come_out_as_qsort_orders_them(void **state)
{
    (void)state;
    uint64_t random = test_seed(1);
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        size_t count = lengths[l];
        uint64_t *keys = malloc((count + 1) * sizeof *keys);
        uint64_t *scratch = malloc((count + 1) * sizeof *scratch);
        uint64_t *expected = malloc((count + 1) * sizeof *expected);
        assert_non_null(keys);
        assert_non_null(scratch);
        assert_non_null(expected);
        for (size_t m = 0; m < sizeof masks / sizeof *masks; m++) {
            for (size_t i = 0; i < count; i++) {
                keys[i] = (test_random(&random) & masks[m]) | (0x1234567890ABCDEFU & ~masks[m]);
            }
            keys[count] = 77; /* one beyond must stay */
            memcpy(expected, keys, (count + 1) * sizeof *keys);
            qsort(expected, count, sizeof *expected, compare_u64);
            lt_radix_sort_u64(keys, scratch, count);
            assert_memory_equal(keys, expected, (count + 1) * sizeof *keys);
        }
        free(keys);
        free(scratch);
        free(expected);
    }
}

/* shape 0: values at random; 1: ascending (the passes over them are skipped); 2: ascending but for the last. */
static void fill_records(lt_record *records, size_t count, uint64_t mask, int shape, uint64_t *random)
{
    for (size_t i = 0; i < count; i++) {
        records[i].key = test_random(random) & mask;
        records[i].value = shape == 0 ? test_random(random) & masks[test_random(random) % 11] : i / 2;
    }
    if (shape == 2 && count > 0) {
        records[count - 1].value = 0;
    }
}

static void records_come_out_as_qsort_orders_them(void **state)
{
    (void)state;
    uint64_t random = test_seed(2);
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        size_t count = lengths[l];
        lt_record *records = malloc((count + 1) * sizeof *records);
        lt_record *scratch = malloc((count + 1) * sizeof *scratch);
        lt_record *expected = malloc((count + 1) * sizeof *expected);
        assert_non_null(records);
        assert_non_null(scratch);
        assert_non_null(expected);
        for (size_t m = 0; m < 3 * (sizeof masks / sizeof *masks); m++) {
            fill_records(records, count, masks[m / 3], (int)(m % 3), &random);
            records[count] = (lt_record){77, 78};
            memcpy(expected, records, (count + 1) * sizeof *records);
            qsort(expected, count, sizeof *expected, compare_records);
            lt_radix_sort_records(records, scratch, count);
            assert_memory_equal(records, expected, (count + 1) * sizeof *records);
        }
        free(records);
        free(scratch);
        free(expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_come_out_as_qsort_orders_them),
        cmocka_unit_test(records_come_out_as_qsort_orders_them),
    };
    return cmocka_run_group_tests_name("radix", tests, NULL, NULL);
}
