/* The 繁→简 table against OpenCC, on every code point and on words of traditional text. */
#include "test.h"

#include "lexicon.h"

#include "text/fold.h"
#include "text/fold_table.h"

#include <opencc/opencc.h>
#include <stdbool.h>
#include <unictype.h>
#include <unistr.h>

/* What OpenCC makes of one character, or the character itself if that is not one character. */
static uint32_t opencc_form(opencc_t opencc, uint32_t c)
{
    uint8_t bytes[8];
    int size = u8_uctomb(bytes, c, sizeof bytes);
    assert_true(size > 0);
    char *converted = opencc_convert_utf8(opencc, (const char *)bytes, (size_t)size);
    assert_non_null(converted);
    ucs4_t form;
    int read = u8_mbtouc(&form, (const uint8_t *)converted, strlen(converted));
    form = (size_t)read == strlen(converted) ? form : c;
    opencc_convert_utf8_free(converted);
    return form;
}

static bool is_han(uint32_t c)
{
    return uc_is_script(c, uc_script_byname("Han"));
}

static void every_character_has_opencc_s_form(void **state)
{
    (void)state;
    opencc_t opencc = opencc_open(OPENCC_DEFAULT_CONFIG_TRAD_TO_SIMP);
    assert_true(opencc != (opencc_t)-1);
    unsigned han = 0;
    unsigned changed = 0;
    unsigned twice = 0;
    for (uint32_t c = 1; c < 0x110000; c++) {
        if (!is_han(c)) {
            assert_int_equal(lt_fold_simplified(c), c);
            continue;
        }
        uint32_t once = opencc_form(opencc, c);
        uint32_t form = once == c ? c : opencc_form(opencc, once);
        if (form != once) {
            assert_int_equal(c, 0x85B4); /* 薴 → 苧, which OpenCC also takes for the traditional form of 苎 */
            twice++;
        }
        assert_int_equal(lt_fold_simplified(c), form);
        assert_int_equal(lt_fold_simplified(form), form);
        han++;
        changed += form != c;
    }
    opencc_close(opencc);
    printf("%u Han characters, %u have another form, %u in two steps\n", han, changed, twice);
    assert_true(han > 90000 && changed > 4000);
}

static void fold_text(lt_fold *fold, const char *text, lt_tokens *tokens)
{
    tokens->count = tokens->text_size = 0;
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)text, strlen(text), 0, tokens, NULL), 0);
}

static void traditional_and_simplified_text_fold_alike(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"學習貫徹黨的會議精神，堅持為人民服務。", "学习贯彻党的会议精神，坚持为人民服务。"},
        {"臺灣、龍\uFE00鳳\U000E0101、3.14億元", "台湾、龙凤、3.14亿元"},
        {"ＧＤＰ增長６％；國務院", "GDP增长6%;国务院"},
        {"薴", "苧"},
    };
    for (unsigned text = 0; text <= LT_FOLD_TEXT; text += LT_FOLD_TEXT) {
        lt_fold *fold = NULL;
        lt_fold *plain = NULL;
        assert_int_equal(lt_fold_new(LT_FOLD_HAN | LT_FOLD_SPANS | text, test_lexicon(), &fold, NULL), 0);
        assert_int_equal(lt_fold_new(LT_FOLD_SPANS | text, test_lexicon(), &plain, NULL), 0);
        lt_tokens a = {0};
        lt_tokens b = {0};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            fold_text(fold, texts[i][0], &a);
            fold_text(fold, texts[i][1], &b);
            assert_true(a.count > 0);
            assert_int_equal(a.count, b.count);
            assert_memory_equal(a.ids, b.ids, a.count * sizeof *a.ids);
            assert_int_equal(a.text_size, b.text_size);
            if (text != 0) {
                assert_memory_equal(a.text, b.text, a.text_size);
            }
            fold_text(plain, texts[i][0], &a);
            fold_text(plain, texts[i][1], &b);
            assert_true(memcmp(a.ids, b.ids, a.count * sizeof *a.ids) != 0);
        }
        lt_tokens_clear(&a);
        lt_tokens_clear(&b);
        lt_fold_free(fold);
        lt_fold_free(plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_has_opencc_s_form),
        cmocka_unit_test(traditional_and_simplified_text_fold_alike),
    };
    return cmocka_run_group_tests_name("han", tests, NULL, NULL);
}
