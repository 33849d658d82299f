/* bond, template_border: counts against the definition; borders move where they cut a word, and nowhere else. */
#include "match_corpus.h"

#include "templates/collocation.h"
#include "templates/template_border.h"

#include <math.h>

enum { LETTERS = 6, DOCUMENTS = 12, LONGEST = 60, FIRST = 0x4E00 };

typedef struct bond_sample {
    uint32_t tokens[DOCUMENTS][LONGEST];
    size_t counts[DOCUMENTS];
} bond_sample;

/* How often the letters stand together; *ret_before, *ret_behind: their different neighbours (the ends are one). */
static unsigned oracle_count(const bond_sample *sample, const uint32_t *letters, size_t width, unsigned *ret_before,
                             unsigned *ret_behind)
{
    bool before[LETTERS + 1] = {false};
    bool behind[LETTERS + 1] = {false};
    unsigned count = 0;
    *ret_before = *ret_behind = 0;
    for (size_t d = 0; d < DOCUMENTS; d++) {
        const uint32_t *tokens = sample->tokens[d];
        for (size_t i = 0; i + width <= sample->counts[d]; i++) {
            if (memcmp(tokens + i, letters, width * sizeof *letters) == 0) {
                count++;
                before[i > 0 ? tokens[i - 1] - FIRST : LETTERS] = true;
                behind[i + width < sample->counts[d] ? tokens[i + width] - FIRST : LETTERS] = true;
            }
        }
    }
    for (size_t i = 0; i <= LETTERS; i++) {
        *ret_before += before[i];
        *ret_behind += behind[i];
    }
    return count;
}

static double oracle_information(const bond_sample *sample, uint32_t a, uint32_t b, double tokens)
{
    unsigned before;
    unsigned behind;
    const uint32_t pair[2] = {a, b};
    double together = oracle_count(sample, pair, 2, &before, &behind);
    double chance = (double)oracle_count(sample, &a, 1, &before, &behind) *
                    (double)oracle_count(sample, &b, 1, &before, &behind) / tokens;
    return together > 0 ? log2(together / chance) : -INFINITY;
}

/* Frequent letters x, and rare ones that stand together: else no pair tells more than chance. */
static uint32_t sample_letter(uint64_t *seed, uint32_t before)
{
    uint64_t r = test_random(seed) % 100;
    if (before >= FIRST + 1 && before < FIRST + 3 && r < 80) {
        return before + 2;
    }
    return r < 95 ? FIRST : FIRST + 1 + (uint32_t)(r % (LETTERS - 1));
}

static void bonds_are_what_their_head_says(void **state)
{
    (void)state;
    uint64_t seed = test_seed(91);
    unsigned cuts = 0;
    for (int round = 0; round < 30; round++) {
        bond_sample sample;
        lt_corpus corpus;
        lt_workers *workers = NULL;
        lt_collocations *bonds = NULL;
        double tokens = 0;
        assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
        assert_int_equal(lt_workers_new(1 + (unsigned)round % 3, &workers, NULL), 0);
        assert_int_equal(lt_collocations_new(&bonds, NULL), 0);
        for (size_t d = 0; d < DOCUMENTS; d++) {
            char id[2] = {(char)('a' + d), 0};
            sample.counts[d] = 1 + test_random(&seed) % LONGEST;
            for (size_t i = 0; i < sample.counts[d]; i++) {
                sample.tokens[d][i] = sample_letter(&seed, i > 0 ? sample.tokens[d][i - 1] : 0);
            }
            tokens += (double)sample.counts[d];
            corpus_add(&corpus, id, sample.tokens[d], sample.counts[d], NULL);
        }
        for (uint32_t i = 0; i < LETTERS * LETTERS * LETTERS; i++) {
            uint32_t a = FIRST + i % LETTERS;
            uint32_t b = FIRST + i / LETTERS % LETTERS;
            assert_int_equal(lt_collocations_want(bonds, a, b, 0, NULL), 0);
            assert_int_equal(lt_collocations_want(bonds, a, b, FIRST + i / LETTERS / LETTERS, NULL), 0);
        }
        assert_int_equal(lt_collocations_count(bonds, &corpus, workers, NULL), 0);
        for (uint32_t i = 0; i < LETTERS * LETTERS * LETTERS; i++) {
            uint32_t abc[3] = {FIRST + i % LETTERS, FIRST + i / LETTERS % LETTERS, FIRST + i / LETTERS / LETTERS};
            unsigned before;
            unsigned behind;
            unsigned triple = oracle_count(&sample, abc, 3, &before, &behind);
            unsigned pair = oracle_count(&sample, abc, 2, &before, &behind);
            double own = oracle_information(&sample, abc[0], abc[1], tokens);
            double other = oracle_information(&sample, abc[1], abc[2], tokens);
            bool firm = pair > 0 && own >= LT_COLLOCATION_INFORMATION;
            bool cut = firm && behind >= LT_COLLOCATION_VARIETY && triple * 2 <= pair && own > other;
            assert_int_equal(lt_collocations_cut(bonds, abc[0], abc[1], abc[2], false), cut);
            assert_int_equal(lt_collocations_cut(bonds, abc[0], abc[1], 0, false),
                             firm && behind >= LT_COLLOCATION_VARIETY);
            cuts += cut;
            pair = oracle_count(&sample, abc + 1, 2, &before, &behind);
            cut = pair > 0 && other >= LT_COLLOCATION_INFORMATION && before >= LT_COLLOCATION_VARIETY &&
                  triple * 2 <= pair && other > own;
            assert_int_equal(lt_collocations_cut(bonds, abc[2], abc[1], abc[0], true), cut);
            cuts += cut;
        }
        lt_collocations_free(bonds);
        lt_workers_free(workers);
        lt_corpus_clear(&corpus);
    }
    assert_true(cuts > 0);
}

/* A template of the first two documents: their first `fill` tokens are text, then a slot of one token, then text. */
static void assert_border(const char *const *texts, uint32_t fill, uint32_t begin, uint32_t end)
{
    lt_corpus corpus;
    lt_workers *workers = NULL;
    lt_place members[2];
    lt_stretch ranges[2];
    lt_template_fill fills[2];
    uint32_t fill_ends[1] = {2};
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    assert_int_equal(lt_workers_new(1, &workers, NULL), 0);
    for (size_t i = 0; texts[i] != NULL; i++) {
        char id[2] = {(char)('a' + i), 0};
        corpus_add_text(&corpus, id, texts[i]);
        corpus.documents[i].paragraph_begin = (uint32_t)i;
        corpus.documents[i].paragraph_count = 1;
    }
    uint32_t count = (uint32_t)corpus.documents[0].token_count;
    lt_template_part parts[3] = {{.text = {0, 0, fill}, .kind = LT_PART_TEXT},
                                 {.kind = LT_PART_SLOT},
                                 {.text = {0, fill + 1, count}, .kind = LT_PART_TEXT}};
    for (uint32_t m = 0; m < 2; m++) {
        members[m] = (lt_place){m, 0, count};
        ranges[m] = (lt_stretch){fill, fill + 1};
        fills[m] = (lt_template_fill){{m, fill, fill + 1}, 1};
    }
    lt_template made = {.parts = parts,
                        .fills = fills,
                        .fill_ends = fill_ends,
                        .members = members,
                        .ranges = ranges,
                        .part_count = 3,
                        .slot_count = 1,
                        .member_count = 2,
                        .documents = 2};
    assert_int_equal(lt_template_borders(&corpus, &made, 1, 0, workers, NULL), 0);
    assert_int_equal(parts[0].text.end, begin);
    assert_int_equal(parts[2].text.begin, end);
    for (uint32_t m = 0; m < 2; m++) {
        assert_int_equal(ranges[m].begin, begin);
        assert_int_equal(ranges[m].end, end);
        assert_int_equal(fills[m].first.begin, begin);
        assert_int_equal(fills[m].first.end, end);
    }
    lt_workers_free(workers);
    lt_corpus_clear(&corpus);
}

/* Other letters, so that those of a word are rare. */
static const char hills[] =
    "山高水长天地宽，春去秋来日月明。花开叶落风雨后，云起潮平见真情。书声琅琅满校园，歌声阵阵飞窗外。"
    "白鹭青田千顷碧，黄牛红瓦万家烟。小桥流水人家静，古道西风瘦马闲。稻香十里蛙鸣夜，渔火三更客到船。"
    "春的风，夏的雨，秋的月，冬的雪，山的影，水的声。";

static void words_are_not_cut(void **state)
{
    (void)state;
    /* 成绩 and 成就 stand elsewhere too, between other letters. */
    static const char elsewhere[] =
        "我们珍惜成绩，他们看重成就；以往成绩很大，今天成就不小。总结成绩不易，创造成就更难。";
    const char *const achievements[] = {
        "去年取得的成绩来之不易", "去年取得的成就来之不易", elsewhere, hills, hills, NULL};
    assert_border(achievements, 6, 5, 7);
    /* With nothing to go by, the border stays. */
    const char *const unknown[] = {"去年取得的成绩来之不易", "去年取得的成就来之不易", hills, hills, NULL};
    assert_border(unknown, 6, 6, 7);
    /* A mark between them parts words. */
    const char *const marked[] = {
        "去年取得的成，绩来之不易", "去年取得的成，就来之不易", elsewhere, hills, hills, NULL};
    assert_border(marked, 6, 6, 7);
    /* On the right side. */
    static const char dates[] =
        "屆期不至者，逾期不候；凡屆期未到，或逾期方来，皆如屆期之例，与逾期之人同。事未可知，人未必来，书未曾读。";
    const char *const late[] = {"將其出售屆期未經出售者", "將其出售逾期未經出售者", dates, hills, hills, NULL};
    assert_border(late, 4, 4, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bonds_are_what_their_head_says),
                                       cmocka_unit_test(words_are_not_cut)};
    return cmocka_run_group_tests_name("template_border", tests, NULL, NULL);
}
