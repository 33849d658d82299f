#include "test.h"

#include "sketch/minhash.h"

#include <math.h>

/* From the definition; the numbers by SplitMix64 as the header says. */
static void naive_signature(unsigned hashes, const uint64_t *shingles, size_t count, uint32_t *ret_signature)
{
    uint64_t state = 0x6C6569746F6E67U;
    for (unsigned i = 0; i < hashes; i++) {
        uint64_t random = test_random(&state);
        uint32_t a = (uint32_t)random | 1U;
        uint32_t b = (uint32_t)(random >> 32);
        ret_signature[i] = UINT32_MAX;
        for (size_t s = 0; s < count; s++) {
            uint32_t value = (uint32_t)((uint64_t)a * (uint32_t)shingles[s] + b);
            if (value < ret_signature[i]) {
                ret_signature[i] = value;
            }
        }
    }
}

static const char *const variants[] = {"default", "avx2", "avx512f"};

static void check_variant(const char *variant, const uint64_t *shingles)
{
    unsigned compared = 0;
    for (unsigned hashes = 1; hashes <= 300; hashes = hashes < 80 ? hashes + 1 : hashes + 29) {
        lt_minhash *minhash = NULL;
        leitong_error error;
        setenv("LEITONG_CPU", variant, 1);
        int code = lt_minhash_new(hashes, &minhash, &error);
        unsetenv("LEITONG_CPU");
        if (code != 0) { /* this CPU has it not */
            assert_int_equal(code, LEITONG_EUSAGE);
            assert_string_not_equal(variant, "default");
            printf("%s: not on this CPU\n", variant);
            return;
        }
        for (size_t count = 1; count <= 40; count = count * 3 + 1) {
            uint32_t signature[301], expected[301];
            memset(signature, 0x5A, sizeof signature);
            memset(expected, 0x5A, sizeof expected); /* what stands behind the signature must stay */
            lt_minhash_signature(minhash, shingles, count, signature);
            naive_signature(hashes, shingles, count, expected);
            assert_memory_equal(signature, expected, sizeof signature);
            compared++;
        }
#ifndef LEITONG_NO_CLONES
        assert_string_equal(lt_minhash_variant(minhash), variant);
#endif
        lt_minhash_free(minhash);
    }
    assert_true(compared > 100);
}

static void every_variant_equals_the_definition(void **state)
{
    (void)state;
    uint64_t random = test_seed(7);
    uint64_t shingles[40];
    for (int i = 0; i < 40; i++) {
        shingles[i] = test_random(&random);
    }
    for (int v = 0; v < 3; v++) {
        check_variant(variants[v], shingles);
    }
}

/* A signature written down once, worked out by other means: signatures are a stable format. */
static void the_golden_signature_stands(void **state)
{
    (void)state;
    static const uint64_t shingles[] = {1, 2, 3, 0x123456789ABCDEF0U, 0xFFFFFFFFFFFFFFFFU};
    static const uint32_t golden[8] = {0x0F9BA6E4U, 0xAF661E6BU, 0x35F65FFCU, 0x11C3A4D4U,
                                       0x1466CFC9U, 0x40FE88FCU, 0x03117BC3U, 0x0BD7B24FU};
    lt_minhash *minhash = NULL;
    assert_int_equal(lt_minhash_new(8, &minhash, NULL), 0);
    uint32_t signature[8];
    lt_minhash_signature(minhash, shingles, 5, signature);
    assert_memory_equal(signature, golden, sizeof golden);
    lt_minhash_free(minhash);
}

#ifndef LEITONG_NO_CLONES
static void an_unknown_variant_is_refused(void **state)
{
    (void)state;
    leitong_error error;
    lt_minhash *minhash = NULL;
    setenv("LEITONG_CPU", "abacus", 1);
    int code = lt_minhash_new(68, &minhash, &error);
    unsetenv("LEITONG_CPU");
    assert_int_equal(code, LEITONG_EUSAGE);
    assert_null(minhash);
    assert_non_null(strstr(error.message, "LEITONG_CPU=abacus"));
}
#endif

/* |A ∩ B| / |A ∪ B| = J over sets of `size` shingles, k hashes: the share of equal minima is binomial about J. */
static void check_estimate(const lt_minhash *minhash, unsigned hashes, size_t size, double wanted, uint64_t *random,
                           double *sum_of_squares)
{
    uint64_t *a = malloc(2 * size * sizeof *a);
    assert_non_null(a);
    uint64_t *b = a + size;
    size_t shared = (size_t)(wanted * 2 * (double)size / (1 + wanted) + 0.5);
    for (size_t i = 0; i < size; i++) {
        a[i] = test_random(random);
        b[size - 1 - i] = i < shared ? a[i] : test_random(random);
    }
    double jaccard = (double)shared / (double)(2 * size - shared);
    uint32_t left[256], right[256];
    lt_minhash_signature(minhash, a, size, left);
    lt_minhash_signature(minhash, b, size, right);
    unsigned equal = 0;
    for (unsigned i = 0; i < hashes; i++) {
        equal += left[i] == right[i];
    }
    double sigma = sqrt(jaccard * (1 - jaccard) / hashes);
    double off = ((double)equal / hashes - jaccard) / sigma;
    if (fabs(off) > 4) {
        printf("size %zu, J %.4f, k %u: %u equal, %.2f sigma\n", size, jaccard, hashes, equal, off);
    }
    assert_true(fabs(off) <= 4);
    *sum_of_squares += off * off;
    free(a);
}

static void the_estimate_keeps_within_its_bound(void **state)
{
    (void)state;
    uint64_t random = test_seed(8);
    enum { hashes = 256 };
    lt_minhash *minhash = NULL;
    assert_int_equal(lt_minhash_new(hashes, &minhash, NULL), 0);
    static const double levels[] = {0.1, 0.3, 0.5, 0.7, 0.9};
    double squares = 0;
    unsigned trials = 0;
    for (size_t size = 10; size <= TEST_SAMPLES(1000000, 10000); size *= 10) {
        unsigned repeats = size >= 1000000 ? 1 : size >= 100000 ? 2 : 40;
        for (size_t l = 0; l < sizeof levels / sizeof *levels; l++) {
            for (unsigned repeat = 0; repeat < repeats; repeat++) {
                check_estimate(minhash, hashes, size, levels[l], &random, &squares);
                trials++;
            }
        }
    }
    /* Permutations that were not independent would stay within four sigma one by one, but spread too far together. */
    printf("%u trials, mean square %.3f (1 expected)\n", trials, squares / trials);
    assert_true(squares / trials < 1 + 5 * sqrt(2.0 / trials));
    lt_minhash_free(minhash);
}

static void order_and_repetition_of_shingles_do_not_matter(void **state)
{
    (void)state;
    uint64_t random = test_seed(9);
    uint64_t shingles[200];
    for (int i = 0; i < 100; i++) {
        shingles[i] = test_random(&random);
        shingles[199 - i] = shingles[i] ^ (test_random(&random) << 32); /* only the low 32 bits count */
    }
    lt_minhash *minhash = NULL;
    assert_int_equal(lt_minhash_new(68, &minhash, NULL), 0);
    uint32_t once[68], twice[68], reversed[68];
    lt_minhash_signature(minhash, shingles, 100, once);
    lt_minhash_signature(minhash, shingles, 200, twice);
    lt_minhash_signature(minhash, shingles + 100, 100, reversed);
    assert_memory_equal(once, twice, sizeof once);
    assert_memory_equal(once, reversed, sizeof once);
    lt_minhash_free(minhash);
    lt_minhash_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_variant_equals_the_definition),
        cmocka_unit_test(the_golden_signature_stands),
#ifndef LEITONG_NO_CLONES
        cmocka_unit_test(an_unknown_variant_is_refused),
#endif
        cmocka_unit_test(the_estimate_keeps_within_its_bound),
        cmocka_unit_test(order_and_repetition_of_shingles_do_not_matter),
    };
    return cmocka_run_group_tests_name("minhash", tests, NULL, NULL);
}
