/* What contract 1 does not demand of passages stays within a bound a token; what it demands is counted from the
 * definition. */
#include "passage_oracle.h"

/* A pair of equal windows that must be in a passage: its documents, its diagonal, where it begins in the first. */
typedef struct window_pair {
    uint64_t documents;
    int64_t diagonal;
    uint32_t begin;
} window_pair;

static int window_pair_compare(const void *left, const void *right)
{
    const window_pair *x = left;
    const window_pair *y = right;
    if (x->documents != y->documents) {
        return x->documents < y->documents ? -1 : 1;
    }
    if (x->diagonal != y->diagonal) {
        return x->diagonal < y->diagonal ? -1 : 1;
    }
    return (x->begin > y->begin) - (x->begin < y->begin);
}

/* How many pairs of tokens are in a demanded pair of windows. */
static size_t demanded_tokens(const streams *s, const lt_passage_options *options)
{
    spots w;
    spots_find(s, options->run, &w);
    window_pair *found = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t begin = 0, end; begin < w.count; begin = end) {
        end = begin + w.group_size[begin];
        for (size_t j = begin + 1; j < end; j++) {
            for (size_t i = begin; i < (end - begin <= options->hot ? j : begin + 1); i++) {
                if (count == capacity) {
                    capacity = 2 * capacity + 1024;
                    found = realloc(found, capacity * sizeof *found);
                    assert_non_null(found);
                }
                spot x = w.items[i];
                spot y = w.items[j];
                found[count++] =
                    (window_pair){(uint64_t)x.document << 32 | y.document, (int64_t)y.begin - x.begin, x.begin};
            }
        }
    }
    if (count > 0) {
        qsort(found, count, sizeof *found, window_pair_compare);
    }
    size_t tokens = 0;
    for (size_t i = 0; i < count; i++) {
        bool follows = i > 0 && found[i].documents == found[i - 1].documents &&
                       found[i].diagonal == found[i - 1].diagonal && found[i].begin - found[i - 1].begin < options->run;
        tokens += follows ? found[i].begin - found[i - 1].begin : options->run;
    }
    free(found);
    spots_clear(&w);
    return tokens;
}

/* Lines of fixed wording with two blanks of two letters: chance fills many blanks alike, next to `piece` fixed tokens.
 */
static void form(streams *s, uint32_t count, uint32_t piece, uint64_t *random)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < 2 * piece; k++) {
            streams_token(s, 5000 + k);
            if (k % piece == piece - 1) {
                streams_token(s, (uint32_t)(test_random(random) % 500));
                streams_token(s, (uint32_t)(test_random(random) % 500));
            }
        }
    }
    streams_document(s);
}

/* At most two long ends and two passages without a core over a token of each of three pairs of documents; the other
 * side of an end is less than twice as long. Between demanded runs, and in short ends, is at most twice as much as in
 * the runs. */
static void forms_have_few_tokens_that_nothing_demands(void **state)
{
    (void)state;
    static const uint32_t pieces[] = {6, 12, 13, 60};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        for (uint32_t lines = 200; lines <= 800; lines *= 2) {
            uint64_t random = test_seed(21);
            streams s = {0};
            form(&s, lines, pieces[i], &random);
            form(&s, lines, pieces[i], &random);
            lt_passage_result result = {0};
            oracle_run(&s, oracle_options(), 2, &result);
            size_t demanded = demanded_tokens(&s, oracle_options());
            size_t tokens = 0;
            for (size_t p = 0; p < result.passages.count; p++) {
                const lt_passage *passage = &result.passages.items[p];
                tokens += passage->a_end - passage->a_begin + passage->b_end - passage->b_begin;
            }
            printf("pieces of %u, %u lines: %zu tokens; passages of %zu, demanded on both sides %zu\n", pieces[i],
                   lines, s.token_count, tokens, 2 * demanded);
            assert_true(tokens <= 6 * demanded + 16 * s.token_count);
            lt_passage_result_clear(&result);
            streams_clear(&s);
        }
    }
}

#define COPY_TOKENS 100

/* A copy whose middle is equal, and of whose first and last thirty tokens every tenth is another in each copy. */
static void copy_of(streams *s, uint32_t number)
{
    for (uint32_t k = 0; k < COPY_TOKENS; k++) {
        bool changed = (k < 30 || k >= 70) && k % 10 == number % 10;
        streams_token(s, changed ? 3000 + 200 * number + k : 1000 + k);
    }
}

/* All copies lie over one place of the first document. */
static void a_place_with_many_copies_keeps_their_ends(void **state)
{
    (void)state;
    streams s = {0};
    copy_of(&s, 0);
    streams_document(&s);
    for (uint32_t number = 1; number < 12; number++) {
        copy_of(&s, number);
        for (uint32_t k = 0; k < 150; k++) {
            streams_token(&s, 10000 + 200 * number + k);
        }
    }
    streams_document(&s);
    lt_passage_result result = {0};
    oracle_run(&s, oracle_options(), 2, &result);
    size_t between = 0;
    for (size_t i = 0; i < result.passages.count; i++) {
        const lt_passage *p = &result.passages.items[i];
        if (p->document_a != p->document_b) {
            between++;
            assert_true(p->a_end - p->a_begin >= COPY_TOKENS - 10);
        }
    }
    assert_int_equal(between, 11);
    lt_passage_result_clear(&result);
    streams_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_have_few_tokens_that_nothing_demands),
        cmocka_unit_test(a_place_with_many_copies_keeps_their_ends),
    };
    return cmocka_run_group_tests_name("undemanded", tests, NULL, NULL);
}
