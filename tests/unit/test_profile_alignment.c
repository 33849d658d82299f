/* Alignment of a member with a line: against every chain of matches there is, on small alphabets. */
#include "test.h"

#include "templates/profile_alignment.h"

#include <stdbool.h>

#define SMALL 14

static bool is_open(const lt_profile_alignment_line *line, uint32_t column)
{
    return line->open != NULL && line->open[column] != 0;
}

/* The best chain from the definition: best[i][j] ends with unit i on column j; every earlier end is tried. */
static int64_t oracle(const lt_profile_alignment_line *line, const uint32_t *ids, uint32_t count)
{
    int64_t best[SMALL + 2][SMALL + 2];
    int64_t whole = 0;
    for (uint32_t j = 0; j <= line->count; j++) {
        for (uint32_t i = 0; i <= count; i++) {
            bool end = j == line->count && i == count;
            if (!end && (j == line->count || i == count || line->ids[j] != ids[i])) {
                best[i][j] = INT64_MIN / 2;
                continue;
            }
            bool joined = j == 0 && (i == 0 || is_open(line, 0));
            int64_t most = joined ? 0 : -LT_PROFILE_ALIGNMENT_BREAK;
            for (uint32_t y = 0; y < j; y++) {
                for (uint32_t x = 0; x < i; x++) {
                    bool follows = y + 1 == j && (x + 1 == i || is_open(line, j));
                    int64_t score = best[x][y] - (follows ? 0 : LT_PROFILE_ALIGNMENT_BREAK);
                    most = score > most ? score : most;
                }
            }
            best[i][j] = most + (end ? 0 : LT_PROFILE_ALIGNMENT_MATCH);
            whole = best[i][j];
        }
    }
    return whole;
}

static void assert_valid(const lt_profile_alignment_line *line, const uint32_t *ids, uint32_t count, const uint32_t *at)
{
    int64_t last = -1;
    for (uint32_t j = 0; j < line->count; j++) {
        if (at[j] != LT_PROFILE_ALIGNMENT_NONE) {
            assert_in_range(at[j], 0, count - 1);
            assert_true((int64_t)at[j] > last);
            assert_int_equal(line->ids[j], ids[at[j]]);
            last = at[j];
        }
    }
}

static void best_of_all_chains(void **state)
{
    (void)state;
    uint64_t seed = test_seed(71);
    lt_profile_alignment star = {0};
    for (int round = 0; round < 20000; round++) {
        uint32_t ids[SMALL];
        uint32_t columns[SMALL];
        uint8_t open[SMALL + 1];
        uint32_t at[SMALL];
        uint32_t letters = 2 + (uint32_t)(test_random(&seed) % 4);
        uint32_t count = (uint32_t)(test_random(&seed) % SMALL);
        lt_profile_alignment_line line = {columns, round % 3 == 0 ? NULL : open,
                                          (uint32_t)(test_random(&seed) % SMALL)};
        for (uint32_t i = 0; i < SMALL; i++) {
            ids[i] = (uint32_t)(test_random(&seed) % letters);
            columns[i] = test_random(&seed) % 4 == 0 ? (uint32_t)(test_random(&seed) % letters) : ids[i];
            open[i] = test_random(&seed) % 4 == 0;
        }
        open[line.count] = test_random(&seed) % 4 == 0;
        assert_int_equal(lt_profile_alignment_align(&star, &line, ids, count, at, NULL), 0);
        assert_valid(&line, ids, count, at);
        int64_t owed = oracle(&line, ids, count);
        if (lt_profile_alignment_score(&line, count, at) != owed) {
            fail_msg("round %d: %lld, best is %lld", round, (long long)lt_profile_alignment_score(&line, count, at),
                     (long long)owed);
        }
    }
    lt_profile_alignment_clear(&star);
}

/* Long texts are parted at anchors: what was planted must be found, to a token. */
static void long_texts_are_parted(void **state)
{
    (void)state;
    uint64_t seed = test_seed(72);
    lt_profile_alignment star = {0};
    for (int round = 0; round < 20; round++) {
        uint32_t count = 3000 + (uint32_t)(test_random(&seed) % 3000);
        uint32_t *ids = malloc(2 * count * sizeof *ids);
        uint32_t *columns = malloc(count * sizeof *columns);
        uint32_t *at = malloc(count * sizeof *at);
        uint32_t *owed = malloc(count * sizeof *owed);
        uint32_t total = 0;
        for (uint32_t j = 0; j < count; j++) {
            columns[j] = (uint32_t)(test_random(&seed) % 900);
            owed[j] = LT_PROFILE_ALIGNMENT_NONE;
            if (test_random(&seed) % 40 == 0) {
                for (uint64_t n = test_random(&seed) % 6; n > 0; n--) {
                    ids[total++] = 1000 + (uint32_t)(test_random(&seed) % 900); /* nothing of the line's */
                }
            }
            if (test_random(&seed) % 50 != 0) {
                owed[j] = total;
                ids[total++] = columns[j];
            }
        }
        lt_profile_alignment_line line = {columns, NULL, count};
        assert_int_equal(lt_profile_alignment_align(&star, &line, ids, total, at, NULL), 0);
        assert_valid(&line, ids, total, at);
        assert_true(lt_profile_alignment_score(&line, total, at) >= lt_profile_alignment_score(&line, total, owed));
        free(ids);
        free(columns);
        free(at);
        free(owed);
    }
    lt_profile_alignment_clear(&star);
}

/* Nothing in common, one letter only, and emptiness: answers, not accidents. */
static void extremes(void **state)
{
    (void)state;
    lt_profile_alignment star = {0};
    uint32_t many = 5000;
    uint32_t *same = calloc(many, sizeof *same);
    uint32_t *other = malloc(many * sizeof *other);
    uint32_t *at = malloc(many * sizeof *at);
    for (uint32_t i = 0; i < many; i++) {
        other[i] = i + 1;
    }
    lt_profile_alignment_line line = {same, NULL, many};
    assert_int_equal(lt_profile_alignment_align(&star, &line, other, many, at, NULL), 0);
    assert_int_equal(lt_profile_alignment_score(&line, many, at), -LT_PROFILE_ALIGNMENT_BREAK);
    assert_int_equal(lt_profile_alignment_align(&star, &line, same, many, at, NULL), 0);
    assert_int_equal(lt_profile_alignment_score(&line, many, at), (int64_t)many * LT_PROFILE_ALIGNMENT_MATCH);
    assert_int_equal(lt_profile_alignment_align(&star, &line, same, 0, at, NULL), 0);
    line.count = 0;
    assert_int_equal(lt_profile_alignment_align(&star, &line, same, many, at, NULL), 0);
    assert_int_equal(lt_profile_alignment_align(&star, &line, same, 0, at, NULL), 0);
    assert_int_equal(lt_profile_alignment_score(&line, 0, at), 0);
    free(same);
    free(other);
    free(at);
    lt_profile_alignment_clear(&star);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(best_of_all_chains), cmocka_unit_test(long_texts_are_parted),
                                       cmocka_unit_test(extremes)};
    return cmocka_run_group_tests_name("star", tests, NULL, NULL);
}
