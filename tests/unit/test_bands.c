#include "test.h"

#include "base/hash.h"
#include "sketch/bands.h"
#include "sketch/minhash.h"

#include <math.h>

static long double recall_of(double s, unsigned bands, unsigned rows)
{
    return 1 - powl(1 - powl(s, rows), bands);
}

/* The definition, by trying everything in order of hashes, most rows first. */
static void check_choice(double threshold, double recall)
{
    unsigned bands = 0, rows = 0;
    leitong_error error;
    int code = lt_bands_derive(threshold, recall, &bands, &rows, &error);
    for (unsigned hashes = 4; hashes <= LT_BANDS_MOST; hashes++) {
        unsigned wanted = 0;
        for (unsigned r = hashes; r >= 4; r--) {
            if (hashes % r == 0 && recall_of(threshold, hashes / r, r) >= recall) {
                wanted = r;
                break;
            }
        }
        if (wanted > 0) {
            assert_int_equal(code, 0);
            assert_int_equal(rows, wanted);
            assert_int_equal(bands, hashes / wanted);
            return;
        }
    }
    assert_int_equal(code, LEITONG_EUSAGE);
    assert_int_equal(bands, 0);
}

static void the_fewest_hashes_are_chosen(void **state)
{
    (void)state;
    static const double thresholds[] = {0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99, 1};
    static const double recalls[] = {0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999};
    for (size_t t = 0; t < sizeof thresholds / sizeof *thresholds; t++) {
        for (size_t r = 0; r < sizeof recalls / sizeof *recalls; r++) {
            check_choice(thresholds[t], recalls[r]);
        }
    }
    check_choice(0.2, 0.5);
    check_choice(0.2, 0.99999); /* out of reach */
    unsigned bands, rows;
    assert_int_equal(lt_bands_derive(0.7, 0.99, &bands, &rows, NULL), 0);
    assert_int_equal(bands, 17);
    assert_int_equal(rows, 4);
}

static void values_out_of_range_are_refused_by_name(void **state)
{
    (void)state;
    const struct {
        double threshold, recall;
        const char *words;
    } cases[] = {{0.19, 0.99, "0.2"},   {1.01, 0.99, "0.2"},    {-1, 0.99, "0.2"},
                 {NAN, 0.99, "0.2"},    {0.7, 0.49, "0.5"},     {0.7, 1, "0.99999"},
                 {0.7, NAN, "0.99999"}, {0.7, INFINITY, "0.5"}, {0.2, 0.9999, "16384"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned bands = 7, rows = 7;
        leitong_error error;
        assert_int_equal(lt_bands_derive(cases[i].threshold, cases[i].recall, &bands, &rows, &error), LEITONG_EUSAGE);
        assert_non_null(strstr(error.message, cases[i].words));
        assert_int_equal(bands, 7);
        assert_int_equal(rows, 7);
    }
}

static void keys_are_the_high_halves_of_the_rows_hashes(void **state)
{
    (void)state;
    uint64_t random = test_seed(5);
    uint32_t signature[120];
    for (int i = 0; i < 120; i++) {
        signature[i] = (uint32_t)test_random(&random);
    }
    for (unsigned rows = 4; rows <= 12; rows++) {
        unsigned bands = 120 / rows;
        uint32_t keys[31];
        keys[bands] = 7;
        lt_bands_keys(signature, bands, rows, keys);
        for (unsigned band = 0; band < bands; band++) {
            uint8_t bytes[48];
            for (unsigned i = 0; i < 4 * rows; i++) {
                bytes[i] = (uint8_t)(signature[band * rows + i / 4] >> (8 * (i % 4)));
            }
            assert_int_equal(keys[band], (uint32_t)(lt_hash_64(bytes, 4 * (size_t)rows) >> 32));
        }
        assert_int_equal(keys[bands], 7);
    }
}

/* Pairs of sets with Jaccard s = shared / union, elements at random; how many share a band key, against 1 − (1 −
 * s^r)^b. */
static void check_curve(const lt_minhash *minhash, unsigned bands, unsigned rows, unsigned shared, unsigned each,
                        uint64_t *random)
{
    enum { pairs = TEST_SAMPLES(4000, 400) };
    uint64_t a[400], b[400];
    uint32_t signature[128], keys_a[32], keys_b[32];
    unsigned met = 0;
    for (unsigned pair = 0; pair < pairs; pair++) {
        for (unsigned i = 0; i < each; i++) {
            a[i] = test_random(random);
            b[i] = i < shared ? a[i] : test_random(random);
        }
        lt_minhash_signature(minhash, a, each, signature);
        lt_bands_keys(signature, bands, rows, keys_a);
        lt_minhash_signature(minhash, b, each, signature);
        lt_bands_keys(signature, bands, rows, keys_b);
        unsigned equal = 0;
        for (unsigned band = 0; band < bands; band++) {
            equal += keys_a[band] == keys_b[band];
        }
        met += equal > 0;
    }
    double s = (double)shared / (2 * each - shared);
    double expected = (double)recall_of(s, bands, rows);
    double measured = (double)met / pairs;
    double sigma = sqrt(expected * (1 - expected) / pairs);
    printf("s %.3f: %u × %u: measured %.4f, expected %.4f, %.1f sigma\n", s, bands, rows, measured, expected,
           (measured - expected) / sigma);
    /* Two pairs more, because near 0 and 1 a handful of pairs is not normally distributed. */
    assert_true(fabs(measured - expected) <= 3 * sigma + 2.0 / pairs);
}

static void candidates_follow_the_s_curve(void **state)
{
    (void)state;
    uint64_t random = test_seed(6);
    static const unsigned choices[][2] = {{17, 4}, {9, 8}, {25, 5}};
    for (size_t c = 0; c < 3; c++) {
        unsigned bands = choices[c][0], rows = choices[c][1];
        lt_minhash *minhash = NULL;
        assert_int_equal(lt_minhash_new(bands * rows, &minhash, NULL), 0);
        static const unsigned shared[] = {33, 50, 60, 67, 75, 82, 89, 95};
        for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
            check_curve(minhash, bands, rows, 2 * shared[i], 200, &random);
        }
        lt_minhash_free(minhash);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fewest_hashes_are_chosen),
        cmocka_unit_test(values_out_of_range_are_refused_by_name),
        cmocka_unit_test(keys_are_the_high_halves_of_the_rows_hashes),
        cmocka_unit_test(candidates_follow_the_s_curve),
    };
    return cmocka_run_group_tests_name("bands", tests, NULL, NULL);
}
