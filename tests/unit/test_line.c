/* line: runs are equal units in the order of both; of ids that stand once, every one that was left where it was is
 * found, whatever was put in, left out or exchanged around it. */
#include "test.h"

#include "templates/line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 400 };

/* A line of ids that stand once, and a text with a share of them edited. ret_at: [column] the unit, or UINT32_MAX. */
static uint32_t edit(const uint32_t *line, uint32_t count, unsigned percent, uint64_t *seed, uint32_t *text,
                     uint32_t *ret_at)
{
    uint32_t units = 0;
    uint32_t fresh = 100000;
    for (uint32_t c = 0; c < count; c++) {
        bool edited = test_random(seed) % 100 < percent;
        unsigned kind = (unsigned)(test_random(seed) % 3);
        ret_at[c] = UINT32_MAX;
        if (edited && kind == 0) {
            continue;
        }
        if (edited) {
            text[units++] = fresh++;
        }
        if (!edited || kind == 2) {
            ret_at[c] = units;
            text[units++] = line[c];
        }
    }
    return units;
}

static void what_was_left_is_found(void **state)
{
    (void)state;
    uint64_t seed = test_seed(71);
    lt_line line = {0};
    for (int round = 0; round < 300; round++) {
        uint32_t ids[LONGEST];
        uint32_t text[2 * LONGEST];
        uint32_t at[LONGEST];
        uint32_t found[LONGEST];
        uint32_t count = 1 + (uint32_t)(test_random(&seed) % LONGEST);
        unsigned percent = (unsigned)(test_random(&seed) % 40);
        for (uint32_t c = 0; c < count; c++) {
            ids[c] = c + 1;
        }
        uint32_t units = edit(ids, count, percent, &seed, text, at);
        assert_int_equal(lt_line_open(&line, ids, count, NULL), 0);
        assert_int_equal(lt_line_align(&line, text, units, NULL), 0);
        memset(found, 0xFF, sizeof found);
        for (size_t r = 0; r < line.run_count; r++) {
            for (uint32_t i = 0; i < line.runs[r].length; i++) {
                found[line.runs[r].column + i] = line.runs[r].unit + i;
            }
        }
        for (uint32_t c = 0; c < count; c++) {
            assert_int_equal(found[c], at[c]);
        }
    }
    lt_line_clear(&line);
}

static void runs_are_equal_and_rise(void **state)
{
    (void)state;
    uint64_t seed = test_seed(72);
    lt_line line = {0};
    for (int round = 0; round < 2000; round++) {
        uint32_t ids[LONGEST];
        uint32_t text[LONGEST];
        uint32_t letters = 1 + (uint32_t)(test_random(&seed) % 30);
        uint32_t count = (uint32_t)(test_random(&seed) % LONGEST);
        uint32_t units = (uint32_t)(test_random(&seed) % LONGEST);
        for (uint32_t i = 0; i < LONGEST; i++) {
            ids[i] = (uint32_t)(test_random(&seed) % letters);
            text[i] = (uint32_t)(test_random(&seed) % letters);
        }
        assert_int_equal(lt_line_open(&line, ids, count, NULL), 0);
        assert_int_equal(lt_line_align(&line, text, units, NULL), 0);
        uint32_t unit = 0;
        uint32_t column = 0;
        for (size_t r = 0; r < line.run_count; r++) {
            const lt_line_run *run = &line.runs[r];
            assert_true(run->length > 0 && run->unit >= unit && run->column >= column);
            unit = run->unit + run->length;
            column = run->column + run->length;
            assert_true(unit <= units && column <= count);
            assert_memory_equal(text + run->unit, ids + run->column, run->length * sizeof *ids);
        }
        uint32_t covered = 0;
        uint32_t owed = 0;
        for (size_t r = 0; r < line.run_count; r++) {
            owed += line.runs[r].length >= LT_LINE_GRAM ? line.runs[r].length : 0;
        }
        assert_int_equal(lt_line_covered(&line, text, units, owed, &covered, NULL), 0);
        assert_int_equal(covered, owed); /* the bound that ends it early was no less */
        assert_int_equal(lt_line_covered(&line, text, units, units + 1, &covered, NULL), 0);
        assert_int_equal(covered, 0);
        assert_int_equal(lt_line_align(&line, ids, count, NULL), 0); /* with itself */
        assert_int_equal(line.run_count, count > 0);
        assert_true(count == 0 || line.runs[0].length == count);
    }
    lt_line_clear(&line);
}

/* A word that both have by chance is worth less than wording that holds together. */
static void wording_holds_together(void **state)
{
    (void)state;
    static const uint32_t ids[] = {1, 2, 3, 4, 5, 6};
    static const uint32_t text[] = {1, 9, 4, 8, 3, 4, 5, 6};
    lt_line line = {0};
    assert_int_equal(lt_line_open(&line, ids, 6, NULL), 0);
    assert_int_equal(lt_line_align(&line, text, 8, NULL), 0);
    assert_int_equal(line.run_count, 2);
    assert_int_equal(line.runs[1].unit, 4);
    assert_int_equal(line.runs[1].length, 4);
    lt_line_clear(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_left_is_found),
                                       cmocka_unit_test(runs_are_equal_and_rise),
                                       cmocka_unit_test(wording_holds_together)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
