/* Merging the passages of one pair: what is one copied text becomes one passage, at a cost that grows as the text does.
 */
#include "test.h"

#include "passages/merge.h"

static const lt_align_options keeping = {.run = 13, .matched = 20, .identity = 50};

/* Two texts under construction, and their passages. */
typedef struct texts {
    uint32_t *a, *b;
    uint32_t count, capacity;
    lt_passages passages;
} texts;

/* `count` tokens, equal in both or not. */
static void put(texts *t, uint64_t *random, uint32_t count, bool equal)
{
    if (t->capacity - t->count < count) {
        t->capacity = 2 * (t->count + count);
        t->a = realloc(t->a, t->capacity * sizeof *t->a);
        t->b = realloc(t->b, t->capacity * sizeof *t->b);
    }
    for (uint32_t i = 0; i < count; i++, t->count++) {
        t->a[t->count] = (uint32_t)test_random(random);
        t->b[t->count] = equal ? t->a[t->count] : (uint32_t)test_random(random);
    }
}

/* What was put since `begin` is a passage with one edit block. */
static void keep(texts *t, uint32_t begin, lt_edit block)
{
    lt_edit span = {begin, t->count, begin, t->count};
    size_t edits = block.a_begin < block.a_end ? 1 : 0;
    assert_int_equal(lt_trim_keep(&keeping, span, &block, edits, &t->passages, NULL), 0);
}

/* Passages of `equal` tokens, or two such with a block between, parted by `other` tokens. */
static size_t merge_many(uint32_t passages, uint32_t equal, uint32_t block, uint32_t other, uint64_t *ret_work)
{
    uint64_t random = test_seed(72);
    texts t = {0};
    lt_merge merge = {0};
    for (uint32_t i = 0; i < passages; i++) {
        uint32_t begin = t.count;
        lt_edit edit = {0};
        put(&t, &random, equal, true);
        if (block > 0) {
            edit = (lt_edit){t.count, t.count + block, t.count, t.count + block};
            put(&t, &random, block, false);
            put(&t, &random, equal, true);
        }
        keep(&t, begin, edit);
        put(&t, &random, other, false);
    }
    lt_sides sides = {.a = t.a, .b = t.b, .a_count = t.count, .b_count = t.count};
    assert_int_equal(lt_merge_run(&merge, &keeping, &sides, &t.passages, 0, NULL), 0);
    size_t left = t.passages.count;
    size_t edits = 0;
    uint32_t matched = 0;
    for (size_t i = 0; i < left; i++) {
        assert_int_equal(t.passages.items[i].edit_begin, edits);
        edits += t.passages.items[i].edit_count;
        matched += t.passages.items[i].matched;
    }
    assert_int_equal(t.passages.edit_count, edits);
    assert_int_equal(matched, passages * equal * (block > 0 ? 2 : 1));
    *ret_work = merge.work;
    lt_merge_clear(&merge);
    lt_passages_clear(&t.passages);
    free(t.a);
    free(t.b);
    return left;
}

static void a_copy_in_many_parts_is_joined_at_linear_cost(void **state)
{
    (void)state;
    uint64_t before = 0;
    for (uint32_t parts = 500; parts <= 4000; parts *= 2) {
        uint64_t work;
        assert_int_equal(merge_many(parts, 40, 0, 66, &work), 1);
        assert_true(work >= parts && (before == 0 || work * 10 <= before * 21));
        before = work;
    }
}

static void many_passages_with_blocks_stay_at_linear_cost(void **state)
{
    (void)state;
    uint64_t before = 0;
    for (uint32_t passages = 500; passages <= 4000; passages *= 2) {
        uint64_t work;
        assert_int_equal(merge_many(passages, 30, 20, 100, &work), passages);
        assert_true(work >= passages && (before == 0 || work * 10 <= before * 21));
        before = work;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_in_many_parts_is_joined_at_linear_cost),
        cmocka_unit_test(many_passages_with_blocks_stay_at_linear_cost),
    };
    return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
