/* mask: what is one unit, and of which kind; that units cover the tokens, each once; that a stretch gets what the whole
 * paragraph gives it. */
#include "match_corpus.h"

#include "templates/mask.h"

/* One letter a kind, in the order of lt_unit_kind. */
static const char letters[] = "wnhdtuapUxim";

static void expect(const char *text, const char *kinds)
{
    lt_corpus corpus;
    lt_mask *mask = NULL;
    const lt_unit *units = NULL;
    size_t count = 0;
    char found[256];
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    corpus_add_text(&corpus, "a", text);
    assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
    assert_int_equal(lt_mask_new(&corpus, &(lt_mask_options){0}, &mask, NULL), 0);
    assert_int_equal(lt_mask_place(mask, 0, 0, corpus.paragraphs[0].token_count, &units, &count, NULL), 0);
    assert_true(count < sizeof found);
    for (size_t i = 0; i < count; i++) {
        assert_true(units[i].kind < LT_UNIT_KINDS);
        assert_int_equal(units[i].kind != LT_UNIT_WORD, units[i].id == (LT_UNIT_MASK | units[i].kind));
        found[i] = letters[units[i].kind];
    }
    found[count] = 0;
    if (strcmp(found, kinds) != 0) {
        fail_msg("%s: %s, not %s", text, found, kinds);
    }
    lt_mask_free(mask);
    lt_corpus_clear(&corpus);
}

static void kinds_are_what_people_see(void **state)
{
    (void)state;
    expect("Found child 6725 in slot 10", "wwnwwn");
    expect("pi is 3.14, not 1,000", "wwnwn");
    expect("timeout of 10000ms, 20xx, 3rd, 50%", "wwnnnn");
    expect("call 0739-3321907, 400-810-1234; 138-0013-8000", "wnnn");
    expect("from 2012-2018 to 100-200", "wnnwnn");
    expect("from 10.250.19.102:50010 to /10.250.19.103:22", "wawa");
    expect("proxy.cse.example:5070 at mail.google.com by a.b@c.org", "awawa");
    expect("see https://a.b/c?d=e#f, or www.a.b/c.", "wuwu");
    expect("rule: /var/www/html/ and C:\\a\\b.txt and run.exe", "wpwpwp");
    expect("and/or, km/h, 1.Overview", "wwwwnw");
    expect("2020-05-28T06:55:46Z, 28.5.2020 06:55:46.123", "ddt");
    expect("06:55:46Z 06:55:46Z1", "tnnw"); /* no stretch ends inside a word */
    expect("Sun Dec 04 04:47:44 2005, 4 July", "dtnd");
    expect("session 0x14ed93 d41d8cd98f00b204 e", "wxxw");
    expect("6ba7b810-9dad-11d1-80b4-00c04fd430c8.", "U");
    expect("blk_-38865049064139660 part-00487 ssh2 jk2_init",
           "iwnww"); /* a digit in a name does not make it a number */
    expect("191-210-223-172.user.vivozap.com.br, 191-210.user.local", "ai");
    expect("0:0:0:0:0:0:0:2181", "a");
    expect("May we? The march of 1000 men", "wwwwwnw");
}

/* A text of `head`, `count` times `middle`, and `tail`. */
static void expect_long(const char *head, const char *middle, int count, const char *tail, const char *kinds)
{
    char text[4096];
    size_t size = (size_t)snprintf(text, sizeof text, "%s", head);
    for (int i = 0; i < count; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "%s", middle);
    }
    snprintf(text + size, sizeof text - size, "%s", tail);
    expect(text, kinds);
}

/* What decides stands near the beginning; what was decided is taken whole, and no word is cut. */
static void long_stretches_are_one(void **state)
{
    (void)state;
    expect_long("see https://a.b/", "c/d?", 300, " or", "wuw");
    expect_long("in /var/", "log/", 300, "x.txt now", "wpw");
    expect_long("in C:\\a", "\\b", 300, " now", "wpw");
    expect_long("of part-7-", "x-", 300, "y now", "wiw");
    expect_long("of x-9-", "12345", 60, " now", "wiw");
    expect_long("of ", "12345", 60, " now", "wnw");
    expect_long("of ", "d41d8cd9", 60, " now", "wxw");
}

static void han_numerals_count_or_are_words(void **state)
{
    (void)state;
    expect("第十三届第二次会议", "whwwhwww");
    expect("十三届", "hw");
    expect("一、二〇〇八年工作回顾", "whwwwww");
    expect("一、“九五”时期", "wwwww");
    expect("二〇〇五年三月", "hwhw");
    expect("一千五百人", "hw");
    expect("一心一意", "wwww");
    expect("二是", "ww");
    expect("２０２０年５月", "nwnw");
    expect("2020年5月28日", "nwnwnw");
    expect("20xx年", "nw");
}

/* Texts made of pieces that stick to one another in any order. */
static size_t random_text(char *text, uint64_t *seed)
{
    static const char *const pieces[] = {"a",   "12", ".",    "-",   "/",  ":",  " ",   "第", "十三",
                                         "届",  "，", "blk_", "://", "0x", "ff", "www", "@",  "2020",
                                         "Dec", "，", "年",   "é",   "１", "½",  "\n",  "\\"};
    size_t size = 0;
    for (size_t n = 1 + test_random(seed) % 24; n > 0; n--) {
        const char *piece = pieces[test_random(seed) % (sizeof pieces / sizeof pieces[0])];
        memcpy(text + size, piece, strlen(piece));
        size += strlen(piece);
    }
    text[size] = 0;
    return size;
}

static void units_cover_each_token_once(void **state)
{
    (void)state;
    uint64_t seed = test_seed(41);
    for (int round = 0; round < 4000; round++) {
        char text[512];
        lt_corpus corpus;
        lt_mask *mask = NULL;
        memcpy(text + random_text(text, &seed), "z", 2);
        assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
        corpus_add_text(&corpus, "a", text);
        assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
        assert_int_equal(lt_mask_new(&corpus, &(lt_mask_options){0}, &mask, NULL), 0);
        uint32_t tokens = corpus.paragraphs[0].token_count;
        uint8_t kind[512]; /* of each token */
        const lt_unit *units = NULL;
        size_t count = 0;
        assert_int_equal(lt_mask_place(mask, 0, 0, tokens, &units, &count, NULL), 0);
        uint32_t at = 0;
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(units[i].begin, at);
            assert_true(units[i].count > 0 && (units[i].count == 1 || units[i].kind != LT_UNIT_WORD));
            memset(kind + at, units[i].kind, units[i].count);
            at += units[i].count;
        }
        assert_int_equal(at, tokens);
        uint32_t begin = (uint32_t)(test_random(&seed) % tokens);
        uint32_t end = begin + 1 + (uint32_t)(test_random(&seed) % (tokens - begin));
        assert_int_equal(lt_mask_place(mask, 0, begin, end, &units, &count, NULL), 0);
        at = begin;
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(units[i].begin, at);
            for (uint32_t k = 0; k < units[i].count; k++) {
                assert_int_equal(kind[at++], units[i].kind);
            }
        }
        assert_int_equal(at, end);
        lt_mask_free(mask);
        lt_corpus_clear(&corpus);
    }
}

/* FORMATS.md prints the table of kinds, and every example in it is wholly of its kind. */
static void the_table_is_what_formats_prints(void **state)
{
    (void)state;
    static char formats[1 << 17];
    FILE *file = fopen(LEITONG_SOURCE_DIR "/FORMATS.md", "rb");
    assert_non_null(file);
    formats[fread(formats, 1, sizeof formats - 1, file)] = 0;
    fclose(file);
    for (unsigned kind = LT_UNIT_WORD + 1; kind < LT_UNIT_USER; kind++) {
        char row[512];
        int size = snprintf(row, sizeof row, "| %s |", lt_mask_kinds[kind].name);
        for (const char *at = lt_mask_kinds[kind].examples; *at != 0;) {
            const char *end = strstr(at, "  ");
            size_t length = end != NULL ? (size_t)(end - at) : strlen(at);
            size += snprintf(row + size, sizeof row - (size_t)size, " `%.*s`", (int)length, at);
            char example[64];
            char wanted[2] = {letters[kind], 0};
            snprintf(example, sizeof example, "%.*s", (int)length, at);
            if (kind != LT_UNIT_HAN_NUMERAL) { /* a part of what is shown: han_numerals_count_or_are_words */
                expect(example, wanted);
            }
            at += length + (end != NULL ? 2 : 0);
        }
        snprintf(row + size, sizeof row - (size_t)size, " |\n");
        if (strstr(formats, row) == NULL) {
            fail_msg("FORMATS.md has no row %s", row);
        }
    }
}

/* A text of several windows with `y` and digits between, and what a reader from the left finds of it. */
static void patterns_are_found_in_all_windows(void **state)
{
    (void)state;
    enum { SIZE = 5 * LT_PATTERN_WINDOW };
    static const char *const masks[] = {"case=号[0-9]+y", "tail=[0-9]+y"};
    static const char *const pieces[] = {"号", "1", "23", "y", "法院", " ", "z"};
    uint64_t seed = test_seed(48);
    lt_mask_patterns *patterns = NULL;
    lt_mask_matcher *matcher = NULL;
    lt_mask_stretches found = {0};
    assert_int_equal(lt_mask_patterns_new(masks, 2, &patterns, NULL), 0);
    assert_int_equal(lt_mask_matcher_new(patterns, &matcher, NULL), 0);
    char *text = malloc(SIZE + 8);
    assert_non_null(text);
    for (int round = 0; round < 20; round++) {
        size_t size = 0;
        while (size < SIZE) {
            const char *piece = pieces[test_random(&seed) % (sizeof pieces / sizeof pieces[0])];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        text[size] = '\0';
        assert_int_equal(lt_mask_text((const uint8_t *)text, size, &found, NULL), 0);
        assert_int_equal(lt_mask_matcher_run(matcher, (const uint8_t *)text, size, &found, NULL), 0);
        size_t f = 0;
        for (size_t at = 0; at < size;) {
            size_t head = strncmp(text + at, "号", 3) == 0 ? 3 : 0;
            size_t digits = strspn(text + at + head, "123");
            if (digits == 0 || text[at + head + digits] != 'y') {
                at++; /* a tail may begin at a later digit, but the leftmost is met first */
                continue;
            }
            size_t end = at + head + digits + 1;
            while (f < found.count && found.items[f].kind != LT_UNIT_USER) {
                assert_true(found.items[f].end <= at); /* no other mask overlaps it */
                f++;
            }
            assert_true(f < found.count && found.items[f].begin == at && found.items[f].end == end);
            f++;
            at = end;
        }
    }
    free(text);
    lt_mask_stretches_clear(&found);
    lt_mask_matcher_free(matcher);
    lt_mask_patterns_free(patterns);
}

static void faults_of_patterns_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *mask, *told;
    } bad[] = {{"letters", "NAME=REGEX"},
               {"=a", "NAME=REGEX"},
               {"a b=c", "NAME=REGEX"},
               {"open=a(b", "character 4"},
               {"byte=\\C", "\\C"}};
    lt_mask_patterns *patterns = NULL;
    lt_mask_matcher *matcher = NULL;
    lt_mask_stretches found = {0};
    leitong_error error = {0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(lt_mask_patterns_new(&bad[i].mask, 1, &patterns, &error), LEITONG_EUSAGE);
        assert_non_null(strstr(error.message, bad[i].told));
    }
    const char *const many[LT_PATTERN_MOST + 1] = {"a=b"};
    assert_int_equal(lt_mask_patterns_new(many, LT_PATTERN_MOST + 1, &patterns, &error), LEITONG_EUSAGE);
    /* A pattern that tries all ways to part a run of letters ends in an error, not in hours. */
    static const char *const slow[] = {"slow=(a|aa)+$"};
    char text[201];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = 'b';
    assert_int_equal(lt_mask_patterns_new(slow, 1, &patterns, NULL), 0);
    assert_int_equal(lt_mask_matcher_new(patterns, &matcher, NULL), 0);
    assert_int_equal(lt_mask_matcher_run(matcher, (const uint8_t *)text, sizeof text, &found, &error), LEITONG_EUSAGE);
    assert_non_null(strstr(error.message, "slow"));
    static const uint8_t damaged[] = {'b', 0xE5, 0x8F};
    assert_int_equal(lt_mask_matcher_run(matcher, damaged, sizeof damaged, &found, &error), LEITONG_EDAMAGED);
    lt_mask_stretches_clear(&found);
    lt_mask_matcher_free(matcher);
    lt_mask_patterns_free(patterns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_are_found_in_all_windows), cmocka_unit_test(faults_of_patterns_are_told),
        cmocka_unit_test(kinds_are_what_people_see),         cmocka_unit_test(long_stretches_are_one),
        cmocka_unit_test(han_numerals_count_or_are_words),   cmocka_unit_test(units_cover_each_token_once),
        cmocka_unit_test(the_table_is_what_formats_prints),
    };
    return cmocka_run_group_tests_name("mask", tests, NULL, NULL);
}
