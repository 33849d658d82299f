#include "test.h"

#include "base/json_read.h"
#include "base/json_write.h"
#include "base/ratio.h"
#include "base/utf8.h"

/* What `write` wrote; the caller frees it. */
static char *written(void (*write)(lt_json *json, const void *what), const void *what, size_t *ret_size)
{
    char *text = NULL;
    FILE *file = open_memstream(&text, ret_size);
    assert_non_null(file);
    lt_json json;
    lt_json_begin(&json, file);
    write(&json, what);
    assert_int_equal(lt_json_end(&json, "memory", NULL), 0);
    assert_int_equal(fclose(file), 0);
    return text;
}

static void assert_written(void (*write)(lt_json *json, const void *what), const void *what, const char *expected)
{
    size_t size = 0;
    char *text = written(write, what, &size);
    assert_string_equal(text, expected);
    free(text);
}

static void write_levels(lt_json *json, const void *what)
{
    (void)what;
    lt_json_open(json, NULL);
    lt_json_number(json, "a", 1);
    lt_json_string(json, "b", "x");
    lt_json_open_list(json, "c");
    lt_json_number(json, NULL, 0);
    lt_json_number(json, NULL, UINT64_MAX);
    lt_json_open(json, NULL);
    lt_json_close(json);
    lt_json_open(json, NULL);
    lt_json_bool(json, "yes", true);
    lt_json_bool(json, "no", false);
    lt_json_close(json);
    lt_json_open_list(json, NULL);
    lt_json_close_list(json);
    lt_json_close_list(json);
    lt_json_string(json, "none", NULL);
    lt_json_close(json);
    lt_json_line(json);
    lt_json_open(json, NULL);
    lt_json_close(json);
    lt_json_line(json);
}

static void levels_and_commas(void **state)
{
    (void)state;
    assert_written(
        write_levels, NULL,
        "{\"a\":1,\"b\":\"x\",\"c\":[0,18446744073709551615,{},{\"yes\":true,\"no\":false},[]],\"none\":null}\n"
        "{}\n");
}

static void write_string(lt_json *json, const void *what)
{
    lt_json_string(json, NULL, what);
}

static void escapes(void **state)
{
    (void)state;
    assert_written(write_string, "雷同 \"a\\b\"/ \t\r\n\x01\x1F\x7F",
                   "\"雷同 \\\"a\\\\b\\\"/ \\t\\r\\n\\u0001\\u001f\\u007f\"");
    assert_written(write_string, "</script><!--", "\"\\u003c/script>\\u003c!--\"");
    assert_written(write_string, "\xE2\x80\xA7\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA\xE2\x80\xAE\xE2\x80\xAF",
                   "\"\xE2\x80\xA7\\u2028\\u2029\\u202a\\u202e\xE2\x80\xAF\"");
    assert_written(write_string, "\xD8\x9C\xE2\x80\x8D\xE2\x80\x8E\xE2\x80\x8F\xE2\x81\xA5\xE2\x81\xA6\xE2\x81\xA9",
                   "\"\\u061c\xE2\x80\x8D\\u200e\\u200f\xE2\x81\xA5\\u2066\\u2069\"");
    assert_written(write_string, "\xC2\x80\xC2\x9F\xC2\xA0", "\"\\u0080\\u009f\xC2\xA0\"");
    assert_written(write_string, "", "\"\"");
}

static void bytes_that_are_not_utf8_become_replacement_characters(void **state)
{
    (void)state;
#define R "\xEF\xBF\xBD"
    assert_written(write_string,
                   "a\xFF"
                   "b",
                   "\"a" R "b\"");
    assert_written(write_string, "\xC0\xAF", "\"" R R "\"");             /* overlong */
    assert_written(write_string, "\xE0\x9F\xBF", "\"" R R R "\"");       /* overlong */
    assert_written(write_string, "\xED\xA0\x80", "\"" R R R "\"");       /* surrogate */
    assert_written(write_string, "\xF4\x90\x80\x80", "\"" R R R R "\""); /* above U+10FFFF */
    assert_written(write_string, "\xE9\x9B", "\"" R R "\"");             /* cut off */
    assert_written(write_string, "\xF0\x90\x8D\x88\xF4\x8F\xBF\xBF", "\"\xF0\x90\x8D\x88\xF4\x8F\xBF\xBF\"");
#undef R
}

typedef struct piece {
    const char *bytes;
    size_t size;
} piece;

static void write_piece(lt_json *json, const void *what)
{
    const piece *p = what;
    lt_json_open(json, NULL);
    lt_json_bytes(json, "k", p->bytes, p->size);
    lt_json_close(json);
}

/* A random code point as UTF-8, by the definition of RFC 3629; control characters and ASCII more often than their
 * share. */
static size_t random_character(uint64_t *seed, char *at)
{
    uint32_t limit[] = {0x80, 0x800, 0x3000, 0x10000, 0x110000};
    uint32_t code = (uint32_t)(test_random(seed) % limit[test_random(seed) % 5]);
    if (test_random(seed) % 16 == 0) {
        code = 0x2028 + (uint32_t)(test_random(seed) % 2);
    }
    if (code >= 0xD800 && code < 0xE000) {
        code = 0xFFFD;
    }
    if (code < 0x80) {
        at[0] = (char)code;
        return 1;
    }
    size_t tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const uint32_t lead[] = {0, 0xC0, 0xE0, 0xF0};
    at[0] = (char)(lead[tail] | (code >> (6 * tail)));
    for (size_t i = 1; i <= tail; i++) {
        at[i] = (char)(0x80 | ((code >> (6 * (tail - i))) & 0x3F));
    }
    return tail + 1;
}

static void random_strings_come_back_through_the_reader(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    char text[512];
    for (int round = 0; round < 20000; round++) {
        piece p = {text, 0};
        size_t count = test_random(&seed) % 100;
        for (size_t i = 0; i < count; i++) {
            p.size += random_character(&seed, text + p.size);
        }
        size_t size = 0;
        char *line = written(write_piece, &p, &size);
        for (size_t i = 0; i < size; i++) {
            assert_true((unsigned char)line[i] >= 0x20 && line[i] != '<');
        }
        lt_json_tree tree = {0};
        lt_json_fault fault;
        assert_int_equal(lt_utf8_fault((const uint8_t *)line, size), size);
        assert_int_equal(lt_json_tree_read(&tree, line, size, &fault, NULL), 0);
        const lt_json_node *value = lt_json_member(tree.nodes, "k");
        assert_int_equal(lt_json_kind_of(value), LT_JSON_STRING);
        assert_int_equal(value->size, p.size);
        assert_memory_equal(value->text, text, p.size);
        lt_json_tree_clear(&tree);
        free(line);
    }
}

static void random_bytes_come_out_as_json(void **state)
{
    (void)state;
    uint64_t seed = test_seed(2);
    char bytes[64];
    for (int round = 0; round < 20000; round++) {
        piece p = {bytes, test_random(&seed) % sizeof bytes};
        for (size_t i = 0; i < p.size; i++) {
            bytes[i] = (char)(test_random(&seed) >> 32);
        }
        size_t size = 0;
        char *line = written(write_piece, &p, &size);
        lt_json_tree tree = {0};
        lt_json_fault fault;
        assert_int_equal(lt_utf8_fault((const uint8_t *)line, size), size);
        assert_int_equal(lt_json_tree_read(&tree, line, size, &fault, NULL), 0);
        lt_json_tree_clear(&tree);
        free(line);
    }
}

typedef struct fraction {
    uint64_t numerator, denominator;
} fraction;

static void write_fraction(lt_json *json, const void *what)
{
    const fraction *f = what;
    lt_json_ratio(json, NULL, f->numerator, f->denominator);
}

static void a_part_never_reads_as_all(void **state)
{
    (void)state;
    static const struct {
        fraction fraction;
        const char *text;
    } cases[] = {{{0, 0}, "0.0"},         {{0, 9}, "0.0"},
                 {{9, 9}, "100.0"},       {{5330, 5331}, "99.9"},
                 {{9994, 10000}, "99.9"}, {{9995, 10000}, "99.9"},
                 {{1757, 2000}, "87.9"},  {{703, 800}, "87.9"},
                 {{8784, 10000}, "87.8"}, {{UINT64_MAX - 1, UINT64_MAX}, "99.9"},
                 {{3, 2}, "150.0"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[LT_RATIO_SIZE];
        size_t size = lt_ratio_percent(text, cases[i].fraction.numerator, cases[i].fraction.denominator);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(size, strlen(text));
    }
}

static void ratios_are_rounded_to_nearest(void **state)
{
    (void)state;
    static const struct {
        fraction fraction;
        const char *text;
    } cases[] = {
        {{73, 80}, "0.912500"},
        {{1, 1}, "1.000000"},
        {{0, 1}, "0.000000"},
        {{0, 0}, "0.000000"},
        {{2, 3}, "0.666667"},
        {{1, 3}, "0.333333"},
        {{1, 2000000}, "0.000001"}, /* half goes up */
        {{499999, 1000000000000}, "0.000000"},
        {{999999499999, 1000000000000}, "0.999999"},
        {{999999500000, 1000000000000}, "1.000000"},
        {{UINT64_MAX, UINT64_MAX}, "1.000000"},
        {{UINT64_MAX, 1}, "18446744073709551615.000000"},
        {{UINT64_MAX / 2, UINT64_MAX}, "0.500000"},
        {{7, 2}, "3.500000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_written(write_fraction, &cases[i].fraction, cases[i].text);
    }
    /* Nearest: |text − n/d| ≤ ½·10⁻⁶, by cross-multiplication. */
    uint64_t seed = test_seed(3);
    for (int round = 0; round < 20000; round++) {
        fraction f = {test_random(&seed) >> (test_random(&seed) % 64),
                      (test_random(&seed) >> (test_random(&seed) % 64)) | 1};
        f.numerator %= f.denominator;
        size_t size = 0;
        char *text = written(write_fraction, &f, &size);
        unsigned __int128 millionths = (unsigned __int128)(text[0] - '0') * 1000000U + strtoull(text + 2, NULL, 10);
        unsigned __int128 exact = (unsigned __int128)f.numerator * 2000000U; /* in units of ½·10⁻⁶/d */
        unsigned __int128 shown = millionths * 2U * f.denominator;
        unsigned __int128 apart = exact > shown ? exact - shown : shown - exact;
        assert_true(apart <= f.denominator);
        assert_int_equal(size, 8);
        free(text);
    }
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    FILE *file = fopen("/dev/full", "w");
    if (file == NULL) {
        skip();
    }
    leitong_error error;
    lt_json json;
    lt_json_begin(&json, file);
    for (int i = 0; i < 100000; i++) {
        lt_json_number(&json, NULL, 1);
    }
    assert_int_equal(lt_json_end(&json, "out.jsonl", &error), LEITONG_ESYSTEM);
    assert_string_equal(error.path, "out.jsonl");
    assert_non_null(strstr(error.message, "No space"));
    fclose(file);
    file = fopen("/dev/full", "w");
    lt_json_begin(&json, file);
    lt_json_number(&json, NULL, 1);
    assert_int_equal(lt_json_end(&json, "out.jsonl", &error), LEITONG_ESYSTEM); /* only the flush tells */
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_and_commas),
        cmocka_unit_test(escapes),
        cmocka_unit_test(bytes_that_are_not_utf8_become_replacement_characters),
        cmocka_unit_test(random_strings_come_back_through_the_reader),
        cmocka_unit_test(random_bytes_come_out_as_json),
        cmocka_unit_test(ratios_are_rounded_to_nearest),
        cmocka_unit_test(a_part_never_reads_as_all),
        cmocka_unit_test(a_full_disk_is_an_error),
    };
    return cmocka_run_group_tests_name("json_write", tests, NULL, NULL);
}
