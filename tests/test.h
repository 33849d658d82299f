/* test: what every unit test needs, in the order cmocka wants it. */
#ifndef LEITONG_TEST_H
#define LEITONG_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Which sanitizer slows this build down: gcc says it by a macro, clang 14 by a feature. */
#ifdef __has_feature
#define TEST_HAS_FEATURE(feature) __has_feature(feature)
#else
#define TEST_HAS_FEATURE(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || TEST_HAS_FEATURE(address_sanitizer)
#define TEST_ADDRESS_SANITIZER 1
#else
#define TEST_ADDRESS_SANITIZER 0
#endif
#if defined(__SANITIZE_THREAD__) || TEST_HAS_FEATURE(thread_sanitizer)
#define TEST_THREAD_SANITIZER 1
#else
#define TEST_THREAD_SANITIZER 0
#endif

/* How often a random test goes round: under the thread sanitizer `few` times. It is ten times slower and looks for
 * races alone, which show at once; what is found and counted is held without it. */
#define TEST_ROUNDS(whole, few) (TEST_THREAD_SANITIZER ? (few) : (whole))
/* How many samples a statistic has, of code that does the same with each: a sanitizer sees it in `few`. */
#define TEST_SAMPLES(whole, few) (TEST_ADDRESS_SANITIZER || TEST_THREAD_SANITIZER ? (few) : (whole))

/* The seed of a random test: LEITONG_SEED or `fallback`; printed, so that a failure can be run again. */
static inline uint64_t test_seed(uint64_t fallback)
{
    const char *text = getenv("LEITONG_SEED");
    uint64_t seed = text != NULL ? strtoull(text, NULL, 0) : fallback;
    printf("LEITONG_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

/* SplitMix64 (Steele, Lea, Flood 2014): a generator of our own so that a seed means the same everywhere. */
static inline uint64_t test_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

#endif
