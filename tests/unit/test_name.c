/* name: which names a sentence holds. Expected names are written out by hand. */
#include "test.h"

#include "lexicon.h"

#include "names/name.h"
#include "text/fold.h"

/* Names as "text/kind" and "!" where their begin is certain, in order, parted by spaces. */
static void names_of(const char *text, char *out, size_t size)
{
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    lt_names names = {0};
    lt_name_table *table = NULL;
    assert_int_equal(lt_name_table_new(&table, NULL), 0);
    assert_int_equal(lt_fold_new(LT_FOLD_SPANS, test_lexicon(), &fold, NULL), 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)text, strlen(text), 0, &tokens, NULL), 0);
    uint8_t *breaks = calloc(tokens.count + 1, 1);
    assert_non_null(breaks);
    for (size_t i = 1; i < tokens.count; i++) {
        breaks[i] = tokens.begins[i] != tokens.ends[i - 1];
    }
    assert_int_equal(lt_name_find(table, tokens.ids, breaks, tokens.count, &names, NULL), 0);
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < names.count; i++) {
        const lt_name *name = &names.items[i];
        static const char *const kinds[] = {"", "", "", "place", "body", "person", "other"};
        uint32_t begin = tokens.begins[name->begin];
        assert_true(name->begin < name->end && name->end <= tokens.count);
        at += (size_t)snprintf(out + at, size - at, "%s%.*s/%s%s", i > 0 ? " " : "",
                               (int)(tokens.ends[name->end - 1] - begin), text + begin, kinds[name->kind],
                               (name->flags & LT_NAME_CERTAIN) != 0 ? "!" : "");
        assert_true(at < size);
    }
    free(breaks);
    lt_names_clear(&names);
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    lt_name_table_free(table);
}

static void forms_tell_names(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"在沅东市开会", "沅东市/place! 沅东/place!"},
        {"湖北省仙桃市的经验", "湖北省/place! 湖北/place! 仙桃市/place! 仙桃/place!"},
        {"扎实推进沅东市建设", "沅东市/place 沅东/place"},
        {"在邳州市和麻城市调研", "邳州市/place! 邳州/place! 麻城市/place! 麻城/place!"},
        {"到礼县去", "礼县/place!"},
        {"城市建设、贫困地区、农村工作、超市", ""},
        {"开放市场，划定区域，走进乡村", ""},
        {"三个县、各市、全省", ""},
        {"县财政局党组", "县财政局/body! 财政局/body!"},
        {"会前，周国栋书记作出批示", "周国栋/person!"},
        {"刚才何平同志讲了话，欧阳靖同志也讲了", "何平/person! 欧阳靖/person!"},
        {"县长梁永康。", "县长/body! 梁永康/person!"},
        {"领导同志、女同志、全体同志、常委同志", ""},
        {"市委常委、常务副市长", "市委常委/body! 常务副市长/body!"},
        {"县人民政府", "县人民政府/body!"},
        {"城市政府", ""},
        {"Xiantao city, 2019", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char found[512];
        names_of(cases[i][0], found, sizeof found);
        if (strcmp(found, cases[i][1]) != 0) {
            fail_msg("%s: found \"%s\", not \"%s\"", cases[i][0], found, cases[i][1]);
        }
    }
}

/* Whatever the tokens are, names lie within them and hold no break. */
static void names_lie_within_the_text(void **state)
{
    (void)state;
    static const char *const letters = "市县区委长局书记同志周国栋在的城三副常务政府欧阳州";
    uint64_t seed = test_seed(1);
    lt_name_table *table = NULL;
    assert_int_equal(lt_name_table_new(&table, NULL), 0);
    size_t kinds = strlen(letters) / 3;
    for (unsigned round = 0; round < 5000; round++) {
        uint32_t tokens[24];
        uint8_t breaks[25] = {0};
        size_t count = 1 + test_random(&seed) % 24;
        for (size_t i = 0; i < count; i++) {
            const unsigned char *at = (const unsigned char *)letters + 3 * (test_random(&seed) % kinds);
            tokens[i] = (uint32_t)(at[0] & 0x0F) << 12 | (uint32_t)(at[1] & 0x3F) << 6 | (uint32_t)(at[2] & 0x3F);
            breaks[i] = test_random(&seed) % 4 == 0;
        }
        lt_names names = {0};
        assert_int_equal(lt_name_find(table, tokens, breaks, count, &names, NULL), 0);
        for (size_t i = 0; i < names.count; i++) {
            const lt_name *name = &names.items[i];
            assert_true(name->begin < name->end && name->end <= count);
            for (uint32_t t = name->begin + 1; t < name->end; t++) {
                assert_false(breaks[t]);
            }
        }
        lt_names_clear(&names);
    }
    lt_name_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_tell_names),
        cmocka_unit_test(names_lie_within_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
