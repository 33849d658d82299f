/* What tokens are, example by example; and what must not change them. */
#include "test.h"

#include "lexicon.h"

#include "text/fold.h"

#include <stdbool.h>

/* The folded text of the tokens of `text`, each followed by '|'; the ids are checked against it on the way. */
static void folded(const char *text, unsigned flags, char *ret_folded, lt_tokens *ret_tokens)
{
    lt_fold *fold = NULL;
    assert_int_equal(lt_fold_new(flags | LT_FOLD_TEXT | LT_FOLD_SPANS, test_lexicon(), &fold, NULL), 0);
    lt_tokens tokens = {0};
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)text, strlen(text), 0, &tokens, NULL), 0);
    size_t size = 0;
    uint32_t begin = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        uint32_t length = tokens.text_ends[i] - begin;
        memcpy(ret_folded + size, tokens.text + begin, length);
        if ((tokens.ids[i] & LT_TOKEN_WORD) != 0) {
            size_t size_kept = 0;
            const uint8_t *kept = lt_lexicon_text(test_lexicon(), tokens.ids[i] & ~LT_TOKEN_WORD, &size_kept);
            assert_int_equal(size_kept, length);
            assert_memory_equal(kept, tokens.text + begin, length);
        }
        size += length;
        ret_folded[size++] = '|';
        begin = tokens.text_ends[i];
    }
    assert_int_equal(begin, tokens.text_size);
    ret_folded[size] = '\0';
    if (ret_tokens != NULL) {
        *ret_tokens = tokens;
    } else {
        lt_tokens_clear(&tokens);
    }
    lt_fold_free(fold);
}

static void check(const char *text, const char *expected)
{
    char got[2000];
    folded(text, 0, got, NULL);
    assert_string_equal(got, expected);
}

static void check_seen(const char *text, const char *expected, uint64_t zero_width, uint64_t look_alike,
                       uint64_t joined)
{
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    lt_fold_seen seen;
    check(text, expected);
    assert_int_equal(lt_fold_new(LT_FOLD_SPANS, test_lexicon(), &fold, NULL), 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)text, strlen(text), 0, &tokens, NULL), 0);
    lt_fold_get_seen(fold, &seen);
    assert_int_equal(seen.zero_width, zero_width);
    assert_int_equal(seen.look_alike, look_alike);
    assert_int_equal(seen.joined, joined);
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
}

/* What has no width or meaning never breaks a word. */
static void characters_without_width_are_seen_through(void **state)
{
    (void)state;
    check_seen("min\u200Butes 中\u200B国\uFEFF x", "minutes|中|国|x|", 3, 0, 0);
    check_seen("min\x01utes a\x02.b 3.\x7F"
               "14 \x1F z",
               "minutes|ab|3.14|z|", 4, 0, 0);
    check_seen("\u0645\u0640\u0640\u062D\u0645\u062F \u0640", "\u0645\u062D\u0645\u062F|", 3, 0, 0);
    check_seen("re\u00ADsume\u00AD\u0301", "resum\u00E9|", 2, 0, 0);
    /* What scripts and emoji need is seen through and not counted. */
    check_seen("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 a\uFE0F",
               "\u0645\u06CC\u062E\u0648\u0627\u0647\u0645|a|", 0, 0, 0);
}

/* Cyrillic and Greek letters that look Latin are Latin in words that hold Latin letters. */
static void look_alikes_are_latin_among_latin(void **state)
{
    (void)state;
    check_seen("соmmittее", "committee|", 0, 4, 0);
    check_seen("ВАNK BАΝК p\u0430y\u200Bpal", "bank|bank|paypal|", 1, 6, 0);
    check_seen("Москва со ΑΒΓ", "москва|со|αβγ|", 0, 0, 0);
    check_seen("5 μm μm µm νx ρgh Δt", "5|μm|μm|μm|νx|ρgh|δt|", 0, 0, 0);
    check_seen("aо1 1о о1a", "ao1|1о|o1a|", 0, 2, 0);
}

/* Words that a hyphen and a line's end break are whole. */
static void broken_words_are_joined(void **state)
{
    (void)state;
    char got[200];
    lt_tokens tokens;
    check_seen("the min-\nutes of a tam-  \r\n\tper-evident", "the|minutes|of|a|tamper|evident|", 0, 0, 2);
    check_seen("min\u00AD\nutes min\u00AC\nutes min\u2010\nutes été-\névidé", "minutes|minutes|minutes|étéévidé|", 0, 0,
               4);
    check_seen("a -\nb a-b A-\nB 1-\nb a-\n2 中-\n国 a-\n\nb a- b", "a|b|a|b|a|b|1|b|a|2|中|国|a|b|a|b|", 0, 0, 0);
    folded("min-\nutes x", 0, got, &tokens);
    assert_int_equal(tokens.begins[0], 0);
    assert_int_equal(tokens.ends[0], 9);
    lt_tokens_clear(&tokens);
}

static void words_and_letters(void **state)
{
    (void)state;
    check("", "");
    check(" \n，。!", "");
    check("中国China", "中|国|china|");
    check("第20届20xx年", "第|20|届|20xx|年|");
    check("二〇二四年々", "二|〇|二|四|年|々|");
    check("3.14 1,000 1.2.3 3. .5 v1.2 1..2 1.a 1,a ３．１４", "3.14|1000|1.2.3|3|5|v1.2|1|2|1|a|1|a|3.14|");
    check("don't DON’T o'clock 'tis", "dont|dont|oclock|tis|");
    check("e.g. a:b a;b a,b a.b. a-b", "eg|ab|a|b|a|b|ab|a|b|");
    check("foo_bar __ _x_ _1.5_", "foobar|x|1.5|");
    check("カ_abc abc_カ カタカナ ｶﾞ ガ", "カ|abc|abc|カ|カ|タ|カ|ナ|ガ|ガ|");
    check("ひらがな เก็บ ພາສາ ខ្មែរ", "ひ|ら|が|な|เ|ก็|บ|ພ|າ|ສ|າ|ខ្|មែ|រ|");
    check("한국어 문서", "한국어|문서|");
    check("Straße ΌΣΟΣ naïve İ", "strasse|όσοσ|naïve|i̇|");
    check("½ ㍻ ㈱ ﬁn", "12|平|成|株|fin|");
    check("ש\"ס ג'", "שס|ג|");
    check("🇨🇳👍🏽❤\uFE0F©", "");
}

static void marks_and_ignorables(void **state)
{
    (void)state;
    check("e\u0301te\u0301", "été|");
    check("e\u200D\u0301te\u2060\u0301", "été|");  /* composed across what is deleted */
    check("a\u0301\u034F\u0323", "\u1EA1\u0301|"); /* and put in order */
    check("か\u3099 か\u200D\u3099", "が|が|");
    check("字\u0301 \u0301a '\u0301", "字\u0301|a|"); /* a mark on a blank, or on a quote, goes with it */
    check("a'\u0301b", "ab|");
    check("co\u00ADop wo\u2060rd a\uFEFFb", "coop|word|ab|");
    check("中\u200B国 中\u2060国 中\uFEFF国 葛\U000E0100城", "中|国|中|国|中|国|葛|城|");
    check("3\u2060.\u206014 3\u0301.14 3.\u030114", "3.14|3\u0301"
                                                    "14|314|");
    check("ᄀ\u1161\u11A8 ᄀ'\u1161", "각|가|");
}

/* Spans of `text`'s tokens, as "begin-end ". */
static void check_spans(const char *text, const char *expected)
{
    char got[2000];
    char spans[2000] = "";
    lt_tokens tokens = {0};
    folded(text, 0, got, &tokens);
    size_t size = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        size += (size_t)snprintf(spans + size, sizeof spans - size, "%u-%u ", tokens.begins[i], tokens.ends[i]);
    }
    lt_tokens_clear(&tokens);
    assert_string_equal(spans, expected);
}

static void spans_are_source_bytes(void **state)
{
    (void)state;
    check_spans("中，国 ab", "0-3 6-9 10-12 ");
    check_spans("_ab_ 'c' 1.5.", "1-3 6-7 9-12 ");
    check_spans("e\u0301x", "0-4 ");
    check_spans("字\uFE00字\u0301\u200D。", "0-3 6-11 "); /* a selector is no part, a mark is */
    check_spans("\u2060ab\u2060", "3-5 ");
    check_spans("\u337B年", "0-3 0-3 3-6 "); /* ㍻ is two tokens */
    check_spans("½", "0-2 ");
    check_spans("㈱x", "0-3 3-4 ");
    check_spans("ｶﾞ", "0-6 ");
    check_spans("กำ", "0-6 3-6 ");              /* SARA AM is a mark on ก, and a letter */
    check_spans("a\u0301\u0323 b", "0-5 6-7 "); /* put in order */
}

static void runs_append_and_base_is_added(void **state)
{
    (void)state;
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    assert_int_equal(lt_fold_new(LT_FOLD_SPANS | LT_FOLD_TEXT, test_lexicon(), &fold, NULL), 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)"一 ab", 6, 100, &tokens, NULL), 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)"", 0, 0, &tokens, NULL), 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)"É", 2, 200, &tokens, NULL), 0);
    assert_int_equal(tokens.count, 3);
    assert_true(tokens.begins[0] == 100 && tokens.ends[0] == 103);
    assert_true(tokens.begins[1] == 104 && tokens.ends[1] == 106);
    assert_true(tokens.begins[2] == 200 && tokens.ends[2] == 202);
    assert_true(tokens.ids[0] == 0x4E00 && (tokens.ids[1] & LT_TOKEN_WORD) != 0 && tokens.ids[2] == 0xE9);
    assert_int_equal(tokens.text_ends[2], 7);
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
}

static void too_much_text_is_refused(void **state)
{
    (void)state;
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    leitong_error error = {0};
    assert_int_equal(lt_fold_new(LT_FOLD_SPANS, test_lexicon(), &fold, NULL), 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)"ab", (size_t)1 << 32, 0, &tokens, &error), LEITONG_EUSAGE);
    assert_int_equal(error.code, LEITONG_EUSAGE);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)"ab", 2, UINT32_MAX - 1, &tokens, NULL), LEITONG_EUSAGE);
    assert_int_equal(tokens.count, 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)"ab", 2, UINT32_MAX - 2, &tokens, NULL), 0);
    assert_int_equal(tokens.ends[0], UINT32_MAX);
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
}

/* The same paragraph as people and programs write it. */
static void variants_fold_alike(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"仙桃市2024年GDP增长6.5%，排名第3位。", "仙桃市２０２４年ＧＤＰ增长６．５％，排名第３位。"},
        {"仙桃市2024年GDP增长6.5%，排名第3位。", "「仙桃市」2024年gdp增长6.5％——排名(第3位)!"},
        {"四种意识", "四\u200B种\u2060意\uFEFF识\uFE00"},
        {"word of mouth", "WO\u2060RD of m\u00ADouth"},
        {"①金额⑵万", "1金额(2)万"},
        {"office 10 km² ガス ㎏", "o\uFB03ce 10 ㎞2 ｶﾞｽ kg"},
        {"金龙凤", "\uF90A龙凤"}, /* a compatibility ideograph */
        {"café Å", "cafe\u0301 \u212B"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char a[500];
        char b[500];
        folded(texts[i][0], 0, a, NULL);
        folded(texts[i][1], 0, b, NULL);
        assert_string_equal(a, b);
        assert_true(a[0] != '\0');
    }
}

/* Long islands, thousands of marks, and one letter over and over come through whole. */
static void long_runs_come_through(void **state)
{
    (void)state;
    enum { COUNT = 1000000 };
    static const struct {
        const char *unit;
        size_t tokens;
    } cases[] = {{"a", 1},
                 {"é", 1},
                 {"\u0301\u0323", 0},
                 {"ᄀ\u1161", 1},
                 {"a'", 1},
                 {"カ", COUNT},
                 {"1,", 1},
                 {"_", 0},
                 {"\u200D", 0},
                 {"中\u0301", COUNT},
                 {"ﷺ", 3 * COUNT + 1},
                 {"字\u2060", COUNT}};
    char *text = malloc((size_t)COUNT * 6);
    assert_non_null(text);
    lt_fold *fold = NULL;
    assert_int_equal(lt_fold_new(LT_FOLD_SPANS, test_lexicon(), &fold, NULL), 0);
    lt_tokens tokens = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t unit = strlen(cases[i].unit);
        for (size_t k = 0; k < COUNT; k++) {
            memcpy(text + k * unit, cases[i].unit, unit);
        }
        tokens.count = 0;
        assert_int_equal(lt_fold_run(fold, (const uint8_t *)text, unit * COUNT, 0, &tokens, NULL), 0);
        assert_int_equal(tokens.count, cases[i].tokens);
    }
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    free(text);
}

/* Not promised, but harmless: bytes that are no UTF-8 give some tokens, with spans inside the text. */
static void broken_bytes_stay_inside(void **state)
{
    (void)state;
    uint64_t random = test_seed(11);
    lt_fold *fold = NULL;
    assert_int_equal(lt_fold_new(LT_FOLD_SPANS | LT_FOLD_TEXT, test_lexicon(), &fold, NULL), 0);
    lt_tokens tokens = {0};
    for (int round = 0; round < 200000; round++) {
        size_t size = 1 + test_random(&random) % 12;
        uint8_t *text = malloc(size);
        assert_non_null(text);
        for (size_t i = 0; i < size; i++) {
            static const uint8_t bytes[] = {'a', ' ', 0xE4, 0xB8, 0xAD, 0xCC, 0x81, 0xF0, 0xA0, 0x80, 0xFF, 0xEF, 0xF4};
            text[i] = bytes[test_random(&random) % sizeof bytes];
        }
        tokens.count = tokens.text_size = 0;
        assert_int_equal(lt_fold_run(fold, text, size, 0, &tokens, NULL), 0);
        for (size_t i = 0; i < tokens.count; i++) {
            assert_true(tokens.begins[i] < tokens.ends[i] && tokens.ends[i] <= size);
        }
        free(text);
    }
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_without_width_are_seen_through),
        cmocka_unit_test(look_alikes_are_latin_among_latin),
        cmocka_unit_test(broken_words_are_joined),
        cmocka_unit_test(words_and_letters),
        cmocka_unit_test(marks_and_ignorables),
        cmocka_unit_test(spans_are_source_bytes),
        cmocka_unit_test(runs_append_and_base_is_added),
        cmocka_unit_test(too_much_text_is_refused),
        cmocka_unit_test(variants_fold_alike),
        cmocka_unit_test(long_runs_come_through),
        cmocka_unit_test(broken_bytes_stay_inside),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
