#include "test.h"

#include "text/decode_utf8.h"

#include <stdbool.h>

/* Table 3-7 of the Unicode Standard, row by row. */
static const struct {
    uint8_t size, ranges[4][2];
} utf8_rows[] = {
    {1, {{0x00, 0x7F}}},
    {2, {{0xC2, 0xDF}, {0x80, 0xBF}}},
    {3, {{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}}},
    {3, {{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}}},
    {3, {{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}}},
    {3, {{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}}},
    {4, {{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}},
    {4, {{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}},
    {4, {{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}}},
};

/* Bytes of the sequence at `bytes` that some row allows; *ret_whole when they fill the row. */
static size_t oracle_prefix(const uint8_t *bytes, size_t size, bool *ret_whole)
{
    size_t best = 0;
    *ret_whole = false;
    for (size_t row = 0; row < sizeof utf8_rows / sizeof utf8_rows[0]; row++) {
        size_t fit = 0;
        while (fit < utf8_rows[row].size && fit < size && bytes[fit] >= utf8_rows[row].ranges[fit][0] &&
               bytes[fit] <= utf8_rows[row].ranges[fit][1]) {
            fit++;
        }
        if (fit > best) {
            best = fit;
            *ret_whole = fit == utf8_rows[row].size;
        }
    }
    return best;
}

static void oracle_check(const uint8_t *bytes, size_t size)
{
    size_t bad = size;
    size_t good = 0;
    for (size_t at = 0; at < size;) {
        bool whole;
        size_t fit = oracle_prefix(bytes + at, size - at, &whole);
        if (!whole && bad == size) {
            bad = at;
        }
        good += whole ? fit : 0;
        at += fit == 0 ? 1 : fit;
    }
    assert_int_equal(lt_decode_utf8_bad(bytes, size), bad);
    assert_int_equal(lt_decode_utf8_good(bytes, size), good);
}

static void test_all_short(void **state)
{
    (void)state;
    /* Every pair of bytes, followed by the borders of every range. */
    static const uint8_t tails[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xE4, 0xFF};
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        for (size_t i = 0; i < sizeof tails; i++) {
            uint8_t bytes[4] = {(uint8_t)(pair >> 8), (uint8_t)pair, tails[i], tails[(i * 5 + pair) % sizeof tails]};
            for (size_t size = 1; size <= 4; size++) {
                oracle_check(bytes, size);
            }
        }
    }
    assert_int_equal(lt_decode_utf8_bad((const uint8_t *)"", 0), 0);
}

static size_t utf8_put_random(uint64_t *random, uint8_t *bytes)
{
    size_t row = test_random(random) % (sizeof utf8_rows / sizeof utf8_rows[0]);
    for (size_t i = 0; i < utf8_rows[row].size; i++) {
        const uint8_t *range = utf8_rows[row].ranges[i];
        bytes[i] = (uint8_t)(range[0] + test_random(random) % (range[1] - range[0] + 1U));
    }
    return utf8_rows[row].size;
}

/* Well-formed texts with and without one damaged byte, so that the fault falls on every place of a block. */
static void test_random_texts(void **state)
{
    (void)state;
    uint64_t random = test_seed(3);
    for (unsigned run = 0; run < 20000; run++) {
        uint8_t bytes[400];
        size_t size = 0;
        size_t wanted = test_random(&random) % 380;
        bool ascii = false;
        while (size < wanted) {
            ascii = test_random(&random) % 60 == 0 ? !ascii : ascii;
            if (ascii) {
                bytes[size++] = (uint8_t)(test_random(&random) % 128);
            } else {
                size += utf8_put_random(&random, bytes + size);
            }
        }
        assert_int_equal(lt_decode_utf8_bad(bytes, size), size);
        oracle_check(bytes, size);
        if (size > 0) {
            bytes[test_random(&random) % size] = (uint8_t)test_random(&random);
            oracle_check(bytes, size);
            oracle_check(bytes, test_random(&random) % size);
        }
    }
}

static void test_points(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t point;
    } known[] = {{"A", 0x41},
                 {"\xC3\xA9", 0xE9},
                 {"\xE4\xB8\xAD", 0x4E2D},
                 {"\xEF\xBF\xBD", 0xFFFD},
                 {"\xF0\xA0\x80\x80", 0x20000},
                 {"\xF4\x8F\xBF\xBF", 0x10FFFF}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        uint32_t point = 0;
        size_t size = strlen(known[i].bytes);
        assert_int_equal(lt_decode_utf8_next((const uint8_t *)known[i].bytes, size, &point), size);
        assert_int_equal(point, known[i].point);
        if (size > 1) {
            assert_int_equal(lt_decode_utf8_next((const uint8_t *)known[i].bytes, size - 1, &point), -((int)size - 1));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_short), cmocka_unit_test(test_random_texts),
                                       cmocka_unit_test(test_points)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
