#include "test.h"

#include "base/hash.h"
#include "sketch/shingle.h"

/* From the definition: the bytes of each window, little endian, hashed one by one. */
static void check_windows(const uint64_t *tokens, size_t count, unsigned n)
{
    size_t width = count < n ? count : n;
    size_t windows = count == 0 ? 0 : count < n ? 1 : count - n + 1;
    assert_int_equal(lt_shingle_count(count, n), windows);
    if (count > 0) {
        assert_int_equal(lt_shingle_width(count, n), width);
    }
    uint64_t *hashes = malloc((windows + 1) * sizeof *hashes);
    uint8_t *bytes = malloc(8 * width + 1);
    assert_non_null(hashes);
    assert_non_null(bytes);
    hashes[windows] = 99;
    lt_shingle_hash(tokens, count, n, hashes);
    for (size_t i = 0; i < windows; i++) {
        for (size_t j = 0; j < width; j++) {
            for (unsigned b = 0; b < 8; b++) {
                bytes[8 * j + b] = (uint8_t)(tokens[i + j] >> (8 * b));
            }
        }
        assert_true(hashes[i] == lt_hash_64(bytes, 8 * width));
    }
    assert_true(hashes[windows] == 99);
    free(hashes);
    free(bytes);
}

static void every_window_has_the_hash_of_its_bytes(void **state)
{
    (void)state;
    uint64_t random = test_seed(4);
    uint64_t tokens[300];
    for (size_t i = 0; i < 300; i++) {
        tokens[i] = test_random(&random);
    }
    for (unsigned n = 1; n <= 17; n++) {
        for (size_t count = 0; count <= 300; count = count < 40 ? count + 1 : count + 37) {
            check_windows(tokens, count, n);
        }
    }
}

static void equal_short_texts_are_equal_and_others_are_not(void **state)
{
    (void)state;
    const uint64_t tokens[] = {0x4E2D, 0x56FD, 0x4EBA};
    uint64_t three, two, again;
    lt_shingle_hash(tokens, 3, 5, &three);
    lt_shingle_hash(tokens, 2, 5, &two);
    lt_shingle_hash(tokens, 3, 9, &again);
    assert_true(three != two);
    assert_true(three == again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_window_has_the_hash_of_its_bytes),
        cmocka_unit_test(equal_short_texts_are_equal_and_others_are_not),
    };
    return cmocka_run_group_tests_name("shingle", tests, NULL, NULL);
}
