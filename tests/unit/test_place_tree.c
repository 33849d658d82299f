/* place_tree: names with their level and parents, stems, words that are places too, names of several places, the
 * common ancestor and the branch below it, and names that the user adds. */
#include "test.h"

#include "base/code_point.h"
#include "names/place_tree.h"

static size_t letters(const char *text, uint32_t *tokens)
{
    size_t count = 0;
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        unsigned length = 0;
        tokens[count++] = lt_code_point_read((const uint8_t *)text + at, size - at, &length);
        at += length;
    }
    return count;
}

static const lt_place_name *find(const lt_place_tree *tree, const char *text)
{
    uint32_t tokens[LT_NAME_LONGEST];
    return lt_place_tree_find(tree, tokens, letters(text, tokens));
}

static lt_place_tree *made(void)
{
    lt_place_tree *tree = NULL;
    uint32_t tokens[LT_NAME_LONGEST];
    assert_int_equal(lt_place_tree_new(&tree, NULL), 0);
    assert_int_equal(lt_place_tree_add(tree, tokens, letters("沅东", tokens), LT_PLACE_GIVEN, LT_PLACE_ROOT, NULL), 0);
    assert_int_equal(lt_place_tree_finish(tree, NULL), 0);
    return tree;
}

static void names_have_level_and_parents(void **state)
{
    (void)state;
    lt_place_tree *tree = made();
    const lt_place_name *county = find(tree, "龙泉市");
    const lt_place_name *stem = find(tree, "龙泉");
    assert_non_null(county);
    assert_true(county->whole);
    assert_non_null(stem);
    assert_false(stem->whole);
    assert_int_equal(stem->node, county->node); /* the highest of several: townships are called so too */
    assert_int_equal(lt_place_tree_level(tree, county->node), LT_PLACE_COUNTY);
    assert_true(lt_place_tree_within(tree, county->node, find(tree, "丽水市")->node));
    assert_true(lt_place_tree_within(tree, county->node, find(tree, "浙江")->node));
    assert_false(lt_place_tree_within(tree, county->node, find(tree, "杭州")->node));
    assert_int_equal(lt_place_tree_level(tree, find(tree, "马迹塘镇")->node), LT_PLACE_TOWNSHIP);
    assert_true(lt_place_tree_within(tree, find(tree, "马迹塘镇")->node, find(tree, "桃江县")->node));
    assert_null(find(tree, "马迹塘")); /* a township has no stem */
    assert_int_equal(find(tree, "恩施土家族苗族自治州")->node, find(tree, "恩施")->node);
    lt_place_tree_free(tree);
}

static void words_and_several_places_are_told(void **state)
{
    (void)state;
    lt_place_tree *tree = made();
    assert_true(find(tree, "资源")->ordinary);
    assert_false(find(tree, "资源县")->ordinary);
    assert_true(find(tree, "解放区")->ordinary);
    assert_false(find(tree, "湛江")->ordinary);
    unsigned places = 0;
    for (const lt_place_name *name = find(tree, "鼓楼区"); name != NULL; name = lt_place_tree_next(tree, name)) {
        assert_int_equal(lt_place_tree_level(tree, name->node), LT_PLACE_COUNTY);
        places++;
    }
    assert_true(places >= 4); /* Nanjing, Xuzhou, Fuzhou, Kaifeng */
    assert_int_equal(lt_place_tree_level(tree, find(tree, "沅东")->node), LT_PLACE_GIVEN);
    assert_null(find(tree, "柳浦"));
    lt_place_tree_free(tree);
}

static void ancestors_and_branches(void **state)
{
    (void)state;
    lt_place_tree *tree = made();
    uint32_t source = find(tree, "龙泉市")->node;
    uint32_t copy = find(tree, "上城区")->node;
    uint32_t province = find(tree, "浙江省")->node;
    assert_int_equal(lt_place_tree_common(tree, source, copy), province);
    assert_int_equal(lt_place_tree_branch(tree, province, source), find(tree, "丽水")->node);
    assert_int_equal(lt_place_tree_branch(tree, province, copy), find(tree, "杭州")->node);
    assert_int_equal(lt_place_tree_common(tree, source, find(tree, "桃江县")->node), LT_PLACE_ROOT);
    lt_place_tree_free(tree);
}

static void the_longest_name_is_taken(void **state)
{
    (void)state;
    lt_place_tree *tree = made();
    uint32_t tokens[LT_NAME_LONGEST];
    size_t count = letters("丽水市财政局", tokens);
    assert_int_equal(lt_place_tree_longest(tree, tokens, count), 3);
    assert_int_equal(lt_place_tree_longest(tree, tokens, 2), 2);
    assert_int_equal(lt_place_tree_longest(tree, tokens + 3, count - 3), 0);
    lt_place_tree_free(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_level_and_parents),
        cmocka_unit_test(words_and_several_places_are_told),
        cmocka_unit_test(ancestors_and_branches),
        cmocka_unit_test(the_longest_name_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
