#include "test.h"

#include "base/utf8.h"

#include <stdbool.h>

/* Well-formed by the definition (RFC 3629, section 3): the shortest form of a code point that is no surrogate. */
static size_t defined_sequence(const uint8_t *at, size_t left)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = (at[0] & 0x80) == 0 ? 1 : (at[0] & 0xE0) == 0xC0 ? 2 : (at[0] & 0xF0) == 0xE0 ? 3 : 4;
    if (length == 1) {
        return 1;
    }
    if ((length == 4 && (at[0] & 0xF8) != 0xF0) || left < length) {
        return 0;
    }
    uint32_t code = at[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
        code = code << 6 | (at[i] & 0x3FU);
    }
    return code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) ? 0 : length;
}

static void every_pair_and_border_of_bytes(void **state)
{
    (void)state;
    static const uint8_t thirds[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            for (size_t i = 0; i < 100; i++) {
                uint8_t bytes[] = {(uint8_t)first, (uint8_t)second, thirds[i / 10], thirds[i % 10]};
                for (size_t left = 1; left <= 4; left++) {
                    assert_int_equal(lt_utf8_sequence(bytes, left), defined_sequence(bytes, left));
                }
            }
        }
    }
}

static void the_first_fault_is_found(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a", "abcdefgh", "é", "雷", "一", "힣", "😀", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"};
    uint64_t seed = test_seed(1);
    for (int round = 0; round < 50000; round++) {
        uint8_t text[512];
        size_t size = 0;
        while (size < 200 && test_random(&seed) % 40 != 0) {
            const char *piece = pieces[test_random(&seed) % 9];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        if (size > 0 && test_random(&seed) % 2 == 0) {
            text[test_random(&seed) % size] = (uint8_t)test_random(&seed);
        }
        size -= size > 0 ? test_random(&seed) % 2 : 0;
        size_t fault = 0;
        while (fault < size && defined_sequence(text + fault, size - fault) > 0) {
            fault += defined_sequence(text + fault, size - fault);
        }
        assert_int_equal(lt_utf8_fault(text, size), fault);
    }
}

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
    assert_int_equal(lt_utf8_fault(bytes, size), bad);
    assert_int_equal(lt_utf8_well_formed(bytes, size), good);
}

static void every_short_text(void **state)
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
    assert_int_equal(lt_utf8_fault((const uint8_t *)"", 0), 0);
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
static void random_texts(void **state)
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
        assert_int_equal(lt_utf8_fault(bytes, size), size);
        oracle_check(bytes, size);
        if (size > 0) {
            bytes[test_random(&random) % size] = (uint8_t)test_random(&random);
            oracle_check(bytes, size);
            oracle_check(bytes, test_random(&random) % size);
        }
    }
}

static void known_code_points(void **state)
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
        assert_int_equal(lt_utf8_next((const uint8_t *)known[i].bytes, size, &point), size);
        assert_int_equal(point, known[i].point);
        if (size > 1) {
            assert_int_equal(lt_utf8_next((const uint8_t *)known[i].bytes, size - 1, &point), -((int)size - 1));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_and_border_of_bytes),
        cmocka_unit_test(the_first_fault_is_found),
        cmocka_unit_test(every_short_text),
        cmocka_unit_test(random_texts),
        cmocka_unit_test(known_code_points),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
