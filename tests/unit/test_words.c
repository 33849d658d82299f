/* Words of the dictionary, and numerals as one of them. */
#include "test.h"
#include "text/numerals.h"
#include "text/words.h"

#include <stdbool.h>
#include <stdlib.h>

/* The text with a bar between its words. */
static void assert_words(const char *text, bool join, const char *expected)
{
    char found[400] = "";
    size_t size = strlen(text);
    uint8_t borders[200];
    lt_words *words = NULL;
    assert_int_equal(lt_words_new(&words, NULL), 0);
    assert_int_equal(lt_words_read(words, text, size, borders, NULL), 0);
    lt_words_free(words);
    if (join) {
        lt_numerals_join(text, size, borders);
    }
    assert_int_equal(borders[0], 1);
    assert_int_equal(borders[size], 1);
    for (size_t i = 0, at = 0; i < size; i++) {
        if (i > 0 && borders[i] != 0) {
            found[at++] = '|';
        }
        found[at++] = text[i];
    }
    assert_string_equal(found, expected);
}

static void words_are_those_of_the_dictionary(void **state)
{
    (void)state;
    assert_words("考察湖北", false, "考察|湖北");
    assert_words("人民政府的工作。", false, "人民政府|的|工作|。");
    assert_words("plain words, 3.14", false, "plain| |words|,| |3.14");
    assert_words("在WTO框架", false, "在|WTO|框架");
    assert_words("", false, "");
}

/* A reader may be used again, for text of any length and kind. */
static void a_reader_is_used_again(void **state)
{
    (void)state;
    lt_words *words = NULL;
    uint8_t borders[64];
    assert_int_equal(lt_words_new(&words, NULL), 0);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(lt_words_read(words, "湖北考察", 12, borders, NULL), 0);
        assert_memory_equal(borders, ((uint8_t[]){1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1}), 13);
        assert_int_equal(lt_words_read(words, "a\xffz", 3, borders, NULL), 0); /* ill-formed */
        assert_int_equal(borders[0] + borders[3], 2);
        assert_int_equal(lt_words_read(words, "", 0, borders, NULL), 0);
        assert_int_equal(borders[0], 1);
    }
    lt_words_free(words);
    lt_words_free(NULL);
}

static void numerals_are_one_word(void **state)
{
    (void)state;
    assert_words("共三百七十人", true, "共|三百七十|人");
    assert_words("第十二条", true, "第十二|条");
    assert_words("第12条", true, "第12|条");
    assert_words("一千二百万", true, "一千二百万");
    assert_words("3.5万元", true, "3.5万|元");
    assert_words("12,000元", true, "12,000|元");
    assert_words("十，二", true, "十|，|二"); /* a mark of lists parts numerals */
    assert_words("一般来说", true, "一般|来说");
    assert_words("第", true, "第");
}

static void the_version_is_told(void **state)
{
    (void)state;
    char version[LT_WORDS_VERSION_SIZE] = "";
    lt_words_version(version);
    assert_true(strtol(version, NULL, 10) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_those_of_the_dictionary),
        cmocka_unit_test(a_reader_is_used_again),
        cmocka_unit_test(numerals_are_one_word),
        cmocka_unit_test(the_version_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
