/* swap: counts of substitutions against a count by the definition; what a level does to an edit; growing over ends. */
#include "match_corpus.h"

#include "names/swap.h"

typedef struct swap_case {
    lt_corpus corpus;
    lt_name_table *table;
    lt_swap_maker *maker;
    lt_swaps swaps;
} swap_case;

static void case_open(swap_case *c)
{
    memset(c, 0, sizeof *c);
    assert_int_equal(lt_corpus_init(&c->corpus, NULL, NULL), 0);
    assert_int_equal(lt_name_table_new(&c->table, NULL), 0);
    assert_int_equal(lt_swap_maker_new(&c->corpus, c->table, &c->maker, NULL), 0);
}

static void case_close(swap_case *c)
{
    lt_swaps_clear(&c->swaps);
    lt_swap_maker_free(c->maker);
    lt_name_table_free(c->table);
    lt_corpus_clear(&c->corpus);
}

static void case_run(swap_case *c, lt_passage passage, lt_edit *edits, size_t count)
{
    static const lt_vocabulary none = {0};
    uint32_t number = 0;
    passage.document_b = 1;
    passage.edit_count = (uint32_t)count;
    lt_passages passages = {.items = &passage, .count = 1, .edits = edits, .edit_count = count};
    assert_int_equal(lt_swap_pair(c->maker, &passages, &number, 1, &none, &c->swaps, NULL), 0);
}

/* Whether edit `e` says `from` → `to` with `length` tokens at offset `at` of both sides; the whole of it when whole. */
static bool oracle_says(const lt_edit *e, const uint32_t *a, const uint32_t *b, uint32_t at, uint32_t length,
                        const uint32_t *from, const uint32_t *to)
{
    return e->a_begin + at + length <= e->a_end && e->b_begin + at + length <= e->b_end &&
           memcmp(a + e->a_begin + at, from, length * sizeof *a) == 0 &&
           memcmp(b + e->b_begin + at, to, length * sizeof *b) == 0;
}

#define EDITS 40

/* Edits of equal lengths 1 … 3 over few words. By the definition: the places of an edit's words are the edits that are
 * just they, and, where they are known (longer than a token, or two such edits), the parts of edits at one offset. */
static void counts_are_those_of_the_definition(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    for (unsigned round = 0; round < 300; round++) {
        uint32_t a[2000];
        uint32_t b[2000];
        lt_edit edits[EDITS];
        uint32_t at = 0;
        for (size_t e = 0; e < EDITS; e++) {
            uint32_t equal = 1 + (uint32_t)(test_random(&seed) % 9);
            for (uint32_t i = 0; i < equal; i++, at++) {
                a[at] = b[at] = 0x7000 + at; /* no two alike */
            }
            uint32_t length = 1 + (uint32_t)(test_random(&seed) % 3);
            edits[e] = (lt_edit){at, at + length, at, at + length};
            for (uint32_t i = 0; i < length; i++, at++) {
                a[at] = 0x4F60 + (uint32_t)(test_random(&seed) % 3);
                b[at] = 0x5F60 + (uint32_t)(test_random(&seed) % 2);
            }
        }
        a[at] = b[at] = 0x7000 + at;
        at++;
        swap_case c;
        case_open(&c);
        corpus_add(&c.corpus, "a", a, at, NULL);
        corpus_add(&c.corpus, "b", b, at, NULL);
        case_run(&c, (lt_passage){.a_end = at, .b_end = at}, edits, EDITS);
        size_t owed = 0;
        for (size_t e = 0; e < EDITS; e++) {
            const uint32_t *from = a + edits[e].a_begin;
            const uint32_t *to = b + edits[e].b_begin;
            uint32_t length = edits[e].a_end - edits[e].a_begin;
            size_t whole = 0;
            size_t parts = 0;
            bool first = true;
            for (size_t o = 0; o < EDITS; o++) {
                uint32_t other = edits[o].a_end - edits[o].a_begin;
                bool same = other == length && oracle_says(&edits[o], a, b, 0, length, from, to);
                whole += same;
                first = first && !(same && o < e);
                for (uint32_t offset = 0; other > length && offset + length <= other; offset++) {
                    parts += oracle_says(&edits[o], a, b, offset, length, from, to);
                }
            }
            size_t count = whole + (length > 1 || whole > 1 ? parts : 0);
            if (!first || count < 2) {
                continue;
            }
            owed++;
            size_t found = 0;
            for (size_t i = 0; i < c.swaps.count; i++) {
                const lt_swap_place *place = &c.swaps.items[i].first;
                if (place->a_end - place->a_begin == length &&
                    memcmp(a + place->a_begin, from, length * sizeof *a) == 0 &&
                    memcmp(b + place->b_begin, to, length * sizeof *b) == 0) {
                    found++;
                    assert_int_equal(c.swaps.items[i].count, count);
                }
            }
            assert_int_equal(found, 1);
        }
        assert_int_equal(c.swaps.count, owed);
        case_close(&c);
    }
}

static size_t count_of(const swap_case *c, const uint32_t *a, const uint32_t *b, const char *from, const char *to)
{
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    assert_int_equal(lt_fold_new(0, c->corpus.lexicon, &fold, NULL), 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)from, strlen(from), 0, &tokens, NULL), 0);
    size_t length = tokens.count;
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)to, strlen(to), 0, &tokens, NULL), 0);
    size_t count = 0;
    for (size_t i = 0; i < c->swaps.count; i++) {
        const lt_swap_place *p = &c->swaps.items[i].first;
        if (p->a_end - p->a_begin == length && p->b_end - p->b_begin == tokens.count - length &&
            memcmp(a + p->a_begin, tokens.ids, length * sizeof *a) == 0 &&
            memcmp(b + p->b_begin, tokens.ids + length, (tokens.count - length) * sizeof *b) == 0) {
            count = c->swaps.items[i].count;
        }
    }
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    return count;
}

/* 沅东市→柳浦县 once whole, 沅东→柳浦 once alone, 市→县 once alone; and the passage grows over its end. */
static void a_level_parts_an_edit_and_ends_are_grown_over(void **state)
{
    (void)state;
    swap_case c;
    case_open(&c);
    corpus_add_text(&c.corpus, "a", "从市委来到沅东市开会又在沅东讲话全市上下建设沅东吧");
    corpus_add_text(&c.corpus, "b", "从县委来到柳浦县开会又在柳浦讲话全县上下建设柳浦吧");
    size_t count;
    const uint32_t *a = corpus_ids(&c.corpus, 0, &count);
    const uint32_t *b = corpus_ids(&c.corpus, 1, &count);
    assert_int_equal(count, 25);
    lt_edit edits[] = {{5, 8, 5, 8}, {12, 14, 12, 14}, {17, 18, 17, 18}};
    /* From 来 to 设: the first 市 and the last 沅东 lie outside. */
    case_run(&c, (lt_passage){.a_begin = 3, .a_end = 22, .b_begin = 3, .b_end = 22}, edits, 3);
    assert_int_equal(count_of(&c, a, b, "沅东", "柳浦"), 3);
    assert_int_equal(count_of(&c, a, b, "市", "县"), 3);
    assert_int_equal(count_of(&c, a, b, "沅东市", "柳浦县"), 0); /* once, and it holds the others */
    assert_int_equal(c.swaps.count, 2);
    case_close(&c);
}

/* A sentence that stands twice in the source and was copied once was swapped once. */
static void one_place_of_the_copy_counts_once(void **state)
{
    (void)state;
    static const lt_vocabulary none = {0};
    swap_case c;
    case_open(&c);
    corpus_add_text(&c.corpus, "a", "甲乙丙沅东丁戊己庚辛壬甲乙丙沅东丁戊己");
    corpus_add_text(&c.corpus, "b", "甲乙丙柳浦丁戊己");
    lt_edit edits[] = {{3, 5, 3, 5}, {14, 16, 3, 5}};
    lt_passage items[] = {{.document_b = 1, .a_end = 8, .b_end = 8, .edit_count = 1},
                          {.document_b = 1, .a_begin = 11, .a_end = 19, .b_end = 8, .edit_begin = 1, .edit_count = 1}};
    lt_passages passages = {.items = items, .count = 2, .edits = edits, .edit_count = 2};
    const uint32_t numbers[] = {0, 1};
    assert_int_equal(lt_swap_pair(c.maker, &passages, numbers, 2, &none, &c.swaps, NULL), 0);
    assert_int_equal(c.swaps.count, 0);
    case_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_those_of_the_definition),
        cmocka_unit_test(a_level_parts_an_edit_and_ends_are_grown_over),
        cmocka_unit_test(one_place_of_the_copy_counts_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
