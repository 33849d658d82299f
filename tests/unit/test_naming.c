/* naming: kept text that is damaged ends in an error with its place. */
#include "match_corpus.h"

#include "match/naming.h"

/* Twenty letters whose row tells of `told`. */
static void a_text_of_other_tokens_is_damaged(void **state)
{
    (void)state;
    static const char *const text = "沅东市的发展正处在爬坡过坎的关口经不起折腾";
    static const uint32_t letters[32] = {0x6C85, 0x4E1C, 0x5E02};
    for (size_t told = 1; told < 32; told += 15) {
        lt_corpus corpus = {0};
        lt_workers *workers = NULL;
        lt_passage passage = {.document_b = 1, .a_end = 1, .b_end = 1, .matched = 1};
        lt_passages passages = {.items = &passage, .count = 1};
        lt_naming_input input = {.corpus = &corpus, .passages = &passages};
        lt_naming naming = {0};
        leitong_error error;
        assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
        corpus_add_text(&corpus, "a", text);
        corpus_add(&corpus, "b", letters, told, text);
        assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
        assert_int_equal(lt_workers_new(1, &workers, NULL), 0);
        assert_int_equal(lt_naming_run(&input, workers, &naming, &error), LEITONG_EDAMAGED);
        assert_string_equal(error.path, "b");
        assert_int_equal(error.offset, 0);
        assert_null(naming.swaps.items);
        lt_workers_free(workers);
        lt_corpus_clear(&corpus);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_of_other_tokens_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
