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
