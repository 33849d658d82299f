/* Description length against its definition, worked out anew; and what it tells apart. */
#include "test.h"

#include "templates/description_length.h"

#include <math.h>

#define TEXTS 20
#define LONG 40

typedef struct text_set {
    uint32_t ids[TEXTS][LONG];
    lt_variant variants[TEXTS];
} text_set;

static double ratio_of(const lt_variant *variants, uint32_t count, lt_profile *consensus)
{
    lt_profile_alignment star = {0};
    lt_reading reading = {0};
    lt_description_length describe = {0};
    double ratio = 0;
    assert_int_equal(lt_profile_make(&star, variants, count, false, consensus, NULL), 0);
    lt_description_length_begin(&describe, consensus);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(lt_profile_read(&star, consensus, &variants[i], &reading, NULL), 0);
        assert_int_equal(lt_description_length_add(&describe, &reading, &variants[i], NULL), 0);
    }
    assert_int_equal(lt_description_length_ratio(&describe, &ratio, NULL), 0);
    lt_description_length_clear(&describe);
    lt_reading_clear(&reading);
    lt_profile_alignment_clear(&star);
    return ratio;
}

/* Ten fixed words, one of `fills` words of one letter, ten fixed words; no edits. */
static void as_defined(void **state)
{
    (void)state;
    static text_set set;
    for (uint32_t fills = 2; fills <= TEXTS; fills += 3) {
        uint32_t counts[TEXTS] = {0};
        for (uint32_t s = 0; s < TEXTS; s++) {
            for (uint32_t i = 0; i < 21; i++) {
                set.ids[s][i] = 0x90000000U + i;
            }
            set.ids[s][10] = 0xA0000000U + s % fills;
            counts[s % fills]++;
            set.variants[s] = (lt_variant){set.ids[s], 21, 1};
        }
        lt_profile consensus = {0};
        double ratio = ratio_of(set.variants, TEXTS, &consensus);
        assert_int_equal(consensus.part_count, 3);
        double bits = 20 * LT_DESCRIPTION_LENGTH_WORD + 3 * (log2(22) + 2);
        for (uint32_t f = 0; f < fills; f++) {
            bits += LT_DESCRIPTION_LENGTH_WORD - counts[f] * log2(counts[f] / (double)TEXTS);
        }
        double owed = bits / (TEXTS * 21 * LT_DESCRIPTION_LENGTH_WORD);
        assert_true(fabs(ratio - owed) < 1e-9);
        lt_profile_clear(&consensus);
    }
}

/* A template is far below the limit; texts on one subject (the same words in any order) and random ones are above. */
static void told_apart(void **state)
{
    (void)state;
    uint64_t seed = test_seed(74);
    static text_set set;
    for (int kind = 0; kind < 3; kind++) {
        for (uint32_t s = 0; s < TEXTS; s++) {
            for (uint32_t i = 0; i < LONG; i++) {
                uint32_t word = (uint32_t)test_random(&seed);
                set.ids[s][i] = 0x80000000U | (kind == 0 && i % 8 != 3 ? i : kind == 1 ? word % 60 : word >> 1);
            }
            set.variants[s] = (lt_variant){set.ids[s], LONG, 1};
        }
        lt_profile consensus = {0};
        double ratio = ratio_of(set.variants, TEXTS, &consensus);
        printf("kind %d: %.3f\n", kind, ratio);
        assert_true(kind == 0 ? ratio < 0.3 : ratio > LT_DESCRIPTION_LENGTH_MOST);
        lt_profile_clear(&consensus);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_defined), cmocka_unit_test(told_apart)};
    return cmocka_run_group_tests_name("describe", tests, NULL, NULL);
}
