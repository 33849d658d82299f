#include "test.h"

#include "base/utf8.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_and_border_of_bytes),
        cmocka_unit_test(the_first_fault_is_found),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
