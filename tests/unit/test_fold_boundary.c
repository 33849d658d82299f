#include "test.h"

#include "lexicon.h"

#include "text/fold.h"
#include "text/fold_boundary.h"

/* Letters, marks and joiners of all sorts; ideographs and ASCII often enough to stand side by side. */
static size_t random_character(uint8_t *at, uint64_t *seed)
{
    static const uint32_t others[] = {0x0301, 0x200D, 0xFE0F,  0x3099,  0x30AB,  0x3042, 0xAC00,  0x1100,
                                      0x0E01, 0x0E33, 0x1F1E8, 0x1F600, 0xFF21,  0x00BD, 0x337B,  0x3231,
                                      0x0628, 0x05D0, 0x00AD,  0x2028,  0xE0100, 0xF900, 0x2F800, 0x20000,
                                      0x3000, 0x00A0, 0x4E00,  0x4E8C,  0x3007,  0x0430};
    uint32_t c;
    switch (test_random(seed) % 6) {
    case 0:
    case 1:
        c = 0x4E00 + (uint32_t)(test_random(seed) % 0x5200);
        break;
    case 2:
        c = ' ' + (uint32_t)(test_random(seed) % 95);
        break;
    case 3:
        c = (uint32_t) "aZ9 .,'_0\n"[test_random(seed) % 10];
        break;
    case 4:
        c = ' ';
        break;
    default:
        c = others[test_random(seed) % (sizeof others / sizeof others[0])];
    }
    if (c < 0x80) {
        at[0] = (uint8_t)c;
        return 1;
    }
    size_t size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        at[i] = (uint8_t)(0x80 | (c & 63));
        c >>= 6;
    }
    at[0] = (uint8_t)((size == 2 ? 0xC0 : size == 3 ? 0xE0 : 0xF0) | c);
    return size;
}

static void fold(lt_fold *folder, const uint8_t *text, size_t size, size_t base, lt_tokens *tokens)
{
    assert_int_equal(lt_fold_run(folder, text, size, (uint32_t)base, tokens, NULL), 0);
}

static void assert_same(const lt_tokens *x, const lt_tokens *y)
{
    assert_int_equal(x->count, y->count);
    if (x->count > 0) {
        assert_memory_equal(x->ids, y->ids, x->count * sizeof *x->ids);
        assert_memory_equal(x->begins, y->begins, x->count * sizeof *x->begins);
        assert_memory_equal(x->ends, y->ends, x->count * sizeof *x->ends);
        assert_int_equal(x->text_size, y->text_size);
        assert_memory_equal(x->text, y->text, x->text_size);
    }
}

static void pieces_fold_as_the_whole(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    size_t borders = 0;
    lt_fold *folders[2] = {NULL, NULL};
    lt_tokens whole = {0};
    lt_tokens pieces = {0};
    assert_int_equal(lt_fold_new(LT_FOLD_TEXT | LT_FOLD_SPANS, test_lexicon(), &folders[0], NULL), 0);
    assert_int_equal(lt_fold_new(LT_FOLD_TEXT | LT_FOLD_SPANS | LT_FOLD_HAN, test_lexicon(), &folders[1], NULL), 0);
    for (int round = 0; round < 20000; round++) {
        uint8_t text[160];
        size_t size = 0;
        for (size_t left = 1 + test_random(&seed) % 40; left > 0; left--) {
            size += random_character(text + size, &seed);
        }
        lt_fold *folder = folders[round % 2];
        whole.count = whole.text_size = 0;
        fold(folder, text, size, 0, &whole);
        for (size_t at = 0; at <= size; at++) {
            if (!lt_fold_boundary_at(text, size, at)) {
                continue;
            }
            borders++;
            pieces.count = pieces.text_size = 0;
            fold(folder, text, at, 0, &pieces);
            fold(folder, text + at, size - at, at, &pieces);
            assert_same(&whole, &pieces);
        }
    }
    printf("%zu borders\n", borders);
    assert_true(borders > 20000);
    lt_tokens_clear(&whole);
    lt_tokens_clear(&pieces);
    lt_fold_free(folders[0]);
    lt_fold_free(folders[1]);
}

static void ordinary_text_has_many(void **state)
{
    (void)state;
    const uint8_t *chinese = (const uint8_t *)"雷同识别";
    const uint8_t *english = (const uint8_t *)"near copies";
    assert_true(lt_fold_boundary_at(chinese, 12, 6));
    assert_false(lt_fold_boundary_at(chinese, 12, 7));
    assert_false(lt_fold_boundary_at(chinese, 12, 0));
    assert_false(lt_fold_boundary_at(chinese, 12, 12));
    assert_true(lt_fold_boundary_at(english, 11, 4));
    assert_false(lt_fold_boundary_at(english, 11, 5));
    assert_false(lt_fold_boundary_at(english, 2, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_fold_as_the_whole),
        cmocka_unit_test(ordinary_text_has_many),
    };
    return cmocka_run_group_tests_name("border", tests, NULL, NULL);
}
