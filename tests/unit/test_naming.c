/* naming: kept text that is damaged ends in an error with its place; it can be cancelled between any two steps. */
#include "match_corpus.h"

#include "names/naming.h"

static const char *const text = "沅东市的发展正处在爬坡过坎的关口经不起折腾也经不起等待更经不起观望";
#define LETTERS 33

static void documents_of(lt_corpus *corpus, size_t told)
{
    static const uint32_t other[LETTERS + 3] = {0x6C85, 0x4E1C, 0x5E02};
    assert_int_equal(lt_corpus_init(corpus, NULL, NULL), 0);
    corpus_add_text(corpus, "a", text);
    if (told > 0) {
        corpus_add(corpus, "b", other, told, text);
    } else {
        corpus_add_text(corpus, "b", text);
    }
    assert_int_equal(lt_corpus_settle(corpus, NULL, NULL), 0);
}

static void a_text_of_other_tokens_is_damaged(void **state)
{
    (void)state;
    for (size_t told = LETTERS - 1; told < LETTERS + 3; told += 3) {
        lt_corpus corpus = {0};
        lt_workers *workers = NULL;
        lt_passage passage = {.document_b = 1, .a_end = 32, .b_end = 32, .matched = 32};
        lt_passages passages = {.items = &passage, .count = 1};
        lt_naming_input input = {.corpus = &corpus, .passages = &passages};
        lt_naming naming = {0};
        leitong_error error;
        documents_of(&corpus, told);
        assert_int_equal(lt_workers_new(1, &workers, NULL), 0);
        assert_int_equal(lt_naming_run(&input, workers, &naming, &error), LEITONG_EDAMAGED);
        assert_string_equal(error.path, "b");
        assert_int_equal(error.offset, 0);
        assert_null(naming.adapted);
        lt_workers_free(workers);
        lt_corpus_clear(&corpus);
    }
}

typedef struct cancelled {
    uint64_t at, calls, total;
} cancelled;

static int cancel_at(void *context, uint64_t done, uint64_t total)
{
    cancelled *c = context;
    c->calls++;
    assert_int_equal(done, c->calls);
    c->total = total;
    return done == c->at;
}

static void every_step_can_be_cancelled(void **state)
{
    (void)state;
    lt_corpus corpus = {0};
    lt_workers *workers = NULL;
    lt_passage passage = {.document_b = 1, .a_end = LETTERS, .b_end = LETTERS, .matched = LETTERS};
    lt_passages passages = {.items = &passage, .count = 1};
    cancelled c = {.at = UINT64_MAX};
    lt_naming_input input = {.corpus = &corpus, .passages = &passages, .progress = cancel_at, .progress_context = &c};
    lt_naming naming = {0};
    documents_of(&corpus, 0);
    assert_int_equal(corpus.documents[0].token_count, LETTERS);
    assert_int_equal(lt_workers_new(2, &workers, NULL), 0);
    assert_int_equal(lt_naming_run(&input, workers, &naming, NULL), 0);
    lt_naming_clear(&naming);
    uint64_t steps = c.total;
    assert_int_equal(c.calls, steps);
    for (uint64_t at = 1; at <= steps; at++) {
        c = (cancelled){.at = at};
        assert_int_equal(lt_naming_run(&input, workers, &naming, NULL), LEITONG_ECANCELLED);
        assert_int_equal(c.calls, at);
    }
    lt_workers_free(workers);
    lt_corpus_clear(&corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_of_other_tokens_is_damaged),
        cmocka_unit_test(every_step_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
